import Canvas
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
  let right = place(tab, width: area.width)
  let rightX = max(0, area.width - right.width)
  canvas.put(
    right, at: Point(x: area.x + rightX, y: area.y), role: tab.view.isFollowing ? .followOn : .followPaused)
  var x = area.x + 1
  for piece in pieces(tab, width: area.width, room: rightX - 1) {
    canvas.put(piece.text, at: Point(x: x, y: area.y), role: piece.role, width: max(0, rightX - x))
    x += piece.text.width + piece.gap
  }
}

private func place(_ tab: Tab, width: Int) -> DisplayText {
  let last = max(0, tab.range.upperBound - 1)
  let current = tab.view.cursor?.sequence
  switch tab.view.position {
  case .follow:
    return width >= 40 ? DisplayText("FOLLOW   \(last)/\(last)") : "FOLLOW"
  case .paused(let top, let since):
    let new = max(0, tab.range.upperBound - since)
    let count = new > 0 ? " +\(new)" : ""
    guard width >= 40 else { return DisplayText("PAUSED\(count)") }
    let word = new > 0 && width >= 60 ? " new" : ""
    return DisplayText("PAUSED\(count)\(word)  \(current ?? top.sequence)/\(last)")
  }
}

private struct Piece {
  var text: DisplayText
  var role = Role.status
  var gap = 2
  /// Pieces with the highest number go first when there is no room.
  var rank: Int
}

private func pieces(_ tab: Tab, width: Int, room: Int) -> [Piece] {
  let status = tab.status
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
  if status.isHeldBack { all.append(Piece(text: "HELD BACK", role: .stateError, rank: 2)) }
  let address = isWide ? status.url : status.host
  all.append(Piece(text: DisplayText(address, limit: 512), rank: 4))
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
  if isWide, !status.extensions.isEmpty { all[all.count - 1].gap = 1 }
  if isWide, !status.extensions.isEmpty { all.append(Piece(text: DisplayText(status.extensions), rank: 12)) }
  if isWide, !status.subprotocol.isEmpty {
    all.append(Piece(text: DisplayText(status.subprotocol), rank: 11))
  }
  all.append(Piece(text: DisplayText(">\(status.framesSent) <\(status.framesReceived)"), rank: 5))
  all.append(Piece(text: DisplayText(Figures.bytes(status.bytes)), rank: 6))
  if let evicted = tab.reader?.evicted, evicted > 0 {
    all.append(Piece(text: DisplayText("\(evicted) evicted"), role: .toastWarn, rank: 3))
  }
  let tenths = status.framesPerSecondTenths
  if isWide, tenths > 0 { all.append(Piece(text: DisplayText("\(tenths / 10).\(tenths % 10)/s"), rank: 8)) }
  if isWide, let rtt = status.roundTrip {
    all.append(Piece(text: DisplayText("rtt \(Figures.roundTrip(rtt))"), rank: 9))
  }
  return fit(all, room: room)
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
    kept.remove(at: index)
  }
  return kept
}

private func role(of phase: TabStatus.Phase) -> Role {
  switch phase {
  case .connecting: .stateConnecting
  case .open: .stateOpen
  case .closing, .closed: .stateClosed
  case .failed: .stateError
  }
}
