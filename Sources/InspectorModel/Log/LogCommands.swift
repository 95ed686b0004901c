import Canvas
import FrameLog
import WebSocketCore

/// Moving through the log and choosing what it shows. Nothing else moves it.
extension InspectorModel {
  /// Columns by which Left and Right move payloads.
  static let sidewaysStep = 8
  static let wheelStep = 3

  var logHeight: Int { Layout(self).log.height }

  mutating func move(_ command: Command, _ effects: inout [Effect]) {
    guard tabs.indices.contains(active) else { return }
    if focus == .detail {
      moveDetail(command)
      return
    }
    if focus == .log { endLooseSelection() }
    let isSelecting = tabs[active].view.selection != nil
    let page = max(1, logHeight)
    switch command {
    case .cursorDown: moveCursor(by: 1)
    case .cursorUp: moveCursor(by: -1)
    case .pageDown: focus == .compose ? scrollLog(by: page - 1) : moveCursor(by: page)
    case .pageUp: focus == .compose ? scrollLog(by: 1 - page) : moveCursor(by: -page)
    case .halfPageDown: moveCursor(by: max(1, page / 2))
    case .halfPageUp: moveCursor(by: -max(1, page / 2))
    case .lineDown: scrollLog(by: 1)
    case .lineUp: scrollLog(by: -1)
    case .top:
      guard var rows = LogRows(tabs[active]), let first = rows.first() else { return }
      goTo(first)
    // Rows that are chosen together end where they are: what arrives later is not among them.
    case .bottom where isSelecting: goToLast()
    case .bottom: follow()
    case .left: moveLeft()
    case .right: moveRight()
    default: break
    }
  }

  private mutating func goToLast() {
    guard var rows = LogRows(tabs[active]), let last = rows.last() else { return }
    goTo(last)
  }

  mutating func follow() {
    // A selection ends where the cursor goes on with the newest row.
    tabs[active].view.selection = nil
    tabs[active].view.position = .follow
    tabs[active].view.cursor = nil
  }

  /// Stops following, with the rows that are on screen now.
  mutating func pause() {
    tabs[active].detail?.showsNewest = false
    guard tabs[active].view.isFollowing, var rows = LogRows(tabs[active]) else { return }
    let visible = rows.visible(tabs[active].view, height: max(1, logHeight))
    guard let top = visible.first else { return }
    tabs[active].view.cursor = visible.last
    tabs[active].view.position = .paused(top: top, since: tabs[active].range.upperBound)
  }

  /// The chosen row; the newest where none is.
  var currentRow: RowID? {
    guard let tab = activeTab, var rows = LogRows(tab) else { return nil }
    if let cursor = tab.view.cursor { return rows.nearest(cursor) }
    return rows.last()
  }

  private mutating func moveCursor(by step: Int) {
    guard var rows = LogRows(tabs[active]), var row = currentRow else { return }
    // The newest row is already there: going down leaves following as it is.
    if tabs[active].view.isFollowing, step > 0 { return }
    pause()
    for _ in 0..<abs(step) {
      guard let next = step > 0 ? rows.next(after: row) : rows.previous(before: row) else { break }
      row = next
    }
    goTo(row)
  }

  /// Puts the cursor on a row, stops following, and moves the view only as far as the row needs it.
  mutating func goTo(_ row: RowID) {
    pause()
    tabs[active].view.cursor = row
    keepCursorVisible()
    if let detail = tabs[active].detail, detail.row != row { showDetail(of: row) }
  }

  /// Goes to a row that may be far away: one that was not on screen comes to its middle, so that what is around it is seen.
  mutating func jump(to row: RowID) {
    let height = logHeight
    let isSeen = LogRows(tabs[active]).map { rows in
      var rows = rows
      return rows.visible(tabs[active].view, height: height).contains(row)
    }
    goTo(row)
    guard isSeen == false, height > 2, case .paused(_, let since) = tabs[active].view.position,
      var rows = LogRows(tabs[active]), let row = rows.nearest(row), let last = rows.last(),
      var top = rows.rows(endingAt: row, count: (height + 1) / 2).first
    else { return }
    if rows.rows(from: top, count: height).count < height {
      top = rows.rows(endingAt: last, count: height).first ?? top
    }
    tabs[active].view.position = .paused(top: top, since: since)
  }

  /// After the pane's height or rows changed: the chosen row is on screen, the rest stays where it is.
  mutating func keepCursorVisible() {
    guard tabs.indices.contains(active), case .paused(let top, let since) = tabs[active].view.position,
      let cursor = tabs[active].view.cursor
    else { return }
    let height = logHeight
    guard height > 0, var rows = LogRows(tabs[active]), let row = rows.nearest(cursor) else { return }
    if row < top {
      tabs[active].view.position = .paused(top: row, since: since)
      return
    }
    let visible = rows.rows(from: top, count: height)
    if visible.contains(row) { return }
    guard let first = rows.rows(endingAt: row, count: height).first else { return }
    tabs[active].view.position = .paused(top: first, since: since)
  }

  /// Moves the view; the cursor stays on its row unless that leaves the screen.
  mutating func scrollLog(by step: Int) {
    guard tabs.indices.contains(active), var rows = LogRows(tabs[active]) else { return }
    let height = max(1, logHeight)
    if tabs[active].view.isFollowing, step > 0 { return }
    pause()
    guard case .paused(var top, let since) = tabs[active].view.position, let last = rows.last() else {
      return
    }
    let lowest = rows.rows(endingAt: last, count: height).first ?? top
    for _ in 0..<abs(step) {
      if step > 0, top >= lowest { break }
      guard let next = step > 0 ? rows.next(after: top) : rows.previous(before: top) else { break }
      top = next
    }
    tabs[active].view.position = .paused(top: top, since: since)
    guard let cursor = tabs[active].view.cursor else { return }
    let visible = rows.rows(from: top, count: height)
    guard !visible.contains(cursor), let first = visible.first, let bottom = visible.last else { return }
    tabs[active].view.cursor = cursor < first ? first : bottom
  }

  // MARK: Fragments and sideways

  private mutating func moveRight() {
    if let row = currentRow, unfold(row) { return }
    tabs[active].view.columnOffset += Self.sidewaysStep
  }

  private mutating func moveLeft() {
    if tabs[active].view.columnOffset > 0 {
      tabs[active].view.columnOffset = max(0, tabs[active].view.columnOffset - Self.sidewaysStep)
      return
    }
    guard let row = currentRow, let start = startOfUnfolded(row) else { return }
    tabs[active].view.unfolded.removeAll { $0 == start }
    goTo(RowID(start))
  }

  /// True if the row was a folded message of several fragments.
  mutating func unfold(_ row: RowID) -> Bool {
    guard !row.isFragment, !tabs[active].view.unfolded.contains(row.sequence),
      let record = tabs[active].reader?.record(row.sequence), record.isFrame, record.fragmentIndex == 1
    else { return false }
    pause()
    tabs[active].view.cursor = row
    tabs[active].view.unfolded.append(row.sequence)
    tabs[active].view.unfolded.sort()
    if tabs[active].view.unfolded.count > LogView.unfoldLimit { tabs[active].view.unfolded.removeFirst() }
    keepCursorVisible()
    return true
  }

  private func startOfUnfolded(_ row: RowID) -> Int? {
    let unfolded = tabs[active].view.unfolded
    if unfolded.contains(row.sequence) { return row.sequence }
    guard row.isFragment, let reader = tabs[active].reader, let record = reader.record(row.sequence) else {
      return nil
    }
    return unfolded.last { $0 < row.sequence && reader.record($0)?.direction == record.direction }
  }
}
