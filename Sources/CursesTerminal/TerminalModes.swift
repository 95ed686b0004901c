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

  private static let numbers: [(TerminalModes, String)] = [
    (.bracketedPaste, "2004"), (.mouse, "1002;1006"), (.focus, "1004"),
    (.colourScheme, "2031"),
  ]

  /// What to write to turn these on.
  var on: String { sequence("h") }
  /// What to write to turn these off.
  var off: String { sequence("l") }

  private func sequence(_ final: String) -> String {
    Self.numbers.filter { contains($0.0) }.map { "\u{1B}[?" + $0.1 + final }.joined()
  }
}
