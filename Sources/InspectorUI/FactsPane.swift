import Canvas
import FrameLog
import InspectorModel
import Secrets
import WebSocketCore

/// The frame as the wire carried it (RFC 6455 section 5.2), beside its payload on wide screens.
func drawFacts(
  _ model: InspectorModel, _ tab: Tab, _ detail: DetailState, in area: Rect, on canvas: inout Canvas
) {
  guard let record = tab.reader?.record(detail.row.sequence) else { return }
  for (offset, fact) in facts(record, tab, utcOffset: model.terminal.utcOffset).prefix(max(0, area.height))
    .enumerated()
  {
    let y = area.y + offset
    canvas.put(DisplayText(fact.label), at: Point(x: area.x, y: y), role: .muted)
    canvas.put(
      DisplayText(fact.text).truncated(to: max(0, area.width - 10), repertoire: canvas.repertoire),
      at: Point(x: area.x + 10, y: y))
  }
}

private func facts(_ record: LogRecord, _ tab: Tab, utcOffset: Int) -> [(label: String, text: String)] {
  let time = Figures.clock(record.wallTime, offset: utcOffset)
  let marked =
    tab.reader?.marks[record.sequence].map {
      [("Mark", $0.isEmpty ? "marked" : tab.secrets.mask.masked($0))]
    } ?? []
  guard record.isFrame else { return [("Event", "#\(record.sequence)"), ("Time", time)] + marked }
  let header = record.header
  let way = record.direction == .sent ? "sent" : "received"
  let reserved = [header.reserved1, header.reserved2, header.reserved3].map { $0 ? "1" : "0" }.joined()
  var result: [(String, String)] = [
    ("Frame", "#\(record.sequence)  \(way)\(record.flags.contains(.automatic) ? "  automatic" : "")"),
    ("Time", time),
    (
      "Opcode",
      "0x\(Figures.hex(Int(record.opcode.rawValue), digits: 1)) \(OpcodeWords.name(record.opcode))  FIN=\(header.isFinal ? 1 : 0)  RSV=\(reserved)"
    ),
    ("Mask", header.isMasked ? maskKey(header.maskKey) : "none"),
    (
      "Size",
      ArrivalWords.progress(record).map { "\($0), arriving" }
        ?? "\(Figures.bytes(record.payloadLength)) payload"
    ),
    ("Wire", "\(header.byteCount) B header, \(Figures.bytes(header.wireLength)) in all"),
  ]
  if let inflated = inflatedWords(record, tab) { result.append(("Deflate", inflated)) }
  if record.fragmentIndex == 1, var rows = LogRows(tab) {
    let summary = rows.summary(of: record)
    let end = summary.isComplete ? "" : ", not complete"
    result.append(
      ("Message", "\(summary.fragments) fragments, \(Figures.bytes(summary.payloadLength))\(end)"))
  } else if record.fragmentIndex > 0 {
    result.append(("Fragment", "number \(record.fragmentIndex)"))
  }
  if record.flags.contains(.violation) { result.append(("Fault", "breaks RFC 6455")) }
  if record.flags.contains(.tolerated) { result.append(("Fault", "tolerated: \(toleratedRules(header))")) }
  if record.flags.contains(.incomplete) { result.append(("Fault", "the connection ended inside this frame")) }
  if record.flags.contains(.afterClose) { result.append(("Note", "came after Close, ignored")) }
  result += marked
  if record.flags.contains(.shortened) { result.append(("Note", "payload shortened in memory")) }
  return result
}

/// "1.0 KB wire, 1.0 MB inflated, 1029:1": of a compressed message, all its frames together.
private func inflatedWords(_ record: LogRecord, _ tab: Tab) -> String? {
  guard record.header.reserved1, record.flags.isDisjoint(with: [.violation, .afterClose]) else { return nil }
  var wire = record.header.payloadLength
  var plain = record.payloadLength
  if record.fragmentIndex == 1, let message = tab.reader?.message(startingAt: record.sequence) {
    wire = message.wireLength
    plain = message.payloadLength
  }
  return "\(Figures.bytes(wire)) wire, \(Figures.bytes(plain)) inflated, \(Figures.ratio(plain, to: wire))"
}

/// What a tolerated frame of the server did not keep to.
private func toleratedRules(_ header: FrameHeader) -> String {
  let lengthBytes = Int(header.byteCount) - 2 - (header.isMasked ? 4 : 0)
  let least = header.payloadLength < 126 ? 0 : header.payloadLength <= 0xFFFF ? 2 : 8
  let rules =
    (header.isMasked ? ["masked (5.1)"] : []) + (lengthBytes > least ? ["length not minimal (5.2)"] : [])
  return rules.joined(separator: ", ")
}

/// The key's four bytes in the order in which they travelled.
private func maskKey(_ key: UInt32) -> String {
  HexText.text((0..<4).map { UInt8(truncatingIfNeeded: key >> (8 * UInt32($0))) })
}
