import Canvas
import FrameLog
import Secrets
import WebSocketCore

/// The detail pane, copying, and taking a payload back into compose.
extension InspectorModel {
  /// Bytes that compose takes back from the log.
  static let resendLimit = 1 << 20
  /// Bytes that one copy hands over.
  static let copyLimit = 16 << 20
  /// Rows that one copy joins.
  static let copyRows = 50_000

  mutating func payload(_ command: Command, _ effects: inout [Effect]) {
    guard tabs.indices.contains(active) else { return }
    switch command {
    case .detail:
      guard tabs[active].detail != nil else { return openDetail(&effects) }
      if focus == .detail, toggleFold() { return }
      closeDetail()
    case .foldAll: toggleAllFolds(&effects)
    case .copyAs: openCopyMenu(&effects)
    case .pager: openPager(&effects)
    case .editor: openEditor(&effects)
    case .detailClose: closeDetail()
    case .otherDown: focus == .detail ? stepDetail(by: 1) : scrollDetail(by: 1)
    case .otherUp: focus == .detail ? stepDetail(by: -1) : scrollDetail(by: -1)
    case .hex: changeMode(&effects) { $0.showsHexOnly ? ($0.isBinary ? .raw : .pretty) : .hex }
    case .pretty: changeMode(&effects) { $0.mode == .pretty ? .raw : .pretty }
    case .wrap:
      guard tabs[active].detail != nil else {
        say(.info, "Enter opens the detail; w wraps its lines", &effects)
        return
      }
      tabs[active].detail?.wraps.toggle()
      layout.wraps = tabs[active].detail?.wraps ?? true
      tabs[active].detail?.columnOffset = 0
      layOutDetail()
    case .copy: copy(&effects)
    case .editAndResend: editAndResend(&effects)
    default: break
    }
  }

  // MARK: Open, close, show

  private mutating func openDetail(_ effects: inout [Effect]) {
    guard let row = currentRow else {
      say(.info, "nothing in the log yet", &effects)
      return
    }
    if openReport(ofNote: row, &effects) { return }
    pause()
    tabs[active].view.cursor = row
    _ = unfold(row)
    showDetail(of: row)
    setFocus(.detail)
    layOutDetail()
    keepCursorVisible()
  }

  mutating func closeDetail() {
    guard let detail = tabs[active].detail else { return }
    tabs[active].detailMode = detail.mode
    tabs[active].detail = nil
    if focus == .detail { focus = .log }
    isZoomed = false
    keepCursorVisible()
  }

  /// Reads the row's payload, up to `DetailDocument.byteLimit`, and lays it out.
  mutating func showDetail(of row: RowID) {
    let old = tabs[active].detail
    let mode = old?.mode ?? tabs[active].detailMode
    let wraps = old?.wraps ?? layout.wraps
    guard let made = makeDetail(of: row, mode: mode, wraps: wraps, folded: [], tab: active) else { return }
    tabs[active].detail = made
  }

  private func makeDetail(
    of row: RowID, mode: DetailMode, wraps: Bool, folded: Set<Int>, tab index: Int
  ) -> DetailState? {
    guard var rows = LogRows(tabs[index]), let record = rows.reader.record(row.sequence) else { return nil }
    let limit = DetailDocument.byteLimit
    let isWhole = record.isFrame && record.fragmentIndex == 1 && !row.isFragment
    let payload = rows.payload(of: row, record, limit: limit, hiding: tabs[index].secrets.payloadMask)
    let bytes = payload.bytes
    let total = isWhole ? rows.summary(of: record).payloadLength : record.payloadLength
    var isBinary = record.isFrame && record.opcode == .binary
    if record.isFrame, record.opcode == .ping || record.opcode == .pong {
      isBinary = bytes.contains { !(0x20...0x7E).contains($0) }
    }
    let isClose = record.isFrame && record.opcode == .close
    let isPretty = mode == .pretty && record.isFrame && record.opcode.isData && !isBinary
    let shape = DetailState(
      row: row, mode: mode, wraps: wraps, isBinary: isBinary,
      document: DetailDocument(bytes: [], total: 0, pretty: false, wrap: nil))
    let columns = wraps ? max(8, shape.textWidth(width: detailWidth) - 2) : nil
    let document = DetailDocument(
      payload, total: total, pretty: isPretty, wrap: columns, folded: folded, textFrom: isClose ? 2 : 0,
      repertoire: terminal.repertoire)
    var state = DetailState(row: row, mode: mode, wraps: wraps, isBinary: isBinary, document: document)
    state.folded = folded
    return state
  }

  /// After a change of width, mode or wrapping: the same frame, about the same place.
  mutating func layOutDetail() {
    guard tabs.indices.contains(active), let old = tabs[active].detail,
      var made = makeDetail(
        of: old.row, mode: old.mode, wraps: old.wraps, folded: old.folded, tab: active)
    else { return }
    let byte = old.document.lines.indices.contains(old.top) ? old.document.lines[old.top].start : 0
    made.top = old.top == 0 ? 0 : made.document.lines.lastIndex { $0.start <= byte } ?? 0
    made.below = old.below
    made.columnOffset = old.columnOffset
    tabs[active].detail = made
    scrollDetail(by: 0)
  }

  /// A message whose fragments still arrive, or a frame whose payload does, grows in the open detail. What is laid out
  /// ends at its limit; the total goes on.
  mutating func growDetail(ofTab index: Int) {
    guard let old = tabs[index].detail, let record = tabs[index].reader?.record(old.row.sequence),
      record.isFrame, var rows = LogRows(tabs[index])
    else { return }
    let isWhole = record.fragmentIndex == 1 && !old.row.isFragment
    let total = isWhole ? rows.summary(of: record).payloadLength : record.payloadLength
    guard total != old.document.total else { return }
    guard old.document.bytes.count < DetailDocument.byteLimit else {
      tabs[index].detail?.document.total = total
      return
    }
    guard
      var made = makeDetail(
        of: old.row, mode: old.mode, wraps: old.wraps, folded: old.folded, tab: index)
    else { return }
    made.top = old.top
    made.below = old.below
    made.columnOffset = old.columnOffset
    tabs[index].detail = made
  }

  private mutating func changeMode(_ effects: inout [Effect], to mode: (DetailState) -> DetailMode) {
    if tabs[active].detail == nil { openDetail(&effects) }
    guard let detail = tabs[active].detail else { return }
    let chosen = mode(detail)
    tabs[active].detail?.mode = chosen
    tabs[active].detail?.top = 0
    tabs[active].detailMode = chosen
    layout.detailMode = chosen
    layOutDetail()
  }

  // MARK: Moving

  mutating func moveDetail(_ command: Command) {
    let page = max(1, Layout(self).detailLines)
    switch command {
    case .cursorDown: moveDetailLine(by: 1)
    case .cursorUp: moveDetailLine(by: -1)
    case .lineDown: scrollDetail(by: 1)
    case .lineUp: scrollDetail(by: -1)
    case .pageDown: pageDetail(by: page)
    case .pageUp: pageDetail(by: -page)
    case .halfPageDown: pageDetail(by: max(1, page / 2))
    case .halfPageUp: pageDetail(by: -max(1, page / 2))
    case .top: moveDetailLine(to: 0)
    case .bottom: moveDetailLine(to: .max)
    case .left:
      let offset = tabs[active].detail?.columnOffset ?? 0
      if offset == 0, foldLine() { return }
      tabs[active].detail?.columnOffset = max(0, offset - Self.sidewaysStep)
    case .right:
      // Lines that are wrapped are all there.
      if unfoldLine() || tabs[active].detail?.wraps == true { return }
      tabs[active].detail?.columnOffset += Self.sidewaysStep
    default: break
    }
  }

  private mutating func moveDetailLine(by step: Int) {
    guard let detail = tabs[active].detail else { return }
    // Hex has no chosen line.
    if detail.showsHexOnly { return scrollDetail(by: step) }
    moveDetailLine(to: detail.line + step)
  }

  /// Chooses a line, and scrolls only as far as it needs that.
  mutating func moveDetailLine(to line: Int) {
    guard let detail = tabs[active].detail else { return }
    let height = max(1, Layout(self).detailLines)
    let count = detail.lineCount(width: detailWidth)
    if detail.showsHexOnly { return scrollDetail(by: line < detail.top ? -detail.top : count) }
    let line = min(max(0, line), max(0, count - 1))
    let most = max(0, count - height)
    var top = min(detail.top, most)
    if line < top { top = line }
    if line >= top + height { top = line - height + 1 }
    tabs[active].detail?.top = top
    tabs[active].detail?.below = line - top
  }

  private mutating func pageDetail(by step: Int) {
    guard let detail = tabs[active].detail else { return }
    if detail.showsHexOnly { return scrollDetail(by: step) }
    let most = max(0, detail.lineCount(width: detailWidth) - max(1, Layout(self).detailLines))
    tabs[active].detail?.top = min(max(0, detail.top + step), most)
    moveDetailLine(to: detail.line + step)
  }

  /// Moves the view; the chosen line stays unless that leaves the screen.
  mutating func scrollDetail(by step: Int) {
    guard let detail = tabs[active].detail else { return }
    let height = max(1, Layout(self).detailLines)
    let count = detail.lineCount(width: detailWidth)
    let top = min(max(0, detail.top + step), max(0, count - height))
    let line = min(max(top, detail.line), min(top + height, max(1, count)) - 1)
    tabs[active].detail?.top = top
    tabs[active].detail?.below = detail.showsHexOnly ? 0 : max(0, line - top)
  }

  /// The next or previous row of the log, shown in the pane.
  private mutating func stepDetail(by step: Int) {
    guard let row = tabs[active].detail?.row, var rows = LogRows(tabs[active]),
      let next = step > 0 ? rows.next(after: row) : rows.previous(before: row)
    else { return }
    goTo(next)
  }

  // MARK: Taking payloads along

  private mutating func copy(_ effects: inout [Effect]) {
    if tabs[active].view.selection != nil { return copySelection(&effects) }
    if focus == .detail, copyValue(&effects) { return }
    guard let row = currentRow, let (bytes, _) = wholePayload(of: row, limit: Self.copyLimit) else {
      say(.info, "nothing to copy", &effects)
      return
    }
    effects.append(
      .copy(
        bytes,
        description: "payload of #\(row.sequence), \(Figures.bytes(bytes.count))\(secretWords(bytes))"))
  }

  /// In JSON the value on the chosen line; on the first line the whole payload is meant.
  private mutating func copyValue(_ effects: inout [Effect]) -> Bool {
    guard let detail = tabs[active].detail, detail.line > 0, !detail.showsHexOnly, detail.document.isJSON,
      let path = detail.document.path(ofLine: detail.line), path != "$",
      let value = CopyText(tabs[active]).text(.value, of: detail.row, limit: Self.copyLimit, hiding: false)
    else { return false }
    effects.append(
      .copy(value, description: "\(path), \(Figures.bytes(value.count))\(secretWords(value))"))
    return true
  }

  /// A copy goes where the user sends it, so it is exact; that a secret goes along is said.
  func secretWords(_ bytes: [UInt8]) -> String {
    tabs[active].secrets.mask.places(in: bytes).isEmpty ? "" : ", with a secret in it"
  }

  /// Payloads of the selected rows, a line each.
  private mutating func copySelection(_ effects: inout [Effect]) {
    let (rows, isMore) = tabs[active].selectedRows(limit: Self.copyRows)
    var all: [UInt8] = []
    for row in rows where all.count <= Self.copyLimit {
      guard let (bytes, _) = wholePayload(of: row, limit: Self.copyLimit) else { continue }
      all += bytes
      all.append(0x0A)
    }
    guard !isMore, all.count <= Self.copyLimit else {
      say(.warning, "too much to copy; s exports it", &effects)
      return
    }
    effects.append(
      .copy(
        all,
        description:
          "\(Figures.plural(rows.count, "payload")), \(Figures.bytes(all.count))\(secretWords(all))"))
    tabs[active].view.selection = nil
  }

  private mutating func editAndResend(_ effects: inout [Effect]) {
    guard !tabs[active].isReadOnly else { return sayReadOnly(&effects) }
    guard let row = currentRow, let (bytes, record) = wholePayload(of: row, limit: Self.resendLimit + 1),
      record.isFrame
    else {
      say(.info, "this row is no frame", &effects)
      return
    }
    guard bytes.count <= Self.resendLimit else {
      say(.warning, "over 1 MiB: too long to edit here", &effects)
      return
    }
    let type: ComposeType =
      switch record.opcode {
      case .text: .text
      case .ping: .ping
      case .pong: .pong
      case .close: .close
      default: .binaryHex
      }
    let text: String
    if type == .close {
      text =
        CloseWords.status(ofBody: bytes).map {
          "\($0.code.rawValue) \(String(decoding: $0.reason, as: UTF8.self))"
        } ?? ""
    } else if type != .binaryHex, let valid = String(validating: bytes, as: UTF8.self) {
      text = valid
    } else {
      text = HexText.text(bytes)
    }
    let isHex = type != .close && (type == .binaryHex || String(validating: bytes, as: UTF8.self) == nil)
    tabs[active].composer.load(text, as: isHex ? .binaryHex : type)
    setFocus(.compose)
  }

  func wholePayload(of row: RowID, limit: Int) -> ([UInt8], LogRecord)? {
    guard let reader = activeTab?.reader, let record = reader.record(row.sequence) else { return nil }
    let isWhole = record.isFrame && record.fragmentIndex == 1 && !row.isFragment
    let bytes =
      isWhole
      ? reader.messagePayload(startingAt: row.sequence, limit: limit)
      : reader.payload(row.sequence, limit: limit)
    return (bytes, record)
  }
}
