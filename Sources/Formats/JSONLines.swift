import ByteText
import FoundationEssentials
public import FrameLog
import WebSocketCore

/// Writes log records as JSON Lines: one object a frame or note, in the order of the log. Reading them back gives the
/// same records (`ImportedLog`).
///
///     {"seq":1,"time":"2026-11-22T12:04:29.820113999Z","dir":"out","op":"text","fin":true,"rsv":0,"length":4,"mono":9,"data":"ping"}
///
/// `data` where the payload is UTF-8 text, else `base64`. What follows from the other fields stays away (`flags`,
/// `fragment`, `mask`, `header`, `bits`).
public struct JSONLines: FrameWriter {
  /// Of the format; a reader warns of a larger one.
  public static let version = 1

  /// Everything beyond printable ASCII as \u escapes: the same value to a JSON reader, harmless to a terminal.
  public var asciiOnly: Bool
  private let redaction: Redactor.Level

  public init(asciiOnly: Bool = false, redaction: Redactor.Level = .off) {
    self.asciiOnly = asciiOnly
    self.redaction = redaction
  }

  /// The first line: what this is.
  public func begin(to output: inout [UInt8]) {
    output.add("{\"format\":\"wsglass-frames\",\"version\":")
    output.add(decimal: JSONLines.version)
    output.add(",\"redacted\":\"")
    output.add(text: redaction.rawValue)
    output.add("\"}\n")
  }

  func append(_ item: ExportItem, payload: UnsafeRawBufferPointer, to output: inout [UInt8]) {
    guard item.isSelected else { return }
    append(item.record, payload: payload, facts: item.facts, mark: item.mark, to: &output)
  }

  /// Appends the record's object and a line feed to `output`.
  public func append(
    _ record: LogRecord, payload: UnsafeRawBufferPointer, facts: ConnectionFacts? = nil, mark: String? = nil,
    to output: inout [UInt8]
  ) {
    output.add("{\"seq\":")
    output.add(decimal: record.sequence)
    output.add(",\"time\":\"")
    Timestamp.append(record.wallTime, to: &output)
    output.append(UInt8(ascii: "\""))
    switch record.kind {
    case .note: appendNote(record, payload: payload, facts: facts, to: &output)
    case .frame: appendFrame(record, payload: payload, to: &output)
    }
    if let mark {
      output.add(",\"mark\":")
      JSONText.append(mark, asciiOnly: asciiOnly, to: &output)
    }
    output.add("}\n")
  }

  private func appendNote(
    _ record: LogRecord, payload: UnsafeRawBufferPointer, facts: ConnectionFacts?, to output: inout [UInt8]
  ) {
    output.add(",\"event\":\"")
    output.add(FlagNames.name(of: record.note))
    output.append(UInt8(ascii: "\""))
    appendMonotonic(record, to: &output)
    if record.header.payloadLength != payload.count {
      output.add(",\"length\":")
      output.add(decimal: record.header.payloadLength)
    }
    if JSONText.isText(payload) {
      output.add(",\"text\":")
      JSONText.append(payload, asciiOnly: asciiOnly, to: &output)
    } else {
      appendBase64(payload, to: &output)
    }
    if let facts { appendFacts(facts, to: &output) }
  }

  private func appendFacts(_ facts: ConnectionFacts, to output: inout [UInt8]) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Nothing in it can fail to be encoded: there are no numbers but whole ones.
    guard let json = try? encoder.encode(facts) else { return }
    output.add(",\"facts\":")
    JSONText.append(encoded: [UInt8](json), asciiOnly: asciiOnly, to: &output)
  }

  private func appendFrame(_ record: LogRecord, payload: UnsafeRawBufferPointer, to output: inout [UInt8]) {
    let header = record.header
    output.add(record.direction == .sent ? ",\"dir\":\"out\",\"op\":\"" : ",\"dir\":\"in\",\"op\":\"")
    FlagNames.append(record.opcode, to: &output)
    output.add(header.isFinal ? "\",\"fin\":true,\"rsv\":" : "\",\"fin\":false,\"rsv\":")
    output.append(0x30 + (header.firstByte >> 4 & 0x7))
    output.add(",\"length\":")
    output.add(decimal: header.payloadLength)
    if record.fragmentIndex > 0 {
      output.add(",\"fragment\":")
      output.add(decimal: UInt64(record.fragmentIndex))
    }
    if header.isMasked {
      output.add(",\"mask\":\"")
      output.add(maskKey: header.maskKey)
      output.append(UInt8(ascii: "\""))
    }
    let shortest = FlagNames.shortestHeader(payloadLength: header.payloadLength, isMasked: header.isMasked)
    if header.byteCount != shortest {
      output.add(",\"header\":")
      output.add(decimal: UInt64(header.byteCount))
    }
    appendFlags(record, to: &output)
    appendMonotonic(record, to: &output)
    if record.opcode == .close, payload.count >= 2 {
      output.add(",\"code\":")
      output.add(decimal: UInt64(payload[0]) << 8 | UInt64(payload[1]))
      output.add(",\"reason\":")
      let reason = String(decoding: payload.dropFirst(2), as: UTF8.self)
      JSONText.append(reason, asciiOnly: asciiOnly, to: &output)
    }
    if record.opcode != .binary, record.opcode != .close, JSONText.isText(payload) {
      output.add(",\"data\":")
      JSONText.append(payload, asciiOnly: asciiOnly, to: &output)
    } else {
      appendBase64(payload, to: &output)
    }
  }

  private func appendFlags(_ record: LogRecord, to output: inout [UInt8]) {
    var told = FlagNames.implied(by: record.header, fragmentIndex: record.fragmentIndex)
    if record.flags == told { return }
    var isFirst = true
    for (flag, name) in FlagNames.flags where record.flags.contains(flag) {
      output.add(isFirst ? ",\"flags\":[\"" : "\",\"")
      output.add(name)
      isFirst = false
      told.formUnion(flag)
    }
    if !isFirst { output.add("\"]") }
    // Whatever the names can't tell.
    if told != record.flags {
      output.add(",\"bits\":")
      output.add(decimal: UInt64(record.flags.rawValue))
    }
  }

  private func appendMonotonic(_ record: LogRecord, to output: inout [UInt8]) {
    output.add(",\"mono\":")
    output.add(decimal: record.time)
  }

  private func appendBase64(_ payload: UnsafeRawBufferPointer, to output: inout [UInt8]) {
    output.add(",\"base64\":\"")
    Base64.append(payload, to: &output)
    output.append(UInt8(ascii: "\""))
  }
}
