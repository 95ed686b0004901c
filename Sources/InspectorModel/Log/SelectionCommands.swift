import Canvas

/// Rows chosen together, for export and copy.
extension InspectorModel {
  /// Rows that are counted for the screen.
  static let selectionCount = 2000

  mutating func select(_ command: Command, _ effects: inout [Effect]) {
    guard tabs.indices.contains(active), let row = currentRow else { return }
    switch command {
    case .selectRange:
      if tabs[active].view.selection != nil {
        tabs[active].view.selection = nil
        return
      }
      pause()
      tabs[active].view.cursor = row
      tabs[active].view.selection = RowSelection(anchor: row, isSticky: true)
      hint("selecting: move to the other end; y copies, s exports, Esc ends", &effects)
    case .selectDown, .selectUp:
      focus = .log
      let selection = tabs[active].view.selection ?? RowSelection(anchor: row, isSticky: false)
      pause()
      tabs[active].view.cursor = row
      move(command == .selectDown ? .cursorDown : .cursorUp, &effects)
      tabs[active].view.selection = selection
    default: break
    }
  }

  /// A move without Shift ends what Shift began.
  mutating func endLooseSelection() {
    if tabs[active].view.selection?.isSticky == false { tabs[active].view.selection = nil }
  }
}

extension Tab {
  /// The records from one end of the selection to the other.
  public var selectedRange: ClosedRange<Int>? {
    guard let anchor = view.selection?.anchor, let cursor = view.cursor else { return nil }
    return min(anchor.sequence, cursor.sequence)...max(anchor.sequence, cursor.sequence)
  }

  public func isSelected(_ row: RowID) -> Bool {
    guard let anchor = view.selection?.anchor, let cursor = view.cursor else { return false }
    return min(anchor, cursor) <= row && row <= max(anchor, cursor)
  }

  /// Shown messages and notes in the selection, at most `limit`.
  func selectedRows(limit: Int) -> (rows: [RowID], isMore: Bool) {
    guard let anchor = view.selection?.anchor, let cursor = view.cursor, var rows = LogRows(self),
      let first = rows.nearest(min(anchor, cursor))
    else { return ([], false) }
    let end = max(anchor, cursor)
    var found: [RowID] = []
    var row: RowID? = first
    while let next = row, next <= end {
      if found.count == limit { return (found, true) }
      if !next.isFragment { found.append(next) }
      row = rows.next(after: next)
    }
    return (found, row != nil && rows.budget == 0)
  }

  /// "12 selected"
  public var selectionWords: String? {
    guard view.selection != nil else { return nil }
    let (rows, isMore) = selectedRows(limit: InspectorModel.selectionCount)
    return "\(rows.count)\(isMore ? "+" : "") selected"
  }
}
