/// The modes of the terminal that we turn on ourselves, beside ncurses'. The one list: quitting,
/// suspending and crashing all turn off what is in it.
struct TerminalModes: OptionSet, Sendable {
  let rawValue: UInt8
  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// 2004: a paste comes between marks.
  static let bracketedPaste = TerminalModes(rawValue: 1)
  /// 1002 and 1006: presses, drags and the wheel, in the form that has no column limit.
  static let mouse = TerminalModes(rawValue: 2)
  /// 1004: the terminal says when it gains and loses the focus.
  static let focus = TerminalModes(rawValue: 4)
  /// 2031: the terminal says when its background turns light or dark.
  static let colourScheme = TerminalModes(rawValue: 8)
  /// Kitty's "disambiguate escape codes": more keys are told apart. The alternate screen has a memory of its own for it.
  static let keyboard = TerminalModes(rawValue: 16)

  private static let table: [(mode: TerminalModes, on: String, off: String)] = [
    (.bracketedPaste, "?2004h", "?2004l"), (.mouse, "?1002;1006h", "?1002;1006l"),
    (.focus, "?1004h", "?1004l"), (.colourScheme, "?2031h", "?2031l"), (.keyboard, ">1u", "<u"),
  ]

  /// What to write to turn these on.
  var on: String { sequences { $0.on } }
  /// What to write to turn these off.
  var off: String { sequences { $0.off } }

  private func sequences(_ part: (_ row: (mode: TerminalModes, on: String, off: String)) -> String) -> String
  {
    Self.table.filter { contains($0.mode) }.map { "\u{1B}[" + part($0) }.joined()
  }
}
