import Synchronization
import Testing
import WebSocketCore

@testable import FrameLog

/// The bytes of every frame that these tests append: none of its blocks has the same at the same place.
private let pattern: [UInt8] = {
  var bytes = (0..<2_039).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
  while bytes.count < 16 << 20 { bytes += bytes }
  return bytes
}()

private func payload(_ range: Range<Int>) -> [UInt8] { Array(pattern[range]) }

/// Appends bytes `range` of a frame of `total`.
private func appendPart(
  _ range: Range<Int>, of total: Int, to log: FrameLog, ending: FrameFlags = .endsMessage,
  content: [UInt8]? = nil
) {
  (content ?? payload(range)).withUnsafeBytes { bytes in
    var flags: FrameFlags = range.lowerBound > 0 ? .laterPart : []
    flags.formUnion(range.upperBound < total ? .continues : ending)
    var batch = FrameBatch()
    batch.append(
      FrameEvent(
        header: FrameHeader(
          firstByte: 0x82, byteCount: 10, isMasked: false, maskKey: 0, payloadLength: total),
        direction: .received, flags: flags, fragmentIndex: 0, time: 1, payload: bytes))
    log.append(batch, wallOffset: 0)
  }
}

private func appendFrame(of total: Int, inPartsOf size: Int, to log: FrameLog) {
  for start in stride(from: 0, to: total, by: size) {
    appendPart(start..<min(start + size, total), of: total, to: log)
  }
}

@Suite struct LongFrameTests {
  @Test func `a frame in parts is one record, readable while it comes`() throws {
    let log = FrameLog(budget: LogBudget())
    let reader = log.reader
    appendPart(0..<100, of: 300, to: log)
    let first = try #require(reader.record(1))
    #expect(first.isArriving)
    #expect(first.payloadLength == 100)
    #expect(first.header.payloadLength == 300)
    #expect(reader.payload(1) == payload(0..<100))

    appendPart(100..<200, of: 300, to: log)
    #expect(reader.record(1)?.payloadLength == 200)
    #expect(reader.record(1)?.isArriving == true)

    appendPart(200..<300, of: 300, to: log)
    let last = try #require(reader.record(1))
    #expect(last.flags == .endsMessage)
    #expect(last.payloadLength == 300)
    #expect(reader.range == 1..<2)
    #expect(reader.payload(1) == payload(0..<300))
    #expect(reader.payload(1, limit: 150) == payload(0..<150))
    #expect(reader.payload(1, limit: 0) == [])
    #expect(reader.withPayload(1) { Array($0) } == payload(0..<300))
    #expect(reader.message(startingAt: 1)?.payloadLength == 300)
    #expect(reader.messagePayload(startingAt: 1, limit: 299) == payload(0..<299))
  }

  @Test func `a frame over many blocks comes back whole, whatever its parts were`() {
    for size in [1_000, 16_384, 65_536, 700_000] {
      let log = FrameLog(budget: LogBudget())
      appendFrame(of: 5_000_000, inPartsOf: size, to: log)
      let whole = payload(0..<5_000_000)
      #expect(log.reader.payload(1) == whole, "\(size)")
      #expect(log.reader.withPayload(1) { Array($0) == whole } == true, "\(size)")
      #expect(log.reader.payload(1, limit: 3_000_001) == Array(whole[..<3_000_001]), "\(size)")
    }
  }

  @Test func `frames that were sent in between are records of their own`() {
    let log = FrameLog(budget: LogBudget())
    for part in 0..<50 {
      appendPart(part * 1_000..<(part + 1) * 1_000, of: 50_000, to: log)
      append(["sent \(part)"], to: log, direction: .sent)
    }
    let reader = log.reader
    #expect(reader.range == 1..<52)
    #expect(reader.payload(1) == payload(0..<50_000))
    for part in 0..<50 { #expect(reader.payload(part + 2) == Array("sent \(part)".utf8)) }
  }

  @Test func `a note in the middle of a frame stays a note`() {
    let log = FrameLog(budget: LogBudget())
    appendPart(0..<10, of: 20, to: log)
    log.append(note: .information, text: Array("note".utf8), at: 1, wallOffset: 0)
    appendPart(10..<20, of: 20, to: log)
    #expect(log.reader.payload(1) == payload(0..<20))
    #expect(log.reader.payload(2) == Array("note".utf8))
    #expect(log.reader.record(2)?.kind == .note)
  }

  @Test func `two frames in parts, one after the other`() {
    let log = FrameLog(budget: LogBudget())
    appendFrame(of: 100_000, inPartsOf: 30_000, to: log)
    appendFrame(of: 50_000, inPartsOf: 7_000, to: log)
    #expect(log.reader.payload(1) == payload(0..<100_000))
    #expect(log.reader.payload(2) == payload(0..<50_000))
  }

  @Test(arguments: [FrameFlags.violation, .incomplete, [.incomplete, .shortened]])
  func `how a frame in parts ended is what its last part said`(ending: FrameFlags) {
    let log = FrameLog(budget: LogBudget())
    appendPart(0..<10, of: 30, to: log)
    appendPart(10..<10, of: 10, to: log, ending: ending)
    #expect(log.reader.record(1)?.flags == ending)
    #expect(log.reader.payload(1) == payload(0..<10))
  }

  @Test func `an empty first part and an empty last one`() {
    let log = FrameLog(budget: LogBudget())
    appendPart(0..<0, of: 10, to: log)
    #expect(log.reader.record(1)?.payloadLength == 0)
    #expect(log.reader.withPayload(1) { $0.count } == 0)
    let all = payload(0..<10)
    all.withUnsafeBytes { bytes in
      let header = FrameHeader(
        firstByte: 0x82, byteCount: 2, isMasked: false, maskKey: 0, payloadLength: 10)
      var part = FrameEvent(
        header: header, direction: .received, flags: [.laterPart, .continues], fragmentIndex: 0, time: 1,
        payload: bytes)
      var batch = FrameBatch()
      batch.append(part)
      part.flags = [.laterPart, .endsMessage]
      part.payload = UnsafeRawBufferPointer(start: nil, count: 0)
      batch.append(part)
      log.append(batch, wallOffset: 0)
    }
    #expect(log.reader.payload(1) == all)
    #expect(log.reader.record(1)?.flags == .endsMessage)
  }

  @Test func `more than half the budget is shortened, and says so`() throws {
    let budget = LogBudget(bytes: 4 << 20)
    let log = FrameLog(budget: budget)
    appendFrame(of: 3_000_000, inPartsOf: 100_000, to: log)
    let record = try #require(log.reader.record(1))
    #expect(record.flags == [.endsMessage, .shortened])
    #expect(record.payloadLength == 2 << 20)
    #expect(record.header.payloadLength == 3_000_000)
    #expect(log.reader.payload(1) == payload(0..<2 << 20))
    append(["next"], to: log)
    #expect(log.reader.payload(2) == Array("next".utf8))
  }

  @Test func `exactly half the budget is whole`() {
    let log = FrameLog(budget: LogBudget(bytes: 4 << 20))
    appendFrame(of: 2 << 20, inPartsOf: 1 << 19, to: log)
    #expect(log.reader.record(1)?.flags == .endsMessage)
    appendFrame(of: 2 << 20 + 1, inPartsOf: 1 << 19, to: log)
    #expect(log.reader.record(2)?.flags == [.endsMessage, .shortened])
  }

  @Test func `a frame that is dropped while it comes takes its rest with it`() {
    let budget = LogBudget(bytes: 4 << 20)
    let log = FrameLog(budget: budget)
    appendPart(0..<1_000, of: 3_000, to: log)
    // The record's block is pushed out by another's frames.
    let busy = FrameLog(budget: budget)
    append(["another block"], to: log)
    for _ in 0..<3_000 { append([UInt8](repeating: 1, count: 1_000), to: log, direction: .sent) }
    for _ in 0..<6_000 { append([UInt8](repeating: 1, count: 1_000), to: busy) }
    #expect(log.reader.record(1) == nil)
    let before = log.reader.range

    appendPart(1_000..<2_000, of: 3_000, to: log)
    appendPart(2_000..<3_000, of: 3_000, to: log)
    append(["after"], to: log)

    #expect(log.reader.record(1) == nil)
    #expect(log.reader.payload(1).isEmpty)
    #expect(log.reader.range.upperBound == before.upperBound + 1)
    #expect(log.reader.payload(before.upperBound) == Array("after".utf8))
    #expect(log.reader.evicted == log.reader.range.lowerBound - 1)
    #expect(budget.used <= budget.bytes + 2 << 20)
  }

  @Test func `a frame that was cleared away while it came does not come back`() {
    let log = FrameLog(budget: LogBudget())
    appendPart(0..<1_000, of: 3_000, to: log)
    log.clear()
    appendPart(1_000..<2_000, of: 3_000, to: log)
    #expect(log.reader.range == 2..<2)
    appendPart(2_000..<3_000, of: 3_000, to: log)
    append(["after"], to: log)
    #expect(log.reader.range == 2..<3)
    #expect(log.reader.payload(2) == Array("after".utf8))
    #expect(log.reader.evicted == 0)
  }

  @Test func `the blocks of a long frame are given back`() {
    let budget = LogBudget()
    let log = FrameLog(budget: budget)
    appendFrame(of: 5_000_000, inPartsOf: 65_536, to: log)
    #expect(budget.used >= 5_000_000)
    log.clear()
    #expect(budget.used == 0)
  }

  @Test func `a frame in very many pieces is whole`() throws {
    let log = FrameLog(budget: LogBudget())
    let part = payload(0..<100)
    for index in 0..<20_000 {
      appendPart(index * 100..<(index + 1) * 100, of: 2_000_000, to: log, content: part)
      // Bytes of another frame between: the next part is a piece of its own.
      append([1], to: log, direction: .sent)
    }
    let long = try #require(log.longFrame(1))
    #expect(long.pieces.count == 20_000)
    #expect(long.payloadLength == 2_000_000)
  }

  @Test func `parts that follow each other are pieces of 64 KiB`() throws {
    let log = FrameLog(budget: LogBudget())
    appendFrame(of: 16 << 20, inPartsOf: 16 << 10, to: log)
    let long = try #require(log.longFrame(1))
    #expect(long.payloadLength == 16 << 20)
    #expect(long.pieces.count <= 256 + 16)
  }

  @Test func `readers on other threads see the front of a frame while the rest comes`() async {
    let log = FrameLog(budget: LogBudget(bytes: 4 << 20))
    let reader = log.reader
    let done = Done()
    await withTaskGroup(of: Int.self) { group in
      for _ in 0..<2 {
        group.addTask {
          var wrong = 0
          repeat {
            let range = reader.range
            for sequence in [range.lowerBound, range.upperBound - 1] where sequence >= 1 {
              guard let record = reader.record(sequence) else { continue }
              let bytes = reader.payload(sequence)
              // A record's length never shrinks, unless it was pushed out in between.
              if !bytes.isEmpty, bytes.count < record.payloadLength { wrong += 1 }
              if bytes != payload(0..<bytes.count) { wrong += 1 }
              let isRight = reader.withPayload(sequence) { Array($0) == payload(0..<$0.count) }
              if isRight == false { wrong += 1 }
            }
          } while !done.flag.load(ordering: .acquiring)
          return wrong
        }
      }
      for _ in 0..<60 { appendFrame(of: 200_000, inPartsOf: 17_000, to: log) }
      done.flag.store(true, ordering: .releasing)
      for await wrong in group { #expect(wrong == 0) }
    }
  }
}
