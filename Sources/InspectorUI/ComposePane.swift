import Canvas
import InspectorModel
import Secrets

/// The compose pane: a title that names the keys in force, and the draft with its faults and variables marked.
func drawCompose(_ model: InspectorModel, _ tab: Tab, in area: Rect, on canvas: inout Canvas) {
  guard !area.isEmpty else { return }
  let isFocused = model.focus == .compose
  let hasTitle = area.height > 1
  if hasTitle { drawTitle(model, tab, isFocused: isFocused, in: area, on: &canvas) }
  let rows = hasTitle ? area.height - 1 : 1
  let top = area.y + (hasTitle ? 1 : 0)
  var x = area.x + 1
  if !hasTitle {
    x += canvas.put(DisplayText(tab.composer.type.label + "> "), at: Point(x: area.x, y: top), role: .prompt)
  }
  let body = Rect(x: x, y: top, width: max(0, area.x + area.width - x), height: rows)
  if let file = tab.composer.file {
    drawFile(file, tab, isFocused: isFocused && model.overlay == nil, in: body, on: &canvas)
    return
  }
  let editor = tab.composer.editor
  let lines = editor.lines
  let place = editor.cursorPlace
  let first = Layout.firstLine(of: editor, rows: rows)
  for offset in 0..<rows where lines.indices.contains(first + offset) {
    let index = first + offset
    let field = Rect(x: x, y: top + offset, width: body.width, height: 1)
    let hasCursor = isFocused && index == place.line
    drawField(
      editor.text[lines[index]], cursor: hasCursor && model.overlay == nil ? place.column : nil, in: field,
      role: .text, hiding: [tab.secrets.payloadMask], on: &canvas)
    let shown = DraftLine(text: editor.text[lines[index]], cursor: hasCursor ? place.column : 0, field: field)
    mark(tab, shown, on: &canvas)
  }
}

/// A line of the draft on screen.
private struct DraftLine {
  var text: ArraySlice<Unicode.Scalar>
  var cursor: Int
  var field: Rect
}

/// Variables that will be put in, and the place of what is wrong.
private func mark(_ tab: Tab, _ line: DraftLine, on canvas: inout Canvas) {
  func restyle(_ range: Range<Int>, _ role: Role) {
    let range = range.clamped(to: line.text.startIndex..<line.text.endIndex)
    // A fault at the line's end is shown behind it.
    guard !range.isEmpty else { return }
    let start = fieldStart(line.text, cursor: line.cursor, width: line.field.width, canvas.repertoire)
    func column(_ index: Int) -> Int {
      let offset = index - line.text.startIndex
      guard offset > start else { return 0 }
      return shownText(line.text, start, offset, limit: line.field.width + 1, canvas.repertoire).width
    }
    let left = min(column(range.lowerBound), line.field.width)
    let right = min(column(range.upperBound), line.field.width)
    canvas.restyle(
      Rect(x: line.field.x + left, y: line.field.y, width: right - left, height: 1), role: role)
  }
  let composer = tab.composer
  if !composer.type.isBinary, line.text.count <= 4096 {
    let places = DraftVariables.places(in: Array(line.text))
    for place in places where composer.variables.isKnown(place.name) {
      let start = line.text.startIndex
      restyle(start + place.range.lowerBound..<start + place.range.upperBound, .promptOk)
    }
  }
  if let range = composer.check?.range { restyle(range, .promptError) }
}

/// `file body.json, 1.2 MB: sent as it is on disk; ^G takes it away`
private func drawFile(
  _ file: DraftFile, _ tab: Tab, isFocused: Bool, in area: Rect, on canvas: inout Canvas
) {
  let size = "\(Figures.bytes(file.bytes)) of \(file.isText ? "text" : "bytes")"
  let words = DisplayText("file \(file.path)", limit: 400) + DisplayText(", \(size), sent as it is on disk")
  canvas.put(
    words.truncated(to: max(0, area.width - 1), repertoire: canvas.repertoire),
    at: Point(x: area.x, y: area.y), role: .strong)
  if isFocused { canvas.cursor = Point(x: area.x, y: area.y) }
  guard area.height > 1 else { return }
  canvas.put(
    "^G takes it away", at: Point(x: area.x, y: area.y + 1), role: .muted, width: max(0, area.width - 1))
}

/// `-- * Compose -> prod-feed ---------- TEXT  Enter send  Alt-Enter/^J newline --`
private func drawTitle(
  _ model: InspectorModel, _ tab: Tab, isFocused: Bool, in area: Rect, on canvas: inout Canvas
) {
  let star: DisplayText = isFocused ? "* " : ""
  let composer = tab.composer
  let isOpen = tab.status.phase.isOpen || !composer.targets.isEmpty
  var title: DisplayText =
    isOpen
    ? star + "Compose -> " + receivers(model, tab, width: area.width, canvas.repertoire)
    : star + "Compose (not connected: Enter keeps the draft)"
  var label =
    composer.file.map { $0.isText && composer.type == .text ? "TEXT" : "BIN" } ?? composer.type.label
  if let count = composer.binaryCount, count > 0 { label += " \(Figures.bytes(count))" }
  if composer.type.isMessage, let size = composer.fragmentSize { label += " in \(size) B frames" }
  if composer.check?.weight == .unfinished { label += composer.type == .text ? " unfinished JSON" : " ..." }
  var right = [DisplayText(label)]
  if let fault = composer.fault {
    right = [DisplayText(fault, limit: area.width)]
  } else if let check = composer.check, check.weight != .unfinished {
    right = [DisplayText("\(composer.type.label)  \(check.words)", limit: area.width)]
  } else if isOpen {
    right += sendKeys(model.keymap)
  } else {
    right.append("not sent")
  }
  let isError = composer.fault != nil || (composer.check.map { $0.weight != .unfinished } ?? false)
  // What is wrong goes before whom it is for.
  if isError, right[0].width + title.width + 10 > area.width { title = star + "Compose" }
  if let check = composer.check, isError, right[0].width + title.width + 10 > area.width {
    right = [DisplayText(composer.fault ?? check.words, limit: area.width)]
  }
  drawTitleLine(title, right: right, isFocused: isFocused, isError: isError, in: area, on: &canvas)
}

/// The tab's name, or "3 tabs".
private func receivers(
  _ model: InspectorModel, _ tab: Tab, width: Int, _ repertoire: Repertoire
) -> DisplayText {
  let targets = tab.composer.targets.compactMap { model.index(of: $0) }
  if targets.count > 1 { return DisplayText("\(targets.count) tabs") }
  let name = targets.first.map { model.tabs[$0].title } ?? tab.title
  return DisplayText(name, limit: 40).truncated(to: max(8, width / 3), repertoire: repertoire)
}

/// "Enter send", "Alt-Enter/^J newline", from the key table.
private func sendKeys(_ keymap: Keymap) -> [DisplayText] {
  guard let send = keymap.binding(of: .send, in: .compose),
    let newline = keymap.binding(of: .newline, in: .compose)
  else { return [] }
  func keys(_ binding: KeyBinding) -> String { binding.keys.prefix(2).map(\.label).joined(separator: "/") }
  return [DisplayText("\(keys(send)) send"), DisplayText("\(keys(newline)) newline")]
}

/// A pane's title row; pieces at the right go, last first, where there is no room.
func drawTitleLine(
  _ title: DisplayText, right pieces: [DisplayText], isFocused: Bool, isError: Bool = false, in area: Rect,
  on canvas: inout Canvas
) {
  let role: Role = isFocused ? .borderFocus : .border
  canvas.horizontalLine(
    at: Point(x: area.x, y: area.y), width: area.width, title: title, role: role,
    titleRole: isFocused ? .title : .text)
  let used = min(title.width, max(0, area.width - 6)) + 5
  var pieces = pieces
  while !pieces.isEmpty {
    let text = pieces.dropFirst().reduce(pieces[0]) { $0 + "  " + $1 }
    let room = area.width - used - 5
    if text.width <= room || pieces.count == 1 {
      let shown = text.truncated(to: max(0, room), repertoire: canvas.repertoire)
      guard shown.width > 1 else { return }
      let x = area.x + area.width - shown.width - 4
      canvas.put(" " + shown + " ", at: Point(x: x, y: area.y), role: isError ? .promptError : .muted)
      return
    }
    pieces.removeLast()
  }
}
