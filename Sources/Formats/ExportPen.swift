import FrameLog
import WebSocketCore

/// Takes records off a log and writes them: redaction, then the format.
struct ExportPen {
  /// 64 MiB: of a longer message in several frames, what is beyond is looked at frame by frame, and a secret that is cut
  /// by the border between two frames is not seen there.
  static let redactedMessageLimit = 64 << 20

  /// A message of several frames, of which some were written.
  private struct OpenMessage {
    var edits: [Redactor.Edit]
    /// Bytes of it that the edits are about, and of it before the next fragment.
    let length: Int
    var offset = 0
  }

  private let redactor: Redactor?
  private var writer: any FrameWriter
  private var openSent: OpenMessage?
  private var openReceived: OpenMessage?
  private var hasBegun = false

  init(_ format: ExportFormat, redactor: Redactor?, asciiOnly: Bool) {
    self.redactor = redactor
    writer = format.writer(asciiOnly: asciiOnly, redaction: redactor?.level ?? .off)
  }

  mutating func begin(to output: inout [UInt8]) {
    guard !hasBegun else { return }
    hasBegun = true
    writer.begin(to: &output)
  }

  mutating func end(to output: inout [UInt8]) {
    begin(to: &output)
    writer.end(to: &output)
  }

  mutating func write(
    _ record: LogRecord, payload: UnsafeRawBufferPointer, from reader: LogReader, isSelected: Bool,
    to output: inout [UInt8]
  ) {
    begin(to: &output)
    var item = ExportItem(record: record, isSelected: isSelected)
    if !record.isFrame { item.facts = reader.facts(record.sequence) }
    item.mark = reader.marks[record.sequence]
    guard let redactor else { return writer.append(item, payload: payload, to: &output) }
    item.facts = item.facts.map { redactor.redacted($0) }
    item.mark = item.mark.map { redactor.redacted($0) }
    let edits = edits(for: record, payload: payload, from: reader, redactor)
    guard !edits.isEmpty else { return writer.append(item, payload: payload, to: &output) }
    let redacted = Redactor.apply(edits, to: payload)
    item.record.payloadLength = redacted.count
    redacted.withUnsafeBytes { writer.append(item, payload: $0, to: &output) }
  }

  /// A secret may be split over the frames of a message: these are looked at as one.
  private mutating func edits(
    for record: LogRecord, payload: UnsafeRawBufferPointer, from reader: LogReader, _ redactor: Redactor
  ) -> [Redactor.Edit] {
    guard record.isFrame, record.fragmentIndex > 0, record.opcode.isData else {
      return redactor.edits(in: payload)
    }
    if record.fragmentIndex == 1 {
      let message = reader.messagePayload(
        startingAt: record.sequence, limit: ExportPen.redactedMessageLimit)
      let edits = message.withUnsafeBytes { redactor.edits(in: $0) }
      set(OpenMessage(edits: edits, length: message.count), for: record.direction)
    }
    guard var message = record.direction == .sent ? openSent : openReceived,
      message.offset + payload.count <= message.length
    else {
      return redactor.edits(in: payload)
    }
    let own = message.offset..<message.offset + payload.count
    let edits = message.edits.filter { $0.range.overlaps(own) }.map { edit in
      let part = edit.range.clamped(to: own)
      // The marker stands where the secret begins; what is elsewhere of it goes.
      return Redactor.Edit(
        range: part.lowerBound - own.lowerBound..<part.upperBound - own.lowerBound,
        replacement: edit.range.lowerBound >= own.lowerBound ? edit.replacement : [])
    }
    message.offset = own.upperBound
    message.edits.removeAll { $0.range.upperBound <= own.upperBound }
    set(record.header.isFinal ? nil : message, for: record.direction)
    return edits
  }

  private mutating func set(_ message: OpenMessage?, for direction: Direction) {
    if direction == .sent { openSent = message } else { openReceived = message }
  }
}
