import Canvas
import InspectorModel

/// The list of captures: name, when, frames, size.
func drawCaptures(_ picker: CapturePicker, _ model: InspectorModel, in area: Rect, on canvas: inout Canvas) {
  let count = picker.captures.count
  let limits = model.terminal.captureLimits
  let title = limits.isEmpty ? "Captures (\(count))" : "Captures (\(count)), kept: \(limits)"
  let inner = openBox(
    Size(width: 76, height: count + 2), title: DisplayText(title), in: area, on: &canvas)
  guard !inner.isEmpty else { return }
  let first = min(max(0, picker.selected - inner.height + 1), max(0, count - inner.height))
  for offset in 0..<inner.height where picker.captures.indices.contains(first + offset) {
    let index = first + offset
    let line = Rect(x: inner.x, y: inner.y + offset, width: inner.width, height: 1)
    let capture = picker.captures[index]
    let text = line.width >= 60 ? wideLine(capture, model, line.width - 2) : narrowLine(capture)
    let sign: DisplayText = index == picker.selected ? "> " : "  "
    canvas.put(
      (sign + text).truncated(to: line.width, repertoire: canvas.repertoire), at: Point(x: line.x, y: line.y),
      role: .dialog)
    if index == picker.selected { canvas.restyle(line, role: .selection) }
  }
  canvas.cursor = Point(x: inner.x, y: inner.y + picker.selected - first)
}

private func wideLine(_ capture: CaptureSummary, _ model: InspectorModel, _ width: Int) -> DisplayText {
  let offset = model.terminal.utcOffset
  let when =
    "\(Figures.day(capture.time, offset: offset)) \(Figures.clock(capture.time, offset: offset).prefix(5))"
  let room = max(8, width - 46)
  var text = DisplayText(capture.name, limit: room).truncated(to: room).padded(to: room) + "  "
  text += DisplayText(capture.isLive ? "being written" : when).padded(to: 16) + "  "
  text += DisplayText("\(Figures.count(capture.frames)) frames").padded(to: 13, alignment: .right)
  text += DisplayText(Figures.bytes(capture.bytes)).padded(to: 11, alignment: .right)
  return text
}

private func narrowLine(_ capture: CaptureSummary) -> DisplayText {
  DisplayText("\(Figures.count(capture.frames))  ") + DisplayText(capture.name, limit: 60)
}
