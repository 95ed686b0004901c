import Canvas
import Testing

@testable import InspectorModel

@Test func `frames that are no text are sent from the line behind the colon`() {
  var fixture = Fixture(frames: 1)
  func run(_ line: String) -> [InspectorModel.Effect] {
    fixture.press(Key(":"))
    fixture.type(line)
    return fixture.press(Key(.enter))
  }
  let id = fixture.tab.id
  #expect(run("ping hi") == [.send(id, .ping([0x68, 0x69]))])
  #expect(run("binary 00 ff") == [.send(id, .binary([0, 255]))])
  #expect(run("pong") == [.send(id, .pong([]))])
  _ = run("binary 0g")
  #expect(fixture.model.notice?.kind == .error)
}

@Test func `tabs are gone to by number`() {
  var fixture = Fixture(frames: 1)
  fixture.take(.addressGiven("ws://127.0.0.1:9001/two", title: "two"))
  func run(_ line: String) {
    fixture.press(Key(":"))
    fixture.type(line)
    fixture.press(Key(.enter))
  }
  run("tab 2")
  #expect(fixture.model.active == 1)
  run("tab 1")
  #expect(fixture.model.active == 0)
  run("tab 7")
  #expect(fixture.model.notice?.text == "there is no tab 7")
}

@Test(arguments: [
  ("theme", CommandLine.theme("")), ("theme nord", .theme("nord")), ("theme nord save", .saveTheme("nord")),
  ("theme save", .saveTheme("")), ("mono", .theme("mono")),
])
func `a theme is kept for good where the line says so`(line: String, command: CommandLine) {
  #expect(CommandLine(line) == command)
}

@Test func `what is asked before it is done can be done without`() {
  var fixture = Fixture(frames: 1)
  fixture.model.unasked = [.quit, .close, .clear]
  #expect(fixture.press(Key("q")) == [.quit])
  #expect(fixture.press(Key("C")).contains(.clearLog(fixture.tab.id)))
  let id = fixture.tab.id
  #expect(fixture.press(Key("X")) == [.closeTab(id)])
  #expect(fixture.model.overlay == nil)
}

@Test func `new tabs count time as it is preferred`() {
  var fixture = Fixture()
  fixture.model.layout.time = .utc
  fixture.take(.addressGiven("ws://127.0.0.1:9001/two", title: "two"))
  #expect(fixture.model.tabs.map(\.view.timeMode) == [.local, .utc])
}

@Test func `with Enter for a new line in compose, what did that before sends`() {
  var fixture = Fixture(frames: 1)
  fixture.model.keymap = .enterIsNewline
  fixture.press(Key("i"), Key("a"), Key(.enter), Key("b"))
  #expect(fixture.tab.composer.editor.string == "a\nb")
  #expect(fixture.press(Key("j", .control)) == [.send(fixture.tab.id, .text(Array("a\nb".utf8)))])
}

@Test(arguments: [
  ("profile save", ":save-profile [NAME]"), ("save profile", ":save-profile [NAME]"),
  ("saveprofile", ":save-profile [NAME]"), ("fragments send", ":send-fragments N"),
  ("fitler", ":filter EXPR"), ("reconect now", ":reconnect"), ("dis", ":disconnect [CODE [REASON]]"),
  ("tab x", ":tab N"), ("xyzzy", nil), ("", nil),
])
func `a line that is no command is near one`(line: String, expected: String?) {
  #expect(CommandLine.meant(by: line) == expected)
}

@Test func `a line that is no command is answered with the one that was meant`() {
  var fixture = Fixture(frames: 1)
  func run(_ line: String) -> Notice? {
    fixture.press(Key(":"))
    fixture.type(line)
    fixture.press(Key(.enter))
    return fixture.model.notice
  }
  #expect(
    run("snippet-save x")
      == Notice(
        .error,
        "\":snippet-save x\" is not a command; there is :save-snippet NAME: keep the draft under a name"))
  #expect(
    run("save profile")
      == Notice(
        .error,
        "\":save profile\" is not a command; there is :save-profile [NAME]: keep how this tab connects"))
  #expect(fixture.model.overlay == nil)
  #expect(
    run("xyzzy")
      == Notice(.error, "\":xyzzy\" is not a command; Tab after \":\" goes through them all"))
}
