import Canvas
import InspectorModel

/// The ways to copy: key, words, and the beginning of what would be copied.
func drawCopyMenu(_ menu: CopyMenu, in area: Rect, on canvas: inout Canvas) {
  let inner = openBox(
    CopyMenu.size(of: menu.items.count), title: DisplayText("Copy \(menu.rows) as"), in: area, on: &canvas)
  guard !inner.isEmpty else { return }
  let count = menu.items.count
  let first = min(max(0, menu.selected - inner.height + 1), max(0, count - inner.height))
  for offset in 0..<min(inner.height, count - first) {
    let index = first + offset
    let item = menu.items[index]
    let line = Rect(x: inner.x, y: inner.y + offset, width: inner.width, height: 1)
    canvas.put(DisplayText(String(item.form.letter)), at: Point(x: line.x, y: line.y), role: .hintKey)
    let column = line.width < 60 ? line.width : 40
    canvas.put(
      DisplayText(item.form.label).truncated(to: column - 4, repertoire: canvas.repertoire),
      at: Point(x: line.x + 3, y: line.y), role: .dialog)
    let room = line.width - column
    if room > 4 {
      let preview = DisplayText(item.preview, limit: room + 1, repertoire: canvas.repertoire)
      canvas.put(
        preview.truncated(to: room, repertoire: canvas.repertoire),
        at: Point(x: line.x + column, y: line.y), role: .muted)
    }
    if index == menu.selected { canvas.restyle(line, role: .selection) }
  }
  canvas.cursor = Point(x: inner.x, y: inner.y + menu.selected - first)
}
