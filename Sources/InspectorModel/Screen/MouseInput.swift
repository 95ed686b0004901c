import Canvas

/// Clicks and the wheel. Whatever they do, a key does too.
extension InspectorModel {
  /// A click so soon after the window came to the front has only brought it there.
  static let frontClick: UInt64 = 300_000_000

  mutating func take(_ mouse: Mouse, now: UInt64, _ effects: inout [Effect]) {
    switch mouse.action {
    case .wheelUp: wheel(-Self.wheelStep, mouse, now: now, &effects)
    case .wheelDown: wheel(Self.wheelStep, mouse, now: now, &effects)
    case .press where mouse.button == 0:
      notice = nil
      dragStart = nil
      let isFirst = frontedAt.map { now >= $0 && now - $0 < Self.frontClick } ?? false
      frontedAt = nil
      if !isFirst { click(mouse.position, now: now, &effects) }
    case .press:
      say(.info, "Shift-drag selects text, Shift-middle pastes; F2 turns the mouse off", &effects)
    case .drag where mouse.button == 0: drag(to: mouse.position, &effects)
    case .release: endDrag(&effects)
    default: break
    }
  }

  /// Over rows: chooses them together. On the border of the detail: moves it.
  private mutating func drag(to point: Point, _ effects: inout [Effect]) {
    guard overlay == nil, tabs.indices.contains(active), let start = dragStart else { return }
    let layout = Layout(self)
    switch start {
    case .border:
      let isRight = detailIsRight
      let whole = isRight ? size.width : size.height
      let rest = isRight ? size.width - point.x : layout.detail.y + layout.detail.height - point.y
      guard whole > 0 else { return }
      self.layout.detailShare = (rest * 100 / whole).clamped(to: ScreenLayout.shares)
      layOutDetail()
      keepCursorVisible()
    case .row(let anchor):
      guard layout.log.contains(point), var rows = LogRows(tabs[active]) else { return }
      let visible = rows.visible(tabs[active].view, height: layout.log.height)
      let y = point.y - layout.log.y
      guard visible.indices.contains(y), visible[y] != anchor || tabs[active].view.selection != nil else {
        return
      }
      tabs[active].view.selection = RowSelection(anchor: anchor, isSticky: true)
      tabs[active].view.cursor = visible[y]
    }
  }

  private mutating func endDrag(_ effects: inout [Effect]) {
    defer { dragStart = nil }
    guard case .row? = dragStart, let words = activeTab?.selectionWords else { return }
    say(.info, "\(words): y copies, Y copies as, s exports, Esc ends", &effects)
  }

  /// Where a press began that may become a drag.
  enum DragStart: Sendable, Equatable {
    case row(RowID)
    case border
  }

  private mutating func wheel(_ step: Int, _ mouse: Mouse, now: UInt64, _ effects: inout [Effect]) {
    if overlay != nil {
      let context = keyContext
      let command: Command = step > 0 ? .chooseNext : .choosePrevious
      if case .report(let report)? = overlay {
        for _ in 0..<Self.wheelStep { answer(report, command, &effects) }
      } else if [.help, .drafts, .palette, .profiles].contains(context) || !context.isDisjoint(with: .lists) {
        answer(command, key: Key(.down), now: now, &effects)
      }
      return
    }
    guard tabs.indices.contains(active) else { return }
    let layout = Layout(self)
    if mouse.modifiers.contains(.control), layout.log.contains(mouse.position) {
      let offset = tabs[active].view.columnOffset + (step > 0 ? Self.sidewaysStep : -Self.sidewaysStep)
      tabs[active].view.columnOffset = max(0, offset)
    } else if layout.detail.contains(mouse.position) {
      scrollDetail(by: step)
    } else if layout.body.contains(mouse.position), !layout.compose.contains(mouse.position) {
      scrollLog(by: step)
    }
  }

  private mutating func click(_ point: Point, now: UInt64, _ effects: inout [Effect]) {
    let layout = Layout(self)
    if layout.hints.contains(point) {
      hit(Bars.hints(self, width: size.width), point, now: now, &effects)
      return
    }
    if case .connect(let dialog)? = overlay { return click(dialog, point, in: layout.body, &effects) }
    guard overlay == nil else { return clickList(point, now: now, &effects) }
    if layout.tabBar.contains(point) {
      hit(Bars.tabs(self, width: size.width), point, now: now, &effects)
    } else if layout.divider.contains(point) {
      dragStart = .border
    } else if layout.log.contains(point) {
      clickRow(point.y - layout.log.y, &effects)
    } else if layout.head.contains(point) {
      clickHead(point.x, &effects)
    } else if layout.beside.contains(point) || layout.besideHead.contains(point)
      || layout.besideTitle.contains(point), let other = besideActive.flatMap({ index(of: $0.id) })
    {
      activate(other)
      setFocus(.log)
    } else if layout.detail.contains(point) {
      clickDetail(point, layout, &effects)
    } else if layout.replay.contains(point) {
      setFocus(.replay)
    } else if layout.compose.contains(point) {
      let isFocused = focus == .compose
      setFocus(.compose)
      guard isFocused, layout.compose.height > 1 else { return }
      let editor = tabs[active].composer.editor
      let first = Layout.firstLine(of: editor, rows: layout.compose.height - 1)
      edit(&effects) { $0.move(toLine: first + point.y - layout.compose.y - 1, column: point.x - 1) }
    }
  }

  /// The head of a column does what its key does.
  private mutating func clickHead(_ x: Int, _ effects: inout [Effect]) {
    guard let tab = activeTab else { return }
    let width = Layout(self).log.width
    let columns = LogColumns(width: width, lastSequence: tab.range.upperBound - 1, choice: layout.columns)
    if columns.time?.contains(x) == true {
      see(.timeMode, &effects)
    } else if columns.payload.contains(x) {
      tabs[active].view.columnOffset = 0
    } else {
      overlay = .columns(ColumnPicker())
    }
  }

  /// The title is the border to the log; a line is chosen, and folded by a click on its mark or by a second one.
  private mutating func clickDetail(_ point: Point, _ layout: Layout, _ effects: inout [Effect]) {
    let wasFocused = focus == .detail
    setFocus(.detail)
    let y = point.y - layout.detail.y - 1
    guard y >= 0, let detail = tabs[active].detail else {
      dragStart = detailIsRight ? nil : .border
      return
    }
    guard !detail.showsHexOnly, point.x - layout.detail.x < detail.textWidth(width: detailWidth) else {
      return
    }
    let line = detail.top + y
    guard detail.document.lines.indices.contains(line) else { return }
    let isSecond = wasFocused && line == detail.line
    moveDetailLine(to: line)
    let chosen = detail.document.lines[line]
    let mark = layout.detail.x + 1 + chosen.indent * 2 - 2 - detail.columnOffset
    let isMark = (chosen.container != nil || chosen.rest > 0) && (mark...mark + 1).contains(point.x)
    if isMark || isSecond { _ = toggleFold() }
  }

  private mutating func hit(_ items: [BarItem], _ point: Point, now: UInt64, _ effects: inout [Effect]) {
    guard let item = items.first(where: { $0.contains(x: point.x) }) else { return }
    switch item.target {
    case .tab(let index): activate(index)
    case .words: break
    case .more: if !tabs.isEmpty { overlay = .tabList(selected: active) }
    case .command(let command):
      let context = keyContext
      let key = keymap.binding(of: command, in: context)?.keys.first ?? Key(.enter)
      perform(command, key: key, now: now, &effects)
    }
  }

  /// The first click focuses and chooses, the second on the same row opens.
  private mutating func clickRow(_ y: Int, _ effects: inout [Effect]) {
    guard tabs.indices.contains(active), var rows = LogRows(tabs[active]) else { return }
    let visible = rows.visible(tabs[active].view, height: logHeight)
    guard visible.indices.contains(y) else {
      setFocus(.log)
      return
    }
    let row = visible[y]
    dragStart = .row(row)
    let isSecond = focus == .log && tabs[active].view.cursor == row
    pause()
    setFocus(.log)
    goTo(row)
    if isSecond, tabs[active].detail == nil { payload(.detail, &effects) }
  }
}
