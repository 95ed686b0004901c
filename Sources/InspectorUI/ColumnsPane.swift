import Canvas
import InspectorModel

/// The list of columns: `[x] DT  time since the row above`.
func drawColumns(_ picker: ColumnPicker, _ model: InspectorModel, in area: Rect, on canvas: inout Canvas) {
  let inner = openBox(
    Size(width: 72, height: ColumnPicker.count + 2), title: "Columns", in: area, on: &canvas)
  guard !inner.isEmpty else { return }
  let width = Layout(model).log.width
  let first = min(max(0, picker.selected - inner.height + 1), max(0, ColumnPicker.count - inner.height))
  for offset in 0..<min(inner.height, ColumnPicker.count - first) {
    let index = first + offset
    let line = Rect(x: inner.x, y: inner.y + offset, width: inner.width, height: 1)
    let text =
      LogColumn.allCases.indices.contains(index)
      ? words(LogColumn.allCases[index], model.layout.columns, width)
      : DisplayText("\(model.layout.columns.isEmpty ? "(o)" : "( )") as the width of the screen has room")
    canvas.put(
      text.truncated(to: line.width, repertoire: canvas.repertoire), at: Point(x: line.x, y: line.y),
      role: .dialog)
    if index == picker.selected { canvas.restyle(line, role: .selection) }
  }
  canvas.cursor = Point(x: inner.x + 1, y: inner.y + picker.selected - first)
}

private func words(_ column: LogColumn, _ choice: ColumnChoice, _ width: Int) -> DisplayText {
  let box = choice.shows(column, width: width) ? "[x] " : "[ ] "
  return DisplayText(box) + DisplayText(column.head).padded(to: 6) + DisplayText(column.help)
}
