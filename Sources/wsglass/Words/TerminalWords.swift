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
      repertoire: repertoire, captureLimits: captureLimits)
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
      advice: ["wsglass record URL needs no terminal", "TERM=xterm-256color wsglass"])
  }
}
