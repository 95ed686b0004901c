import Canvas
import InspectorModel

/// The connect dialog: a line a choice, what is wrong right under it, and secrets as stars.
func drawConnect(_ dialog: ConnectDialog, _ model: InspectorModel, in area: Rect, on canvas: inout Canvas) {
  let form = ConnectForm(dialog, in: area)
  let box = form.box
  canvas.fill(box, role: .dialog)
  if box.height >= 5, box.width >= 10 { drawFrame(dialog, model, box, on: &canvas) }
  for line in form.lines { draw(line, form, dialog, model, on: &canvas) }
}

private func drawFrame(
  _ dialog: ConnectDialog, _ model: InspectorModel, _ box: Rect, on canvas: inout Canvas
) {
  let title: DisplayText = dialog.header == nil ? "Connect" : "Connect: headers"
  canvas.box(box, title: title, role: .borderFocus, titleRole: .title)
  let number = dialog.tab.flatMap { model.index(of: $0) }.map { $0 + 1 }
  let tail =
    number.map { DisplayText(" tab \($0) connects anew ") }
    ?? DisplayText(" opens in tab \(model.tabs.count + 1) ")
  if box.width > tail.width + title.width + 8 {
    canvas.put(tail, at: Point(x: box.x + box.width - tail.width - 2, y: box.y), role: .muted)
  }
  let foot: DisplayText
  if dialog.header != nil {
    foot = " NAME: VALUE   Enter next   Esc back "
  } else if dialog.field == .script {
    foot = " Tab complete   Enter next   Esc cancel "
  } else if dialog.field == .url {
    foot = " Enter connect   Tab more   ^P earlier   Esc cancel "
  } else if dialog.isTyping {
    foot = " Enter next   Tab move   Esc cancel "
  } else if ConnectForm.row(of: dialog.field) == .buttons {
    foot = " Enter press   Tab move   Esc cancel "
  } else if dialog.field == .headers {
    foot = " Enter edit   Tab move   Esc cancel "
  } else {
    foot = " Space change   Tab move   Esc cancel "
  }
  guard box.width > foot.width + 5 else { return }
  canvas.put(foot, at: Point(x: box.x + 2, y: box.y + box.height - 1), role: .hintText)
}

private func draw(
  _ line: ConnectForm.Line, _ form: ConnectForm, _ dialog: ConnectDialog, _ model: InspectorModel,
  on canvas: inout Canvas
) {
  let area = line.area
  if case .header(let index) = line.row { return drawHeader(index, dialog, model, in: area, on: &canvas) }
  let isChosen = ConnectForm.row(of: dialog.field) == line.row
  canvas.put(
    DisplayText(line.row.label), at: Point(x: area.x, y: area.y), role: isChosen ? .strong : .muted,
    width: min(area.width, form.indent - 1))
  let place = Rect(x: area.x + form.indent, y: area.y, width: max(0, area.width - form.indent), height: 1)
  switch line.row {
  case .url: drawText(.url, dialog, model, ghost: "", in: place, on: &canvas)
  case .hint: put("https:// becomes wss://   pasted curl commands work", .muted, in: place, on: &canvas)
  case .fault: put(dialog.fault ?? "", .promptError, in: place, on: &canvas)
  case .headers: drawHeaders(dialog, model, in: place, on: &canvas)
  case .protocols: drawText(.protocols, dialog, model, ghost: "(none)", in: place, on: &canvas)
  case .origin: drawText(.origin, dialog, model, ghost: "(none)", in: place, on: &canvas)
  case .proxy: drawText(.proxy, dialog, model, ghost: model.environmentProxy, in: place, on: &canvas)
  case .caFile: drawText(.caFile, dialog, model, ghost: "path of a PEM file", in: place, on: &canvas)
  case .client: drawClient(dialog, model, in: place, on: &canvas)
  case .trust, .deflate, .ping, .reconnect: drawPieces(line.row, form, dialog, in: place, on: &canvas)
  case .script: drawScript(dialog, model, in: place, on: &canvas)
  case .name: drawName(dialog, model, in: place, on: &canvas)
  case .buttons:
    drawPieces(line.row, form, dialog, in: area, on: &canvas)
  case .gap, .header: break
  }
}

private func put(_ words: String, _ role: Role, in place: Rect, on canvas: inout Canvas) {
  let text = DisplayText(words, limit: 200).truncated(to: place.width, repertoire: canvas.repertoire)
  canvas.put(text, at: Point(x: place.x, y: place.y), role: role)
}

private func drawText(
  _ field: ConnectDialog.Field, _ dialog: ConnectDialog, _ model: InspectorModel, ghost: String,
  in place: Rect, on canvas: inout Canvas
) {
  let isChosen = dialog.field == field && dialog.header == nil
  let text = isChosen ? dialog.editor.text : Array(dialog.text(of: field).unicodeScalars)
  if text.isEmpty, !isChosen { return put(ghost, .muted, in: place, on: &canvas) }
  if text.isEmpty {
    let tail = Rect(x: place.x + 2, y: place.y, width: max(0, place.width - 2), height: 1)
    put(ghost, .promptGhost, in: tail, on: &canvas)
  }
  drawField(
    ConnectOptions.hidden(text)[...], cursor: isChosen ? dialog.editor.cursor : nil, in: place,
    role: isChosen ? dialog.editor.role(.prompt) : .dialog, hiding: model.knownMasks, on: &canvas)
}

/// `Authorization: Bearer ********      [2]  Enter edit`
private func drawHeaders(
  _ dialog: ConnectDialog, _ model: InspectorModel, in place: Rect, on canvas: inout Canvas
) {
  let headers = dialog.options.headers
  let isChosen = dialog.field == .headers
  var first = "(none)"
  if let header = headers.first {
    let stars = ConnectOptions.hidden(Array(header.unicodeScalars), isHeader: true)
    var view = String.UnicodeScalarView()
    view.append(contentsOf: stars)
    first = model.masked(String(view))
  }
  // As many stars for every secret: its length is nobody's business.
  while first.contains("*********") { first = first.replacing("*********", with: "********") }
  let tail = (headers.isEmpty ? "" : "[\(headers.count)]") + (isChosen ? "  Enter edit" : "")
  let room = max(0, place.width - tail.utf8.count - 2)
  put(
    first, headers.isEmpty ? .muted : .dialog,
    in: Rect(x: place.x, y: place.y, width: room, height: 1), on: &canvas)
  put(
    tail, isChosen ? .buttonFocus : .muted,
    in: Rect(x: place.x + min(room, 36), y: place.y, width: max(0, place.width - min(room, 36)), height: 1),
    on: &canvas)
  if isChosen { canvas.cursor = Point(x: place.x + min(room, 36), y: place.y) }
}

private func drawHeader(
  _ index: Int, _ dialog: ConnectDialog, _ model: InspectorModel, in area: Rect, on canvas: inout Canvas
) {
  let isChosen = dialog.header == index
  let headers = dialog.options.headers
  let text =
    isChosen
    ? dialog.editor.text : headers.indices.contains(index) ? Array(headers[index].unicodeScalars) : []
  if text.isEmpty, !isChosen { return put("(one more)", .muted, in: area, on: &canvas) }
  drawField(
    ConnectOptions.hidden(text, isHeader: true)[...], cursor: isChosen ? dialog.editor.cursor : nil, in: area,
    role: isChosen ? dialog.editor.role(.prompt) : .dialog, hiding: model.knownMasks, on: &canvas)
}

/// Certificate and, where there is one, its key.
private func drawClient(
  _ dialog: ConnectDialog, _ model: InspectorModel, in place: Rect, on canvas: inout Canvas
) {
  guard dialog.fields.contains(.key) else {
    return drawText(.certificate, dialog, model, ghost: "(no certificate)", in: place, on: &canvas)
  }
  let half = place.width / 2
  drawText(
    .certificate, dialog, model, ghost: "certificate",
    in: Rect(x: place.x, y: place.y, width: max(0, half - 1), height: 1), on: &canvas)
  drawText(
    .key, dialog, model, ghost: "key file",
    in: Rect(x: place.x + half, y: place.y, width: place.width - half, height: 1), on: &canvas)
}

private func drawScript(
  _ dialog: ConnectDialog, _ model: InspectorModel, in place: Rect, on canvas: inout Canvas
) {
  let words: DisplayText = "send script: "
  canvas.put(words, at: Point(x: place.x, y: place.y), role: .dialog, width: place.width)
  let start = min(place.width, words.width)
  drawText(
    .script, dialog, model, ghost: "(none)",
    in: Rect(x: place.x + start, y: place.y, width: place.width - start, height: 1), on: &canvas)
}

/// The name, and what becomes of secrets where there is room to say it.
private func drawName(
  _ dialog: ConnectDialog, _ model: InspectorModel, in place: Rect, on canvas: inout Canvas
) {
  let tail = "secrets: in files, mode 0600"
  let start = 15
  let isWide = place.width >= start + tail.utf8.count && dialog.name.utf8.count < start - 1
  drawText(
    .name, dialog, model, ghost: "(name)",
    in: Rect(x: place.x, y: place.y, width: isWide ? start - 1 : place.width, height: 1), on: &canvas)
  guard isWide else { return }
  put(
    tail, .muted, in: Rect(x: place.x + start, y: place.y, width: place.width - start, height: 1), on: &canvas
  )
}

private func drawPieces(
  _ row: ConnectForm.Row, _ form: ConnectForm, _ dialog: ConnectDialog, in place: Rect,
  on canvas: inout Canvas
) {
  let pieces = form.pieces(row, dialog)
  defer { markCuts(pieces, in: place, on: &canvas) }
  for piece in pieces {
    let isChosen = piece.field == dialog.field
    let isText = piece.field.map(ConnectDialog.isText) ?? false
    // Of a choice the part that is on has the keys.
    let isOn = !piece.text.hasPrefix("( )")
    let role: Role =
      isChosen && isText
      ? dialog.editor.role(.prompt)
      : isChosen && isOn
        ? .buttonFocus
        : row == .buttons ? .button : .dialog
    var x = place.x + piece.x
    var text = DisplayText(piece.text, limit: 64)
    if x < place.x {
      text = text.dropFirst(columns: place.x - x)
      x = place.x
    }
    let room = max(0, place.x + place.width - x)
    canvas.put(text, at: Point(x: x, y: place.y), role: role, width: room)
    guard isChosen, isOn, room > 0 else { continue }
    if isText {
      canvas.cursor = Point(x: x + dialog.editor.cursor, y: place.y)
    } else if piece.text.hasPrefix("(") || piece.text.hasPrefix("[") {
      canvas.cursor = Point(x: x + 1, y: place.y)
    }
  }
}

/// What of a line is hidden at its ends.
private func markCuts(_ pieces: [ConnectForm.Piece], in place: Rect, on canvas: inout Canvas) {
  guard place.width > 4, let first = pieces.first, let last = pieces.last else { return }
  let mark: DisplayText = canvas.repertoire == .ascii ? "~" : "\u{2026}"
  if first.x < 0 { canvas.put(mark, at: Point(x: place.x, y: place.y), role: .muted) }
  if last.x + DisplayText(last.text, limit: 64).width > place.width {
    canvas.put(mark, at: Point(x: place.x + place.width - 1, y: place.y), role: .muted)
  }
}
