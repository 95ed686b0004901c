import Canvas
import CursesTerminal
import Glibc
import InspectorModel

/// What is to be said of the terminal.
enum TerminalWords {
  /// For the first screen's status line, and the offset of the TIME column.
  static func facts(_ terminal: borrowing CursesTerminal, repertoire: Repertoire, captureLimits: String)
    -> TerminalFacts
  {
    var parts = [colours(terminal.terminalColours), repertoire == .unicode ? "UTF-8" : "ASCII"]
    if getenv("TMUX") != nil { parts.append("tmux") }
    if getenv("SSH_TTY") != nil { parts.append("ssh") }
    var now = time(nil)
    var local = tm()
    localtime_r(&now, &local)
    return TerminalFacts(
      version: Main.version, description: parts.joined(separator: "  "), utcOffset: local.tm_gmtoff,
      repertoire: repertoire, captureLimits: captureLimits, advice: advice() ?? "")
  }

  /// Inside tmux another TERM than tmux's own asks for what it can't do, and never for what it can.
  static func advice() -> String? {
    let term = getenv("TERM").map { String(cString: $0) } ?? ""
    guard getenv("TMUX") != nil, !term.hasPrefix("tmux"), !term.hasPrefix("screen") else { return nil }
    return "set -g default-terminal tmux-256color in tmux.conf; TERM is \(term) here"
  }

  private static func colours(_ depth: ColourDepth) -> String {
    switch depth {
    case .mono: "no colours"
    case .eight: "8 colours"
    case .sixteen: "16 colours"
    case .palette256: "256 colours"
    case .direct: "24-bit colours"
    }
  }

  /// The error's three lines are what, why, and what to try.
  static func complaint(_ error: TerminalError) -> Complaint {
    let lines = error.description.split(separator: "\n").map(String.init)
    return Complaint(
      code: .usage, what: lines.first ?? "the terminal can't be used",
      why: Array(lines.dropFirst().prefix(1)),
      advice: ["wsglass --plain URL, which writes a line for each frame", "TERM=xterm-256color wsglass"])
  }
}
