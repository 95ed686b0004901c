/// Where the view stays while the rows change under it.
extension InspectorModel {
  /// Changes which rows there are; the chosen row's place on screen is remembered for `settleRows`.
  mutating func changeRows(tab index: Int, _ change: (inout Tab) -> Void) {
    if index == active, !tabs[index].view.isFollowing, tabs[index].settleLine == nil,
      let cursor = tabs[index].view.cursor, var rows = LogRows(tabs[index])
    {
      tabs[index].settleLine =
        rows.visible(tabs[index].view, height: max(1, logHeight)).firstIndex(of: cursor) ?? 0
    }
    change(&tabs[index])
  }

  /// The rows are known: the chosen one, or the nearest that is left, comes to the line where the cursor was.
  mutating func settleRows(tab index: Int) {
    guard index == active, let line = tabs[index].settleLine else { return }
    tabs[index].settleLine = nil
    guard case .paused(_, let since) = tabs[index].view.position, let cursor = tabs[index].view.cursor,
      var rows = LogRows(tabs[index]), let row = rows.nearest(cursor), let last = rows.last()
    else { return }
    let height = max(1, logHeight)
    tabs[index].view.cursor = row
    let above = rows.rows(endingAt: row, count: min(line, height - 1) + 1)
    guard var top = above.first else { return }
    if rows.rows(from: top, count: height).count < height {
      top = rows.rows(endingAt: last, count: height).first ?? top
    }
    tabs[index].view.position = .paused(top: top, since: since)
    if let detail = tabs[index].detail, detail.row != row { showDetail(of: row) }
  }
}
