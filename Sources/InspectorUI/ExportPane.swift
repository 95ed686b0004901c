import Canvas
import InspectorModel
import Secrets

/// What is asked before an export. On small screens only the chosen field and its neighbours are seen.
func drawExport(
  _ dialog: ExportDialog, hiding masks: [SecretMask], in area: Rect, on canvas: inout Canvas
) {
  let lines = dialog.fields.filter { $0 != .cancel }
  let inner = openBox(
    Size(width: 72, height: lines.count + 6), title: "Export", in: area, on: &canvas)
  guard !inner.isEmpty else { return }
  let isRoomy = inner.height >= lines.count + 4
  var y = inner.y + (isRoomy ? 1 : 0)
  let bottom = inner.y + inner.height
  let chosen = lines.firstIndex(of: dialog.field == .cancel ? .export : dialog.field) ?? 0
  let room = max(1, inner.height - (isRoomy ? 2 : 0))
  let first = isRoomy ? 0 : min(max(0, chosen - room + 1), max(0, lines.count - room))
  for field in lines.dropFirst(first) where y < bottom {
    if isRoomy, field == .export {
      drawHelp(dialog, at: Rect(x: inner.x, y: y, width: inner.width, height: 1), on: &canvas)
      y += 2
    }
    let line = Rect(x: inner.x, y: y, width: inner.width, height: 1)
    draw(field, dialog, hiding: masks, at: line, on: &canvas)
    y += 1
  }
  guard !isRoomy, dialog.fault != nil else { return }
  // Right under its field, over what comes next.
  let below = min(inner.y + chosen - first + 1, bottom - 1)
  let line = Rect(x: inner.x, y: below, width: inner.width, height: 1)
  canvas.fill(line, role: .dialog)
  drawHelp(dialog, at: line, on: &canvas)
}

/// What is wrong, else what the chosen format is.
private func drawHelp(_ dialog: ExportDialog, at line: Rect, on canvas: inout Canvas) {
  let words = dialog.fault ?? dialog.format.help
  let indent = line.width < 40 ? 0 : labelWidth
  let text = DisplayText(words, limit: 200).truncated(
    to: max(0, line.width - indent), repertoire: canvas.repertoire)
  canvas.put(
    text, at: Point(x: line.x + indent, y: line.y), role: dialog.fault == nil ? .muted : .promptError)
}

private let labelWidth = 9

private func draw(
  _ field: ExportDialog.Field, _ dialog: ExportDialog, hiding masks: [SecretMask], at line: Rect,
  on canvas: inout Canvas
) {
  let isFocused = dialog.field == field
  let isNarrow = line.width < 40
  let indent = isNarrow && field != .export ? 5 : labelWidth
  func label(_ words: DisplayText) {
    canvas.put(
      words.prefix(columns: indent - 1), at: Point(x: line.x, y: line.y), role: isFocused ? .strong : .muted)
  }
  let place = Rect(x: line.x + indent, y: line.y, width: max(0, line.width - indent), height: 1)
  switch field {
  case .rows:
    label("What")
    drawChoice(
      dialog.choices.map(\.label), chosen: dialog.choice, isFocused: isFocused, in: place, on: &canvas)
  case .format:
    label(isNarrow ? "As" : "Format")
    let all = ExportOrder.Format.allCases
    drawChoice(
      all.map(\.rawValue), chosen: all.firstIndex(of: dialog.format) ?? 0, isFocused: isFocused, in: place,
      on: &canvas)
  case .file:
    label("File")
    drawField(
      dialog.file.text[...], cursor: isFocused ? dialog.file.cursor : nil, in: place,
      role: isFocused ? dialog.file.role(.prompt) : .prompt,
      hiding: masks, on: &canvas)
  case .secrets:
    label(isNarrow ? "Keys" : "Secrets")
    drawChoice(
      ["masked", "included"], chosen: dialog.includesSecrets ? 1 : 0, isFocused: isFocused, in: place,
      on: &canvas)
  case .word:
    label("Sure?")
    let ask = isNarrow ? DisplayText.empty : DisplayText("type \(ExportDialog.word): ")
    canvas.put(ask, at: Point(x: place.x, y: place.y), role: .toastWarn)
    let field = Rect(x: place.x + ask.width, y: place.y, width: max(0, place.width - ask.width), height: 1)
    drawField(
      dialog.typedWord.text[...], cursor: isFocused ? dialog.typedWord.cursor : nil, in: field, role: .prompt,
      on: &canvas)
  case .export, .cancel: drawButtons(dialog, at: line, on: &canvas)
  }
}

/// All choices where they fit, the chosen one in parentheses; else that one alone between arrows.
private func drawChoice(
  _ labels: [String], chosen: Int, isFocused: Bool, in place: Rect, on canvas: inout Canvas
) {
  let pieces = labels.enumerated().map { index, label in
    DisplayText(index == chosen ? "(o) \(label)" : "( ) \(label)")
  }
  guard pieces.reduce(0, { $0 + $1.width + 2 }) <= place.width + 2 else {
    let label = labels.indices.contains(chosen) ? labels[chosen] : ""
    canvas.put(
      DisplayText("< \(label) >").prefix(columns: place.width), at: Point(x: place.x, y: place.y),
      role: isFocused ? .buttonFocus : .dialog)
    if isFocused { canvas.cursor = Point(x: place.x, y: place.y) }
    return
  }
  var x = place.x
  for (index, piece) in pieces.enumerated() {
    canvas.put(
      piece, at: Point(x: x, y: place.y), role: index == chosen && isFocused ? .buttonFocus : .dialog)
    if index == chosen, isFocused { canvas.cursor = Point(x: x + 1, y: place.y) }
    x += piece.width + 2
  }
}

private func drawButtons(_ dialog: ExportDialog, at line: Rect, on canvas: inout Canvas) {
  let export: DisplayText = "[ Export ]"
  canvas.put(
    export, at: Point(x: line.x, y: line.y), role: dialog.field == .export ? .buttonFocus : .button,
    width: line.width)
  canvas.put(
    "[ Cancel ]", at: Point(x: line.x + export.width + 2, y: line.y),
    role: dialog.field == .cancel ? .buttonFocus : .button, width: max(0, line.width - export.width - 2))
  if dialog.field == .export { canvas.cursor = Point(x: line.x + 2, y: line.y) }
  if dialog.field == .cancel { canvas.cursor = Point(x: line.x + export.width + 4, y: line.y) }
}
