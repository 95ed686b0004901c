import Canvas
import FrameFilter
import FrameLog
import WebSocketCore

/// Bringing a hit into view where the end of its row, or of the detail, cuts it off.
extension InspectorModel {
  /// Columns by which rows are moved for a hit: each row on screen is read as far.
  static let revealReach = 8192

  /// After a jump to the row of a hit: sideways in the log, and in the open detail to its line.
  mutating func showHit(_ effects: inout [Effect]) {
    guard let search, tabs.indices.contains(active), let row = tabs[active].view.cursor else { return }
    if tabs[active].detail?.row == row { showHitInDetail(after: nil, forward: true) }
    guard let hit = firstHit(of: search.pattern, in: row) else { return }
    guard hit.upperBound <= Self.revealReach else {
      say(.info, "the hit is \(Figures.count(hit.lowerBound)) columns into the row; Enter shows it", &effects)
      return
    }
    let room = payloadRoom(of: row)
    let offset = tabs[active].view.columnOffset
    guard room > 0, hit.lowerBound < offset || hit.upperBound > offset + room - 1 else { return }
    if self.search?.offsetBefore == nil { self.search?.offsetBefore = offset }
    let fits = hit.upperBound < room
    tabs[active].view.columnOffset = fits ? 0 : max(0, hit.lowerBound - max(0, room - hit.count) / 3)
  }

  /// Columns that the row's payload has on screen.
  private func payloadRoom(of row: RowID) -> Int {
    let tab = tabs[active]
    let columns = LogColumns(
      width: Layout(self).log.width, lastSequence: tab.range.upperBound - 1, choice: layout.columns)
    let note = tab.reader?.marks[row.sequence] ?? ""
    let taken =
      note.isEmpty
      ? 0 : min(columns.payload.count / 2, DisplayText(note, limit: 200).width + 1)
    return columns.payload.count - taken
  }

  /// Columns of the first hit in what the row shows as text; nil where the row shows something else.
  private func firstHit(of pattern: SearchPattern, in row: RowID) -> Range<Int>? {
    guard var rows = LogRows(tabs[active]), let record = rows.reader.record(row.sequence) else { return nil }
    switch record.opcode {
    case .close, .ping, .pong, .binary: if record.isFrame { return nil }
    default: break
    }
    let payload = rows.payload(
      of: row, record, limit: Self.lookPayload, hiding: tabs[active].secrets.payloadMask)
    guard let hit = pattern.hits(in: payload.shown, limit: 1).first else { return nil }
    let repertoire = terminal.repertoire
    let before = DisplayText(bytes: payload.shown[..<hit.lowerBound], repertoire: repertoire).width
    return before..<before + DisplayText(bytes: payload.shown[hit], repertoire: repertoire).width
  }

  // MARK: In the detail

  /// To the next hit of the same payload; false where there is none that way.
  mutating func stepHitInDetail(forward: Bool) -> Bool {
    guard let detail = tabs[active].detail, detail.document.lines.indices.contains(detail.line) else {
      return false
    }
    return showHitInDetail(after: detail.document.lines[detail.line], forward: forward)
  }

  @discardableResult
  private mutating func showHitInDetail(after line: DetailDocument.Line?, forward: Bool) -> Bool {
    guard let search, let detail = tabs[active].detail, !detail.showsHexOnly else { return false }
    let hits = search.hits(in: detail.document.shown, limit: 4096)
    let hit: Range<Int>? =
      if let line {
        forward ? hits.first { $0.lowerBound >= line.end } : hits.last { $0.lowerBound < line.start }
      } else {
        hits.first
      }
    guard let hit else { return false }
    if detail.document.hides(byte: hit.lowerBound) {
      for container in detail.document.containers
      where (container.offset..<container.end).contains(hit.lowerBound) {
        tabs[active].detail?.folding.open(container, whole: container.isLong)
      }
      layOutDetail()
    }
    guard let document = tabs[active].detail?.document else { return false }
    let found = document.line(ofByte: hit.lowerBound)
    moveDetailLine(to: found)
    guard tabs[active].detail?.wraps == false, document.lines.indices.contains(found) else { return true }
    let start = document.lines[found].start
    let before = DisplayText(bytes: document.shown[start..<max(start, hit.lowerBound)], limit: 100_000).width
    let width = detail.textWidth(width: detailWidth)
    tabs[active].detail?.columnOffset = before + hit.count < width - 2 ? 0 : max(0, before - width / 3)
    return true
  }
}
