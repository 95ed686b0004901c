import Canvas
import InspectorModel

/// Why the connection ended, at the bottom of the log; one line where there is no room for a box.
func drawOutcome(_ model: InspectorModel, _ tab: Tab, in area: Rect, on canvas: inout Canvas) {
  guard !area.isEmpty, let panel = OutcomePanel(tab) else { return }
  let role: Role = panel.isError ? .stateError : .stateClosed
  canvas.fill(area, role: .dialog)
  guard area.height >= 3 else {
    let line = panel.headline.truncated(to: max(0, area.width - 1), repertoire: canvas.repertoire)
    canvas.put(line, at: Point(x: area.x + 1, y: area.y), role: role)
    return
  }
  canvas.box(area, title: DisplayText(panel.title), role: .border, titleRole: role)
  let name = DisplayText(" \(model.name(ofTab: model.active)) ", limit: 60)
  if name.width + 26 <= area.width {
    canvas.put(name, at: Point(x: area.x + area.width - name.width - 2, y: area.y), role: .title)
  }
  let lines = panel.wrapped(to: area.width - 4, rows: area.height - 2, repertoire: canvas.repertoire)
  for (offset, line) in lines.enumerated() {
    let y = area.y + 1 + offset
    let x = area.x + 2
    canvas.put(DisplayText(line.label), at: Point(x: x, y: y), role: .muted)
    let indent = line.isHeadline ? 0 : OutcomePanel.labelWidth
    canvas.put(
      line.text, at: Point(x: x + indent, y: y), role: line.isHeadline ? role : .dialog,
      width: max(0, area.width - 4 - indent))
  }
}
