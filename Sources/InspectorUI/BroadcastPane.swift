import Canvas
import InspectorModel

/// The tabs that messages may go to, with a box for each.
func drawBroadcast(
  _ picker: BroadcastPicker, _ model: InspectorModel, in area: Rect, on canvas: inout Canvas
) {
  let title = DisplayText("Send to \(Figures.plural(picker.chosen.count, "tab"))")
  let inner = openBox(Size(width: 76, height: picker.tabs.count + 2), title: title, in: area, on: &canvas)
  guard !inner.isEmpty else { return }
  let first = min(max(0, picker.selected - inner.height + 1), max(0, picker.tabs.count - inner.height))
  for offset in 0..<inner.height where picker.tabs.indices.contains(first + offset) {
    let id = picker.tabs[first + offset]
    guard let index = model.index(of: id) else { continue }
    let tab = model.tabs[index]
    let isChosen = first + offset == picker.selected
    let name = DisplayText(tab.title, limit: 64).prefix(columns: 28).padded(to: 30)
    var text = DisplayText(isChosen ? "> " : "  ") + DisplayText(picker.chosen.contains(id) ? "[x] " : "[ ] ")
    text += DisplayText("\(index + 1)\(tab.status.phase.sign) ").padded(to: 5) + name
    text += DisplayText(tab.status.phase.word).padded(to: 12) + DisplayText(tab.status.host, limit: 200)
    let line = Rect(x: inner.x, y: inner.y + offset, width: inner.width, height: 1)
    canvas.put(
      text.truncated(to: inner.width, repertoire: canvas.repertoire), at: Point(x: line.x, y: line.y),
      role: .dialog)
    guard isChosen else { continue }
    canvas.restyle(line, role: .selection)
    canvas.cursor = Point(x: line.x + 3, y: line.y)
  }
}
