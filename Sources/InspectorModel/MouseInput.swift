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
      let isFirst = frontedAt.map { now >= $0 && now - $0 < Self.frontClick } ?? false
      frontedAt = nil
      if !isFirst { click(mouse.position, now: now, &effects) }
    default: break
    }
  }

  private mutating func wheel(_ step: Int, _ mouse: Mouse, now: UInt64, _ effects: inout [Effect]) {
    if overlay != nil {
      let context = keyContext
      let command: Command = step > 0 ? .chooseNext : .choosePrevious
      if context == .help || context == .drafts || context == .profiles || !context.isDisjoint(with: .lists) {
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
    guard overlay == nil else { return }
    if layout.tabBar.contains(point) {
      hit(Bars.tabs(self, width: size.width), point, now: now, &effects)
    } else if layout.log.contains(point) {
      clickRow(point.y - layout.log.y, &effects)
    } else if layout.beside.contains(point) || layout.besideHead.contains(point)
      || layout.besideTitle.contains(point), let other = besideActive.flatMap({ index(of: $0.id) })
    {
      activate(other)
      setFocus(.log)
    } else if layout.detail.contains(point) {
      setFocus(.detail)
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

  private mutating func hit(_ items: [BarItem], _ point: Point, now: UInt64, _ effects: inout [Effect]) {
    guard let item = items.first(where: { $0.contains(x: point.x) }) else { return }
    switch item.target {
    case .tab(let index): activate(index)
    case .more: if !tabs.isEmpty { overlay = .tabList(selected: active) }
    case .command(let command):
      let context = keyContext
      let key = Keymap.standard.binding(of: command, in: context)?.keys.first ?? Key(.enter)
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
    let isSecond = focus == .log && tabs[active].view.cursor == row
    pause()
    setFocus(.log)
    goTo(row)
    if isSecond, tabs[active].detail == nil { payload(.detail, &effects) }
  }
}
