import Canvas
import FrameLog
import Testing
import WebSocketCore

@testable import InspectorModel

@Test func `Ctrl-C quits only when pressed twice within two seconds`() {
  var fixture = Fixture()
  let first = fixture.press(Key("c", .control))
  #expect(first == [.startTimer(.notice, milliseconds: 4000)])
  fixture.now += 2_100_000_000
  #expect(fixture.press(Key("c", .control)) == [.startTimer(.notice, milliseconds: 4000)])
  fixture.now += 1_900_000_000
  #expect(fixture.press(Key("c", .control)) == [.quit])
}

@Test func `Ctrl-C closes a prompt and does not count as the first`() {
  var fixture = Fixture()
  fixture.press(Key("o"), Key("c", .control))
  #expect(fixture.model.overlay == nil)
  #expect(fixture.press(Key("c", .control)) == [.startTimer(.notice, milliseconds: 4000)])
}

@Test func `q asks while something is open, and No is the default`() {
  var fixture = Fixture()
  #expect(fixture.press(Key("q")) == [])
  #expect(fixture.press(Key(.enter)) == [])
  #expect(fixture.model.overlay == nil)
  fixture.press(Key("q"))
  #expect(fixture.press(Key("q")) == [])
  fixture.press(Key("q"))
  #expect(fixture.press(Key("y")) == [.quit])
}

@Test func `q quits at once where nothing is open, and Q always`() {
  var fixture = Fixture()
  #expect(fixture.press(Key("Q")) == [.quit])
  fixture.take(.tabChanged(fixture.tab.id, TabStatus(phase: .failed)))
  #expect(fixture.press(Key("q")) == [.quit])
}

@Test func `an unbound key says so`() {
  var fixture = Fixture()
  fixture.press(Key("~"))
  #expect(fixture.model.notice == Notice(.info, "\"~\" is not bound. ? for help"))
}

@Test func `o asks for an address, keeps a wrong one, and opens a tab`() {
  var fixture = Fixture()
  fixture.press(Key("o"))
  fixture.type("ftp://x")
  #expect(fixture.press(Key(.enter)) == [])
  guard case .connect(let dialog)? = fixture.model.overlay else {
    Issue.record("the dialog is gone")
    return
  }
  #expect(dialog.editor.string == "ftp://x")
  #expect(dialog.fault == "\"ftp\" is none of ws, wss, http, https")
  fixture.press(Key("u", .control))
  fixture.type("wss://user:secret@example.com/v2/?token=1")
  let effects = fixture.press(Key(.enter))
  #expect(effects == [.connect(TabID(rawValue: 2), url: "wss://user:secret@example.com/v2/?token=1")])
  #expect(fixture.tab.title == "example.com/v2")
  #expect(fixture.model.active == 1)
}

@Test func `a pasted address in the log opens the dialog and connects to nothing`() {
  var fixture = Fixture()
  #expect(fixture.take(.input(.paste("wss://example.com/\n"))) == [])
  guard case .connect(let dialog)? = fixture.model.overlay else {
    Issue.record("no dialog")
    return
  }
  #expect(dialog.editor.string == "wss://example.com/")
  fixture.press(Key(.escape))
  fixture.take(.input(.paste("Xqy")))
  #expect(fixture.model.overlay == nil)
  #expect(fixture.model.tabs.count == 1)
}

@Test func `tabs are reached by number, brackets and the key for the last one`() {
  var fixture = Fixture()
  fixture.take(.addressGiven("ws://a/", title: nil))
  fixture.take(.addressGiven("ws://b/", title: nil))
  #expect(fixture.model.active == 0)
  fixture.press(Key("["))
  #expect(fixture.model.active == 2)
  fixture.press(Key("0", .alt))
  #expect(fixture.model.active == 0)
  fixture.press(Key("i"), Key("2", .alt))
  #expect(fixture.model.active == 1)
  fixture.press(Key(.pageDown, .control))
  #expect(fixture.model.active == 2)
  fixture.press(Key(.escape), Key("9"))
  #expect(fixture.model.notice?.text == "there is no tab 9")
}

@Test func `a tab moves left and right among the others, and stays the one that is looked at`() {
  var fixture = Fixture()
  fixture.take(.addressGiven("ws://a/", title: "a"))
  fixture.take(.addressGiven("ws://b/", title: "b"))
  fixture.press(Key("<"))
  #expect(fixture.model.tabs.map(\.title) == ["echo", "a", "b"])
  fixture.press(Key(">"), Key(">"))
  #expect(fixture.model.tabs.map(\.title) == ["a", "b", "echo"])
  #expect(fixture.model.active == 2 && fixture.tab.title == "echo")
  fixture.press(Key(">"), Key("<"))
  #expect(fixture.model.tabs.map(\.title) == ["a", "echo", "b"])
  #expect(fixture.tab.title == "echo")
}

@Test func `X asks on an open connection and closes a closed one`() {
  var fixture = Fixture()
  let id = fixture.tab.id
  #expect(fixture.press(Key("X"), Key("X"), Key("n")).contains(.closeTab(id)) == false)
  #expect(fixture.press(Key("X"), Key("y")) == [.closeTab(id)])
  #expect(fixture.model.tabs.isEmpty)
  #expect(fixture.model.keyContext == .firstRun)
  #expect(fixture.press(Key("d")) == [.openDemo])
}

@Test func `r reconnects what has ended and D ends what is open`() {
  var fixture = Fixture()
  let id = fixture.tab.id
  #expect(fixture.press(Key("D")) == [.disconnect(id, code: 1000, reason: "")])
  fixture.take(.tabChanged(id, TabStatus(phase: .closed)))
  #expect(fixture.press(Key("r")) == [.reconnect(id)])
  #expect(fixture.press(Key(.function(5))) == [.startTimer(.notice, milliseconds: 4000)])
}

@Test func `a failed tab's address comes back to be corrected, into the same tab`() {
  var fixture = Fixture()
  let id = fixture.tab.id
  fixture.take(.tabChanged(id, TabStatus(phase: .failed)))
  fixture.press(Key("o"))
  fixture.type("2")
  #expect(fixture.press(Key(.enter)) == [.connect(id, url: "ws://127.0.0.1:9001/echo2")])
  #expect(fixture.model.tabs.count == 1)
}

@Test func `the command line knows its words`() {
  #expect(CommandLine("q") == .quit)
  #expect(CommandLine("42") == .goTo(42))
  #expect(CommandLine("connect  ws://x/ ") == .connect("ws://x/"))
  #expect(CommandLine("disconnect 4000 so long") == .disconnect(code: 4000, reason: "so long"))
  #expect(CommandLine("disconnect x") == .unknown("disconnect x"))
  #expect(CommandLine("mono") == .theme("mono"))
  #expect(CommandLine("") == .nothing)
}

@Test func `a number after the colon goes to that frame`() {
  var fixture = Fixture(frames: 100)
  fixture.press(Key(":"))
  fixture.type("42")
  fixture.press(Key(.enter))
  #expect(fixture.tab.view.cursor == RowID(42))
  #expect(fixture.visible.contains(RowID(42)))
}

@Test func `help finds a key by what it does, and Enter runs it`() {
  var fixture = Fixture()
  fixture.press(Key("?"))
  fixture.type("zoom the")
  fixture.press(Key(.enter))
  #expect(fixture.model.overlay == nil)
  #expect(fixture.model.isZoomed)
}

@Test func `F2, Ctrl-L and Ctrl-Z reach the terminal from everywhere`() {
  var fixture = Fixture()
  for opener in [Key("i"), Key("?"), Key("o"), Key("X")] {
    fixture.press(Key(.escape), opener)
    #expect(fixture.press(Key("l", .control)) == [.redraw])
    #expect(fixture.press(Key("z", .control)) == [.suspend])
  }
  #expect(fixture.press(Key(.function(2))).first == .setMouse(false))
}

@Test func `y copies the whole message, fragments joined`() {
  var fixture = Fixture()
  fixture.receive("ab", .text, final: false, fragment: 1)
  fixture.receive("cd", .continuation, fragment: 2)
  #expect(fixture.press(Key("y")) == [.copy(Array("abcd".utf8), description: "payload of #1, 4 B")])
}

@Test func `notices go with their timer, errors only with a key`() {
  var fixture = Fixture()
  fixture.take(.notice(.info, "done"))
  fixture.take(.timerFired(.notice))
  #expect(fixture.model.notice == nil)
  fixture.take(.notice(.error, "failed"))
  fixture.take(.timerFired(.notice))
  #expect(fixture.model.notice == Notice(.error, "failed"))
  fixture.press(Key("k"))
  #expect(fixture.model.notice == nil)
}

@Test func `frames of a tab in the background are counted until it is looked at`() {
  var fixture = Fixture(frames: 3)
  fixture.take(.addressGiven("ws://a/", title: nil))
  fixture.press(Key("2"))
  for _ in 0..<5 { fixture.receive() }
  #expect(fixture.model.tabs[0].unread == 5)
  fixture.press(Key("1"))
  #expect(fixture.model.tabs[0].unread == 0)
}
