import Canvas
import InspectorModel

/// The palette: a field, and under it what fits, with its keys at the left and its name at the right.
func drawPalette(_ palette: Palette, _ keymap: Keymap, in area: Rect, on canvas: inout Canvas) {
  let entries = palette.entries(of: keymap)
  let inner: Rect
  if area.height < 7 {
    // No row to lose to a frame.
    canvas.fill(area, role: .dialog)
    inner = area
  } else {
    let title = DisplayText("Commands (\(entries.count))")
    let rows = max(5, min(entries.count, 14) + 3)
    inner = openBox(Size(width: 76, height: rows), title: title, in: area, on: &canvas)
  }
  guard !inner.isEmpty else { return }
  let field = Rect(x: inner.x, y: inner.y, width: inner.width, height: 1)
  canvas.put("> ", at: Point(x: field.x, y: field.y), role: .prompt)
  drawField(
    palette.find.text[...], cursor: palette.find.cursor,
    in: Rect(x: field.x + 2, y: field.y, width: max(0, field.width - 2), height: 1), role: .prompt,
    hiding: [],
    on: &canvas)
  let rows = inner.height - 1
  guard rows > 0 else { return }
  if entries.isEmpty {
    canvas.put(
      "nothing has these letters in this order", at: Point(x: inner.x + 2, y: inner.y + 1), role: .muted,
      width: max(0, inner.width - 2))
    return
  }
  let first = min(max(0, palette.selected - rows + 1), max(0, entries.count - rows))
  for (offset, entry) in entries.dropFirst(first).prefix(rows).enumerated() {
    let line = Rect(x: inner.x, y: inner.y + 1 + offset, width: inner.width, height: 1)
    drawEntry(entry, isChosen: first + offset == palette.selected, in: line, on: &canvas)
  }
}

/// `> F             follow on/off                     follow.toggle`
private func drawEntry(
  _ entry: Palette.Entry, isChosen: Bool, in line: Rect, on canvas: inout Canvas
) {
  let keys = DisplayText(entry.keys).truncated(to: 13, repertoire: canvas.repertoire).padded(to: 14)
  let isWide = line.width >= 40
  let sign: DisplayText = isChosen ? "> " : "  "
  canvas.put(sign, at: Point(x: line.x, y: line.y), role: .dialog)
  var x = line.x + sign.width
  if isWide {
    canvas.put(keys, at: Point(x: x, y: line.y), role: .hintKey)
    x += keys.width
  }
  let name = DisplayText(entry.name)
  let room = line.x + line.width - x
  let title = DisplayText(entry.title).truncated(to: max(0, room), repertoire: canvas.repertoire)
  canvas.put(title, at: Point(x: x, y: line.y), role: .dialog)
  if title.width + name.width + 2 <= room {
    canvas.put(name, at: Point(x: line.x + line.width - name.width, y: line.y), role: .muted)
  }
  if isChosen { canvas.restyle(line, role: .selection) }
}
