import Canvas
import InspectorModel
import Profiles

/// The tab bar: numbers, states, names, unread counts, and hints at the right.
func drawTabBar(_ model: InspectorModel, in area: Rect, on canvas: inout Canvas) {
  guard !area.isEmpty else { return }
  for item in Bars.tabs(model, width: area.width) {
    let point = Point(x: area.x + item.x, y: area.y)
    switch item.target {
    case .tab(let index):
      canvas.put(item.text, at: point, role: role(ofTab: index, in: model))
      guard let color = model.tabs[index].profile?.color, !item.badge.isEmpty else { continue }
      let badge = Rect(x: point.x + item.badge.lowerBound, y: point.y, width: item.badge.count, height: 1)
      canvas.restyle(badge, role: role(of: color))
    case .more: canvas.put(item.text, at: point, role: model.tabs.isEmpty ? .muted : .tabInactive)
    case .command, .words: drawHint(item, at: point, on: &canvas)
    }
  }
}

/// The theme's own colours: what is red in it is what goes wrong in it.
func role(of color: ProfileColor) -> Role {
  switch color {
  case .red: .frameCloseError
  case .yellow: .frameCloseOk
  case .green: .frameIn
  case .cyan: .frameOut
  case .magenta: .frameBin
  }
}

private func role(ofTab index: Int, in model: InspectorModel) -> Role {
  guard index != model.active else { return .tabActive }
  let tab = model.tabs[index]
  switch tab.status.phase {
  case .failed: return .tabError
  case .connecting: return .tabConnecting
  default: return tab.unread > 0 ? .tabUnread : .tabInactive
  }
}

/// The bottom row: a notice if there is one, ways to complete a filter, else what the keys do here.
func drawHints(_ model: InspectorModel, _ layout: Layout, on canvas: inout Canvas) {
  // Without a hint row a notice takes the status line: it must be seen.
  let area = layout.hints.isEmpty ? layout.status : layout.hints
  guard !area.isEmpty else { return }
  let point = Point(x: area.x + 1, y: area.y)
  if let notice = model.notice {
    let role: Role =
      switch notice.kind {
      case .info: .toastInfo
      case .warning: .toastWarn
      case .error: .toastError
      }
    canvas.fill(area)
    let text = DisplayText(notice.text, limit: area.width)
    canvas.put(
      text.truncated(to: max(0, area.width - 2), repertoire: canvas.repertoire), at: point, role: role)
    return
  }
  if case .prompt(let prompt)? = model.overlay, !prompt.completions.isEmpty {
    canvas.fill(area)
    drawCompletions(prompt, in: area, on: &canvas)
    return
  }
  guard !layout.hints.isEmpty else { return }
  for item in Bars.hints(model, width: area.width) {
    drawHint(item, at: Point(x: area.x + item.x, y: area.y), on: &canvas)
  }
}

private func drawHint(_ item: BarItem, at point: Point, on canvas: inout Canvas) {
  canvas.put(item.text, at: point, role: .hintText)
  canvas.put(item.text, at: point, role: .hintKey, width: item.keyColumns)
}
