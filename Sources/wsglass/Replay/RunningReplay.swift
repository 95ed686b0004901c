import Formats
import InspectorModel
import Scripts
import Sessions

/// A script that is played in a tab: what the screen has to know of it besides how far it is.
struct RunningReplay: Sendable {
  let script: Script
  /// The file's name, without its folders.
  let name: String

  init(_ script: Script) {
    self.script = script
    name = script.file.split(separator: "/").last.map(String.init) ?? script.file
  }

  /// For the panel. On the network loop, where the player is.
  func state(of player: ScriptPlayer, row: Int?, now: UInt64) -> ReplayState {
    let progress = player.run.progress(now: now)
    var state = ReplayState(name: name)
    state.phase =
      switch player.run.verdict {
      case .passed: .passed
      case .failed: .failed
      case .stopped: .stopped
      case nil: progress.isPaused ? .paused : .running
      }
    state.speed = progress.speed.words
    state.done = progress.done
    state.total = progress.total
    state.now = progress.current.map(RunningReplay.step)
    state.next = progress.next.map(RunningReplay.step)
    state.nextIn = progress.nextAt.map { $0 > now ? $0 - now : 0 }
    state.waiting = progress.waitingFor.map(RunningReplay.step)
    state.patience = progress.deadline.map { $0 > now ? $0 - now : 0 }
    state.remaining = progress.remaining
    state.sent = progress.sent
    state.received = progress.received
    state.matched = progress.matched
    state.failed = progress.failed
    state.skipped = progress.skipped
    state.frames = script.recording.frames
    state.notes = script.recording.notes
    state.row = row
    if let failure = player.run.failures.first {
      let finding = ReplayWords.finding(failure, connection: nil)
      // In a line of a panel, what differs counts more than how long was waited for it.
      let differences = failure.differences.prefix(3).map(ReplayWords.difference).joined(separator: "; ")
      state.failure = ReplayState.Failure(
        place: "\(name(of: failure.step.place.file)):\(failure.step.place.line)",
        reason: differences.isEmpty ? finding.reason : differences,
        expected: finding.expected ?? "", seen: finding.seen ?? "")
    }
    return state
  }

  private func name(of file: String) -> String { file.split(separator: "/").last.map(String.init) ?? file }

  private static func step(_ step: ScriptStepSummary) -> ReplayState.Step {
    let kind =
      switch step.kind {
      case .send: step.isBinary ? "> BIN" : "> TEXT"
      case .ping: "> PING"
      case .pong: "> PONG"
      case .close: "> CLOSE"
      case .wait, .expect, .never, .capture, .set, .repeat, .parallel: step.kind.rawValue
      }
    return ReplayState.Step(number: step.number, kind: kind, text: step.name.isEmpty ? step.text : step.name)
  }
}
