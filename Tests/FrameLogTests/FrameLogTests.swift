import FrameLog
import Synchronization
import Testing
import WebSocketCore

/// Appends one received text frame a string; times count 1, 2, 3 ns.
func append(_ payloads: [String], to log: FrameLog, direction: Direction = .received) {
  for (index, payload) in payloads.enumerated() {
    append(Array(payload.utf8), to: log, direction: direction, time: UInt64(index + 1))
  }
}

func append(
  _ payload: [UInt8], to log: FrameLog, firstByte: UInt8 = 0x81, direction: Direction = .received,
  flags: FrameFlags = .endsMessage, fragment: UInt32 = 0, time: UInt64 = 1
) {
  payload.withUnsafeBytes { bytes in
    var batch = FrameBatch()
    batch.append(
      FrameEvent(
        header: FrameHeader(
          firstByte: firstByte, byteCount: 2, isMasked: false, maskKey: 0, payloadLength: bytes.count),
        direction: direction, flags: flags, fragmentIndex: fragment, time: time, payload: bytes))
    log.append(batch, wallOffset: 1000)
  }
}

@Test func `an empty log has nothing to read`() {
  let reader = FrameLog(budget: LogBudget()).reader
  #expect(reader.range == 1..<1)
  #expect(reader.record(1) == nil)
  #expect(reader.payload(1).isEmpty)
  #expect(reader.message(startingAt: 1) == nil)
}

@Test func `a frame reads back as it was appended`() throws {
  let log = FrameLog(budget: LogBudget())
  append(
    Array("hello".utf8), to: log, firstByte: 0x82, direction: .sent, flags: [.endsMessage, .automatic],
    time: 7)
  let record = try #require(log.reader.record(1))
  #expect(log.reader.range == 1..<2)
  #expect(record.sequence == 1)
  #expect(record.kind == .frame)
  #expect(record.direction == .sent)
  #expect(record.opcode == .binary)
  #expect(record.flags == [.endsMessage, .automatic])
  #expect(record.time == 7)
  #expect(record.wallTime == 1007)
  #expect(log.reader.payload(1) == Array("hello".utf8))
  #expect(log.reader.payload(1, limit: 2) == Array("he".utf8))
}

@Test func `a note keeps its kind and text`() throws {
  let log = FrameLog(budget: LogBudget())
  log.append(note: .failed, text: Array("refused".utf8), at: 3, wallOffset: 4)
  let record = try #require(log.reader.record(1))
  #expect(record.kind == .note)
  #expect(record.note == .failed)
  #expect(record.wallTime == 7)
  #expect(log.reader.payload(1) == Array("refused".utf8))
}

@Test func `fragments make one message, control frames in between stay out of it`() throws {
  let log = FrameLog(budget: LogBudget())
  append(Array("ab".utf8), to: log, firstByte: 0x01, flags: .fragment, fragment: 1)
  append([9], to: log, firstByte: 0x89)
  append(Array("x".utf8), to: log, firstByte: 0x81, direction: .sent)
  append(Array("cd".utf8), to: log, firstByte: 0x00, flags: .fragment, fragment: 2)
  #expect(log.reader.message(startingAt: 1)?.isComplete == false)
  append(Array("e".utf8), to: log, firstByte: 0x80, flags: [.fragment, .endsMessage], fragment: 3)
  append(Array("next".utf8), to: log)
  let message = try #require(log.reader.message(startingAt: 1))
  #expect(message.fragments == 3)
  #expect(message.payloadLength == 5)
  #expect(message.isComplete)
  #expect(message.last == 5)
  #expect(log.reader.messagePayload(startingAt: 1) == Array("abcde".utf8))
  #expect(log.reader.messagePayload(startingAt: 1, limit: 3) == Array("abc".utf8))
  #expect(log.reader.message(startingAt: 4) == nil)
  #expect(log.reader.message(startingAt: 6)?.fragments == 1)
}

@Test func `many frames over many blocks keep order and bytes`() {
  let log = FrameLog(budget: LogBudget())
  append((0..<20_000).map { "frame \($0)" }, to: log)
  let reader = log.reader
  #expect(reader.range == 1..<20_001)
  for sequence in stride(from: 1, through: 20_000, by: 37) {
    #expect(reader.payload(sequence) == Array("frame \(sequence - 1)".utf8))
  }
}

@Test func `a spent budget drops the oldest and counts it`() {
  let budget = LogBudget(bytes: 4 << 20)
  let log = FrameLog(budget: budget)
  let payload = [UInt8](repeating: 1, count: 1000)
  for _ in 0..<10_000 { append(payload, to: log) }
  let range = log.reader.range
  #expect(range.upperBound == 10_001)
  #expect(range.lowerBound > 1)
  #expect(log.reader.evicted == range.lowerBound - 1)
  #expect(budget.used <= budget.bytes + FrameLogTests.largestBlock)
  #expect(log.reader.payload(range.lowerBound) == payload)
  #expect(log.reader.record(range.lowerBound - 1) == nil)
}

enum FrameLogTests { static let largestBlock = 2 << 20 }

@Test func `the largest log gives way, not the quiet one`() {
  let budget = LogBudget(bytes: 4 << 20)
  let quiet = FrameLog(budget: budget)
  append(["keep me"], to: quiet)
  let busy = FrameLog(budget: budget)
  for _ in 0..<10_000 { append([UInt8](repeating: 1, count: 1000), to: busy) }
  #expect(quiet.reader.payload(1) == Array("keep me".utf8))
  #expect(quiet.reader.evicted == 0)
  #expect(busy.reader.evicted > 0)
}

@Test func `a payload of more than half the budget is shortened and says so`() throws {
  let log = FrameLog(budget: LogBudget(bytes: 4 << 20))
  append([UInt8](repeating: 7, count: 3_000_000), to: log)
  let record = try #require(log.reader.record(1))
  #expect(record.flags.contains(.shortened))
  #expect(record.payloadLength == 2 << 20)
  #expect(record.header.payloadLength == 3_000_000)
}

@Test func `clearing drops the frames and keeps the numbering`() {
  let budget = LogBudget()
  let log = FrameLog(budget: budget)
  append(["a", "b"], to: log)
  log.clear()
  #expect(log.reader.range == 3..<3)
  #expect(log.reader.evicted == 0)
  append(["c"], to: log)
  #expect(log.reader.range == 3..<4)
  #expect(log.reader.payload(3) == Array("c".utf8))
}

@Test func `a log that goes away gives its bytes back`() {
  let budget = LogBudget()
  do {
    let log = FrameLog(budget: budget)
    append((0..<10_000).map { "frame \($0)" }, to: log)
    #expect(budget.used > 0)
  }
  #expect(budget.used == 0)
}

/// Lets the writer tell the readers that it has finished.
final class Done: Sendable { let flag = Atomic<Bool>(false) }

@Test func `readers on other threads see whole frames while the writer goes on`() async {
  let log = FrameLog(budget: LogBudget(bytes: 4 << 20))
  let reader = log.reader
  let done = Done()
  await withTaskGroup(of: Int.self) { group in
    for _ in 0..<2 {
      group.addTask {
        var torn = 0
        var last = 0
        repeat {
          let range = reader.range
          if range.upperBound < last { torn += 1 }
          last = range.upperBound
          for sequence in [range.lowerBound, (range.lowerBound + range.upperBound) / 2, range.upperBound - 1]
          where sequence >= 1 {
            let payload = reader.payload(sequence)
            guard let first = payload.first else { continue }
            if payload.contains(where: { $0 != first }) || first != UInt8(sequence % 251) { torn += 1 }
          }
        } while !done.flag.load(ordering: .acquiring)
        return torn
      }
    }
    for sequence in 1...40_000 {
      append([UInt8](repeating: UInt8(sequence % 251), count: 100 + sequence % 400), to: log)
    }
    done.flag.store(true, ordering: .releasing)
    for await torn in group { #expect(torn == 0) }
  }
}
