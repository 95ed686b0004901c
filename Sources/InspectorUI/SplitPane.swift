import Canvas
import InspectorModel

/// The second of two logs side by side, the line between them, and a title over each.
func drawNeighbour(_ model: InspectorModel, _ layout: Layout, on canvas: inout Canvas) {
  guard !layout.beside.isEmpty, let tab = model.activeTab, let other = model.besideActive else { return }
  var neighbour = model
  // Its cursor row is drawn as one without the keys.
  neighbour.focus = .compose
  drawLog(neighbour, other, layout.ofNeighbour, on: &canvas)
  drawTitle(tab, isFocused: model.focus == .log, model, in: layout.logTitle, on: &canvas)
  drawTitle(other, isFocused: false, model, in: layout.besideTitle, on: &canvas)
  let left = min(layout.log.width, layout.beside.width)
  canvas.verticalLine(
    at: Point(x: left, y: layout.logTitle.y), height: layout.log.y + layout.log.height - layout.logTitle.y)
}

/// `-- * 1+prod-feed ------ FOLLOW --`
private func drawTitle(
  _ tab: Tab, isFocused: Bool, _ model: InspectorModel, in area: Rect, on canvas: inout Canvas
) {
  let number = (model.index(of: tab.id) ?? 0) + 1
  let star: DisplayText = isFocused ? "* " : ""
  let name = DisplayText(tab.title, limit: 64).truncated(
    to: max(6, area.width / 2), repertoire: canvas.repertoire)
  let state: DisplayText =
    switch tab.view.position {
    case .follow: "FOLLOW"
    case .paused: "PAUSED"
    }
  drawTitleLine(
    star + DisplayText("\(number)\(tab.status.phase.sign)") + name, right: [state], isFocused: isFocused,
    in: area,
    on: &canvas)
}
