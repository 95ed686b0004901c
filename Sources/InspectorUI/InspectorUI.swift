public import Canvas
public import InspectorModel

/// Draws the whole screen. Costs what the screen holds, not what the log holds; any size is fine.
public func drawInspector(_ model: InspectorModel, on canvas: inout Canvas) {
  guard canvas.size.width > 0, canvas.size.height > 0 else { return }
  let layout = Layout(model)
  drawTabBar(model, in: layout.tabBar, on: &canvas)
  if let tab = model.activeTab {
    drawLog(model, tab, layout, on: &canvas)
    drawNeighbour(model, layout, on: &canvas)
    drawOutcome(model, tab, in: layout.panel, on: &canvas)
    canvas.verticalLine(
      at: Point(x: layout.divider.x, y: layout.divider.y), height: layout.divider.height)
    drawDetail(model, tab, in: layout.detail, on: &canvas)
    drawReplay(model, tab, in: layout.replay, on: &canvas)
    drawCompose(model, tab, in: layout.compose, on: &canvas)
  } else {
    drawFirstScreen(model, in: layout.body, on: &canvas)
  }
  drawStatus(model, in: layout.status, on: &canvas)
  drawHints(model, layout, on: &canvas)
  drawOverlay(model, layout, on: &canvas)
}
