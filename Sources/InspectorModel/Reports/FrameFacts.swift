import ByteText
import Canvas
import FrameLog
import Secrets
import WebSocketCore

/// A frame as the wire carried it (RFC 6455 section 5.2), and its message; or an event.
public struct FrameFacts: Sendable {
  public struct Line: Sendable, Equatable {
    public let label: String
    public let text: String
    public let isFault: Bool
  }
  public private(set) var lines: [Line] = []

  /// Fragments that have a line of their own.
  static let fragmentLimit = 12

  public init?(_ tab: Tab, _ row: RowID, utcOffset: Int) {
    guard let reader = tab.reader, let record = reader.record(row.sequence) else { return nil }
    let time = Figures.clock(record.wallTime, offset: utcOffset)
    guard record.isFrame else {
      add("Event", "#\(record.sequence)")
      add("Time", time + Self.spans(record, tab, reader))
      addMark(record, tab)
      return
    }
    let header = record.header
    let way = record.direction == .sent ? "sent" : "received"
    add("Frame", "#\(record.sequence)  \(way)\(record.flags.contains(.automatic) ? "  automatic" : "")")
    add("Time", time + Self.spans(record, tab, reader))
    let reserved = [header.reserved1, header.reserved2, header.reserved3].map { $0 ? "1" : "0" }.joined()
    add(
      "Opcode",
      "0x\(Hex.text(record.opcode.rawValue, digits: 1)) \(OpcodeWords.name(record.opcode))  FIN=\(header.isFinal ? 1 : 0)  RSV=\(reserved)  masked=\(header.isMasked ? "yes" : "no")"
    )
    add("Header", "\(header.byteCount) B: \(HexText.text(Self.bytes(of: header)))")
    if header.isMasked { add("Mask", HexText.text(Self.maskKey(header.maskKey))) }
    let message = addMessage(record, row, tab, utcOffset: utcOffset)
    if let message {
      add("Size", message)
    } else if let arriving = ArrivalWords.progress(record) {
      add("Size", "\(arriving), arriving")
    } else {
      add(
        "Size",
        "\(Figures.bytes(record.payloadLength)) payload, \(Figures.bytes(header.wireLength)) on the wire")
    }
    addDeflate(record, tab)
    addText(record, row, tab)
    addFlags(record)
    addMark(record, tab)
  }

  private mutating func add(_ label: String, _ text: String, isFault: Bool = false) {
    lines.append(Line(label: label, text: text, isFault: isFault))
  }

  // MARK: Time

  /// " (+98 ms, T+00:14:22.410)": since the record before, and since the connection opened.
  private static func spans(_ record: LogRecord, _ tab: Tab, _ reader: LogReader) -> String {
    var words: [String] = []
    if let before = reader.record(record.sequence - 1), record.time >= before.time {
      words.append("+\(Figures.roundTrip(record.time - before.time))")
    }
    let opened = tab.status.openedAt ?? reader.record(tab.range.lowerBound)?.time
    if let opened, record.time >= opened { words.append("T+\(Figures.span(record.time - opened))") }
    return words.isEmpty ? "" : " (\(words.joined(separator: ", ")))"
  }

  // MARK: Header

  /// As it travelled: the length in as many bytes as it had.
  private static func bytes(of header: FrameHeader) -> [UInt8] {
    let mask = header.isMasked ? 4 : 0
    let extra = max(0, Int(header.byteCount) - 2 - mask)
    let bit: UInt8 = header.isMasked ? 0x80 : 0
    let short =
      extra == 0 ? UInt8(truncatingIfNeeded: min(125, header.payloadLength)) : extra == 2 ? 126 : 127
    let length = (0..<extra).map { index in
      UInt8(truncatingIfNeeded: UInt64(max(0, header.payloadLength)) >> UInt64(8 * (extra - 1 - index)))
    }
    return [header.firstByte, bit | short] + length + (header.isMasked ? maskKey(header.maskKey) : [])
  }

  /// In the order in which they travelled.
  private static func maskKey(_ key: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: key >> (8 * UInt32($0))) }
  }

  // MARK: Message

  /// What its frames are together, where the row stands for all of them.
  private mutating func addMessage(
    _ record: LogRecord, _ row: RowID, _ tab: Tab, utcOffset: Int
  ) -> String? {
    guard record.fragmentIndex > 0 else { return nil }
    guard record.fragmentIndex == 1, !row.isFragment, var rows = LogRows(tab) else {
      add("Fragment", "number \(record.fragmentIndex)")
      return nil
    }
    let summary = rows.summary(of: record)
    let end = summary.isComplete ? "" : ", not complete"
    var parts = [record]
    rows.walk(from: record, step: 1) { reader, sequence in
      guard let part = reader.record(sequence) else { return false }
      parts.append(part)
      return parts.count < Self.fragmentLimit && !part.flags.contains(.endsMessage)
    }
    add("Message", "\(summary.fragments) fragments, \(Figures.bytes(summary.payloadLength))\(end)")
    for part in parts {
      let isLast = part.flags.contains(.endsMessage)
      let size = Figures.size(part.payloadLength)
      let gap = String(repeating: " ", count: max(0, 6 - size.utf8.count))
      add(
        "",
        "\(isLast ? "`" : "|")- \(OpcodeWords.name(part.opcode)) FIN=\(isLast ? 1 : 0) \(gap)\(size)  \(Figures.clock(part.wallTime, offset: utcOffset))"
      )
    }
    let more = summary.fragments - parts.count
    if more > 0 { add("", "and \(more) more") }
    // Of frames beyond the limit the headers are not counted.
    let headers = parts.reduce(0) { $0 + Int($1.header.byteCount) }
    return
      "\(Figures.bytes(summary.payloadLength)) payload, \(more > 0 ? "over " : "")\(Figures.bytes(summary.wireLength + headers)) on the wire"
  }

  /// "1.0 KB wire, 1.0 MB inflated, 1029:1": of a compressed message, all its frames together.
  private mutating func addDeflate(_ record: LogRecord, _ tab: Tab) {
    guard record.opcode.isData, record.flags.isDisjoint(with: [.violation, .afterClose]) else { return }
    guard record.header.reserved1 else {
      if !record.isLaterFragment { add("Deflate", "not compressed (RSV1=0)") }
      return
    }
    var wire = record.header.payloadLength
    var plain = record.payloadLength
    if record.fragmentIndex == 1, let message = tab.reader?.message(startingAt: record.sequence) {
      wire = message.wireLength
      plain = message.payloadLength
    }
    add(
      "Deflate",
      "\(Figures.bytes(wire)) wire, \(Figures.bytes(plain)) inflated, \(Figures.ratio(plain, to: wire))")
  }

  private mutating func addText(_ record: LogRecord, _ row: RowID, _ tab: Tab) {
    guard record.opcode == .text, !record.isArriving, !row.isFragment else { return }
    // What the detail has read already, where it shows this row.
    guard let detail = tab.detail, detail.row == row else { return }
    let document = detail.document
    if !document.isCut {
      add("UTF-8", document.isUTF8 ? "valid" : "not valid", isFault: !document.isUTF8)
    }
    guard document.isJSON else { return }
    if let fault = document.fault {
      add("JSON", "\(fault.words), at byte \(fault.range.lowerBound)", isFault: true)
    } else {
      let word = document.form == .pretty ? "valid" : "not complete"
      add("JSON", "\(word), depth \(document.depth), \(document.nodes) nodes")
    }
  }

  // MARK: The rest

  private mutating func addFlags(_ record: LogRecord) {
    if record.flags.contains(.violation) { add("Fault", "breaks RFC 6455", isFault: true) }
    if record.flags.contains(.tolerated) {
      add("Fault", "tolerated: \(Self.toleratedRules(record.header))", isFault: true)
    }
    if record.flags.contains(.incomplete) {
      add("Fault", "the connection ended inside this frame", isFault: true)
    }
    if record.flags.contains(.afterClose) { add("Note", "came after Close, ignored") }
    if record.flags.contains(.replayed) { add("Note", "sent by a replay") }
    if record.flags.contains(.shortened) { add("Note", "payload shortened in memory") }
  }

  /// What a tolerated frame of the server did not keep to.
  private static func toleratedRules(_ header: FrameHeader) -> String {
    let lengthBytes = Int(header.byteCount) - 2 - (header.isMasked ? 4 : 0)
    let least = header.payloadLength < 126 ? 0 : header.payloadLength <= 0xFFFF ? 2 : 8
    let rules =
      (header.isMasked ? ["masked (5.1)"] : []) + (lengthBytes > least ? ["length not minimal (5.2)"] : [])
    return rules.joined(separator: ", ")
  }

  private mutating func addMark(_ record: LogRecord, _ tab: Tab) {
    guard let note = tab.reader?.marks[record.sequence] else { return add("Mark", "none") }
    add("Mark", note.isEmpty ? "marked" : tab.secrets.mask.masked(note))
  }

  /// The same as lines of a report.
  var report: [ReportLine] { lines.map { .fact($0.label, $0.text, $0.isFault ? .stateError : .dialog) } }
}
