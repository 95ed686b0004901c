import Canvas
import JSON5
import Testing

@testable import InspectorModel

private func changed(_ text: String) throws -> (keymap: Keymap, faults: [KeymapFault]) {
  Keymap.standard.changed(by: try JSON5Document(text.utf8, .lenient))
}

@Test func `a file gives a key to a command, in the context that it names alone`() throws {
  let (keymap, faults) = try changed("{log: {'ctrl-x': 'detail.hex', /* and */ Z: 'quit'}}")
  #expect(faults == [])
  #expect(keymap.binding(for: Key("x", .control), in: .log)?.command == .hex)
  #expect(keymap.binding(for: Key("x", .control), in: .detail) == nil)
  #expect(keymap.binding(for: Key("Z"), in: .log)?.command == .quit)
  // What it had before stays.
  #expect(keymap.binding(for: Key("x"), in: .log)?.command == .hex)
  #expect(keymap.binding(of: .hex, in: .log)?.label == "x ^X")
  #expect(keymap.binding(of: .hex, in: .detail)?.label == "x")
}

@Test func `null takes a key away, and another command moves it`() throws {
  let (keymap, faults) = try changed(#"{"log": {"q": null, "x": "copy"}}"#)
  #expect(faults == [])
  #expect(keymap.binding(for: Key("q"), in: .log) == nil)
  #expect(keymap.binding(of: .quit, in: .log)?.label == "F10")
  #expect(keymap.binding(for: Key("q"), in: .firstRun)?.command == .quit)
  #expect(keymap.binding(for: Key("x"), in: .log)?.command == .copy)
  #expect(keymap.binding(of: .hex, in: .log) == nil)
  #expect(keymap.binding(of: .hex, in: .detail)?.command == .hex)
}

@Test func `several contexts have a name together, and one of them alone goes before it`() throws {
  let (keymap, faults) = try changed(
    #"{"everywhere": {"f6": "redraw"}, "panes": {"f7": "zoom"}, "detail": {"f7": "detail.wrap"}}"#)
  #expect(faults == [])
  #expect(KeyContext.all.allSatisfy { keymap.binding(for: Key(.function(6)), in: $0)?.command == .redraw })
  #expect(keymap.binding(for: Key(.function(7)), in: .log)?.command == .zoom)
  #expect(keymap.binding(for: Key(.function(7)), in: .detail)?.command == .wrap)
}

@Test func `a changed table still means one thing by each key`() throws {
  let (keymap, _) = try changed(
    #"{"panes": {"j": "page.down", "k": null, "ctrl-f": "filter.open"}, "everywhere": {"ctrl-l": "help"}}"#)
  for context in KeyContext.all {
    var seen: [Key: Command] = [:]
    for binding in keymap.bindings where binding.contexts.contains(context) {
      for key in binding.keys {
        #expect(seen.updateValue(binding.command, forKey: key) == nil, "\(key.label) in \(context.key)")
      }
    }
  }
}

@Test(arguments: [
  ("[]", KeymapFault(place: TextPlace(line: 1, column: 1), kind: .noObject(place: ""))),
  ("{log: 7}", KeymapFault(place: TextPlace(line: 1, column: 2), kind: .noObject(place: "log"))),
  (
    "{\n'lgo': {}}",
    KeymapFault(place: TextPlace(line: 2, column: 1), kind: .unknownContext("lgo", suggestion: "log"))
  ),
  (
    "{log: {\n'pgdwn': 'copy'}}",
    KeymapFault(place: TextPlace(line: 2, column: 1), kind: .unknownKey("pgdwn", suggestion: "pgdn"))
  ),
  (
    "{log: {'ctrl-i': 'copy'}}",
    KeymapFault(place: TextPlace(line: 1, column: 8), kind: .arrivesAs("ctrl-i", other: "Tab"))
  ),
  ("{log: {'ctrl-c': 'copy'}}", KeymapFault(place: TextPlace(line: 1, column: 8), kind: .stays("ctrl-c"))),
  (
    "{compose: {'x': 'copy'}}",
    KeymapFault(place: TextPlace(line: 1, column: 12), kind: .isText("x", context: "compose"))
  ),
  ("{log: {'Z': 7}}", KeymapFault(place: TextPlace(line: 1, column: 8), kind: .noCommand(key: "Z"))),
  (
    "{log: {\n\n'Z': 'detail.hax'}}",
    KeymapFault(
      place: TextPlace(line: 3, column: 1),
      kind: .unknownCommand(key: "Z", name: "detail.hax", suggestion: "detail.hex"))
  ),
  (
    "{log: {'Z': 'confirm.yes'}}",
    KeymapFault(
      place: TextPlace(line: 1, column: 8),
      kind: .elsewhere(key: "Z", command: "confirm.yes", context: "log", fits: ["question"]))
  ),
  (
    "{log: {'Z': 'copy',\n'Z': 'quit'}}",
    KeymapFault(place: TextPlace(line: 2, column: 1), kind: .twice(key: "Z", context: "log", line: 1))
  ),
])
func `what can't be used is told by its line, and all else holds`(text: String, fault: KeymapFault) throws {
  let (keymap, faults) = try changed(text)
  #expect(faults == [fault])
  #expect(keymap.binding(for: Key("j"), in: .log)?.command == .cursorDown)
  if case .twice = fault.kind { #expect(keymap.binding(for: Key("Z"), in: .log)?.command == .copy) }
}

@Test func `keys are known by every name that help or people give them`() {
  #expect(Key(named: "ctrl-x") == Key("x", .control))
  #expect(Key(named: "^X") == Key("x", .control))
  #expect(Key(named: "Alt-R") == Key("r", .alt))
  #expect(Key(named: "alt-shift-r") == Key("R", .alt))
  #expect(Key(named: "shift-j") == Key("J"))
  #expect(Key(named: "Shift-Tab") == Key(.backTab))
  #expect(Key(named: "^PgDn") == Key(.pageDown, .control))
  #expect(Key(named: "f12") == Key(.function(12)))
  #expect(Key(named: "Space") == Key(" "))
  #expect(Key(named: "-") == Key("-"))
  #expect(Key(named: "ctrl--") == Key("-", .control))
  #expect(Key(named: "^") == Key("^"))
  for name in ["", "jj", "f99", "ctrl-", "\u{1B}", "ctrl-nope"] {
    #expect(Key(named: name) == nil, "\(name)")
  }
  for key in Keymap.standard.bindings.flatMap(\.keys) {
    #expect(Key(named: key.label) == key, "\(key.label)")
  }
}

@Test func `every context has a name for the file, and no two the same`() {
  let names = KeyContext.keyed.map(\.key)
  #expect(Set(names).count == names.count)
  #expect(names.prefix(7) == ["everywhere", "typing", "panes", "lists", "log", "detail", "compose"])
  #expect(names.allSatisfy { !$0.isEmpty && !$0.contains(" ") && $0 != "all-panes" })
}

@Test func `help, hints and the message of an unbound key show the keys in force`() throws {
  var fixture = Fixture(frames: 3)
  fixture.model.keymap = try changed(
    #"{"log": {"i": null, "a": null, "ctrl-o": "compose.enter", "?": null, "f1": null, "f12": "help"}}"#
  ).keymap
  #expect(Bars.hints(fixture.model, width: 80).first?.text.text == "^O Compose")
  fixture.press(Key("~"))
  #expect(fixture.model.notice?.text == "\"~\" is not bound. F12 for help")
  fixture.press(Key("?"))
  #expect(fixture.model.overlay == nil)
  fixture.press(Key("o", .control))
  #expect(fixture.model.focus == .compose)
}

@Test(arguments: [KeyContext.log, .detail, .compose, .firstRun])
func `no command traps in a pane that it may be bound in`(context: KeyContext) {
  for command in Command.allCases where Keymap.standard.fits(command, in: context) {
    var fixture = Fixture(frames: 3)
    if context == .detail { fixture.press(Key(.enter)) }
    if context == .compose { fixture.press(Key("i")) }
    if context == .firstRun { fixture.model = InspectorModel(size: Size(width: 80, height: 24)) }
    #expect(fixture.model.keyContext == context)
    var effects: [InspectorModel.Effect] = []
    fixture.model.perform(command, key: Key(.enter), now: fixture.now, &effects)
    #expect(fixture.model.size.width == 80)
  }
}

@Test func `keys of one command stand in the order of the file, also on one line`() throws {
  let (keymap, faults) = try changed(
    #"{"log": {"f9": "detail.hex", "ctrl-o": "detail.hex", "f6": "detail.hex", "ctrl-x": "detail.hex", "#
      + #""f7": "detail.hex", "Z": "detail.hex"}}"#)
  #expect(faults == [])
  #expect(keymap.binding(of: .hex, in: .log)?.label == "x F9 ^O F6 ^X F7 Z")
}
