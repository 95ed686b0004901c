import Canvas
import InspectorModel

/// The frame as the wire carried it, beside its payload on wide screens.
func drawFacts(
  _ model: InspectorModel, _ tab: Tab, _ detail: DetailState, in area: Rect, on canvas: inout Canvas
) {
  guard let facts = FrameFacts(tab, detail.row, utcOffset: model.terminal.utcOffset) else { return }
  for (offset, fact) in facts.lines.prefix(max(0, area.height)).enumerated() {
    let y = area.y + offset
    canvas.put(DisplayText(fact.label), at: Point(x: area.x, y: y), role: .muted)
    canvas.put(
      DisplayText(fact.text).truncated(to: max(0, area.width - 10), repertoire: canvas.repertoire),
      at: Point(x: area.x + 10, y: y), role: fact.isFault ? .stateError : .text)
  }
}
