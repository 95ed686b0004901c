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
  let isSmall = area.width < 60 || area.height < 13
  let box =
    isSmall
    ? area : Rect(x: area.x + 2, y: area.y, width: area.width - 4, height: area.height - 1)
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

private func drawFoot(in box: Rect, on canvas: inout Canvas) {
  let foot: DisplayText = " Enter runs the selected line   Tab: all panes   Esc close "
  guard box.width > foot.width + 14, box.height > 2 else { return }
  canvas.put(foot, at: Point(x: box.x + 2, y: box.y + box.height - 1), role: .hintText)
}

private enum HelpLine {
  case blank
  case group(String)
  case entry(Int, KeyBinding)
}

private func drawEntries(
  _ help: HelpState, _ keymap: Keymap, in area: Rect, box: Rect, on canvas: inout Canvas
) {
  let lines = helpLines(help.entries(of: keymap))
  guard !lines.isEmpty else {
    canvas.put("nothing found", at: Point(x: area.x + 2, y: area.y), role: .muted, width: area.width)
    return
  }
  let columns = max(1, min(area.width / 36, 4))
  let capacity = columns * area.height
  let chosen = lines.firstIndex { if case .entry(help.selected, _) = $0 { true } else { false } } ?? 0
  // Whole columns are scrolled, so that lines keep their height.
  var first = 0
  while chosen >= first + capacity { first += area.height }
  let columnWidth = area.width / columns
  for (offset, line) in lines.dropFirst(first).prefix(capacity).enumerated() {
    let x = area.x + offset / area.height * columnWidth
    let place = Rect(x: x, y: area.y + offset % area.height, width: columnWidth - 1, height: 1)
    draw(line, isChosen: offset + first == chosen, in: place, on: &canvas)
  }
  let hidden = lines.count - first - capacity
  if hidden > 0, area != box {
    let more = DisplayText(" v \(hidden) more ")
    canvas.put(
      more, at: Point(x: box.x + box.width - more.width - 2, y: box.y + box.height - 1), role: .muted)
  }
}

private func helpLines(_ entries: [KeyBinding]) -> [HelpLine] {
  var lines: [HelpLine] = []
  var group: KeyBinding.Group?
  for (index, entry) in entries.enumerated() {
    if entry.group != group {
      if group != nil { lines.append(.blank) }
      lines.append(.group(entry.group.rawValue))
      group = entry.group
    }
    lines.append(.entry(index, entry))
  }
  return lines
}

private func draw(_ line: HelpLine, isChosen: Bool, in area: Rect, on canvas: inout Canvas) {
  let x = area.x + 1
  switch line {
  case .blank: break
  case .group(let name):
    canvas.put(DisplayText(name), at: Point(x: x, y: area.y), role: .head, width: area.width)
  case .entry(_, let entry):
    // Of a user's keys there may be many.
    let label = DisplayText(entry.label).truncated(to: 13, repertoire: canvas.repertoire).padded(to: 14)
    canvas.put(label, at: Point(x: x, y: area.y), role: .hintKey, width: area.width)
    let room = area.width - label.width - 1
    canvas.put(
      DisplayText(entry.help).truncated(to: max(0, room), repertoire: canvas.repertoire),
      at: Point(x: x + label.width, y: area.y), role: .dialog)
    if isChosen { canvas.restyle(area, role: .selection) }
  }
}
