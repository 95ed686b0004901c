import ByteText
import Canvas
import FrameLog
import InspectorModel
import Secrets
import WebSocketCore

/// One record as one line, in words instead of signs:
/// `#3397 12:04:30.099 received text, 3 fragments, 63.8 KB: {"type":"snapshot"…`
struct PlainLine {
  /// 64 KiB of payload, with the rest counted: a line is to be read. `wsglass record` writes all of it.
  static let payloadLimit = 64 << 10
  /// 4 KiB of a binary one, whose line is three times as long.
  static let binaryLimit = 4 << 10

  var repertoire = Repertoire.unicode
  /// Seconds east of Greenwich.
  var utcOffset = 0
  var mask = SecretMask()

  func text(of record: LogRecord, in reader: LogReader) -> String {
    let head = "#\(record.sequence) \(Figures.clock(record.wallTime, offset: utcOffset)) "
    return head + (record.isFrame ? frame(record, reader) : words(record, reader))
  }

  /// What happened to the connection, as a sentence.
  private func words(_ record: LogRecord, _ reader: LogReader) -> String {
    shown(reader.payload(record.sequence, limit: Self.payloadLimit), isCut: false)
  }

  private func frame(_ record: LogRecord, _ reader: LogReader) -> String {
    let summary = record.isLaterFragment ? nil : reader.message(startingAt: record.sequence)
    var parts = ["\(record.direction == .sent ? "sent" : "received") \(kind(record))"]
    let fragments = summary?.fragments ?? 1
    if fragments > 1 { parts.append(Figures.plural(fragments, "fragment")) }
    if record.flags.contains(.automatic) { parts.append("automatic") }
    if record.flags.contains(.violation) { parts.append("against the protocol") }
    let isWhole = summary?.isComplete ?? true
    if !isWhole || record.flags.contains(.incomplete) { parts.append("not whole") }
    if record.header.reserved1 { parts.append("compressed") }
    let length = summary?.payloadLength ?? record.payloadLength
    if record.opcode == .close { return parts.joined(separator: ", ") + close(record, reader) }
    parts.append(Figures.bytes(length))
    let isText = record.opcode == .text || record.opcode == .continuation
    let limit = isText ? Self.payloadLimit : Self.binaryLimit
    let bytes =
      summary == nil
      ? reader.payload(record.sequence, limit: limit + mask.reach)
      : reader.messagePayload(startingAt: record.sequence, limit: limit + mask.reach)
    guard !bytes.isEmpty else { return parts.joined(separator: ", ") }
    let more = length > limit ? " and \(Figures.bytes(length - limit)) more" : ""
    let isPrintable = bytes.allSatisfy { (0x20...0x7E).contains($0) }
    let body =
      isText || isPrintable && record.opcode != .binary
      ? shown(bytes, limit, isCut: !isWhole) : hex(bytes, limit)
    return parts.joined(separator: ", ") + ": " + body + more
  }

  private func kind(_ record: LogRecord) -> String {
    switch record.opcode {
    case .text: "text"
    case .binary: "binary"
    case .close: "close"
    case .ping: "ping"
    case .pong: "pong"
    case .continuation: "a fragment without its beginning"
    default: "opcode \(record.opcode.rawValue)"
    }
  }

  private func close(_ record: LogRecord, _ reader: LogReader) -> String {
    guard let status = CloseWords.status(ofBody: reader.payload(record.sequence)) else {
      return " without a code"
    }
    let (head, reason) = CloseWords.line(status)
    return " \(head)" + (reason.isEmpty ? "" : ": \(shown(reason, isCut: false))")
  }

  /// No byte of a peer's comes out of here as it is where it could act on a terminal.
  private func shown(_ bytes: [UInt8], _ limit: Int = .max, isCut: Bool) -> String {
    let hidden = SecretMask.hiding(mask.places(in: bytes, isCut: isCut), of: bytes)
    return EscapedText.escape(hidden.prefix(limit), repertoire: repertoire)
  }

  private func hex(_ bytes: [UInt8], _ limit: Int) -> String {
    SecretMask.hiding(mask.places(in: bytes), of: bytes).prefix(limit).map {
      Hex.text($0, digits: 2)
    }.joined(separator: " ")
  }
}
