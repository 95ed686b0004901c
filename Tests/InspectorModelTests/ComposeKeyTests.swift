import Canvas
import Testing
import WebSocketCore

@testable import InspectorModel

private func control(_ scalar: Unicode.Scalar) -> Key { Key(scalar, .control) }
private func alt(_ scalar: Unicode.Scalar) -> Key { Key(scalar, .alt) }

private func writing(_ text: String = "", as type: ComposeType = .text) -> Fixture {
  var fixture = Fixture()
  fixture.press(Key("i"))
  while fixture.tab.composer.type != type { fixture.press(control("t")) }
  fixture.type(text)
  return fixture
}

extension Fixture {
  fileprivate var draft: String { tab.composer.editor.string }
}

@Test func `Ctrl-T goes through all types and round`() {
  var fixture = writing()
  let labels = (0..<7).map { _ in
    defer { fixture.press(control("t")) }
    return fixture.tab.composer.type.label
  }
  #expect(labels == ["TEXT", "BIN hex", "BIN base64", "PING", "PONG", "CLOSE", "TEXT"])
}

@Test func `Alt-P and Alt-M lay JSON out as one undo step`() {
  var fixture = writing(#"{"a":[1,2]}"#)
  fixture.press(alt("p"))
  #expect(fixture.draft == "{\n  \"a\": [\n    1,\n    2\n  ]\n}")
  fixture.press(control("_"))
  #expect(fixture.draft == #"{"a":[1,2]}"#)
  fixture.press(alt("_"))
  fixture.press(alt("m"))
  #expect(fixture.draft == #"{"a":[1,2]}"#)
}

@Test func `what is no JSON stays as it is and says where`() {
  var fixture = writing("{\"a\":1,\"b\" 2}")
  fixture.press(alt("p"))
  #expect(fixture.draft == "{\"a\":1,\"b\" 2}")
  #expect(fixture.model.notice == Notice(.error, "not JSON at column 12: a colon belongs here"))
}

@Test func `base64 is sent as the bytes it stands for`() {
  var fixture = writing("aGVsbG8=", as: .binaryBase64)
  #expect(fixture.press(Key(.enter)) == [.send(fixture.tab.id, .binary(Array("hello".utf8)))])
}

@Test(arguments: [ComposeType.ping, .pong])
func `a ping or pong goes out with its text`(type: ComposeType) {
  var fixture = writing("hi", as: type)
  let payload: ComposePayload = type == .ping ? .ping([0x68, 0x69]) : .pong([0x68, 0x69])
  #expect(fixture.press(Key(.enter)) == [.send(fixture.tab.id, payload)])
}

@Test func `Ctrl-V puts the next key in as it is`() {
  var fixture = writing("a")
  fixture.press(control("v"), Key(.tab), control("v"), Key(.escape), control("v"), control("c"))
  fixture.press(control("v"), Key(.enter), control("v"), Key("ü"))
  #expect(fixture.draft == "a\t\u{1B}\u{3}\rü")
  #expect(fixture.model.focus == .compose)
}

@Test func `Ctrl-V before a key that is several bytes lets the key do its own`() {
  var fixture = writing("ab")
  fixture.press(control("v"), Key(.left), Key("x"))
  #expect(fixture.draft == "axb")
}

@Test(arguments: [[Key(.function(4))], [Key("x", .control), Key("e", .control)]])
func `F4 and Ctrl-X Ctrl-E give the draft to the editor`(keys: [Key]) {
  var fixture = writing("one\u{e9}")
  var effects: [InspectorModel.Effect] = []
  for key in keys { effects += fixture.press(key) }
  #expect(effects == [.editDraft(fixture.tab.id, text: "oneé")])
  fixture.take(.draftEdited(fixture.tab.id, text: "two\nlines"))
  #expect(fixture.draft == "two\nlines")
  fixture.press(control("_"))
  #expect(fixture.draft == "oneé")
}

@Test func `Ctrl-X before another key does nothing of its own`() {
  var fixture = writing("ab")
  fixture.press(control("x"), control("a"), Key("c"))
  #expect(fixture.draft == "cab")
}

// MARK: Files

@Test func `Ctrl-O inserts a file, its path completed by Tab`() {
  var fixture = writing("x")
  fixture.press(control("o"))
  fixture.type("bo")
  #expect(fixture.press(Key(.tab)) == [.listPaths("bo")])
  fixture.take(.pathsFound("bo", ["body.json", "body.txt"]))
  #expect(fixture.press(Key(.tab)) == [.listPaths("body.")])
  fixture.take(.pathsFound("body.", ["body.json", "body.txt"]))
  fixture.press(Key(.tab))
  let id = fixture.tab.id
  #expect(fixture.press(Key(.enter)) == [.readFile(id, path: "body.txt")])
  fixture.take(.fileRead(id, path: "body.txt", .bytes(Array("hello".utf8))))
  #expect(fixture.draft == "xhello")
  #expect(fixture.model.overlay == nil)
}

@Test func `a file that can't be read says so at its path`() {
  var fixture = writing()
  fixture.press(control("o"), Key("x"), Key(.enter))
  fixture.take(
    .fileRead(fixture.tab.id, path: "x", .failed(words: "can't read x: No such file or directory")))
  guard case .prompt(let prompt)? = fixture.model.overlay else {
    Issue.record("the prompt is gone")
    return
  }
  #expect(prompt.fault == "can't read x: No such file or directory")
}

@Test func `bytes that are no text make an empty draft a binary one`() {
  var fixture = writing()
  fixture.take(.fileRead(fixture.tab.id, path: "x", .bytes([0xFF, 0x00])))
  #expect(fixture.draft == "ff 00")
  #expect(fixture.tab.composer.type == .binaryHex)
  fixture = writing("text")
  fixture.take(.fileRead(fixture.tab.id, path: "x", .bytes([0xFF])))
  #expect(fixture.draft == "text")
  #expect(fixture.model.notice?.kind == .error)
}

@Test func `a long file is sent from the disk, and Ctrl-G takes it away`() {
  var fixture = writing()
  let id = fixture.tab.id
  fixture.take(.fileRead(id, path: "big", .long(bytes: 3_000_000, isText: false)))
  #expect(fixture.tab.composer.file == DraftFile(path: "big", bytes: 3_000_000, isText: false))
  #expect(
    fixture.press(Key(.enter)) == [.send(id, .file(.binary, path: "big", fragmentSize: nil))])
  #expect(fixture.tab.composer.file == nil)
  fixture.take(.fileRead(id, path: "big", .long(bytes: 3_000_000, isText: true)))
  fixture.press(control("g"))
  #expect(fixture.tab.composer.file == nil)
  fixture.take(.fileRead(id, path: "big", .long(bytes: 17_000_000, isText: true)))
  #expect(fixture.model.notice?.text == "17.0 MB, and 16 MiB is what a message may have here")
}

// MARK: Fragments, variables

@Test func `a fragment size is kept until it is taken away, or holds once`() {
  var fixture = writing("hello")
  let id = fixture.tab.id
  fixture.press(alt("s"), Key("2"), Key(.enter))
  #expect(fixture.press(Key(.enter)) == [.send(id, .fragments(.text, Array("hello".utf8), size: 2))])
  fixture.press(alt("s"), control("u"), Key(.enter), Key("x"))
  #expect(fixture.press(Key(.enter)) == [.send(id, .text([0x78]))])
  fixture.type("once")
  fixture.press(Key(.escape), Key(":"))
  fixture.type("send-fragments 3")
  #expect(fixture.press(Key(.enter)) == [.send(id, .fragments(.text, Array("once".utf8), size: 3))])
  #expect(fixture.tab.composer.fragmentSize == nil)
}

@Test func `more fragments than a message may have are refused`() {
  var fixture = writing()
  fixture.take(.input(.paste(String(repeating: "x", count: 20_000))))
  fixture.press(alt("s"), Key("1"), Key(.enter))
  #expect(fixture.press(Key(.enter)) == [])
  #expect(
    fixture.tab.composer.fault == "20000 fragments, and 16384 is the most: make them larger; not sent")
}

@Test func `each sent message has the next number`() {
  var fixture = writing("${seq}")
  let id = fixture.tab.id
  #expect(fixture.press(Key(.enter)) == [.send(id, .text([0x31]))])
  fixture.press(Key(.up))
  #expect(fixture.draft == "${seq}")
  #expect(fixture.press(Key(.enter)) == [.send(id, .text([0x32]))])
}

// MARK: History and snippets

@Test func `Ctrl-R finds what was sent, in any tab and any start`() {
  var fixture = Fixture()
  fixture.take(
    .history([HistoryEntry(.message, "old one"), HistoryEntry(.message, "08", type: .binaryHex)]))
  fixture.press(Key("i"))
  fixture.type("new one")
  fixture.press(Key(.enter), control("r"))
  fixture.type("ONE")
  fixture.press(control("r"), Key(.enter))
  #expect(fixture.draft == "old one")
  fixture.press(control("g"), control("r"), Key(.down), Key(.enter))
  #expect(fixture.draft == "08")
  #expect(fixture.tab.composer.type == .binaryHex)
}

@Test func `Esc leaves the search and the draft as it was`() {
  var fixture = writing("sent")
  fixture.press(Key(.enter))
  fixture.type("se")
  fixture.press(control("r"), Key(.escape))
  #expect(fixture.draft == "se")
}

@Test func `what was sent is kept for the next start, without what holds a secret`() {
  var fixture = writing("hello")
  fixture.press(Key(.enter))
  fixture.type(#"{"token":"abcdefgh12345"}"#)
  fixture.press(Key(.enter))
  #expect(fixture.remembered == [HistoryEntry(.message, "hello")])
}

@Test func `a snippet is saved under a name and comes back by it`() {
  var fixture = writing("hello")
  let snippet = DraftChoice(name: "greet", entry: Composer.Entry(text: "hello", type: .text))
  fixture.press(Key(.escape), Key(":"))
  fixture.type("save-snippet greet")
  #expect(fixture.press(Key(.enter)) == [.saveSnippet(snippet)])
  fixture.press(Key(":"))
  fixture.type("snippet greet")
  #expect(fixture.press(Key(.enter)) == [.listSnippets(wanted: "greet")])
  fixture.take(.snippets([snippet], wanted: "greet"))
  #expect(fixture.model.focus == .compose)
  #expect(fixture.draft == "hello")
  fixture.take(.snippets([snippet], wanted: "gret"))
  #expect(fixture.model.notice == Notice(.error, "no snippet \"gret\"; there are greet"))
  fixture.take(.snippets([snippet], wanted: ""))
  #expect(fixture.model.keyContext == .drafts)
}

// MARK: Enter

@Test func `Enter may begin a line instead, and the keys change places`() {
  var fixture = writing("a")
  fixture.model.keymap = .enterIsNewline
  fixture.press(Key(.enter), Key("b"))
  #expect(fixture.draft == "a\nb")
  #expect(fixture.press(Key("j", .control)) == [.send(fixture.tab.id, .text(Array("a\nb".utf8)))])
  #expect(fixture.model.keymap.binding(of: .send, in: .compose)?.hintKey == "Alt-Enter")
}

// MARK: Several tabs

private func threeTabs() -> Fixture {
  var fixture = Fixture()
  for name in ["two", "three"] {
    fixture.take(.addressGiven("ws://\(name)/", title: name))
    let id = fixture.model.tabs[fixture.model.tabs.count - 1].id
    fixture.take(.tabChanged(id, TabStatus(phase: name == "two" ? .closed : .open)))
  }
  return fixture
}

@Test func `a message goes to all chosen tabs that are open, and the others are named`() {
  var fixture = threeTabs()
  let ids = fixture.model.tabs.map(\.id)
  fixture.press(Key("i"), alt("a"), Key("a"), Key(.enter))
  #expect(fixture.tab.composer.targets == ids)
  fixture.type("${seq}")
  let effects = fixture.press(Key(.enter))
  #expect(
    effects == [
      .send(ids[0], .text([0x31])), .send(ids[2], .text([0x31])), .startTimer(.notice, milliseconds: 4000),
    ])
  #expect(fixture.model.notice == Notice(.warning, "sent to 2 of 3: not connected: tab 2 two"))
}

@Test func `Space chooses a tab, and this one alone is no broadcast`() {
  var fixture = threeTabs()
  fixture.press(Key("i"), alt("a"), Key(.down), Key(.down), Key(" "), Key(.enter))
  #expect(fixture.tab.composer.targets == [fixture.model.tabs[0].id, fixture.model.tabs[2].id])
  fixture.press(alt("a"), Key(.up), Key(" "), Key("k"), Key(.enter))
  fixture.press(Key(.escape), Key(":"))
  fixture.type("broadcast off")
  fixture.press(Key(.enter))
  #expect(fixture.tab.composer.targets == [])
}

@Test func `Home and End move in the list of tabs, as in every list`() {
  var fixture = threeTabs()
  fixture.press(Key("i"), alt("a"), Key(.end), Key(" "), Key(.home), Key(" "), Key(.enter))
  #expect(fixture.tab.composer.targets == [fixture.model.tabs[2].id])
}

@Test func `numbers name the tabs too`() {
  var fixture = threeTabs()
  fixture.press(Key(":"))
  fixture.type("broadcast 1 3")
  fixture.press(Key(.enter))
  #expect(fixture.tab.composer.targets == [fixture.model.tabs[0].id, fixture.model.tabs[2].id])
  fixture.press(Key(":"))
  fixture.type("broadcast 4")
  fixture.press(Key(.enter))
  #expect(fixture.model.notice?.kind == .error)
}

@Test func `two tabs stand side by side, and Tab goes from one to the other`() {
  var fixture = threeTabs()
  fixture.press(Key(":"))
  fixture.type("split 3")
  fixture.press(Key(.enter))
  #expect(fixture.model.besideActive?.title == "three")
  fixture.press(Key(.tab))
  #expect(fixture.model.active == 2)
  #expect(fixture.model.focus == .log)
  fixture.press(Key(.tab))
  #expect(fixture.model.focus == .compose)
  fixture.press(Key(.tab))
  #expect(fixture.model.active == 0)
  // A third one takes the place of the one that has the keys.
  fixture.press(Key("2"))
  #expect(fixture.model.besideActive?.title == "three")
  fixture.press(Key(":"))
  fixture.type("split")
  fixture.press(Key(.enter))
  #expect(fixture.model.besideActive == nil)
}

@Test func `a click in the other log goes there, and a closed tab ends the split`() {
  var fixture = threeTabs()
  fixture.press(Key(":"))
  fixture.type("split 3")
  fixture.press(Key(.enter))
  fixture.take(.input(.mouse(Mouse(.press, at: Point(x: 60, y: 6)))))
  #expect(fixture.model.active == 2)
  fixture.press(Key("X"), Key("y"))
  #expect(fixture.model.split == nil)
}

@Test func `Ctrl-Y puts in what was cut last, or copied since`() {
  var fixture = Fixture()
  fixture.receive("6c179e48")
  fixture.press(Key("y"), Key("i"), control("y"))
  #expect(fixture.draft == "6c179e48")
  fixture.press(control("u"))
  fixture.type("x")
  fixture.press(control("y"))
  #expect(fixture.draft == "x6c179e48")
}

@Test func `a variable stands for a value where JSON is laid out`() {
  var fixture = writing(#"{"id":${seq},"at":"${now}"}"#)
  fixture.press(alt("p"))
  #expect(fixture.draft == "{\n  \"id\": ${seq},\n  \"at\": \"${now}\"\n}")
}

@Test func `files that were inserted are offered again`() {
  var fixture = Fixture(frames: 1)
  fixture.press(Key("i"), Key("o", .control))
  fixture.type("a.bin")
  fixture.press(Key(.enter), Key(.escape), Key("o", .control), Key(.up))
  #expect(fixture.model.fieldPrompt?.editor.string == "a.bin")
}
