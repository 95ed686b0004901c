import Canvas
import Testing

@testable import InspectorModel

private func control(_ letter: Unicode.Scalar) -> Key { Key(letter, .control) }

/// The map of the design, line by line, as far as it is about the log and the detail.
private let map: [(Command, [Key])] = [
  (.cursorDown, [Key("j"), Key(.down)]), (.cursorUp, [Key("k"), Key(.up)]),
  (.pageDown, [Key(.pageDown), Key(" "), control("f")]), (.pageUp, [Key(.pageUp), Key("b"), control("b")]),
  (.halfPageDown, [control("d")]), (.halfPageUp, [control("u")]),
  (.lineDown, [control("e")]), (.lineUp, [control("y")]),
  (.top, [Key("g"), Key(.home)]), (.bottom, [Key("G"), Key(.end)]),
  (.left, [Key("h"), Key(.left)]), (.right, [Key("l"), Key(.right)]),
  (.selectUp, [Key(.up, .shift)]), (.selectDown, [Key(.down, .shift)]), (.selectRange, [Key("V")]),
  (.follow, [Key("F")]), (.searchOpen, [Key("/"), Key(.function(3))]), (.searchNext, [Key("n")]),
  (.searchPrevious, [Key("N")]), (.searchValue, [Key("*")]), (.filterOpen, [Key("f"), Key("&")]),
  (.escape, [Key(.escape)]), (.timeMode, [Key("t")]), (.timeZero, [Key("T")]), (.hidePings, [Key("H")]),
  (.columns, [Key("W")]), (.wrap, [Key("w")]), (.eventPrevious, [Key("{")]), (.eventNext, [Key("}")]),
  (.mark, [Key("m")]), (.markNext, [Key("u")]), (.markPrevious, [Key("U")]), (.markList, [Key("'")]),
  (.markedOnly, [Key("M")]),
  (.detail, [Key(.enter)]), (.otherDown, [Key("J")]), (.otherUp, [Key("K")]), (.hex, [Key("x")]),
  (.pretty, [Key("P")]), (.copy, [Key("y"), Key("c")]), (.copyAs, [Key("Y")]),
  (.editAndResend, [Key("e")]), (.pager, [Key("v")]), (.editor, [Key(.function(4))]), (.export, [Key("s")]),
  (.connect, [Key("o")]), (.reconnect, [Key("r"), Key(.function(5))]), (.disconnect, [Key("D")]),
  (.closeTab, [Key("X")]), (.clearLog, [Key("C")]), (.tabNext, [Key("]"), Key(.pageDown, .control)]),
  (.tabPrevious, [Key("["), Key(.pageUp, .control)]), (.tabList, [Key("0")]), (.tabLast, [Key("0", .alt)]),
  (.tabMoveLeft, [Key("<")]), (.tabMoveRight, [Key(">")]),
  (.focusNext, [Key(.tab)]), (.focusPrevious, [Key(.backTab)]), (.zoom, [Key("z")]),
  (.detailSide, [Key("|")]), (.split, [Key("\\")]), (.splitSwap, [control("w")]), (.grow, [Key("+")]),
  (.shrink, [Key("-")]), (.compose, [Key("i"), Key("a")]),
  (.commandLine, [Key(":")]), (.bareText, [Key("B")]), (.help, [Key("?"), Key(.function(1))]),
  (.mouse, [Key(.function(2))]), (.quitNow, [Key("Q")]), (.suspend, [control("z")]),
  (.redraw, [control("l")]), (.interrupt, [control("c")]), (.connectionReport, [Key("I")]),
]

@Test(arguments: [KeyContext.log, .detail]) func `each key of the map does what the map says`(
  context: KeyContext
) {
  for (command, keys) in map {
    for key in keys {
      #expect(Keymap.standard.binding(for: key, in: context)?.command == command, "\(key.label)")
    }
  }
  #expect(Keymap.standard.binding(for: Key("A"), in: .detail)?.command == .foldAll)
  #expect(Keymap.standard.binding(for: Key("q"), in: .log)?.command == .quit)
  #expect(Keymap.standard.binding(for: Key("q"), in: .detail)?.command == .detailClose)
}

@Test(arguments: ["d", "L", "O", "Z", "E"] as [Unicode.Scalar])
func `keys that are free on purpose do nothing`(
  letter: Unicode.Scalar
) {
  var fixture = Fixture(frames: 3)
  let before = fixture.tab.view
  fixture.press(Key(letter), Key(letter))
  #expect(fixture.model.notice?.text == "\"\(letter)\" is not bound. ? for help")
  #expect(fixture.tab.view == before)
  #expect(fixture.model.overlay == nil)
}
