import ByteText
import Canvas
import FrameLog
import WebSocketCore

/// What programs of the user show of a payload: the pager, the editor, the terminal itself.
extension InspectorModel {
  /// Lines that the pager gets at most.
  static let pagerLines = 200_000

  /// The pager gets what the detail shows, with all that could reach the terminal made visible.
  mutating func openPager(_ effects: inout [Effect]) {
    guard let lines = detailText(limit: Self.pagerLines), !lines.isEmpty else {
      say(.info, "nothing to show", &effects)
      return
    }
    effects.append(.page(lines))
  }

  /// The frame of the row and its whole payload; says why where it can't be edited.
  mutating func editableFrame(_ effects: inout [Effect]) -> ([UInt8], LogRecord)? {
    guard let row = currentRow, let (bytes, record) = wholePayload(of: row, limit: Self.resendLimit + 1),
      record.isFrame
    else {
      say(.info, "this row is no frame", &effects)
      return nil
    }
    guard bytes.count <= Self.resendLimit else {
      say(.warning, "over 1 MiB: too long to edit here", &effects)
      return nil
    }
    return (bytes, record)
  }

  /// The exact bytes; what the editor leaves changed becomes the draft.
  mutating func openEditor(_ effects: inout [Effect]) {
    guard let (bytes, record) = editableFrame(&effects) else { return }
    effects.append(.edit(tabs[active].id, bytes, suffix: record.opcode == .binary ? "bin" : "json"))
  }

  mutating func takeEdited(_ bytes: [UInt8], tab id: TabID, _ effects: inout [Effect]) {
    guard let index = index(of: id) else { return }
    guard !tabs[index].isReadOnly else { return sayReadOnly(&effects) }
    guard bytes.count <= Self.resendLimit else {
      say(.warning, "over 1 MiB: too long to edit here", &effects)
      return
    }
    let draft = ResentDraft(.text, bytes)
    tabs[index].composer.load(draft.text, as: draft.type)
    if index == active { setFocus(.compose) }
    say(.info, "what you changed is in compose; Enter sends it", &effects)
  }

  /// The rows on screen, or the open detail, as lines.
  mutating func showBareText(_ effects: inout [Effect]) {
    let lines = focus == .detail ? detailText(limit: 2000) ?? [] : rowText()
    guard !lines.isEmpty else {
      say(.info, "nothing to show", &effects)
      return
    }
    effects.append(.showBare(lines))
  }

  /// Whole payloads, a row each, so that a link in one is a link.
  private func rowText() -> [String] {
    guard let tab = activeTab, var rows = LogRows(tab) else { return [] }
    return rows.visible(tab.view, height: logHeight).compactMap { row in
      guard let record = rows.reader.record(row.sequence) else { return nil }
      let payload = rows.payload(of: row, record, limit: 4096, hiding: tab.secrets.payloadMask)
      let sign = !record.isFrame ? "-" : record.direction == .sent ? ">" : "<"
      let name = record.isFrame ? OpcodeWords.name(record.opcode) : "EVENT"
      let isText = record.opcode != .binary
      let text =
        isText
        ? DisplayText(bytes: payload.shown, repertoire: terminal.repertoire).text
        : HexText.text(payload.bytes.prefix(256), hiding: payload)
      let time = Figures.clock(record.wallTime, offset: terminal.utcOffset)
      return "\(row.sequence)  \(time)  \(sign) \(name)  \(text)"
    }
  }

  /// What the detail shows, or would, of the chosen row.
  private mutating func detailText(limit: Int) -> [String]? {
    guard tabs.indices.contains(active), let row = currentRow else { return nil }
    let before = tabs[active].detail
    if before?.row != row { showDetail(of: row) }
    defer { tabs[active].detail = before }
    guard let detail = tabs[active].detail else { return nil }
    let document = detail.document
    if detail.showsHexOnly { return hexText(document, limit: limit) }
    guard document.isJSON, let layout = JSONLayout(document.bytes, isCut: document.isCut) else {
      return document.shown.split(separator: 0x0A, maxSplits: limit, omittingEmptySubsequences: false)
        .prefix(limit).map { DisplayText(bytes: $0, repertoire: terminal.repertoire).text }
    }
    return layout.text(of: document.shown).split(separator: 0x0A).prefix(limit)
      .map { DisplayText(bytes: $0, repertoire: terminal.repertoire).text }
  }

  private func hexText(_ document: DetailDocument, limit: Int) -> [String] {
    stride(from: 0, to: document.shown.count, by: 16).prefix(limit).map { start in
      let row = document.shown[start..<min(document.shown.count, start + 16)]
      let hex = row.indices.map { document.hides($0) ? "**" : Hex.text(row[$0], digits: 2) }
      let text = row.map { (0x20...0x7E).contains($0) ? Character(Unicode.Scalar($0)) : "." }
      let bytes = hex.joined(separator: " ")
      let gap = String(repeating: " ", count: 49 - bytes.utf8.count)
      return "\(Hex.text(start, digits: 8))  \(bytes)\(gap)|\(String(text))|"
    }
  }
}
