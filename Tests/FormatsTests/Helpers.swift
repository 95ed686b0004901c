import Formats
import FrameLog
import Glibc
import WebSocketCore

/// A log put together by hand, for exports.
struct SampleLog {
  static let start: Int64 = 1_795_349_069_820_113_999
  let log = FrameLog(budget: LogBudget())
  private var next = 1

  init() {}

  mutating func frame(
    _ direction: Direction, _ opcode: Opcode, _ payload: [UInt8], isFinal: Bool = true, fragment: UInt32 = 0,
    mask: UInt32? = nil, rsv1: Bool = false, flags: FrameFlags? = nil, wireLength: Int? = nil,
    header: UInt8? = nil
  ) {
    let first = (isFinal ? 0x80 : 0) | (rsv1 ? 0x40 : 0) | opcode.rawValue
    let length = wireLength ?? payload.count
    let shortest: UInt8 = (length < 126 ? 2 : length < 65_536 ? 4 : 10) + (mask == nil ? 0 : 4)
    var implied: FrameFlags = []
    if opcode.isData, isFinal { implied.formUnion(.endsMessage) }
    if fragment > 0 { implied.formUnion(.fragment) }
    append(
      LogRecord(
        sequence: next, kind: .frame, note: .none, direction: direction,
        header: FrameHeader(
          firstByte: first, byteCount: header ?? shortest, isMasked: mask != nil, maskKey: mask ?? 0,
          payloadLength: length),
        flags: flags ?? implied, fragmentIndex: fragment, wallTime: time, time: UInt64(next) * 1000,
        payloadLength: payload.count), payload)
  }

  mutating func text(_ direction: Direction, _ text: String) { frame(direction, .text, Array(text.utf8)) }

  mutating func note(_ kind: NoteKind, _ text: String = "", facts: ConnectionFacts? = nil) {
    let payload = Array(text.utf8)
    append(
      LogRecord(
        sequence: next, kind: .note, note: kind, direction: .sent,
        header: FrameHeader(
          firstByte: 0, byteCount: 0, isMasked: false, maskKey: 0, payloadLength: payload.count),
        flags: [], fragmentIndex: 0, wallTime: time, time: UInt64(next) * 1000, payloadLength: payload.count),
      payload, facts)
  }

  mutating func append(_ record: LogRecord, _ payload: [UInt8], _ facts: ConnectionFacts? = nil) {
    payload.withUnsafeBytes { log.append(record, payload: $0, facts: facts) }
    next += 1
  }

  /// A millisecond later with each record.
  private var time: Int64 { SampleLog.start + Int64(next) * 1_000_000 }

  func exported(
    _ format: ExportFormat, of selection: FrameExport.Selection = .all, redactor: Redactor? = nil,
    asciiOnly: Bool = false
  ) -> [UInt8] {
    var export = FrameExport(log.reader, as: format, of: selection, redactor: redactor, asciiOnly: asciiOnly)
    var bytes: [UInt8] = []
    while export.step(to: &bytes) {}
    return bytes
  }

  func text(
    _ format: ExportFormat, of selection: FrameExport.Selection = .all, redactor: Redactor? = nil,
    asciiOnly: Bool = false
  ) -> String {
    String(decoding: exported(format, of: selection, redactor: redactor, asciiOnly: asciiOnly), as: UTF8.self)
  }
}

/// The facts of a connection with something in each place.
func sampleFacts(url: String = "ws://example.com/chat?room=1&lang=en") -> ConnectionFacts {
  var facts = ConnectionFacts(url: url)
  facts.peer = "192.0.2.7:8080"
  facts.local = "192.0.2.9:50000"
  facts.request = ConnectionFacts.Head(
    startLine: "GET /chat?room=1&lang=en HTTP/1.1",
    fields: [.init(name: "Host", value: "example.com"), .init(name: "Upgrade", value: "websocket")])
  facts.response = ConnectionFacts.Head(
    startLine: "HTTP/1.1 101 Switching Protocols", fields: [.init(name: "Upgrade", value: "websocket")])
  facts.steps = [
    .init(name: "dns", detail: "192.0.2.7", start: 0, end: 2_000_000),
    .init(name: "connect", detail: "", start: 2_000_000, end: 5_000_000),
    .init(name: "request", detail: "", start: 5_000_000, end: 5_100_000),
    .init(name: "response", detail: "", start: 5_100_000, end: 9_100_000),
  ]
  return facts
}

/// A record with all that tells it apart, to compare.
struct Seen: Equatable {
  var record: String
  var payload: [UInt8]
  var facts: ConnectionFacts?
  var mark: String?

  static func all(_ log: FrameLog) -> [Seen] {
    log.reader.range.map { sequence in
      Seen(
        record: log.reader.record(sequence).map { "\($0)" } ?? "gone", payload: log.reader.payload(sequence),
        facts: log.reader.facts(sequence), mark: log.reader.marks[sequence])
    }
  }
}

/// Writes to a pipe from a thread of its own, because it holds less than what is written.
/// `@unchecked Sendable`: set before its thread starts, and never changed.
final class PipeWriter: @unchecked Sendable {
  private let bytes: [UInt8]
  private let descriptor: Int32
  private var thread = pthread_t()

  init(_ bytes: [UInt8], to descriptor: Int32) {
    self.bytes = bytes
    self.descriptor = descriptor
    signal(SIGPIPE, SIG_IGN)
    pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        let writer = Unmanaged<PipeWriter>.fromOpaque(argument).takeUnretainedValue()
        _ = ExportFile.write(writer.bytes, to: writer.descriptor)
        close(writer.descriptor)
        return nil
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  func join() { pthread_join(thread, nil) }
}
