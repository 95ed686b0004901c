import Canvas
import InspectorModel

/// The help overlay: the key table in columns, cut to what is looked for. Enter runs the chosen line.
func drawHelp(_ help: HelpState, _ keymap: Keymap, in area: Rect, on canvas: inout Canvas) {
  guard !area.isEmpty else { return }
  // No row to lose to a frame.
  guard area.height >= 5 else {
    canvas.fill(area, role: .dialog)
    return drawEntries(help, keymap, in: area, box: area, on: &canvas)
  }
  let box = helpBox(help, keymap, in: area)
  canvas.fill(box, role: .dialog)
  let title = DisplayText("Help: \(help.showsAll || !help.find.isEmpty ? "all panes" : help.context.name)")
  let find = DisplayText("find: ") + DisplayText(help.find.string, limit: 20)
  canvas.box(box, title: title, role: .borderFocus, titleRole: .title)
  if box.width > title.width + find.width + 12 {
    let x = box.x + box.width - find.width - 5
    canvas.put(" " + find + "_ ", at: Point(x: x, y: box.y), role: .prompt)
    canvas.cursor = Point(x: x + 1 + find.width, y: box.y)
  }
  drawFoot(in: box, on: &canvas)
  let inner = Rect(x: box.x + 1, y: box.y + 1, width: box.width - 2, height: box.height - 2)
  guard !inner.isEmpty else { return }
  drawEntries(help, keymap, in: inner, box: box, on: &canvas)
}

private let helpColumnWidth = 38
private let mostHelpColumns = 4

private func helpColumnCount(width: Int) -> Int { max(1, min(width / 36, mostHelpColumns)) }

/// As large as all lines of the pane want it, so that it stays as it is while something is looked for.
private func helpBox(_ help: HelpState, _ keymap: Keymap, in area: Rect) -> Rect {
  guard area.width >= 60, area.height >= 13 else { return area }
  let most = Rect(x: area.x + 2, y: area.y, width: area.width - 4, height: area.height - 1)
  var whole = help
  whole.find = TextEditor()
  let count = helpColumnCount(width: most.width - 2)
  guard let packed = HelpColumns(whole.entries(of: keymap), columns: count, height: most.height - 2) else {
    return most
  }
  let width = min(most.width, max(72, packed.columns.count * helpColumnWidth + 2))
  let height = packed.height + 2
  return Rect(
    x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width: width, height: height
  )
}

private func drawFoot(in box: Rect, on canvas: inout Canvas) {
  let foot: DisplayText = " Enter runs the selected line   Tab: all panes   Esc close "
  guard box.width > foot.width + 14, box.height > 2 else { return }
  canvas.put(foot, at: Point(x: box.x + 2, y: box.y + box.height - 1), role: .hintText)
}

private func drawEntries(
  _ help: HelpState, _ keymap: Keymap, in area: Rect, box: Rect, on canvas: inout Canvas
) {
  let entries = help.entries(of: keymap)
  guard !entries.isEmpty else {
    canvas.put("nothing found", at: Point(x: area.x + 2, y: area.y), role: .muted, width: area.width)
    return
  }
  let count = helpColumnCount(width: area.width)
  let columnWidth = area.width / count
  func drawColumn(_ number: Int, _ lines: some Sequence<HelpColumns.Line>) {
    for (offset, line) in lines.enumerated() {
      let place = Rect(
        x: area.x + number * columnWidth, y: area.y + offset, width: columnWidth - 1, height: 1)
      draw(line, chosen: help.selected, in: place, on: &canvas)
    }
  }
  // What was found is read from top to bottom.
  if help.find.isEmpty, let packed = HelpColumns(entries, columns: count, height: area.height) {
    for (number, lines) in packed.columns.enumerated() { drawColumn(number, lines) }
    return
  }
  let lines = HelpColumns.lines(entries)
  let capacity = count * area.height
  let chosen = lines.firstIndex { if case .entry(help.selected, _) = $0 { true } else { false } } ?? 0
  // Whole columns are scrolled, so that lines keep their height.
  var first = 0
  while chosen >= first + capacity { first += area.height }
  for number in 0..<count {
    drawColumn(number, lines.dropFirst(first + number * area.height).prefix(area.height))
  }
  let hidden = lines.count - first - capacity
  if hidden > 0, area != box {
    let more = DisplayText(" v \(hidden) more ")
    canvas.put(
      more, at: Point(x: box.x + box.width - more.width - 2, y: box.y + box.height - 1), role: .muted)
  }
}

private func draw(_ line: HelpColumns.Line, chosen: Int, in area: Rect, on canvas: inout Canvas) {
  let x = area.x + 1
  switch line {
  case .blank: break
  case .group(let name):
    canvas.put(DisplayText(name), at: Point(x: x, y: area.y), role: .head, width: area.width)
  case .entry(let index, let entry):
    // Of a user's keys there may be many; where the line is short, one says it.
    let isShort = area.width < 30
    let label =
      isShort
      ? DisplayText(entry.hintKey) + " "
      : DisplayText(entry.label).truncated(to: 13, repertoire: canvas.repertoire).padded(to: 14)
    canvas.put(label, at: Point(x: x, y: area.y), role: .hintKey, width: area.width)
    let room = area.width - label.width - 1
    canvas.put(
      DisplayText(entry.help).truncated(to: max(0, room), repertoire: canvas.repertoire),
      at: Point(x: x + label.width, y: area.y), role: .dialog)
    if index == chosen { canvas.restyle(area, role: .selection) }
  }
}
