/// What a terminal is asked at the start. Nobody waits for the answers, but for the background's, and for that only until the
/// last one is there.
public struct TerminalQuestions: OptionSet, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Whether it can hold a picture back until all of it is there (mode 2026).
  public static let synchronizedOutput = TerminalQuestions(rawValue: 1)
  /// Whether its background is light or dark (OSC 11), and will be told when it changes (mode 2031).
  public static let background = TerminalQuestions(rawValue: 2)
  /// Whether it tells Shift-Enter from Enter (kitty's protocol).
  public static let keyboard = TerminalQuestions(rawValue: 4)

  /// The terminals that know what a question is, by the beginning of TERM. Others print it or hang: `linux`, `vt100`.
  private static let askable = [
    "xterm", "tmux", "screen", "foot", "alacritty", "kitty", "wezterm", "ghostty", "contour", "rio", "mintty",
    "konsole", "vte", "iterm2", "st-", "rxvt",
  ]

  /// `program` is TERM_PROGRAM.
  public static func mayBeAsked(term: String, program: String?) -> Bool {
    program != "Apple_Terminal" && askable.contains { term.hasPrefix($0) }
  }

  /// DA1 comes last: when it is answered, all is.
  var text: String {
    guard !isEmpty else { return "" }
    var text = ""
    if contains(.background) { text += "\u{1B}]11;?\u{1B}\\\u{1B}[?2031$p" }
    if contains(.synchronizedOutput) { text += "\u{1B}[?2026$p" }
    if contains(.keyboard) { text += "\u{1B}[?u" }
    return text + "\u{1B}[c"
  }
}
