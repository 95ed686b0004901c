import FrameLog
import WebSocketCore

/// HAR 1.2, an entry a connection, with Chrome's `_webSocketMessages`: whole messages, fragments joined. What Chrome has
/// no place for stands in keys that begin with `_`.
///
/// The heads of an entry come after its messages, so that nothing but the message in hand is kept in memory.
struct HARWriter: FrameWriter {
  /// 16 MiB of control frames and notes of one connection; what is more is counted.
  static let eventLimit = 16 << 20

  private let asciiOnly: Bool
  private let redaction: Redactor.Level
  private let lines: JSONLines
  private var track = ConnectionTrack()
  private var entry: HAREntry?
  private var entries = 0
  /// Notes from before the connection that they belong to.
  private var early: HAREvents = HAREvents()

  init(asciiOnly: Bool, redaction: Redactor.Level) {
    self.asciiOnly = asciiOnly
    self.redaction = redaction
    lines = JSONLines(asciiOnly: asciiOnly)
  }

  mutating func begin(to output: inout [UInt8]) {
    output.add(
      "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"wsglass\",\"version\":\"1\"},\"_redacted\":\"")
    output.add(text: redaction.rawValue)
    output.add("\",\"pages\":[],\"entries\":[")
  }

  mutating func append(_ item: ExportItem, payload: UnsafeRawBufferPointer, to output: inout [UInt8]) {
    let record = item.record
    let turn = track.take(record, facts: item.facts)
    if turn.endsBefore { finish(at: record.wallTime, to: &output) }
    if turn.begins || turn.fails { start(at: record, to: &output) }
    if let facts = track.facts { entry?.facts = facts }
    if item.isSelected {
      if record.isFrame, record.opcode.isData {
        appendMessage(item, payload, to: &output)
      } else {
        addEvent(item, payload)
      }
    }
    entry?.end = record.wallTime
    if turn.fails { entry?.isFailure = true }
    if turn.endsAfter || turn.fails { finish(at: record.wallTime, to: &output) }
  }

  mutating func end(to output: inout [UInt8]) {
    if let last = entry?.end { finish(at: last, to: &output) }
    output.add("\n]}}\n")
  }

  // MARK: Entries

  private mutating func start(at record: LogRecord, to output: inout [UInt8]) {
    output.add(entries == 0 ? "\n{" : ",\n{")
    output.add("\"_resourceType\":\"websocket\",\"_webSocketMessages\":[")
    entries += 1
    entry = HAREntry(start: record, events: early)
    early = HAREvents()
  }

  private mutating func finish(at time: Int64, to output: inout [UInt8]) {
    guard var entry else { return }
    self.entry = nil
    for message in entry.openMessages { append(message, isComplete: false, in: &entry, to: &output) }
    output.add("]")
    entry.end = time
    entry.append(asciiOnly: asciiOnly, to: &output)
    output.add("}")
  }

  private mutating func addEvent(_ item: ExportItem, _ payload: UnsafeRawBufferPointer) {
    var line: [UInt8] = []
    var item = item
    // The entry says them as a whole.
    item.facts = nil
    lines.append(item, payload: payload, to: &line)
    line.removeLast()
    if entry == nil { early.add(line) } else { entry?.events.add(line) }
  }

  // MARK: Messages

  private mutating func appendMessage(
    _ item: ExportItem, _ payload: UnsafeRawBufferPointer, to output: inout [UInt8]
  ) {
    guard var entry else { return }
    self.entry = nil
    defer { self.entry = entry }
    let record = item.record
    if record.fragmentIndex == 0 {
      guard record.opcode != .continuation else {
        self.entry = entry
        addEvent(item, payload)
        entry = self.entry ?? entry
        return
      }
      append(HARMessage(item), payload, isComplete: true, in: &entry, to: &output)
      return
    }
    if record.fragmentIndex == 1, let left = entry.take(record.direction) {
      append(left, isComplete: false, in: &entry, to: &output)
    }
    var message = entry.take(record.direction) ?? HARMessage(item)
    message.add(item, payload)
    if record.flags.contains(.endsMessage) || record.header.isFinal {
      append(message, isComplete: true, in: &entry, to: &output)
    } else {
      entry.keep(message)
    }
  }

  private func append(
    _ message: HARMessage, isComplete: Bool, in entry: inout HAREntry, to output: inout [UInt8]
  ) {
    message.bytes.withUnsafeBytes {
      append(message, $0, isComplete: isComplete, in: &entry, to: &output)
    }
  }

  private func append(
    _ message: HARMessage, _ payload: UnsafeRawBufferPointer, isComplete: Bool, in entry: inout HAREntry,
    to output: inout [UInt8]
  ) {
    output.add(entry.messages == 0 ? "\n" : ",\n")
    entry.messages += 1
    message.append(payload, isComplete: isComplete, asciiOnly: asciiOnly, to: &output)
  }
}
