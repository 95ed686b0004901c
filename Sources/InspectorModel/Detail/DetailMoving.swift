/// Moving in the detail pane, and from it through the log.
extension InspectorModel {
  mutating func moveDetail(_ command: Command) {
    let page = max(1, Layout(self).detailLines)
    switch command {
    case .cursorDown: moveDetailLine(by: 1)
    case .cursorUp: moveDetailLine(by: -1)
    case .lineDown: scrollDetail(by: 1)
    case .lineUp: scrollDetail(by: -1)
    case .pageDown: pageDetail(by: page)
    case .pageUp: pageDetail(by: -page)
    case .halfPageDown: pageDetail(by: max(1, page / 2))
    case .halfPageUp: pageDetail(by: -max(1, page / 2))
    case .top: moveDetailLine(to: 0)
    case .bottom: moveDetailLine(to: .max)
    case .left:
      let offset = tabs[active].detail?.columnOffset ?? 0
      if offset == 0, foldLine() { return }
      tabs[active].detail?.columnOffset = max(0, offset - Self.sidewaysStep)
    case .right:
      // Lines that are wrapped are all there.
      if unfoldLine() || tabs[active].detail?.wraps == true { return }
      tabs[active].detail?.columnOffset += Self.sidewaysStep
    default: break
    }
  }

  private mutating func moveDetailLine(by step: Int) {
    guard let detail = tabs[active].detail else { return }
    // Hex has no chosen line.
    if detail.showsHexOnly { return scrollDetail(by: step) }
    moveDetailLine(to: detail.line + step)
  }

  /// Chooses a line, and scrolls only as far as it needs that.
  mutating func moveDetailLine(to line: Int) {
    guard let detail = tabs[active].detail else { return }
    let height = max(1, Layout(self).detailLines)
    let count = detail.lineCount(width: detailWidth)
    if detail.showsHexOnly { return scrollDetail(by: line < detail.top ? -detail.top : count) }
    let line = min(max(0, line), max(0, count - 1))
    let most = max(0, count - height)
    var top = min(detail.top, most)
    if line < top { top = line }
    if line >= top + height { top = line - height + 1 }
    tabs[active].detail?.top = top
    tabs[active].detail?.below = line - top
  }

  private mutating func pageDetail(by step: Int) {
    guard let detail = tabs[active].detail else { return }
    if detail.showsHexOnly { return scrollDetail(by: step) }
    let most = max(0, detail.lineCount(width: detailWidth) - max(1, Layout(self).detailLines))
    tabs[active].detail?.top = min(max(0, detail.top + step), most)
    moveDetailLine(to: detail.line + step)
  }

  /// Moves the view; the chosen line stays unless that leaves the screen.
  mutating func scrollDetail(by step: Int) {
    guard let detail = tabs[active].detail else { return }
    let height = max(1, Layout(self).detailLines)
    let count = detail.lineCount(width: detailWidth)
    let top = min(max(0, detail.top + step), max(0, count - height))
    let line = min(max(top, detail.line), min(top + height, max(1, count)) - 1)
    tabs[active].detail?.top = top
    tabs[active].detail?.below = detail.showsHexOnly ? 0 : max(0, line - top)
  }

  /// The next or previous row of the log, shown in the pane.
  mutating func stepDetail(by step: Int) {
    guard let row = tabs[active].detail?.row, var rows = LogRows(tabs[active]),
      let next = step > 0 ? rows.next(after: row) : rows.previous(before: row)
    else { return }
    goTo(next)
  }
}
