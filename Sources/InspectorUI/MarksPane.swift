import Canvas
import FrameLog
import InspectorModel
import Secrets

/// The list of marks: number, time, note, first bytes.
func drawMarks(_ list: MarkList, _ model: InspectorModel, in area: Rect, on canvas: inout Canvas) {
  let title = DisplayText("Marks (\(list.entries.count))")
  let inner = openBox(
    Size(width: min(120, area.width - 4), height: list.entries.count + 2), title: title, in: area, on: &canvas
  )
  guard !inner.isEmpty, let tab = model.index(of: list.tab).map({ model.tabs[$0] }) else { return }
  let first = min(max(0, list.selected - inner.height + 1), max(0, list.entries.count - inner.height))
  for offset in 0..<inner.height where list.entries.indices.contains(first + offset) {
    let index = first + offset
    let line = Rect(x: inner.x, y: inner.y + offset, width: inner.width, height: 1)
    draw(list.entries[index], tab, model, isChosen: index == list.selected, in: line, on: &canvas)
  }
  canvas.cursor = Point(x: inner.x, y: inner.y + list.selected - first)
}

private func draw(
  _ entry: MarkList.Entry, _ tab: Tab, _ model: InspectorModel, isChosen: Bool, in line: Rect,
  on canvas: inout Canvas
) {
  let sign: DisplayText = isChosen ? "> " : "  "
  var text = sign + DisplayText(String(entry.sequence)).padded(to: 6, alignment: .right) + "  "
  if line.width >= 60, let record = tab.reader?.record(entry.sequence) {
    text += DisplayText(Figures.clock(record.wallTime, offset: model.terminal.utcOffset)) + "  "
  }
  let room = max(0, line.width - text.width)
  let note = DisplayText(tab.secrets.mask.masked(entry.note), limit: 400, repertoire: canvas.repertoire)
  var payload: DisplayText = "no longer kept"
  if let record = tab.reader?.record(entry.sequence), var rows = LogRows(tab) {
    let bytes = rows.payload(
      of: RowID(entry.sequence), record, limit: room * 4, hiding: tab.secrets.payloadMask)
    payload = DisplayText(bytes: bytes.shown, limit: room, repertoire: canvas.repertoire)
  }
  canvas.put(text, at: Point(x: line.x, y: line.y), role: .dialog, width: line.width)
  var x = line.x + text.width
  var left = room
  if !note.isEmpty {
    let shown = note.truncated(to: room * 2 / 3, repertoire: canvas.repertoire)
    canvas.put(shown, at: Point(x: x, y: line.y), role: .mark)
    x += shown.width + 2
    left -= shown.width + 2
    // A letter of the payload would say nothing.
    guard left >= 6 else { return isChosen ? canvas.restyle(line, role: .selection) : () }
  }
  canvas.put(
    payload.truncated(to: max(0, left), repertoire: canvas.repertoire), at: Point(x: x, y: line.y),
    role: .muted)
  if isChosen { canvas.restyle(line, role: .selection) }
}
