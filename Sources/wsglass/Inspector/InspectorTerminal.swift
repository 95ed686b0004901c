import Canvas
import CursesTerminal
import InspectorModel
import Loop

/// What comes from the terminal: keys, its size, its background, and its way to the shell and back.
extension Inspector {
  /// 100 ms, of which a terminal on this machine needs two.
  private static let answerPatience: UInt64 = 100_000_000

  func readInput() {
    let events = terminal.readEvents()
    if terminal.isGone { return finish(.terminalGone) }
    for event in events {
      // Back from an editor, perhaps.
      if case .focus(true) = event { rereadTheme() }
      handle(.input(event))
    }
    takeBackground()
    if let escapeTimer { loop.cancel(escapeTimer) }
    escapeTimer = terminal.escapeDeadline.map { patience in
      after(UInt64(patience / .nanoseconds(1))) { $0.escapeIsDue() }
    }
    if !events.isEmpty { paint() }
  }

  private func escapeIsDue() {
    escapeTimer = nil
    for event in terminal.flushEscape() { handle(.input(event)) }
    paint()
  }

  func windowChanged() {
    terminal.resize()
    handle(.input(.resized(terminal.size)))
    paint()
  }

  func suspend() {
    isSuspended = true
    terminal.suspend()
    isSuspended = false
    terminal.resize()
    handle(.input(.resized(terminal.size)))
    handle(.input(.resumed))
    paint()
  }

  // MARK: Background

  func waitForBackground() {
    after(Self.answerPatience) { $0.beginPainting() }
    takeBackground()
  }

  private func beginPainting() {
    guard isAsking else { return }
    isAsking = false
    paint()
  }

  /// What the terminal told of itself by now.
  private func takeBackground() {
    if let told = terminal.background, told != background {
      background = told
      if let name = themePair?.name(on: told) { wearPaired(name) }
    }
    if terminal.hasAnswered || !terminal.isAsked { beginPainting() }
  }
}
