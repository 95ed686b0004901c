import Formats
import FrameLog
import Glibc
import TestSupport
import Testing
import WebSocketCore

/// Any record a log can hold, the odd ones more often than they come.
private func randomLog(_ random: inout SeededRandom) -> SampleLog {
  var sample = SampleLog()
  for sequence in 1...Int.random(in: 1...30, using: &random) {
    let isNote = Int.random(in: 0..<5, using: &random) == 0
    let length = [0, 1, 5, 125, 126, 300, 40, 7, 2000][Int.random(in: 0..<9, using: &random)]
    var payload = random.bytes(length)
    if Bool.random(using: &random) { payload = payload.map { $0 & 0x7F } }
    if isNote {
      let facts = Bool.random(using: &random) ? sampleFacts(url: "ws://é/\u{9B}?\(random.next())") : nil
      sample.append(
        LogRecord(
          sequence: sequence, kind: .note,
          note: NoteKind(rawValue: UInt8.random(in: 0...6, using: &random)) ?? .none,
          direction: .sent,
          header: FrameHeader(firstByte: 0, byteCount: 0, isMasked: false, maskKey: 0, payloadLength: length),
          flags: [],
          fragmentIndex: 0,
          wallTime: Int64.random(in: -9_000_000_000_000_000_000...9_000_000_000_000_000_000, using: &random),
          time: random.next(), payloadLength: length), payload, facts)
    } else {
      let isMasked = Bool.random(using: &random)
      sample.append(
        LogRecord(
          sequence: sequence, kind: .frame, note: .none,
          direction: Bool.random(using: &random) ? .sent : .received,
          header: FrameHeader(
            firstByte: UInt8.random(in: 0...255, using: &random),
            byteCount: UInt8.random(in: 2...14, using: &random),
            isMasked: isMasked, maskKey: isMasked ? UInt32.random(in: 0...UInt32.max, using: &random) : 0,
            payloadLength: Bool.random(using: &random) ? length : Int.random(in: 0...Int.max, using: &random)),
          // Bit 8 belongs to frames that are still arriving.
          flags: FrameFlags(rawValue: UInt16.random(in: 0...UInt16.max, using: &random) & ~0x100),
          fragmentIndex: UInt32.random(in: 0...3, using: &random), wallTime: Int64(random.next() >> 2),
          time: random.next(), payloadLength: length), payload)
    }
    if Int.random(in: 0..<4, using: &random) == 0 {
      sample.log.marks.set(
        sequence, note: ["", "here", "\u{1B}[2J\"\\é"][Int.random(in: 0..<3, using: &random)])
    }
  }
  return sample
}

@Test(arguments: [false, true])
func `any records come back the same from JSON Lines`(asciiOnly: Bool) throws {
  for seed in UInt64(1)...40 {
    var random = SeededRandom(seed: seed)
    let sample = randomLog(&random)
    let bytes = sample.exported(.jsonl, asciiOnly: asciiOnly)
    let copy = FrameLog(budget: LogBudget())
    let imported = try ImportedLog.read(bytes: bytes, into: copy)
    #expect(imported.warnings == [], "seed \(seed)")
    #expect(Seen.all(copy) == Seen.all(sample.log), "seed \(seed)")
    var again = SampleLog().exported(.jsonl)
    var export = FrameExport(copy.reader, as: .jsonl, redactor: nil, asciiOnly: asciiOnly)
    again = []
    while export.step(to: &again) {}
    #expect(again == bytes, "seed \(seed)")
    if asciiOnly { #expect(bytes.allSatisfy { $0 == 10 || (0x20..<0x7F).contains($0) }, "seed \(seed)") }
  }
}

@Test func `messages come back from a HAR, fragments joined`() throws {
  var sample = SampleLog()
  sample.note(.opened, facts: sampleFacts())
  sample.frame(.sent, .text, Array("hel".utf8), isFinal: false, fragment: 1, mask: 7)
  sample.frame(.received, .ping, [1])
  sample.frame(.sent, .continuation, Array("lo €".utf8), fragment: 2, mask: 9)
  sample.frame(.received, .binary, [0, 255])
  sample.note(.closed, "CLOSED")
  let copy = FrameLog(budget: LogBudget())
  let imported = try ImportedLog.read(bytes: sample.exported(.har), into: copy)
  #expect(imported.source == .har)
  #expect(imported.warnings == [])
  #expect(copy.reader.facts(1) == sampleFacts())
  #expect(copy.reader.payload(2) == Array("hello €".utf8))
  #expect(copy.reader.record(2)?.direction == .sent)
  // Whole when its last fragment came.
  #expect(copy.reader.record(2)?.wallTime == SampleLog.start + 4_000_000)
  #expect(copy.reader.payload(3) == [0, 255])
  #expect(copy.reader.record(3)?.opcode == .binary)
  #expect(copy.reader.range == 1..<4)
}

@Test(arguments: [ExportFormat.jsonl, .har])
func `a file of many pieces is read as one from memory`(format: ExportFormat) throws {
  var sample = SampleLog()
  sample.note(.opened, facts: sampleFacts())
  // Lines of all lengths, so that pieces end at every place of one.
  for length in 0..<2500 { sample.text(.received, String(repeating: "\"é", count: length % 199)) }
  let bytes = sample.exported(format)
  #expect(bytes.count > 2 * 256 << 10)
  let fromMemory = FrameLog(budget: LogBudget())
  _ = try ImportedLog.read(bytes: bytes, into: fromMemory)
  let folder = TemporaryFolder()
  let file = open(folder.write(bytes, to: "log"), O_RDONLY)
  defer { close(file) }
  let fromFile = FrameLog(budget: LogBudget())
  let imported = try ImportedLog.read(descriptor: file, into: fromFile)
  #expect(imported.warnings == [] && imported.records == 2501)
  #expect(Seen.all(fromFile) == Seen.all(fromMemory))
}

@Test func `a HAR of many pieces can't come from a pipe, JSON Lines can`() throws {
  var sample = SampleLog()
  sample.note(.opened, facts: sampleFacts())
  sample.text(.received, String(repeating: "x", count: 600_000))
  for format in [ExportFormat.jsonl, .har] {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let (reading, writing) = (ends[0], ends[1])
    let bytes = sample.exported(format)
    let writer = PipeWriter(bytes, to: writing)
    defer {
      close(reading)
      writer.join()
    }
    do throws(ImportError) {
      let imported = try ImportedLog.read(descriptor: reading, into: FrameLog(budget: LogBudget()))
      #expect(format == .jsonl && imported.records == 2)
    } catch {
      #expect(format == .har && error == .notSeekable)
    }
  }
}
