import Canvas
import FrameLog
import Secrets
import WebSocketCore

/// The detail pane: opening, closing, and how it shows a payload.
extension InspectorModel {
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
    // What A made of all of it goes on, as hex and wrapping do.
    let folding = DetailFolding(old?.folding.base ?? .standard)
    guard let made = makeDetail(of: row, mode: mode, wraps: wraps, folding: folding, tab: active) else {
      return
    }
    tabs[active].detail = made
  }

  private func makeDetail(
    of row: RowID, mode: DetailMode, wraps: Bool, folding: DetailFolding, tab index: Int
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
      payload, total: total, pretty: isPretty, wrap: columns, folding: folding, textFrom: isClose ? 2 : 0,
      repertoire: terminal.repertoire)
    var state = DetailState(row: row, mode: mode, wraps: wraps, isBinary: isBinary, document: document)
    state.folding = folding
    return state
  }

  /// After a change of width, mode or wrapping: the same frame, about the same place.
  mutating func layOutDetail() {
    guard tabs.indices.contains(active), let old = tabs[active].detail,
      var made = makeDetail(
        of: old.row, mode: old.mode, wraps: old.wraps, folding: old.folding, tab: active)
    else { return }
    let byte = old.document.lines.indices.contains(old.top) ? old.document.lines[old.top].start : 0
    made.top = old.top == 0 ? 0 : made.document.lines.lastIndex { $0.start <= byte } ?? 0
    made.below = old.below
    made.columnOffset = old.columnOffset
    made.showsNewest = old.showsNewest
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
        of: old.row, mode: old.mode, wraps: old.wraps, folding: old.folding, tab: index)
    else { return }
    made.top = old.top
    made.below = old.below
    made.columnOffset = old.columnOffset
    made.showsNewest = old.showsNewest
    tabs[index].detail = made
  }

  /// Bytes of a message that is laid out anew with each paint while newer ones come: what is longer stays unseen.
  static let newestLimit = 256 << 10

  /// F in the detail: it shows the newest message from now on, or stays at this one.
  mutating func keepNewest() {
    guard let detail = tabs[active].detail else { return }
    if detail.showsNewest, tabs[active].view.isFollowing { return goTo(detail.row) }
    follow()
    tabs[active].detail?.showsNewest = true
    showNewest(ofTab: active)
  }

  /// At the same line as before: messages of a kind have the same lines.
  mutating func showNewest(ofTab index: Int) {
    guard index == active, let old = tabs[index].detail, old.showsNewest, tabs[index].view.isFollowing,
      var rows = LogRows(tabs[index]), let row = rows.last(), row != old.row,
      let record = rows.reader.record(row.sequence), record.isFrame, record.opcode.isData,
      record.payloadLength <= Self.newestLimit,
      var made = makeDetail(
        of: row, mode: old.mode, wraps: old.wraps, folding: DetailFolding(old.folding.base), tab: index)
    else { return }
    made.showsNewest = true
    made.columnOffset = old.columnOffset
    made.top = old.top
    made.below = old.below
    tabs[index].detail = made
    scrollDetail(by: 0)
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
}
