import Canvas
import FrameFilter
import FrameLog
import InspectorModel

/// The log: a row a message, read only as far as it is visible.
func drawLog(_ model: InspectorModel, _ tab: Tab, _ layout: Layout, on canvas: inout Canvas) {
  let columns = LogColumns(
    width: layout.log.width, lastSequence: tab.range.upperBound - 1, choice: model.layout.columns)
  drawHead(columns, tab.view, in: layout.head, on: &canvas)
  guard !layout.log.isEmpty else { return }
  guard var rows = LogRows(tab) else { return }
  let visible = rows.visible(tab.view, height: layout.log.height)
  guard let first = visible.first else {
    drawEmptyLog(tab, in: layout.log, on: &canvas)
    return
  }
  // A search says more than what all rows have in common.
  let patterns = model.search.map { [$0.pattern] } ?? tab.shownPatterns
  var previous = rows.previous(before: first).flatMap { rows.reader.record($0.sequence) }
  for (offset, row) in visible.enumerated() {
    guard let record = rows.reader.record(row.sequence) else { continue }
    let content = RowContent(
      record, row, tab: tab, rows: &rows, columns: columns, repertoire: canvas.repertoire)
    let line = Rect(x: layout.log.x, y: layout.log.y + offset, width: layout.log.width, height: 1)
    let time = RowTime(record, after: previous, tab: tab, utcOffset: model.terminal.utcOffset)
    draw(content, record, row, time, columns, at: line, on: &canvas)
    drawMark(row, tab, model, columns, at: line, on: &canvas)
    for pattern in patterns {
      let role: Role = tab.view.cursor == row ? .matchCurrent : .match
      drawMatches(pattern, content, columns, role: role, at: line, on: &canvas)
    }
    previous = record
  }
  guard model.showsRowCursor, model.focus == .log, model.overlay == nil, tab.id == model.activeTab?.id else {
    return
  }
  let chosen = tab.view.cursor.flatMap { visible.firstIndex(of: $0) } ?? visible.count - 1
  canvas.cursor = Point(x: layout.log.x, y: layout.log.y + chosen)
}

private func drawHead(_ columns: LogColumns, _ view: LogView, in area: Rect, on canvas: inout Canvas) {
  guard !area.isEmpty else { return }
  canvas.fill(area, role: .head)
  func put(_ text: DisplayText, _ range: Range<Int>?, right: Bool = false) {
    guard let range else { return }
    let padded = text.padded(to: range.count, alignment: right ? .right : .left)
    canvas.put(padded, at: Point(x: area.x + range.lowerBound, y: area.y), role: .head, width: range.count)
  }
  let time: DisplayText =
    switch view.timeMode {
    case .local: "TIME"
    case .utc: "TIME UTC"
    case .sinceOpen: "SINCE OPEN"
    case .sinceMark: "SINCE T"
    case .delta: "SINCE ABOVE"
    }
  put("#", columns.number, right: true)
  put(time, columns.time)
  put("DT", columns.delta, right: true)
  put("D", columns.direction..<columns.direction + 1)
  put("OP", columns.opcode)
  put("FL", columns.flags)
  put("SIZE", columns.size, right: true)
  put("WIRE", columns.wire, right: true)
  put(view.columnOffset > 0 ? "PAYLOAD from \(view.columnOffset + 1)" : "PAYLOAD", columns.payload)
}

private func drawEmptyLog(_ tab: Tab, in area: Rect, on canvas: inout Canvas) {
  let words: String =
    switch tab.status.phase {
    case _ where tab.shownMatches != nil && !tab.range.isEmpty: "no row matches the filter"
    case _ where tab.view.showsMarkedOnly && !tab.range.isEmpty: "no marked row; M shows all"
    case .connecting(let step): "connecting: \(step)"
    case .open: "open; no frames yet"
    default: "no frames"
    }
  let text = DisplayText(words, limit: area.width).truncated(
    to: max(0, area.width - 2), repertoire: canvas.repertoire)
  canvas.put(text, at: Point(x: area.x + 1, y: area.y), role: .muted)
}

private func draw(
  _ content: RowContent, _ record: LogRecord, _ row: RowID, _ time: RowTime, _ columns: LogColumns,
  at line: Rect,
  on canvas: inout Canvas
) {
  func put(_ text: DisplayText, _ range: Range<Int>?, _ role: Role, right: Bool = false) {
    guard let range else { return }
    let padded = right ? text.padded(to: range.count, alignment: .right) : text
    canvas.put(padded, at: Point(x: line.x + range.lowerBound, y: line.y), role: role, width: range.count)
  }
  put(DisplayText(String(row.sequence)), columns.number, .muted, right: true)
  put(DisplayText(time.clock), columns.time, .time)
  put(DisplayText(time.delta), columns.delta, time.isSlow ? .deltaSlow : .time, right: true)
  put(content.sign, columns.direction..<columns.direction + 1, content.signRole)
  put(content.opcode, columns.opcode, content.opcodeRole)
  put(content.flags, columns.flags, content.flagsRole)
  put(content.size, columns.size, .size, right: true)
  // The gap before WIRE is drawn with it: a change of style costs a terminal ten bytes a row.
  put(
    content.wire, columns.wire.map { (columns.size?.upperBound ?? $0.lowerBound)..<$0.upperBound }, .size,
    right: true)
  put(content.payload, columns.payload, content.payloadRole)
  guard !content.note.isEmpty else { return }
  let x = columns.payload.upperBound - content.note.width
  put(content.note, x..<columns.payload.upperBound, .mark)
}

private func drawMatches(
  _ pattern: SearchPattern, _ content: RowContent, _ columns: LogColumns, role: Role, at line: Rect,
  on canvas: inout Canvas
) {
  guard content.isText else { return }
  let right = columns.payload.upperBound - content.note.width
  for match in pattern.hits(in: content.bytes, limit: columns.payload.count) {
    let before = DisplayText(bytes: content.bytes[..<match.lowerBound], repertoire: canvas.repertoire).width
    let width = DisplayText(bytes: content.bytes[match], repertoire: canvas.repertoire).width
    let x = columns.payload.lowerBound + content.prefixColumns + before - content.columnOffset
    if x >= right { return }
    let visible = max(x, columns.payload.lowerBound)..<max(columns.payload.lowerBound, min(right, x + width))
    canvas.restyle(
      Rect(x: line.x + visible.lowerBound, y: line.y, width: visible.count, height: 1), role: role)
  }
}

private func drawMark(
  _ row: RowID, _ tab: Tab, _ model: InspectorModel, _ columns: LogColumns, at line: Rect,
  on canvas: inout Canvas
) {
  if tab.isSelected(row) {
    canvas.put("|", at: Point(x: line.x, y: line.y), role: .selectionUnfocused)
    canvas.restyle(line, role: .selectionUnfocused)
  }
  if !row.isFragment, tab.reader?.marks[row.sequence] != nil {
    canvas.put("*", at: Point(x: line.x, y: line.y), role: .mark)
  }
  guard tab.view.cursor == row else { return }
  canvas.put(">", at: Point(x: line.x, y: line.y), role: .selection)
  canvas.restyle(line, role: model.focus == .log && model.overlay == nil ? .selection : .selectionUnfocused)
}
