import Formats
import InspectorModel
import Loop
import Profiles
import Scripts
import Secrets
import Sessions
import WebSocketCore

/// Scripts on screen: playing them in a tab, and making one of its rows.
extension Inspector {
  /// 100 ms between looks at a script that is played.
  private static let replayInterval: UInt64 = 100_000_000

  /// The script that the tab has for each time that it opens.
  func playOnOpen(_ tab: TabID) {
    let script = backings[tab]?.scriptOnOpen ?? ""
    if !script.isEmpty { replay(tab, script) }
  }

  func replay(_ tab: TabID, _ file: String) {
    guard let target = backings[tab]?.target else { return }
    let path = UserPath.resolved(file)
    var options = ScriptOptions()
    options.given = Set(variables(of: tab).keys)
    // Beside the screen: a long script takes a second to be read.
    onFiles { [options] in
      Result { () throws(Complaint) in try ReplayScript.read(path, options: options) }
    } then: {
      $0.play($1, in: tab, target)
    }
  }

  /// Those of its profile; of secrets those that it was connected with, which are hidden already.
  private func variables(of tab: TabID) -> [String: String] {
    guard let opened = backings[tab]?.profile?.opened else { return [:] }
    var variables = opened.variables
    for name in opened.profile.secretVariables(in: opened.environment).keys {
      variables[name] = opened.profile.secretVariable(name, in: opened.environment, opened.secrets)?.text
    }
    return variables
  }

  private func play(_ read: Result<Script, Complaint>, in tab: TabID, _ target: SessionTarget) {
    let script: Script
    switch read {
    case .success(let success): script = success
    case .failure(let complaint):
      let words = [complaint.what] + complaint.why.prefix(1)
      return tell(.notice(.error, words.joined(separator: "; ")))
    }
    let variables = variables(of: tab)
    let missing = script.missing(in: Set(variables.keys))
    guard missing.isEmpty else {
      return tell(
        .notice(
          .error,
          "\(script.file) has to be given \(missing.joined(separator: ", ")): wsglass replay --set gives them"
        ))
    }
    let running = RunningReplay(script)
    backings[tab]?.replay = running
    let origin = OriginGuard(script, for: target.request.url, given: .none)
    if let words = origin?.words { handle(.notice(.warning, words)) }
    var settings = ScriptRun.Settings()
    settings.seed = UInt64.random(in: 0...0xFFFF_FFFF)
    settings.goesOn = true
    settings.variables = variables
    let objection = origin?.objector
    let crew = ReplayCrew(
      script, settings: settings, target: target, on: net,
      connectsInParallel: self.settings.connectsInParallel, refusalWords: { RefusalWords.why($0) },
      objection: objection)
    let id = SessionID(tab.rawValue)
    let store = store
    let run = settings
    let hear: @Sendable (ScriptPlayer.News) -> Void = { news in
      switch news {
      case .forked(let fork):
        Task {
          let runs = await crew.branches(of: fork)
          store.perform { $0.replay(id)?.player.joined(runs) }
        }
      case .finished: self.here { $0.lookAtReplays() }
      }
    }
    store.perform { store in
      let player = store.play(
        id, refusalWords: { RefusalWords.why($0) }, objection: objection, tell: hear
      ) { now, wall in ScriptRun(script, settings: run, now: now, wall: wall) }
      let isPlaying = player != nil
      self.here { inspector in
        if !isPlaying { inspector.tell(.notice(.error, "not connected: r reconnects")) }
        inspector.lookAtReplays()
      }
    }
  }

  func steerReplay(_ tab: TabID, _ order: ReplayOrder) {
    store.perform { store in
      store.replay(SessionID(tab.rawValue))?.player.change { run, now in
        switch order {
        case .pause: run.pause(now: now)
        case .resume: run.resume(now: now)
        case .step: run.step(now: now)
        case .stop: run.stop(now: now)
        case .faster, .slower:
          run.setSpeed(run.progress(now: now).speed.next(faster: order == .faster), now: now)
        }
      }
    }
    lookAtReplays()
  }

  /// Asks the players how far they are, until the last is over.
  private func lookAtReplays() {
    let replays = backings.compactMapValues(\.replay)
    guard !replays.isEmpty else { return }
    store.perform { store in
      let now = store.loop.now()
      let states = replays.compactMap { tab, running -> (TabID, ReplayState)? in
        guard let (player, row) = store.replay(SessionID(tab.rawValue)) else { return nil }
        return (tab, running.state(of: player, row: row, now: now))
      }
      self.here { $0.replaysMoved(states) }
    }
  }

  private func replaysMoved(_ states: [(TabID, ReplayState)]) {
    for (tab, state) in states {
      handle(.replayMoved(tab, state))
      if !state.phase.isLive { backings[tab]?.replay = nil }
    }
    paint()
    guard states.contains(where: { $0.1.phase.isLive }), replayTimer == nil else { return }
    replayTimer = after(Self.replayInterval) { inspector in
      inspector.replayTimer = nil
      inspector.lookAtReplays()
    }
  }

  private func tell(_ message: InspectorModel.Message) {
    handle(message)
    paint()
  }

  // MARK: Making one

  func writeScript(_ tab: TabID, _ rows: ExportOrder.Rows, _ file: String) {
    guard let index = model.index(of: tab), let reader = model.tabs[index].reader else { return }
    let backing = backings[tab] ?? TabBacking()
    let redactor = backing.redactor
    let title = model.tabs[index].title
    let url = backing.target.map { $0.mask.masked($0.request.url.displayString) }
    exports.perform { _ in
      let result = ScriptWriting(rows: rows, title: title, url: url, redactor: redactor)
        .write(reader, to: UserPath.resolved(file))
      self.here { $0.tell(result) }
    }
  }
}
