import Canvas
import FrameFilter
import Testing

@testable import InspectorModel

private func running(_ phase: ReplayState.Phase = .running) -> ReplayState {
  var state = ReplayState(name: "login.jsonl")
  state.phase = phase
  state.done = 3
  state.total = 10
  state.row = 2
  return state
}

private func playing(_ phase: ReplayState.Phase = .running) -> Fixture {
  var fixture = Fixture(frames: 5)
  fixture.press(Key(":"))
  fixture.type("replay login.jsonl")
  fixture.press(Key(.enter))
  fixture.take(.replayMoved(fixture.tab.id, running(phase)))
  return fixture
}

@Test func `R asks for a script and plays it, and offers the same one the next time`() {
  var fixture = Fixture(frames: 1)
  fixture.press(Key("R"))
  fixture.type("a.jsonl")
  #expect(fixture.press(Key(.enter)) == [.replay(fixture.tab.id, file: "a.jsonl")])
  #expect(fixture.model.overlay == nil)
  fixture.press(Key("R"))
  #expect(fixture.model.overlay == .prompt(Prompt(.script, text: "a.jsonl", isOffered: true)))
  #expect(fixture.press(Key(.enter)) == [.replay(fixture.tab.id, file: "a.jsonl")])
  fixture.press(Key("R"))
  fixture.type("b.jsonl")
  #expect(fixture.press(Key(.enter)) == [.replay(fixture.tab.id, file: "b.jsonl")])
}

@Test func `the offered script is one of the history, Up brings the one before, Down an empty line`() {
  var fixture = Fixture(frames: 1)
  for file in ["a.jsonl", "b.jsonl"] {
    fixture.press(Key(":"))
    fixture.type("replay \(file)")
    fixture.press(Key(.enter))
  }
  fixture.press(Key("R"))
  #expect(fixture.promptText == "b.jsonl")
  fixture.press(Key(.up))
  #expect(fixture.promptText == "a.jsonl")
  fixture.press(Key(.down), Key(.down))
  #expect(fixture.promptText == "")
}

@Test func `an arrow, End and Backspace go on with an offered script`() {
  for (key, expected) in [
    (Key(.end), "a.jsonlx"), (Key(.left), "a.jsonxl"), (Key(.home), "xa.jsonl"), (Key(.backspace), "a.jsonx"),
  ] {
    var fixture = Fixture(frames: 1)
    fixture.press(Key(":"))
    fixture.type("replay a.jsonl")
    fixture.press(Key(.enter), Key("R"), key, Key("x"))
    #expect(fixture.promptText == expected, "\(key.label)")
  }
}

@Test func `without a tab R asks for a script and an address together`() {
  var model = InspectorModel(size: Size(width: 80, height: 24))
  _ = update(&model, .input(.key(Key("R"))), now: 0)
  guard case .connect(let dialog)? = model.overlay else {
    Issue.record("no dialog")
    return
  }
  #expect(dialog.field == .script)
  #expect(
    model.notice?.text == "the script is played as soon as the connection is open; give its address too")
}

@Test func `Tab completes the path of a script`() {
  var fixture = Fixture(frames: 1)
  fixture.press(Key("R"))
  fixture.type("lo")
  #expect(fixture.press(Key(.tab)) == [.listPaths("lo")])
  fixture.take(.pathsFound("lo", ["login.jsonl"]))
  guard case .prompt(let prompt)? = fixture.model.overlay else {
    Issue.record("the question is gone")
    return
  }
  #expect(prompt.editor.string == "login.jsonl")
}

@Test func `no script is played where nothing is open`() {
  var fixture = Fixture(frames: 1)
  fixture.take(.tabChanged(fixture.tab.id, TabStatus(phase: .closed, url: "ws://127.0.0.1:9001/echo")))
  let effects = fixture.press(Key(":")) + fixture.type("replay a.jsonl") + fixture.press(Key(.enter))
  #expect(effects == [])
  #expect(fixture.model.notice?.kind == .error)
  #expect(fixture.model.notice?.text.hasPrefix("not connected") == true)
}

@Test func `the panel takes the keys when a script begins, and gives them back when it is hidden`() {
  var fixture = playing()
  let tab = fixture.tab.id
  #expect(fixture.model.focus == .replay)
  #expect(fixture.press(Key(" ")) == [.steerReplay(tab, .pause)])
  fixture.take(.replayMoved(tab, running(.paused)))
  #expect(fixture.press(Key(" ")) == [.steerReplay(tab, .resume)])
  #expect(fixture.press(Key(".")) == [.steerReplay(tab, .step)])
  #expect(fixture.press(Key("+")) == [.steerReplay(tab, .faster)])
  #expect(fixture.press(Key("=")) == [.steerReplay(tab, .faster)])
  #expect(fixture.press(Key("-")) == [.steerReplay(tab, .slower)])
  fixture.press(Key(.escape))
  #expect(fixture.model.focus == .log)
  #expect(!fixture.tab.isReplayShown)
  fixture.press(Key("R"))
  #expect(fixture.model.focus == .replay)
  #expect(fixture.tab.isReplayShown)
}

@Test func `a script that begins by itself, as a profile's, shows its panel and takes no keys`() {
  var fixture = Fixture(frames: 2)
  fixture.take(.replayMoved(fixture.tab.id, running()))
  #expect(fixture.model.focus == .log)
  #expect(fixture.tab.isReplayShown)
}

@Test func `a draft that is being written keeps the keys`() {
  var fixture = Fixture(frames: 1)
  fixture.press(Key("i"))
  fixture.take(.replayMoved(fixture.tab.id, running()))
  #expect(fixture.model.focus == .compose)
  #expect(fixture.tab.isReplayShown)
}

@Test func `Ctrl-C stops the script, from the log too, and does not begin to quit`() {
  var fixture = playing()
  let tab = fixture.tab.id
  #expect(fixture.press(Key("c", .control)) == [.steerReplay(tab, .stop)])
  fixture.press(Key(.tab), Key(.tab))
  #expect(fixture.model.focus == .log)
  #expect(fixture.press(Key("c", .control)) == [.steerReplay(tab, .stop)])
  fixture.take(.replayMoved(tab, running(.stopped)))
  fixture.press(Key("c", .control))
  #expect(fixture.model.notice?.text == "Ctrl-C again within 2 s quits")
}

@Test func `keys of a script that is over say so and order nothing`() {
  var fixture = playing(.running)
  fixture.take(.replayMoved(fixture.tab.id, running(.failed)))
  let orders = fixture.press(Key(" ")) + fixture.press(Key("."))
  #expect(!orders.contains { if case .steerReplay = $0 { true } else { false } })
  #expect(fixture.model.notice?.text == "login.jsonl is over; R plays a script, Esc hides this")
}

@Test func `Enter goes to the frame that was sent last`() {
  var fixture = playing()
  fixture.press(Key(.enter))
  #expect(fixture.model.focus == .log)
  #expect(fixture.tab.view.cursor?.sequence == 2)
}

@Test func `another tab stays usable, and hears how the script ended`() {
  var fixture = playing()
  let tab = fixture.tab.id
  fixture.take(.addressGiven("ws://127.0.0.1:9001/ticker", title: "ticker"))
  fixture.press(Key("2"))
  #expect(fixture.model.focus == .log)
  #expect(fixture.press(Key("c", .control)) != [.steerReplay(tab, .stop)])
  fixture.take(.replayMoved(tab, running(.failed)))
  #expect(fixture.model.notice?.text == "login.jsonl: failed, 0 matched, 0 failed")
  fixture.press(Key("1"))
  #expect(fixture.tab.isReplayShown)
}

@Test func `a script is made of selected rows, else of marked ones, else of those of the filter`() throws {
  var fixture = Fixture(frames: 5)
  let tab = fixture.tab.id
  func order(_ fixture: inout Fixture) -> [InspectorModel.Effect] {
    fixture.press(Key(":")) + fixture.type("script s.jsonl") + fixture.press(Key(.enter))
  }
  #expect(!order(&fixture).contains { if case .writeScript = $0 { true } else { false } })
  #expect(fixture.model.notice?.text == "mark rows (m) or select them (V) first: they become the script")
  fixture.press(Key("m"))
  #expect(order(&fixture) == [.writeScript(tab, .marked, file: "s.jsonl")])
  fixture.press(Key("V"), Key("k"))
  guard case .writeScript(tab, .filtered(let filter, _), "s.jsonl")? = order(&fixture).last else {
    Issue.record("the selected rows were not taken")
    return
  }
  #expect(filter.text == "#4-5")
}
