import Canvas
import InspectorModel
import Secrets

/// Messages to take into compose: a line to type in, and what holds it.
func drawDrafts(_ picker: DraftPicker, _ model: InspectorModel, in area: Rect, on canvas: inout Canvas) {
  let found = picker.found
  let title: DisplayText = picker.kind == .history ? "Sent before" : "Snippets"
  let inner = openBox(
    Size(width: 76, height: max(8, picker.choices.count + 4)), title: title, in: area, on: &canvas)
  guard !inner.isEmpty else { return }
  let count = DisplayText(" \(found.count) of \(picker.choices.count) ")
  if inner.y > area.y, inner.width > count.width + 20 {
    canvas.put(count, at: Point(x: inner.x + inner.width - count.width, y: inner.y - 1), role: .muted)
  }
  let label: DisplayText = "> "
  canvas.put(label, at: Point(x: inner.x, y: inner.y), role: .prompt)
  drawField(
    picker.find.text[...], cursor: picker.find.cursor,
    in: Rect(x: inner.x + label.width, y: inner.y, width: max(0, inner.width - label.width), height: 1),
    role: .prompt, hiding: model.knownMasks, on: &canvas)
  let rows = max(0, inner.height - 1)
  let first = min(max(0, picker.selected - rows + 1), max(0, found.count - rows))
  if found.isEmpty, rows > 0 {
    canvas.put(
      "nothing was found", at: Point(x: inner.x, y: inner.y + 1), role: .muted, width: inner.width)
  }
  for offset in 0..<rows where found.indices.contains(first + offset) {
    let isChosen = first + offset == picker.selected
    let line = Rect(x: inner.x, y: inner.y + 1 + offset, width: inner.width, height: 1)
    let text = draftLine(found[first + offset], isChosen: isChosen, model)
    canvas.put(
      text.truncated(to: line.width, repertoire: canvas.repertoire), at: Point(x: line.x, y: line.y),
      role: .dialog)
    if isChosen { canvas.restyle(line, role: .selection) }
  }
}

/// `> TEXT        {"op":"subscribe"}`, a snippet with its name first.
private func draftLine(_ choice: DraftChoice, isChosen: Bool, _ model: InspectorModel) -> DisplayText {
  let name =
    choice.name.isEmpty ? .empty : DisplayText(choice.name, limit: 64).prefix(columns: 16).padded(to: 18)
  let sign: DisplayText = isChosen ? "> " : "  "
  let type = DisplayText(choice.entry.type.label).padded(to: 12)
  return sign + name + type + DisplayText(model.masked(String(choice.entry.text.prefix(400))), limit: 200)
}
