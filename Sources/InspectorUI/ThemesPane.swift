import Canvas
import InspectorModel

/// The list of themes, at the right so that the log shows beside it how each looks.
func drawThemes(_ picker: ThemePicker, in area: Rect, on canvas: inout Canvas) {
  let count = picker.themes.count
  // Where there is room, half of the screen stays free to be looked at.
  let isWide = area.width >= 60
  let half = isWide ? Rect(x: area.x + area.width - 36, y: area.y, width: 36, height: area.height) : area
  let inner = themesBox(count, in: half, isWide: isWide, on: &canvas)
  guard !inner.isEmpty else { return }
  let first = min(max(0, picker.selected - inner.height + 1), max(0, count - inner.height))
  for offset in 0..<inner.height where picker.themes.indices.contains(first + offset) {
    let index = first + offset
    let line = Rect(x: inner.x, y: inner.y + offset, width: inner.width, height: 1)
    let isChosen = index == picker.selected
    canvas.put(
      themeLine(picker, index, width: line.width).truncated(to: line.width, repertoire: canvas.repertoire),
      at: Point(x: line.x, y: line.y), role: picker.themes[index].isUsable ? .dialog : .muted)
    if isChosen { canvas.restyle(line, role: .selection) }
  }
  drawDetails(picker.themes[picker.selected], below: inner, in: half, on: &canvas)
  canvas.cursor = Point(x: inner.x, y: inner.y + picker.selected - first)
}

/// Whose it is, or what is wrong with it, in the box's lower edge.
private func drawDetails(_ theme: ThemeSummary, below inner: Rect, in area: Rect, on canvas: inout Canvas) {
  let y = inner.y + inner.height
  guard inner.x > area.x, y < area.y + area.height, !theme.details.isEmpty else { return }
  let room = max(0, inner.width - 2)
  let text = DisplayText(theme.details, limit: 200).truncated(to: room, repertoire: canvas.repertoire)
  canvas.put(
    " " + text + " ", at: Point(x: inner.x, y: y), role: theme.isUsable ? .muted : .promptError)
}

private func themesBox(_ count: Int, in area: Rect, isWide: Bool, on canvas: inout Canvas) -> Rect {
  let title = DisplayText("Themes (\(count))")
  guard isWide, area.height >= 3 else {
    return openBox(Size(width: 76, height: count + 2), title: title, in: area, on: &canvas)
  }
  let box = Rect(x: area.x, y: area.y, width: area.width, height: min(area.height, count + 2))
  canvas.fill(box, role: .dialog)
  canvas.box(box, title: title, role: .borderFocus, titleRole: .title)
  return Rect(x: box.x + 2, y: box.y + 1, width: box.width - 4, height: box.height - 2)
}

/// `> * nord                 dark`: chosen, the one from before, name, variant.
private func themeLine(_ picker: ThemePicker, _ index: Int, width: Int) -> DisplayText {
  let theme = picker.themes[index]
  let sign = index == picker.selected ? "> " : "  "
  let mark = theme.name == picker.current ? "* " : "  "
  guard width >= 30 else { return DisplayText(sign + mark) + DisplayText(theme.name, limit: 64) }
  let name = DisplayText(theme.name, limit: 64).prefix(columns: 20).padded(to: 21)
  return DisplayText(sign + mark) + name + DisplayText(theme.isUsable ? theme.variant : "faulty")
}
