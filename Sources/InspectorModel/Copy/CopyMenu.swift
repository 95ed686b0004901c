public import Canvas
import FrameLog
import Secrets
import WebSocketCore

/// The ways in which what is chosen can be copied.
public struct CopyMenu: Sendable, Equatable {
  public struct Item: Sendable, Equatable {
    public let form: CopyForm
    /// What would be copied, or its beginning.
    public let preview: String
  }
  public let items: [Item]
  /// "#12", "4 rows".
  public let rows: String
  public var selected = 0

  public static func size(of count: Int) -> Size { Size(width: 76, height: count + 2) }
}

extension InspectorModel {
  /// Bytes of a preview that are made; more do not fit a line.
  private static let previewBytes = 200

  mutating func openCopyMenu(_ effects: inout [Effect]) {
    guard tabs.indices.contains(active), let chosen = chosenRows else {
      say(.info, "nothing to copy", &effects)
      return
    }
    let form = CopyText(tabs[active])
    var items: [CopyMenu.Item] = []
    for one in CopyForm.allCases where chosen.rows.count == 1 || one.takesSeveral {
      let first = chosen.rows.first ?? RowID(0)
      guard let text = form.text(one, of: first, limit: Self.previewBytes, hiding: true) else { continue }
      items.append(CopyMenu.Item(form: one, preview: String(decoding: text, as: UTF8.self)))
    }
    guard !items.isEmpty else {
      say(.info, "nothing to copy", &effects)
      return
    }
    overlay = .copyMenu(CopyMenu(items: items, rows: chosen.words))
  }

  /// The selection, or the chosen row; nil where there is none.
  private var chosenRows: (rows: [RowID], words: String, isMore: Bool)? {
    if tabs[active].view.selection != nil {
      let (rows, isMore) = tabs[active].selectedRows(limit: Self.copyRows)
      return rows.isEmpty ? nil : (rows, Figures.plural(rows.count, "row"), isMore)
    }
    let row = focus == .detail ? tabs[active].detail?.row ?? currentRow : currentRow
    return row.map { ([$0], "#\($0.sequence)", false) }
  }

  mutating func answer(_ menu: CopyMenu, _ command: Command, _ effects: inout [Effect]) {
    var menu = menu
    if let selected = moved(menu.selected, in: menu.items.count, by: command) {
      menu.selected = selected
      overlay = .copyMenu(menu)
      return
    }
    switch command {
    case .accept:
      overlay = nil
      if menu.items.indices.contains(menu.selected) { copy(as: menu.items[menu.selected].form, &effects) }
    default: overlay = nil
    }
  }

  /// A letter of the menu; false where it is none.
  mutating func pick(_ letter: Unicode.Scalar, from menu: CopyMenu, _ effects: inout [Effect]) -> Bool {
    guard let item = menu.items.first(where: { $0.form.letter == letter }) else { return false }
    overlay = nil
    copy(as: item.form, &effects)
    return true
  }

  mutating func copy(as form: CopyForm, _ effects: inout [Effect]) {
    guard let chosen = chosenRows else { return }
    if form == .row {
      let parts = chosen.rows.flatMap { records(of: $0) }
      effects.append(
        .copyRecords(tabs[active].id, parts, description: form.noun(chosen.words)))
      tabs[active].view.selection = nil
      return
    }
    let maker = CopyText(tabs[active])
    var all: [UInt8] = []
    for row in chosen.rows where all.count <= Self.copyLimit {
      guard let text = maker.text(form, of: row, limit: Self.copyLimit + 1, hiding: false) else { continue }
      all += text
      if chosen.rows.count > 1 || form.isLine { all.append(0x0A) }
    }
    guard !chosen.isMore, all.count <= Self.copyLimit else {
      say(.warning, "too much to copy; s exports it", &effects)
      return
    }
    let secret = tabs[active].secrets.mask.places(in: all).isEmpty ? "" : ", with a secret in it"
    effects.append(
      .copy(all, description: "\(form.noun(chosen.words)), \(Figures.bytes(all.count))\(secret)"))
    tabs[active].view.selection = nil
  }

  /// A row's records: a message's fragments each have one.
  private func records(of row: RowID) -> [Int] {
    guard let reader = tabs[active].reader, let record = reader.record(row.sequence) else { return [] }
    guard record.isFrame, record.fragmentIndex == 1, !row.isFragment else { return [row.sequence] }
    var parts = [row.sequence]
    guard var rows = LogRows(tabs[active]) else { return parts }
    rows.walk(from: record, step: 1) { reader, sequence in
      parts.append(sequence)
      return reader.record(sequence).map { !$0.flags.contains(.endsMessage) } ?? false
    }
    return parts
  }
}
