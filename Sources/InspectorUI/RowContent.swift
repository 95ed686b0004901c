import Canvas
import FrameLog
import InspectorModel
import Secrets
import WebSocketCore

/// What a row says, read with a limit that depends on the screen.
struct RowContent {
  var sign: DisplayText
  var signRole: CellRole
  var opcode: DisplayText
  var opcodeRole: CellRole
  var flags: DisplayText = .empty
  var flagsRole = CellRole.flagFragment
  var size: DisplayText
  var wire: DisplayText = .empty
  var payload: DisplayText = .empty
  var payloadRole: CellRole
  /// What the user wrote on the row, at the right end of its payload.
  var note: DisplayText = .empty
  /// The bytes that `payload` shows as text, for marking matches.
  var bytes: [UInt8] = []
  private var masked = MaskedPayload([])
  var isText = false
  /// Columns in front of them that are ours.
  var prefixColumns = 0
  let columnOffset: Int

  /// Bytes of hex in front of the ASCII in wide rows.
  static let hexBeforeText = 18
  static let bytesPerColumn = 4

  init(
    _ record: LogRecord, _ row: RowID, tab: Tab, rows: inout LogRows, columns: LogColumns,
    repertoire: Repertoire
  ) {
    columnOffset = tab.view.columnOffset
    if !row.isFragment, let mark = tab.reader?.marks[record.sequence], !mark.isEmpty {
      let words = tab.secrets.mask.masked(mark)
      // A note takes at most half, and the payload what is left.
      note = DisplayText(" " + words, limit: 200, repertoire: repertoire).truncated(
        to: columns.payload.count / 2, repertoire: repertoire)
    }
    let width = columns.payload.count - note.width
    let reach = width + columnOffset
    guard record.isFrame else {
      let isBad = record.note == .failed
      (sign, signRole) = ("-", .frameEvent)
      (opcode, opcodeRole) = ("EVENT", .frameEvent)
      size = .empty
      payloadRole = isBad ? .stateError : .frameEvent
      flags = isBad ? "!" : ""
      flagsRole = .flagViolation
      masked = rows.payload(
        of: row, record, limit: reach * Self.bytesPerColumn, hiding: tab.secrets.payloadMask)
      bytes = masked.shown
      isText = true
      payload = cut(DisplayText(bytes: bytes, limit: reach, repertoire: repertoire), to: width, repertoire)
      return
    }
    let isSent = record.direction == .sent
    (sign, signRole) = isSent ? (">", .frameOut) : ("<", .frameIn)
    opcode = DisplayText(OpcodeWords.name(record.opcode))
    let isMessage = record.fragmentIndex == 1 && !row.isFragment
    let limit = reach * Self.bytesPerColumn
    masked = rows.payload(of: row, record, limit: limit, hiding: tab.secrets.payloadMask)
    bytes = masked.shown
    let role = Self.role(of: record, body: masked.bytes, isSent: isSent)
    opcodeRole = role.opcode
    payloadRole = role.payload
    let summary = isMessage ? rows.summary(of: record) : nil
    size = DisplayText(Figures.size(summary?.payloadLength ?? record.payloadLength))
    wire = DisplayText(Figures.size(summary?.wireLength ?? record.header.payloadLength))
    var text = preview(of: record, width: width, reach: reach, isWide: columns.delta != nil, repertoire)
    if row.isFragment {
      let isLast = record.flags.contains(.endsMessage)
      let branch = DisplayText(
        "\(isLast ? "`" : "|")- \(OpcodeWords.name(record.opcode)) FIN=\(isLast ? 1 : 0)  ")
      prefixColumns = branch.width
      text = branch + text
      payloadRole = .flagFragment
    }
    if let progress = ArrivalWords.progress(record) {
      let words = DisplayText("[\(progress)] ")
      prefixColumns += words.width
      text = words + text
    }
    payload = cut(text, to: width, repertoire)
    let isMarked = !row.isFragment && tab.reader?.marks[record.sequence] != nil
    let isCut =
      bytes.count < summary?.payloadLength ?? record.payloadLength || record.isArriving
      || summary?.isComplete == false
    // What a later fragment breaks shows at its message, and so does a message whose end can't come any more.
    let isBroken = summary.map { $0.isBroken || !$0.isComplete && !tab.status.phase.isLive } ?? false
    setFlags(
      record, fragments: summary?.fragments, isMarked: isMarked, isBroken: isBroken, isCut: isCut,
      width: columns.flags?.count ?? 0)
  }

  private func cut(_ text: DisplayText, to width: Int, _ repertoire: Repertoire) -> DisplayText {
    text.dropFirst(columns: columnOffset).truncated(to: width, repertoire: repertoire)
  }

  // MARK: Payload

  private mutating func preview(
    of record: LogRecord, width: Int, reach: Int, isWide: Bool, _ repertoire: Repertoire
  ) -> DisplayText {
    switch record.opcode {
    case .close: return close(record, repertoire)
    case .ping, .pong:
      let automatic: DisplayText = record.flags.contains(.automatic) ? "   (auto)" : ""
      if bytes.allSatisfy({ (0x20...0x7E).contains($0) }) { return DisplayText(bytes: bytes) + automatic }
      return DisplayText("0x" + HexText.text(bytes.prefix(reach), hiding: masked)) + automatic
    case .binary: return binary(reach: reach, isWide: isWide)
    case .continuation where !Self.isPlain(bytes): return binary(reach: reach, isWide: isWide)
    default:
      isText = true
      return DisplayText(bytes: bytes, limit: reach, repertoire: repertoire)
    }
  }

  private func binary(reach: Int, isWide: Bool) -> DisplayText {
    guard isWide else {
      return DisplayText(HexText.text(bytes.prefix(reach / 3 + 2), hiding: masked), limit: reach + 1)
    }
    let front = HexText.text(bytes.prefix(Self.hexBeforeText), hiding: masked)
    let tail = bytes.prefix(reach).map { (0x20...0x7E).contains($0) ? Character(Unicode.Scalar($0)) : "." }
    return DisplayText(front + "  " + String(tail), limit: reach + 1)
  }

  private func close(_ record: LogRecord, _ repertoire: Repertoire) -> DisplayText {
    let who = record.direction == .sent ? "sent by us" : "from the server"
    let reply = record.flags.contains(.automatic) ? ", reply" : ""
    guard let status = CloseWords.status(ofBody: bytes) else {
      return DisplayText("no code (\(who)\(reply))")
    }
    let code = DisplayText("\(status.code.rawValue) ")
    let reason =
      status.reason.isEmpty
      ? DisplayText(CloseWords.name(of: status.code))
      : DisplayText(bytes: status.reason, repertoire: repertoire)
    return code + reason + DisplayText(" (\(who)\(reply))")
  }

  private static func isPlain(_ bytes: [UInt8]) -> Bool {
    bytes.allSatisfy { $0 >= 0x20 || $0 == 0x0A || $0 == 0x09 }
  }

  // MARK: Flags and roles

  /// The gravest first: in a narrow column the others give way.
  private mutating func setFlags(
    _ record: LogRecord, fragments: Int?, isMarked: Bool, isBroken: Bool, isCut: Bool, width: Int
  ) {
    var text = ""
    let isBad =
      isBroken || !record.flags.isDisjoint(with: [.violation, .incomplete, .tolerated])
      || isText && Self.hasEscapes(bytes, isCut: isCut)
    if isBad { text += "!" }
    if let fragments {
      let full = "f\(fragments)"
      text += text.utf8.count + full.utf8.count <= width ? full : "f+"
    }
    if record.header.reserved1 { text += "z" }
    if isMarked { text += "m" }
    if record.flags.contains(.replayed) { text += "r" }
    if record.flags.contains(.shortened) { text += "~" }
    flags = DisplayText(text, limit: max(0, width))
    flagsRole = isBad ? .flagViolation : (fragments != nil ? .flagFragment : .flagDeflate)
  }

  /// Control bytes other than the blanks of ordinary text, and what is not UTF-8 or turns the reading order.
  private static func hasEscapes(_ bytes: [UInt8], isCut: Bool) -> Bool {
    if bytes.contains(where: { $0 < 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 || $0 == 0x7F }) {
      return true
    }
    var whole = bytes[...]
    // What was read may end inside a character, which is no fault of the payload.
    if isCut, let lead = whole.suffix(4).lastIndex(where: { $0 & 0xC0 != 0x80 }), whole[lead] >= 0xC0 {
      whole = whole[..<lead]
    }
    return !DisplayText(bytes: whole).findings.isDisjoint(with: [.invalid, .bidi])
  }

  private static func role(of record: LogRecord, body: [UInt8], isSent: Bool) -> (
    opcode: CellRole, payload: CellRole
  ) {
    let data: CellRole = isSent ? .frameOut : .text
    switch record.opcode {
    case .text: return (.frameText, data)
    case .binary: return (.frameBin, data)
    case .ping: return (.framePing, .framePing)
    case .pong: return (.framePong, .framePong)
    case .close:
      let code = CloseWords.status(ofBody: body)?.code
      let isCalm = code == nil || code == .normal || code == .goingAway
      return isCalm ? (.frameCloseOk, .frameCloseOk) : (.frameCloseError, .frameCloseError)
    default: return (.frameText, data)
    }
  }
}
