import Canvas
import FrameFilter
import InspectorModel

/// What a filter can say: an example of each of its words, and what it means.
func drawTerms(_ terms: FilterTerms, in area: Rect, on canvas: inout Canvas) {
  let all = FrameFilter.terms
  let inner = openBox(
    Size(width: 96, height: all.count + 2), title: "What a filter can say", in: area, on: &canvas)
  guard !inner.isEmpty else { return }
  let first = min(max(0, terms.selected - inner.height + 1), max(0, all.count - inner.height))
  // Where there is no room for both, the example says more.
  let column = inner.width < 40 ? inner.width + 1 : min(30, inner.width * 2 / 5)
  for offset in 0..<inner.height where all.indices.contains(first + offset) {
    let index = first + offset
    let line = Rect(x: inner.x, y: inner.y + offset, width: inner.width, height: 1)
    let example = DisplayText(all[index].example, limit: 60)
    canvas.put(
      example.truncated(to: column - 1, repertoire: canvas.repertoire), at: Point(x: line.x, y: line.y),
      role: .hintKey)
    let help = DisplayText(all[index].help, limit: 200)
    canvas.put(
      help.truncated(to: max(0, line.width - column), repertoire: canvas.repertoire),
      at: Point(x: line.x + column, y: line.y), role: .dialog)
    if index == terms.selected { canvas.restyle(line, role: .selection) }
  }
  canvas.cursor = Point(x: inner.x, y: inner.y + terms.selected - first)
}
