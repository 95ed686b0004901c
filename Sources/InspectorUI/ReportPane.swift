import Canvas
import InspectorModel

/// A page about a connection, with the names of the others in its frame.
func drawReport(_ report: Report, in area: Rect, on canvas: inout Canvas) {
  let box = Report.box(in: area)
  canvas.fill(box.outer, role: .dialog)
  if box.hasFrame {
    canvas.box(box.outer, role: .borderFocus)
    drawPages(report.page, in: box.outer, on: &canvas)
  }
  let inner = box.inner
  guard !inner.isEmpty else { return }
  let lines = report.folded(to: inner.width, repertoire: canvas.repertoire)
  let top = min(max(0, report.top), max(0, lines.count - inner.height))
  for (offset, line) in lines.dropFirst(top).prefix(inner.height).enumerated() {
    draw(line, at: Rect(x: inner.x, y: inner.y + offset, width: inner.width, height: 1), on: &canvas)
  }
  canvas.cursor = Point(x: inner.x, y: inner.y)
  let hidden = lines.count - top - inner.height
  guard box.hasFrame, hidden > 0 || top > 0 else { return }
  let words = DisplayText(hidden > 0 ? " v \(hidden) more " : " ^ end ")
  guard words.width + 6 <= box.outer.width else { return }
  canvas.put(
    words,
    at: Point(x: box.outer.x + box.outer.width - words.width - 2, y: box.outer.y + box.outer.height - 1),
    role: .muted)
}

/// ` [Handshake]  Why it ended  Figures  Messages `; the page alone where there is no room.
private func drawPages(_ page: Report.Page, in box: Rect, on canvas: inout Canvas) {
  let all = page == .difference ? [.difference] : Report.Page.turned
  let width = all.reduce(0) { $0 + $1.title.utf8.count + 2 }
  let shown = width + 6 <= box.width ? all : [page]
  var x = box.x + 2
  for one in shown {
    let isChosen = one == page
    let words = DisplayText(isChosen ? "[\(one.title)]" : " \(one.title) ")
    canvas.put(
      words, at: Point(x: x, y: box.y), role: isChosen ? .title : .muted, width: box.x + box.width - 2 - x)
    x += words.width
  }
}

private func draw(_ line: ReportLine, at place: Rect, on canvas: inout Canvas) {
  let point = Point(x: place.x, y: place.y)
  switch line {
  case .blank: break
  case .heading(let words): canvas.put(DisplayText(words), at: point, role: .head, width: place.width)
  case .text(let text, let role): canvas.put(text, at: point, role: role, width: place.width)
  case .fact(let label, let text, let role):
    let indent = ReportLine.indent(place.width)
    canvas.put(DisplayText(label).prefix(columns: indent - 1), at: point, role: .muted, width: place.width)
    canvas.put(
      text, at: Point(x: place.x + indent, y: place.y), role: role, width: max(0, place.width - indent))
  case .bar(let bar): draw(bar, at: place, on: &canvas)
  }
}

/// `dns            0.4 ms  |##        |  127.0.0.1`
private func draw(_ bar: ReportBar, at place: Rect, on canvas: inout Canvas) {
  let indent = ReportLine.indent(place.width)
  canvas.put(
    DisplayText(bar.label, limit: indent).truncated(to: indent - 1, repertoire: canvas.repertoire),
    at: Point(x: place.x, y: place.y), role: .muted, width: place.width)
  let words = DisplayText(bar.words).padded(to: 8, alignment: .right)
  canvas.put(
    words, at: Point(x: place.x + indent, y: place.y), role: .dialog, width: max(0, place.width - indent))
  let x = indent + words.width + 2
  let room = place.width - x - 2
  let width = min(60, bar.detail.isEmpty ? room : room * 3 / 5)
  guard width >= 6 else { return }
  let left = place.x + x
  canvas.put("|", at: Point(x: left, y: place.y), role: .border)
  canvas.put("|", at: Point(x: left + width + 1, y: place.y), role: .border)
  let cells = bar.cells(width)
  canvas.put(
    DisplayText(String(repeating: "#", count: cells.count)),
    at: Point(x: left + 1 + cells.lowerBound, y: place.y), role: .progressDone)
  let detailX = left + width + 4
  let detailRoom = place.x + place.width - detailX
  guard detailRoom > 3, !bar.detail.isEmpty else { return }
  canvas.put(
    DisplayText(bar.detail, limit: detailRoom + 1).truncated(to: detailRoom, repertoire: canvas.repertoire),
    at: Point(x: detailX, y: place.y), role: .muted)
}
