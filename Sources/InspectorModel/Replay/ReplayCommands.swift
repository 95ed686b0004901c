import FrameFilter
import FrameLog

/// Playing a script in a tab, and making one of its rows.
extension InspectorModel {
  /// The panel is on screen.
  public var isReplayShown: Bool { activeTab?.isReplayShown ?? false }

  mutating func replay(_ command: Command, _ effects: inout [Effect]) {
    guard let tab = activeTab else {
      if command == .replay { openScriptDialog(&effects) }
      return
    }
    guard command != .replay else { return openReplay(&effects) }
    guard let replay = tab.replay else { return }
    switch command {
    case .replayPause:
      guard replay.phase.isLive else { return sayReplayIsOver(replay, &effects) }
      effects.append(.steerReplay(tab.id, replay.phase == .paused ? .resume : .pause))
    case .replayStep, .replayFaster, .replaySlower:
      guard replay.phase.isLive else { return sayReplayIsOver(replay, &effects) }
      effects.append(
        .steerReplay(
          tab.id, command == .replayStep ? .step : command == .replayFaster ? .faster : .slower))
    case .replayCurrent: goToReplayRow(replay, &effects)
    case .replayHide: hideReplay()
    default: break
    }
  }

  /// R without a tab: a script needs a connection, and the dialog asks for both.
  private mutating func openScriptDialog(_ effects: inout [Effect]) {
    var dialog = ConnectDialog(connectDefaults)
    dialog.go(to: .script)
    overlay = .connect(dialog)
    say(.info, "the script is played as soon as the connection is open; give its address too", &effects)
  }

  /// R: the panel of a script that is being played, else the question which one.
  private mutating func openReplay(_ effects: inout [Effect]) {
    guard let tab = activeTab else { return }
    if tab.replay?.phase.isLive == true {
      tabs[active].isReplayHidden = false
      return setFocus(.replay)
    }
    if tab.isReadOnly { return sayReadOnly(&effects) }
    openPrompt(Prompt(.script, text: tab.replayFile, isOffered: true))
  }

  /// Ctrl-C in the panel, or where a script runs in the tab that is looked at. True if there was one to stop.
  mutating func stopReplay(_ effects: inout [Effect]) -> Bool {
    guard overlay == nil, let tab = activeTab, tab.replay?.phase.isLive == true else { return false }
    effects.append(.steerReplay(tab.id, .stop))
    return true
  }

  mutating func startReplay(_ file: String, _ effects: inout [Effect]) {
    guard let tab = activeTab else { return }
    if tab.isReadOnly { return sayReadOnly(&effects) }
    guard !file.isEmpty else { return openReplay(&effects) }
    guard tab.replay?.phase.isLive != true else {
      say(.info, "a script is being played here; R shows it, ^C stops it", &effects)
      return
    }
    guard case .open = tab.status.phase else {
      say(.error, "not connected: a script is played to an open connection; r reconnects", &effects)
      return
    }
    scriptHistory.add(file)
    tabs[active].replayFile = file
    tabs[active].awaitsReplay = true
    effects.append(.replay(tab.id, file: file))
  }

  mutating func replayMoved(_ id: TabID, _ state: ReplayState, _ effects: inout [Effect]) {
    guard let index = index(of: id) else { return }
    let before = tabs[index].replay
    tabs[index].replay = state
    if before == nil || before?.phase.isLive == false, state.phase.isLive {
      tabs[index].isReplayHidden = false
      // One that begins by itself takes no keys away.
      if index == active, overlay == nil, focus != .compose, tabs[index].awaitsReplay { setFocus(.replay) }
      tabs[index].awaitsReplay = false
    }
    if index == active { keepCursorVisible() }
    guard before?.phase.isLive == true, !state.phase.isLive, index != active || tabs[index].isReplayHidden
    else {
      return
    }
    let words =
      "\(state.name): \(state.phase.rawValue.lowercased()), \(state.matched) matched, \(state.failed) failed"
    say(state.phase == .failed ? .error : .info, words, &effects)
  }

  mutating func hideReplay() {
    tabs[active].isReplayHidden = true
    if focus == .replay { setFocus(.log) }
    keepCursorVisible()
  }

  private mutating func goToReplayRow(_ replay: ReplayState, _ effects: inout [Effect]) {
    guard let number = replay.row else {
      say(.info, "nothing was sent yet", &effects)
      return
    }
    goToFrame(number, &effects)
    setFocus(.log)
  }

  private mutating func sayReplayIsOver(_ replay: ReplayState, _ effects: inout [Effect]) {
    say(.info, "\(replay.name) is over; R plays a script, Esc hides this", &effects)
  }

  // MARK: Making one

  /// Selected rows, else marked ones, else those of the filter.
  mutating func writeScript(to file: String, _ effects: inout [Effect]) {
    guard let tab = activeTab else { return }
    guard !file.isEmpty else {
      say(.error, ":script FILE: where to?", &effects)
      return
    }
    let rows: ExportOrder.Rows
    if let filter = selectionFilter(tab) {
      rows = .filtered(filter, mark: tab.view.zeroSequence)
    } else if tab.reader?.marks.count ?? 0 > 0 {
      rows = .marked
    } else if let filter = tab.filter {
      rows = .filtered(filter.filter, mark: tab.view.zeroSequence)
    } else {
      say(.info, "mark rows (m) or select them (V) first: they become the script", &effects)
      return
    }
    effects.append(.writeScript(tab.id, rows, file: file))
  }
}

extension Tab {
  public var isReplayShown: Bool { replay != nil && !isReplayHidden }
}
