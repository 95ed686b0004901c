private import Canvas

/// Why the screen cannot be used; `wsglass record` can in every case.
public enum TerminalError: Error, Hashable, Sendable {
  /// Standard input or output is a file or a pipe.
  case notATerminal(descriptor: Int32)
  case termUnset
  /// No terminfo entry of this name is installed.
  case termUnknown(String)
  /// The terminal cannot move its cursor, as `dumb` cannot.
  case cannotMoveCursor(String)
  /// ncurses refused for a reason that it does not tell.
  case screenFailed(String)
}

extension TerminalError: CustomStringConvertible {
  /// What, why, what to try: three short lines.
  public var description: String {
    switch self {
    case .notATerminal(let descriptor):
      "\(descriptor == 0 ? "Standard input" : "Standard output") is not a terminal.\n"
        + "The full screen needs one for its keys and its picture.\nTry wsglass record URL, which writes a line for each frame."
    case .termUnset:
      "TERM is not set.\nWithout it nobody knows how to draw on this terminal.\n"
        + "Try TERM=xterm-256color wsglass."
    case .termUnknown(let name):
      "TERM names a terminal that is not known here: \(Self.shown(name)).\n"
        + "Its description (terminfo) is not installed.\nTry TERM=xterm-256color wsglass."
    case .cannotMoveCursor(let name):
      "This terminal cannot show a full screen: TERM is \(Self.shown(name)).\n"
        + "It cannot move its cursor.\nTry wsglass record URL, which writes a line for each frame."
    case .screenFailed(let name):
      "The screen could not be set up: TERM is \(Self.shown(name)).\n"
        + "ncurses gave no reason.\nTry TERM=xterm-256color wsglass."
    }
  }

  /// The environment is not ours, so its text is escaped too.
  private static func shown(_ name: String) -> String {
    EscapedText.escape(name.utf8.prefix(40), repertoire: .ascii)
  }
}
