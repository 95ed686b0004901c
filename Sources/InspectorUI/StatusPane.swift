import Canvas
import FrameFilter
import FrameLog
import InspectorModel

/// The status line: state, address, safety, counts; follow state and place at the right.
func drawStatus(_ model: InspectorModel, in area: Rect, on canvas: inout Canvas) {
  guard !area.isEmpty else { return }
  canvas.fill(area, role: .status)
  guard let tab = model.activeTab else {
    canvas.put("no connection", at: Point(x: area.x + 1, y: area.y), role: .status)
    let facts = DisplayText(model.terminal.description)
    guard facts.width + 16 <= area.width else { return }
    canvas.put(facts, at: Point(x: area.x + area.width - facts.width, y: area.y), role: .status)
    return
  }
  let isTyping = if case .prompt(let prompt)? = model.overlay { prompt.purpose == .filter } else { false }
  let right = place(tab, width: area.width, isFilterTyped: isTyping)
  let rightX = max(0, area.width - right.width)
  canvas.put(
    right, at: Point(x: area.x + rightX, y: area.y), role: tab.view.isFollowing ? .followOn : .followPaused)
  var x = area.x + 1
  for piece in pieces(model, tab, width: area.width, room: rightX - 1) {
    canvas.put(piece.text, at: Point(x: x, y: area.y), role: piece.role, width: max(0, rightX - x))
    x += piece.text.width + piece.gap
  }
}

private func place(_ tab: Tab, width: Int, isFilterTyped: Bool) -> DisplayText {
  let last = max(0, tab.range.upperBound - 1)
  let current = tab.view.cursor?.sequence
  let matches = tab.shownMatches
  let shown = tab.shownCount.map {
    width >= 60
      ? "\($0) shown  \(tab.range.count) total" : "\(Figures.count($0))/\(Figures.count(tab.range.count))"
  }
  if isFilterTyped, width >= 40 {
    return DisplayText(shown ?? "\(tab.range.count) shown  \(tab.range.count) total")
  }
  switch tab.view.position {
  case .follow:
    guard width >= 40 else { return "FOLLOW" }
    return DisplayText(shown.map { "FOLLOW  \($0)" } ?? "FOLLOW   \(last)/\(last)")
  case .paused(let top, let since):
    let new = matches.map { $0.count - $0.rank(since) } ?? max(0, tab.range.upperBound - since)
    let count = new > 0 ? " +\(new)" : ""
    guard width >= 40 else { return DisplayText("PAUSED\(count)") }
    let word = new > 0 && width >= 60 ? " new" : ""
    return DisplayText("PAUSED\(count)\(word)  \(shown ?? "\(current ?? top.sequence)/\(last)")")
  }
}

private struct Piece {
  var text: DisplayText
  var role = Role.status
  var gap = 2
  /// Pieces with the highest number go first when there is no room.
  var rank: Int
}

private let sparklineRank = 13

private func pieces(_ model: InspectorModel, _ tab: Tab, width: Int, room: Int) -> [Piece] {
  let status = tab.status
  if let job = model.shownJob {
    // What runs, and how to stop it, is worth more than all else for the while.
    let word = Piece(text: DisplayText(status.phase.word), role: role(of: status.phase), rank: 1)
    let left = room - word.text.width - word.gap - 2
    let words = Piece(text: DisplayText(job.words(room: left >= 24 ? left : room)), role: .toastInfo, rank: 0)
    return fit([word, words], room: room)
  }
  let isWide = width >= 100
  var all: [Piece] = [
    Piece(text: DisplayText(status.phase.word), role: role(of: status.phase), gap: 1, rank: 0)
  ]
  if case .unverified = status.security {
    all.append(Piece(text: "NOT VERIFIED", role: .stateError, rank: 1))
  }
  if !status.tolerated.isEmpty {
    let rules = isWide ? " \(status.tolerated)" : ""
    all.append(Piece(text: DisplayText("TOLERANT\(rules)"), role: .stateError, rank: 1))
  }
  if tab.secrets.areShown { all.append(Piece(text: "SECRETS SHOWN", role: .stateError, rank: 1)) }
  if let fault = status.captureFault {
    all.append(
      Piece(text: DisplayText(isWide ? "NOT CAPTURED: \(fault)" : "NOT CAPTURED"), role: .stateError, rank: 1)
    )
  }
  if tab.isReadOnly { all.append(Piece(text: "read only", rank: 2)) }
  if status.isHeldBack { all.append(Piece(text: "HELD BACK", role: .stateError, rank: 2)) }
  let address = isWide ? status.url : status.host
  all.append(Piece(text: DisplayText(address, limit: 512), rank: 4))
  if let replay = tab.replay, replay.phase.isLive || tab.isReplayShown {
    let role: Role =
      replay.failed > 0 ? .stateError : replay.phase == .paused ? .followPaused : .toastInfo
    all.append(Piece(text: DisplayText("REPLAY \(replay.place)"), role: role, rank: 2))
  }
  if tab.shownMatches != nil {
    all.append(Piece(text: width < 40 ? "FILTER" : "FILTER on", role: .followPaused, rank: 1))
  }
  if tab.view.hidesPings { all.append(Piece(text: "no pings", role: .followPaused, rank: 3)) }
  if tab.view.showsMarkedOnly { all.append(Piece(text: "MARKED only", role: .followPaused, rank: 1)) }
  if let words = tab.selectionWords { all.append(Piece(text: DisplayText(words), role: .mark, rank: 2)) }
  if let hits = model.hitCount { all.append(Piece(text: DisplayText(hits.words), role: .toastInfo, rank: 2)) }
  if let age = status.incompleteFor {
    all.append(Piece(text: DisplayText("incomplete \(age)"), role: .toastWarn, rank: 3))
  }
  if let retry = status.retry { all.append(Piece(text: DisplayText("retry \(retry)"), rank: 3)) }
  if case .connecting(let step) = status.phase {
    all.append(Piece(text: DisplayText(step, limit: 80), rank: 3))
  }
  switch status.security {
  case .plain: break
  case .verified(let version), .unverified(let version):
    if isWide { all.append(Piece(text: DisplayText(version), rank: 10)) }
  }
  if isWide, !status.extensions.isEmpty, status.security != .plain { all[all.count - 1].gap = 1 }
  if isWide, !status.extensions.isEmpty { all.append(Piece(text: DisplayText(status.extensions), rank: 12)) }
  if isWide, !status.subprotocol.isEmpty {
    all.append(Piece(text: DisplayText(status.subprotocol), rank: 11))
  }
  // While rows are chosen, how many are at the right is what counts.
  if !tab.isReadOnly, tab.shownMatches == nil {
    let counts =
      width >= 160
      ? "sent \(status.framesSent)  received \(status.framesReceived)"
      : ">\(status.framesSent) <\(status.framesReceived)"
    all.append(Piece(text: DisplayText(counts), rank: 5))
    all.append(Piece(text: DisplayText(Figures.bytes(status.bytes)), rank: 6))
  }
  if let evicted = tab.reader?.evicted, evicted > 0 {
    all.append(Piece(text: DisplayText("\(evicted) evicted"), role: .toastWarn, rank: 3))
  }
  let tenths = status.framesPerSecondTenths
  if isWide, tenths > 0 {
    let unit = width >= 160 ? " frames/s" : "/s"
    // Tenths say something of slow ones only.
    let rate = tenths < 10_000 ? "\(tenths / 10).\(tenths % 10)" : Figures.count(tenths / 10)
    all.append(Piece(text: DisplayText("\(rate)\(unit)"), gap: 1, rank: 8))
    let line = tab.rateHistory.sparkline(model.terminal.repertoire)
    if !line.isEmpty {
      all.append(Piece(text: line, rank: sparklineRank))
    } else {
      all[all.count - 1].gap = 2
    }
  }
  if isWide, let rtt = status.roundTrip {
    all.append(Piece(text: DisplayText("rtt \(Figures.roundTrip(rtt))"), rank: 9))
  }
  if width >= 160, let open = openFor(tab) {
    all.append(Piece(text: DisplayText("open \(Figures.duration(open))"), rank: 14))
  }
  return fit(all, room: room)
}

/// Until the newest record: no clock ticks here.
private func openFor(_ tab: Tab) -> UInt64? {
  guard tab.status.phase.isOpen, let opened = tab.status.openedAt,
    let newest = tab.reader?.record(tab.range.upperBound - 1)?.time, newest > opened
  else { return nil }
  return newest - opened
}

/// Leaves out the least important pieces; the address is shortened before it goes.
private func fit(_ pieces: [Piece], room: Int) -> [Piece] {
  var kept = pieces
  func total() -> Int { kept.reduce(0) { $0 + $1.text.width + $1.gap } }
  while total() > room, let index = kept.indices.max(by: { kept[$0].rank < kept[$1].rank }),
    kept[index].rank > 0
  {
    let excess = total() - room
    if kept[index].rank == 4, kept[index].text.width - excess >= 6 {
      kept[index].text = kept[index].text.truncated(to: kept[index].text.width - excess)
      break
    }
    // The rate stood close to its sparkline.
    if kept[index].rank == sparklineRank, index > 0 { kept[index - 1].gap = kept[index].gap }
    kept.remove(at: index)
  }
  return kept
}

private func role(of phase: TabStatus.Phase) -> Role {
  switch phase {
  case .connecting: .stateConnecting
  case .open: .stateOpen
  case .closing, .closed, .capture: .stateClosed
  case .failed: .stateError
  }
}
