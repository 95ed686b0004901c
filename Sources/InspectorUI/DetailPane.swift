import Canvas
import FrameLog
import InspectorModel
import Secrets
import WebSocketCore

/// The detail pane: the payload laid out, with hex beside it from 100 columns and facts from 160.
func drawDetail(_ model: InspectorModel, _ tab: Tab, in area: Rect, on canvas: inout Canvas) {
  guard !area.isEmpty, let detail = tab.detail else { return }
  drawTitle(model, tab, detail, in: area, on: &canvas)
  let body = Rect(x: area.x, y: area.y + 1, width: area.width, height: area.height - 1)
  guard !body.isEmpty else { return }
  let perRow = detail.hexBytes(width: area.width)
  if detail.showsHexOnly {
    drawHex(detail.document, from: detail.top, perRow: perRow, in: body, on: &canvas)
    if model.showsRowCursor, model.focus == .detail, model.overlay == nil {
      canvas.cursor = Point(x: body.x, y: body.y)
    }
    return
  }
  let isSplit = detail.isSplit(width: area.width)
  let textWidth = detail.textWidth(width: area.width)
  let hits = model.search.map { visibleHits($0, detail, rows: body.height) } ?? []
  drawText(
    detail, hits: hits, in: Rect(x: body.x, y: body.y, width: textWidth, height: body.height), on: &canvas)
  if model.focus == .detail, model.overlay == nil, detail.below < body.height {
    canvas.put(">", at: Point(x: body.x, y: body.y + detail.below), role: .mark)
    if model.showsRowCursor { canvas.cursor = Point(x: body.x, y: body.y + detail.below) }
  }
  guard isSplit else { return }
  let hexX = body.x + textWidth
  canvas.verticalLine(at: Point(x: hexX, y: body.y), height: body.height)
  let hexWidth = perRow == 16 ? 79 : 46
  let hex = Rect(x: hexX + 1, y: body.y, width: hexWidth, height: body.height)
  drawHex(detail.document, from: hexTop(detail, perRow: perRow), perRow: perRow, in: hex, on: &canvas)
  guard area.width >= DetailState.factsFrom else { return }
  let factsX = hex.x + hexWidth + 1
  canvas.verticalLine(at: Point(x: factsX, y: body.y), height: body.height)
  let facts = Rect(
    x: factsX + 2, y: body.y, width: body.x + body.width - factsX - 2, height: body.height)
  drawFacts(model, tab, detail, in: facts, on: &canvas)
}

/// The hex starts at the bytes of the first line of text on screen.
private func hexTop(_ detail: DetailState, perRow: Int) -> Int {
  guard detail.document.form != .raw else { return detail.top }
  let lines = detail.document.lines
  return lines.indices.contains(detail.top) && detail.top > 0 ? lines[detail.top].start / perRow : 0
}

// MARK: Title

private func drawTitle(
  _ model: InspectorModel, _ tab: Tab, _ detail: DetailState, in area: Rect, on canvas: inout Canvas
) {
  let isFocused = model.focus == .detail
  var title: DisplayText = isFocused ? "* " : ""
  title += DisplayText("\(area.width < 30 ? "" : "Detail ")#\(detail.row.sequence) ")
  if let record = tab.reader?.record(detail.row.sequence), var rows = LogRows(tab) {
    title += describe(record, detail, &rows, width: area.width, offset: model.terminal.utcOffset)
  }
  let lines = detail.lineCount(width: area.width)
  if let fault = detail.document.fault {
    let line = detail.document.lines.lastIndex { $0.start <= fault.range.lowerBound } ?? 0
    title += DisplayText("  ln \(line + 1): \(fault.words)")
  }
  let place = DisplayText("ln \(min(detail.line + 1, lines))/\(lines)")
  var right = [DisplayText(form(detail, width: area.width)), place]
  if detail.showsNewest { right = ["newest"] + right }
  if detail.document.isCut {
    let shown = Figures.bytes(detail.document.bytes.count)
    right = [DisplayText("first \(shown) of \(Figures.bytes(detail.document.total))")] + right
  }
  drawTitleLine(title, right: right, isFocused: isFocused, in: area, on: &canvas)
}

private func describe(
  _ record: LogRecord, _ detail: DetailState, _ rows: inout LogRows, width: Int, offset: Int
) -> DisplayText {
  guard record.isFrame else { return "- EVENT" }
  let sign = record.direction == .sent ? ">" : "<"
  let name = OpcodeWords.name(record.opcode)
  let size = ArrivalWords.progress(record) ?? Figures.bytes(detail.document.total)
  let isWhole = record.fragmentIndex == 1 && !detail.row.isFragment
  let fragments = isWhole ? rows.summary(of: record).fragments : nil
  if width < 30 { return DisplayText("\(sign) \(name)") }
  guard width >= 100 else {
    let count = fragments.map { "f\($0) " } ?? ""
    return DisplayText("\(sign) \(name) \(count)\(size)")
  }
  let way = record.direction == .sent ? "sent" : "received"
  let count = fragments.map { "  \($0) fragments" } ?? ""
  return DisplayText(
    "\(sign) \(way)  \(name)\(count)  \(size)  \(Figures.clock(record.wallTime, offset: offset))")
}

private func form(_ detail: DetailState, width: Int) -> String {
  if detail.showsHexOnly { return "hex" }
  let text =
    switch detail.document.form {
    case .pretty: "pretty"
    case .prettyIncomplete: "pretty, not complete"
    case .prettyFaulty: "pretty, not JSON"
    case .raw: detail.mode == .raw ? "as sent" : "text"
    }
  guard detail.isSplit(width: width) else { return text }
  return text + (width >= DetailState.factsFrom ? " | hex | facts" : " | hex")
}

// MARK: Text

/// Hits in what is on screen; one that begins further up than a screenful before it is not seen, and what is folded is not
/// looked through.
private func visibleHits(_ search: Search, _ detail: DetailState, rows: Int) -> [Range<Int>] {
  let lines = detail.document.lines
  guard lines.indices.contains(detail.top) else { return [] }
  let last = min(lines.count - 1, detail.top + rows)
  var hits: [Range<Int>] = []
  var start: Int?
  for index in max(0, detail.top - rows)...last {
    let first = start ?? lines[index].start
    start = first
    guard lines[index].isFolded || index == last else { continue }
    let window = Array(detail.document.shown[first..<max(first, lines[index].end)])
    hits += search.hits(in: window).map { $0.lowerBound + first..<$0.upperBound + first }
    start = nil
  }
  return hits
}

private func drawText(_ detail: DetailState, hits: [Range<Int>], in area: Rect, on canvas: inout Canvas) {
  let document = detail.document
  guard !document.bytes.isEmpty else {
    canvas.put("(empty)", at: Point(x: area.x + 1, y: area.y), role: .muted, width: area.width - 1)
    return
  }
  for offset in 0..<area.height where document.lines.indices.contains(detail.top + offset) {
    let index = detail.top + offset
    let line = document.lines[index]
    let bytes = document.shown[line.start..<line.end]
    let field = Rect(x: area.x + 1, y: area.y + offset, width: area.width - 1, height: 1)
    if document.form == .raw {
      let reach = field.width + detail.columnOffset
      let text = DisplayText(bytes: bytes, limit: reach, repertoire: canvas.repertoire)
      canvas.put(
        text.dropFirst(columns: detail.columnOffset).truncated(
          to: field.width, repertoire: canvas.repertoire),
        at: Point(x: field.x, y: field.y))
      for hit in hits {
        markHit(hit, in: bytes, at: -detail.columnOffset, field, on: &canvas)
      }
    } else if line.rest > 0 {
      drawRest(line, detail, in: field, on: &canvas)
    } else {
      let json = JSONLine(bytes, indent: line.indent * 2, startsInString: line.startsInString)
      let end = json.draw(offset: detail.columnOffset, hits: hits, in: field, on: &canvas)
      if let words = document.foldWords(of: line) {
        drawFold(words, line, detail, from: end, in: field, on: &canvas)
      }
      if let fault = document.fault {
        json.mark(fault.range, offset: detail.columnOffset, in: field, on: &canvas)
      }
    }
  }
}

/// `+ 809 more`
private func drawRest(
  _ line: DetailDocument.Line, _ detail: DetailState, in field: Rect, on canvas: inout Canvas
) {
  let words = DisplayText("+ \(line.rest) more").dropFirst(
    columns: max(0, detail.columnOffset - line.indent * 2 + 2))
  let x = max(0, line.indent * 2 - 2 - detail.columnOffset)
  guard x < field.width else { return }
  canvas.put(words, at: Point(x: field.x + x, y: field.y), role: .jsonFold, width: field.width - x)
}

/// `- "trades": [       812 items` open, `+ {...}     5 keys` folded.
private func drawFold(
  _ words: DetailDocument.FoldWords, _ line: DetailDocument.Line, _ detail: DetailState, from end: Int,
  in field: Rect, on canvas: inout Canvas
) {
  let mark = field.x + line.indent * 2 - 2 - detail.columnOffset
  if line.indent > 0, mark >= field.x, mark < field.x + field.width {
    canvas.put(line.isFolded ? "+" : "-", at: Point(x: mark, y: field.y), role: .jsonFold)
  }
  var x = end
  if line.isFolded {
    let tail = DisplayText("...") + DisplayText(bytes: detail.document.shown[words.tail])
    canvas.put(
      tail, at: Point(x: field.x + max(0, x), y: field.y), role: .jsonFold, width: max(0, field.width - x))
    x += tail.width
  }
  guard line.isFolded || !words.isObject else { return }
  let count = DisplayText(words.count)
  // Not so far away that the eye loses the line.
  let start = max(x + 2, min(field.width, 42) - 1 - count.width)
  guard start + count.width < field.width else { return }
  canvas.put(count, at: Point(x: field.x + start, y: field.y), role: .muted)
}

/// Shows a hit where it overlaps bytes that stand at `column` of a field.
func markHit(
  _ hit: Range<Int>, in bytes: ArraySlice<UInt8>, at column: Int, _ field: Rect, role: CellRole = .match,
  on canvas: inout Canvas
) {
  let part = hit.clamped(to: bytes.startIndex..<bytes.endIndex)
  guard !part.isEmpty else { return }
  let before = bytes[bytes.startIndex..<part.lowerBound]
  let start = column + DisplayText(bytes: before, repertoire: canvas.repertoire).width
  let end = start + DisplayText(bytes: bytes[part], repertoire: canvas.repertoire).width
  let left = min(max(0, start), field.width)
  let right = min(max(0, end), field.width)
  canvas.restyle(Rect(x: field.x + left, y: field.y, width: right - left, height: 1), role: role)
}
