import FrameLog
import WebSocketCore

/// Follow, time, events, and Esc.
extension InspectorModel {
  mutating func see(_ command: Command, _ effects: inout [Effect]) {
    guard tabs.indices.contains(active) else { return }
    switch command {
    case .follow where focus == .detail: keepNewest()
    case .follow: toggleFollow(&effects)
    case .timeMode: cycleTime(&effects)
    case .timeZero: countTimeFromHere(&effects)
    case .hidePings:
      pauseNothing { $0.hidesPings.toggle() }
      let isHidden = tabs[active].view.hidesPings
      layout.hidesPings = isHidden
      say(.info, isHidden ? "ping and pong are hidden; H shows them" : "ping and pong are shown", &effects)
    case .eventNext: goToEvent(forward: true, &effects)
    case .eventPrevious: goToEvent(forward: false, &effects)
    case .escape: escape(&effects)
    default: break
    }
  }

  private mutating func toggleFollow(_ effects: inout [Effect]) {
    endLooseSelection()
    guard tabs[active].view.selection == nil else {
      return say(.info, "rows are being selected: Esc ends that, then F follows", &effects)
    }
    tabs[active].view.isFollowing ? pause() : follow()
  }

  /// Changes what is shown; the chosen row, or the nearest that is left, stays on screen.
  private mutating func pauseNothing(_ change: (inout LogView) -> Void) {
    change(&tabs[active].view)
    keepCursorVisible()
  }

  private mutating func cycleTime(_ effects: inout [Effect]) {
    let hasZero = tabs[active].view.zero != nil
    let next: TimeMode =
      switch tabs[active].view.timeMode {
      case .local: .utc
      case .utc: .sinceOpen
      case .sinceOpen: hasZero ? .sinceMark : .delta
      case .sinceMark: .delta
      case .delta: .local
      }
    tabs[active].view.timeMode = next
    if next != .sinceMark { layout.time = next }
    let words =
      switch next {
      case .local: "local time"
      case .utc: "UTC"
      case .sinceOpen: "time since the connection opened"
      case .sinceMark: "time since the row chosen with T"
      case .delta: "time since the row above"
      }
    say(.info, words, &effects)
  }

  private mutating func countTimeFromHere(_ effects: inout [Effect]) {
    guard let row = currentRow, let record = tabs[active].reader?.record(row.sequence) else { return }
    tabs[active].view.zero = record.time
    tabs[active].view.zeroSequence = row.sequence
    tabs[active].view.timeMode = .sinceMark
    zeroMoved(&effects)
    say(.info, "time counts from #\(row.sequence); t changes it", &effects)
  }

  private mutating func goToEvent(forward: Bool, _ effects: inout [Effect]) {
    guard let row = currentRow, var rows = LogRows(tabs[active]) else { return }
    var place = row
    while let next = forward ? rows.next(after: place) : rows.previous(before: place) {
      place = next
      guard let record = rows.reader.record(place.sequence), Self.isEvent(record) else { continue }
      jump(to: place)
      return
    }
    say(.info, rows.budget > 0 ? "no event that way" : "no event within 65,536 rows that way", &effects)
  }

  private static func isEvent(_ record: LogRecord) -> Bool {
    !record.isFrame || record.opcode == .close || record.flags.contains(.violation)
  }

  /// Takes away one thing at a time, never the program.
  private mutating func escape(_ effects: inout [Effect]) {
    if isZoomed {
      isZoomed = false
      layOutDetail()
      keepCursorVisible()
    } else if focus == .detail {
      closeDetail()
    } else if tabs[active].view.selection != nil {
      tabs[active].view.selection = nil
    } else if search != nil {
      endSearch(&effects)
    } else if tabs[active].view.showsMarkedOnly {
      changeRows(tab: active) { $0.view.showsMarkedOnly = false }
      settleRows(tab: active)
    } else if tabs[active].filter != nil {
      setFilter(nil, tab: active, &effects)
    } else if tabs[active].status.outcome != nil, !tabs[active].isOutcomeDismissed {
      tabs[active].isOutcomeDismissed = true
    } else if tabs[active].detail != nil {
      closeDetail()
    }
  }
}
