import Canvas
import FrameFilter
import JSON5
import Testing

@testable import InspectorModel

private func opened(typing text: String = "") -> Fixture {
  var fixture = Fixture(frames: 3)
  fixture.press(Key("p", .control))
  fixture.type(text)
  return fixture
}

private func names(_ fixture: Fixture) -> [String] {
  guard case .palette(let palette)? = fixture.model.overlay else { return [] }
  return palette.entries(of: fixture.model.keymap).map(\.name)
}

@Test func `the palette has every command of the pane and every line behind the colon`() {
  let found = names(opened())
  for name in [
    "follow.toggle", "filter.open", "detail.hex", "export", "connect.open", "help", ":theme [NAME] [save]",
  ] {
    #expect(found.contains(name), "\(name)")
  }
  #expect(Set(found).count == found.count)
  for name in ["cursor.down", "edit.yank", "confirm.yes", "palette", "tab.number"] {
    #expect(!found.contains(name), "\(name)")
  }
  #expect(CommandLine.words.allSatisfy { found.contains($0.word) })
}

@Test(arguments: [
  ("hex", "detail.hex"), ("fol", "follow.toggle"), ("recon", "reconnect"), ("marks list", "mark.list"),
  ("dthx", "detail.hex"), ("quit now", "quit.now"), ("secrets", ":secrets show"),
])
func `letters in order find it, the best fit first`(typed: String, first: String) {
  #expect(names(opened(typing: typed)).first == first)
}

@Test func `Enter runs what is chosen, and Esc leaves all as it was`() {
  var fixture = opened(typing: "follow")
  fixture.press(Key(.enter))
  #expect(fixture.model.overlay == nil)
  #expect(!fixture.tab.view.isFollowing)
  fixture.press(Key("p", .control), Key("h"), Key(.escape))
  #expect(fixture.model.overlay == nil)
  #expect(fixture.model.notice == nil)
}

@Test func `a line that takes words is put into the field, one that takes none is run`() {
  var fixture = opened(typing: ":note")
  fixture.press(Key(.enter))
  guard case .prompt(let prompt)? = fixture.model.overlay else {
    Issue.record("no field")
    return
  }
  #expect(prompt.editor.string == "note ")
  fixture.press(Key(.escape), Key("p", .control))
  fixture.type(":theme")
  #expect(fixture.press(Key(.enter)) == [.listThemes])
}

@Test func `keys of the palette are those in force, a command without one has none`() throws {
  var fixture = Fixture(frames: 3)
  fixture.model.keymap =
    Keymap.standard.changed(by: try JSON5Document(#"{"log": {"x": null, "f": "help"}}"#.utf8, .lenient))
    .keymap
  fixture.press(Key("p", .control))
  guard case .palette(let palette)? = fixture.model.overlay else {
    Issue.record("no palette")
    return
  }
  let keys = palette.entries(of: fixture.model.keymap).reduce(into: [:]) { $0[$1.name] = $1.keys }
  #expect(keys["detail.hex"] == "")
  #expect(keys["help"] == "? F1 f")
  #expect(keys["filter.open"] == "&")
}

@Test func `letters that are not there in order find nothing`() {
  #expect(FuzzyMatch("abc").score("a-b-c") != nil)
  #expect(FuzzyMatch("cba").score("a-b-c") == nil)
  #expect(FuzzyMatch("").score("anything") == 0)
  #expect(FuzzyMatch("b a").score("a b") != nil)
  #expect((FuzzyMatch("wrap").score("wrap") ?? 0) > (FuzzyMatch("wrap").score("write a paper") ?? 0))
}

// MARK: Completion and history of the line behind the colon

private func line(_ fixture: Fixture) -> String {
  if case .prompt(let prompt)? = fixture.model.overlay { prompt.editor.string } else { "" }
}

@Test func `Tab completes a command, its words, and goes through several`() {
  var fixture = Fixture(frames: 3)
  fixture.press(Key(":"))
  fixture.type("recon")
  fixture.press(Key(.tab))
  #expect(line(fixture) == "reconnect")
  fixture.press(Key("u", .control))
  fixture.type("q")
  fixture.press(Key(.tab))
  #expect(line(fixture) == "q!")
  fixture.press(Key("u", .control))
  fixture.type("export h")
  fixture.press(Key(.tab))
  #expect(line(fixture) == "export har")
  fixture.press(Key("u", .control))
  fixture.type("filter op:te")
  fixture.press(Key(.tab))
  #expect(line(fixture) == "filter op:text")
}

@Test func `names of themes are asked for once, then completed`() {
  var fixture = Fixture(frames: 3)
  fixture.press(Key(":"))
  fixture.type("theme n")
  #expect(fixture.press(Key(.tab)).contains(.nameThemes))
  fixture.take(.themeNames(["nord", "mono"]))
  #expect(line(fixture) == "theme nord")
}

@Test func `what was entered is kept for later runs, but nothing with a secret in it`() {
  var fixture = Fixture(frames: 3)
  fixture.press(Key(":"))
  fixture.type("marks")
  fixture.press(Key(.enter))
  #expect(fixture.remembered == [HistoryEntry(.command, "marks")])
  fixture.press(Key(":"))
  fixture.type("connect ws://a/?token=abcdefghijkl")
  fixture.press(Key(.enter))
  #expect(fixture.remembered.count == 1)
  // In this run it can be had again.
  fixture.press(Key(":"), Key(.up))
  #expect(line(fixture) == "connect ws://a/?token=abcdefghijkl")
}

@Test func `lines of earlier runs come with Up`() {
  var fixture = Fixture(frames: 3)
  fixture.take(.history([HistoryEntry(.command, "marks"), HistoryEntry(.search, "ticker")]))
  fixture.press(Key(":"), Key(.up))
  #expect(line(fixture) == "marks")
  fixture.press(Key(.escape), Key("/"), Key(.up))
  #expect(line(fixture) == "ticker")
}
