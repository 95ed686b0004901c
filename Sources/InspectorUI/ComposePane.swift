import Canvas
import InspectorModel
import Secrets

/// The compose pane: a title that names the keys in force, and the draft.
func drawCompose(_ model: InspectorModel, _ tab: Tab, in area: Rect, on canvas: inout Canvas) {
  guard !area.isEmpty else { return }
  let isFocused = model.focus == .compose
  let hasTitle = area.height > 1
  if hasTitle { drawTitle(model, tab, isFocused: isFocused, in: area, on: &canvas) }
  let lines = tab.composer.editor.lines
  let rows = hasTitle ? area.height - 1 : 1
  let top = area.y + (hasTitle ? 1 : 0)
  let place = tab.composer.editor.cursorPlace
  let first = min(max(0, place.line - rows + 1), max(0, lines.count - rows))
  var x = area.x + 1
  if !hasTitle {
    x += canvas.put(DisplayText(tab.composer.type.label + "> "), at: Point(x: area.x, y: top), role: .prompt)
  }
  for offset in 0..<rows where lines.indices.contains(first + offset) {
    let index = first + offset
    let field = Rect(x: x, y: top + offset, width: area.x + area.width - x, height: 1)
    let cursor = isFocused && model.overlay == nil && index == place.line ? place.column : nil
    drawField(
      tab.composer.editor.text[lines[index]], cursor: cursor, in: field, role: .text,
      hiding: [tab.secrets.payloadMask], on: &canvas)
  }
}

/// `-- * Compose -> prod-feed ---------- TEXT  Enter send  Alt-Enter/^J newline --`
private func drawTitle(
  _ model: InspectorModel, _ tab: Tab, isFocused: Bool, in area: Rect, on canvas: inout Canvas
) {
  let star: DisplayText = isFocused ? "* " : ""
  let isOpen = tab.status.phase.isOpen
  let name = DisplayText(tab.title, limit: 40).truncated(
    to: max(8, area.width / 3), repertoire: canvas.repertoire)
  let title: DisplayText =
    isOpen ? star + "Compose -> " + name : star + "Compose (not connected: Enter keeps the draft)"
  var right = [DisplayText(tab.composer.type.label)]
  if let fault = tab.composer.fault {
    right = [DisplayText(fault, limit: area.width)]
  } else if isOpen {
    right += sendKeys(model.keymap)
  } else {
    right.append("not sent")
  }
  drawTitleLine(
    title, right: right, isFocused: isFocused, isError: tab.composer.fault != nil, in: area, on: &canvas)
}

/// "Enter send", "Alt-Enter/^J newline", from the key table.
private func sendKeys(_ keymap: Keymap) -> [DisplayText] {
  guard let send = keymap.binding(of: .send, in: .compose),
    let newline = keymap.binding(of: .newline, in: .compose)
  else { return [] }
  let keys = newline.keys.prefix(2).map(\.label).joined(separator: "/")
  return [DisplayText("\(send.hintKey) send"), DisplayText("\(keys) newline")]
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

/// One line of a text field. The part around the cursor is what shows; the cost is that of the part.
func drawField(
  _ text: ArraySlice<Unicode.Scalar>, cursor: Int?, in area: Rect, role: Role,
  hiding masks: [SecretMask] = [],
  on canvas: inout Canvas
) {
  guard area.width > 0 else { return }
  let start = fieldStart(text, cursor: cursor ?? 0, width: area.width, canvas.repertoire)
  let end = min(text.count, start + area.width + 1)
  let limit = area.width * 2
  canvas.put(
    shownText(text, start, end, limit: limit, canvas.repertoire, hiding: masks),
    at: Point(x: area.x, y: area.y), role: role,
    width: area.width)
  if let cursor {
    let before = shownText(text, start, cursor, limit: limit, canvas.repertoire, hiding: masks)
    canvas.cursor = Point(x: area.x + before.width, y: area.y)
  }
}

/// The first scalar of a field that is on screen.
func fieldStart(_ text: ArraySlice<Unicode.Scalar>, cursor: Int, width: Int, _ repertoire: Repertoire) -> Int
{
  guard width > 0 else { return 0 }
  var start = cursor < width - 1 ? 0 : cursor - width * 2 / 3
  // What is escaped takes several columns: step forward until the cursor is inside.
  while start < cursor, shownText(text, start, cursor, limit: width * 2, repertoire).width >= width {
    start += max(1, (cursor - start) / 4)
  }
  return start
}

/// A stretch of a field's text, counted from its start; a `*` for each character of a secret.
func shownText(
  _ text: ArraySlice<Unicode.Scalar>, _ from: Int, _ to: Int, limit: Int, _ repertoire: Repertoire,
  hiding masks: [SecretMask] = []
) -> DisplayText {
  var view = String.UnicodeScalarView()
  let part = text.dropFirst(from).prefix(max(0, to - from))
  let masks = masks.filter { !$0.isEmpty }
  view.append(contentsOf: masks.isEmpty ? part : hiding(masks, in: part, of: text))
  return DisplayText(String(view), limit: limit, repertoire: repertoire)
}

/// Secrets that the edges of the part cut are seen too, and hex as people write it, with blanks.
private func hiding(
  _ masks: [SecretMask], in part: ArraySlice<Unicode.Scalar>, of text: ArraySlice<Unicode.Scalar>
) -> ArraySlice<Unicode.Scalar> {
  let reach = masks.reduce(0) { max($0, $1.reach) }
  let start = max(text.startIndex, part.startIndex - reach)
  let around = text[start..<min(text.endIndex, part.endIndex + reach)]
  var view = String.UnicodeScalarView()
  view.append(contentsOf: around)
  let bytes = Array(String(view).utf8)
  let places = masks.flatMap { $0.places(in: bytes) + $0.places(inHex: bytes) }
  if places.isEmpty { return part }
  var part = part
  var offset = 0
  for index in around.indices {
    if part.indices.contains(index), places.contains(where: { $0.contains(offset) }) { part[index] = "*" }
    offset += UTF8.width(around[index])
  }
  return part
}
