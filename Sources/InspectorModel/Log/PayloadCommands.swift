import FrameLog
import Secrets
import WebSocketCore

/// Taking payloads along: to the clipboard, and back into compose.
extension InspectorModel {
  /// Bytes that compose takes back from the log.
  static let resendLimit = 1 << 20
  /// Bytes that one copy hands over.
  static let copyLimit = 16 << 20
  /// Rows that one copy joins.
  static let copyRows = 50_000

  mutating func copy(_ effects: inout [Effect]) {
    if tabs[active].view.selection != nil { return copySelection(&effects) }
    if focus == .detail, copyValue(&effects) { return }
    guard let row = currentRow, let (bytes, _) = wholePayload(of: row, limit: Self.copyLimit) else {
      say(.info, "nothing to copy", &effects)
      return
    }
    effects.append(
      .copy(
        bytes,
        description: "payload of #\(row.sequence), \(Figures.bytes(bytes.count))\(secretWords(bytes))"))
  }

  /// In JSON the value on the chosen line; on the first line the whole payload is meant.
  private mutating func copyValue(_ effects: inout [Effect]) -> Bool {
    guard let detail = tabs[active].detail, detail.line > 0, !detail.showsHexOnly, detail.document.isJSON,
      let path = detail.document.path(ofLine: detail.line), path != "$",
      let value = CopyText(tabs[active]).text(.value, of: detail.row, limit: Self.copyLimit, hiding: false)
    else { return false }
    effects.append(
      .copy(value, description: "\(path), \(Figures.bytes(value.count))\(secretWords(value))"))
    return true
  }

  /// A copy goes where the user sends it, so it is exact; that a secret goes along is said.
  func secretWords(_ bytes: [UInt8]) -> String {
    tabs[active].secrets.mask.places(in: bytes).isEmpty ? "" : ", with a secret in it"
  }

  /// Payloads of the selected rows, a line each.
  private mutating func copySelection(_ effects: inout [Effect]) {
    let (rows, isMore) = tabs[active].selectedRows(limit: Self.copyRows)
    var all: [UInt8] = []
    for row in rows where all.count <= Self.copyLimit {
      guard let (bytes, _) = wholePayload(of: row, limit: Self.copyLimit) else { continue }
      all += bytes
      all.append(0x0A)
    }
    guard !isMore, all.count <= Self.copyLimit else {
      say(.warning, "too much to copy; s exports it", &effects)
      return
    }
    effects.append(
      .copy(
        all,
        description:
          "\(Figures.plural(rows.count, "payload")), \(Figures.bytes(all.count))\(secretWords(all))"))
    tabs[active].view.selection = nil
  }

  mutating func editAndResend(_ effects: inout [Effect]) {
    guard !tabs[active].isReadOnly else { return sayReadOnly(&effects) }
    guard let (bytes, record) = editableFrame(&effects) else { return }
    let draft = ResentDraft(record.opcode, bytes)
    tabs[active].composer.load(draft.text, as: draft.type)
    setFocus(.compose)
  }

  func wholePayload(of row: RowID, limit: Int) -> ([UInt8], LogRecord)? {
    guard let reader = activeTab?.reader, let record = reader.record(row.sequence) else { return nil }
    let isWhole = record.isFrame && record.fragmentIndex == 1 && !row.isFragment
    let bytes =
      isWhole
      ? reader.messagePayload(startingAt: row.sequence, limit: limit)
      : reader.payload(row.sequence, limit: limit)
    return (bytes, record)
  }
}
