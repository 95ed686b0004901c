import Canvas
import FrameFilter
import FrameLog
import Testing
import WebSocketCore

@testable import InspectorModel

/// A log of 60 rows of which every third says "tick".
private func ticking(_ count: Int = 60) -> Fixture {
  var fixture = Fixture()
  for number in 1...count { fixture.receive(number.isMultiple(of: 3) ? "tick \(number)" : "other \(number)") }
  return fixture
}

private func numbers(_ fixture: Fixture) -> [Int] { fixture.visible.map(\.sequence) }

@Test func `a filter shows its rows while it is typed, and Enter keeps it`() {
  var fixture = ticking()
  fixture.press(Key("f"))
  fixture.type("tick")
  #expect(numbers(fixture).suffix(3) == [54, 57, 60])
  #expect(fixture.tab.filter == nil)
  fixture.press(Key(.enter))
  #expect(fixture.model.overlay == nil)
  #expect(fixture.tab.filter?.text == "tick")
  #expect(fixture.tab.preview == nil)
  #expect(numbers(fixture).suffix(3) == [54, 57, 60])
  #expect(fixture.tab.shownCount == 20)
}

@Test func `Esc brings back the rows, the view and the filter of before`() {
  var fixture = ticking()
  fixture.press(Key("f"))
  fixture.type("tick")
  fixture.press(Key(.enter), Key("k"), Key("k"))
  let view = fixture.tab.view
  fixture.press(Key("&"))
  fixture.type(" 30")
  #expect(numbers(fixture) == [30])
  let effects = fixture.press(Key(.escape))
  #expect(effects == [.scan(fixture.tab.id, .preview, nil)])
  #expect(fixture.tab.filter?.text == "tick")
  #expect(fixture.tab.view == view)
  #expect(fixture.tab.shownCount == 20)
}

@Test func `Esc in the log takes the search first, then the filter, and never the program`() {
  var fixture = ticking()
  fixture.press(Key("f"))
  fixture.type("tick")
  fixture.press(Key(.enter), Key("/"))
  fixture.type("30")
  fixture.press(Key(.enter))
  #expect(fixture.tab.view.cursor == RowID(30))
  fixture.press(Key(.escape))
  #expect(fixture.model.search == nil)
  #expect(fixture.tab.filter != nil)
  fixture.press(Key(.escape))
  #expect(fixture.tab.filter == nil)
  #expect(fixture.tab.view.cursor == RowID(30))
  #expect(fixture.press(Key(.escape)) == [])
}

@Test func `what is wrong is said while typing, and the rows of before stay`() {
  var fixture = ticking()
  fixture.press(Key("f"))
  fixture.type("tick")
  fixture.take(.input(.paste(" op:x")))
  guard case .prompt(let prompt)? = fixture.model.overlay else {
    Issue.record("no field")
    return
  }
  #expect(prompt.error?.range == 8..<9)
  #expect(fixture.tab.shownCount == 20)
  fixture.press(Key(.enter))
  #expect(fixture.tab.filter == nil)
  #expect(fixture.model.keyContext == .filterPrompt)
  fixture.press(Key("u", .control))
  #expect(fixture.tab.shownCount == nil)
  fixture.press(Key(.enter))
  #expect(fixture.model.overlay == nil)
}

@Test func `the chosen row stays, or the nearest that is left, on its line`() {
  var fixture = ticking()
  fixture.press(Key("g"))
  for _ in 0..<31 { fixture.press(Key("j")) }
  let before = numbers(fixture)
  #expect(before.firstIndex(of: 32) == 16)
  fixture.press(Key("k"), Key("k"), Key("f"))
  fixture.type("tick")
  // 30 is a row of the filter; there are 9 rows before it, and so many lines can't be kept.
  #expect(fixture.tab.view.cursor == RowID(30))
  #expect(numbers(fixture).first == 3)
  fixture.press(Key(.escape))
  #expect(fixture.tab.view.cursor == RowID(30))
  #expect(numbers(fixture) == before)
}

@Test func `following goes on with the filter, row by row as frames arrive`() {
  var fixture = ticking()
  fixture.press(Key("f"))
  fixture.type("tick")
  fixture.press(Key(.enter))
  fixture.receive("other")
  fixture.receive("tick again")
  #expect(numbers(fixture).last == 62)
  #expect(fixture.tab.view.isFollowing)
  #expect(fixture.tab.shownCount == 21)
}

@Test func `a filter hides pings and shows the fragments of an unfolded message`() {
  var fixture = Fixture()
  fixture.receive("other")
  fixture.receive("tick a", .text, final: false, fragment: 1)
  fixture.receive("tick", .ping)
  fixture.receive("b", .continuation, final: false, fragment: 2)
  fixture.receive("c", .continuation, fragment: 3)
  fixture.receive("other")
  fixture.receive("tick")
  fixture.press(Key("f"))
  fixture.type("tick")
  fixture.press(Key(.enter), Key("g"), Key(.right))
  #expect(
    fixture.visible == [
      RowID(2), RowID(2, isFragment: true), RowID(3), RowID(4, isFragment: true), RowID(5, isFragment: true),
      RowID(7),
    ])
  fixture.press(Key("G"), Key("k"))
  #expect(fixture.tab.view.cursor == RowID(5, isFragment: true))
  fixture.press(Key("H"))
  #expect(!fixture.visible.contains(RowID(3)))
}

@Test func `until the scan has a word the old rows stay, and Ctrl-C ends it before anything else`() {
  var fixture = ticking()
  fixture.holdsScans = true
  fixture.press(Key("f"))
  fixture.type("tick")
  fixture.press(Key(.enter))
  #expect(fixture.tab.shownCount == nil)
  #expect(numbers(fixture).last == 60)
  #expect(fixture.model.jobs == [Job(.scan(.filter), tab: fixture.tab.id)])
  let effects = fixture.press(Key("c", .control))
  #expect(effects.first == .scan(fixture.tab.id, .filter, nil))
  #expect(fixture.tab.filter == nil)
  #expect(fixture.model.jobs.isEmpty)
}

@Test func `late news of a filter that was typed over changes nothing`() throws {
  var fixture = ticking()
  fixture.holdsScans = true
  fixture.press(Key("f"))
  fixture.type("tic")
  let late = ScanProgress(
    subject: .filter(try FrameFilter(parsing: "ti"), mark: nil), matches: MatchSet(), end: 61, isDone: true,
    elapsed: 0)
  fixture.take(.scanMoved(fixture.tab.id, .preview, late))
  #expect(fixture.tab.shownCount == nil)
  fixture.runScans()
  #expect(fixture.tab.shownCount == 20)
}

@Test func `Enter hands the running scan to the filter`() throws {
  var fixture = ticking()
  fixture.holdsScans = true
  fixture.press(Key("f"), Key("t"))
  let subject = FrameScan.Subject.filter(try FrameFilter(parsing: "t"), mark: nil)
  #expect(
    fixture.press(Key(.enter)) == [
      .scan(fixture.tab.id, .filter, subject), .scan(fixture.tab.id, .preview, nil),
    ])
}

@Test func `T moves the mark of a filter that counts from it`() {
  var fixture = ticking(9)
  fixture.press(Key(":"))
  fixture.type("filter since:mark tick")
  fixture.press(Key(.enter))
  #expect(fixture.tab.shownCount == 0)
  fixture.press(Key(.escape), Key("g"), Key("j"), Key("j"), Key("j"), Key("T"), Key(":"))
  fixture.type("filter since:mark tick")
  fixture.press(Key(.enter))
  #expect(numbers(fixture) == [6, 9])
  fixture.press(Key("G"), Key("T"))
  #expect(numbers(fixture) == [9])
}

@Test func `the command takes a filter, says what is wrong with one, and takes it away`() {
  var fixture = ticking()
  func command(_ line: String) {
    fixture.press(Key(":"))
    fixture.type(line)
    fixture.press(Key(.enter))
  }
  command("filter tick")
  #expect(fixture.tab.shownCount == 20)
  command("filter")
  #expect(fixture.tab.filter == nil)
  command("filter op:x")
  guard case .prompt(let prompt)? = fixture.model.overlay else {
    Issue.record("no field")
    return
  }
  #expect(prompt.purpose == .filter)
  #expect(prompt.editor.string == "op:x")
  #expect(prompt.error?.range == 3..<4)
}

@Test func `Tab offers how to go on, and goes through it`() {
  var fixture = ticking()
  fixture.press(Key("f"))
  fixture.type("!di")
  fixture.press(Key(.tab))
  func text() -> String? {
    if case .prompt(let prompt)? = fixture.model.overlay { prompt.editor.string } else { nil }
  }
  #expect(text() == "!dir:")
  fixture.press(Key(.tab))
  #expect(text() == "!dir:in")
  fixture.press(Key(.tab))
  #expect(text() == "!dir:out")
  fixture.press(Key(.backTab))
  #expect(text() == "!dir:in")
  #expect(fixture.tab.shownCount == 0)
}

@Test func `Alt-V turns a filter round, Alt-R and Alt-C change its words`() {
  var fixture = ticking()
  fixture.press(Key("f"))
  fixture.type("TICK")
  #expect(fixture.tab.shownCount == 0)
  fixture.press(Key("c", .alt), Key("c", .alt))
  #expect(fixture.tab.shownCount == 20)
  fixture.press(Key("v", .alt))
  #expect(fixture.tab.shownCount == 40)
  fixture.press(Key("v", .alt), Key("u", .control))
  fixture.type("t.ck")
  #expect(fixture.tab.shownCount == 0)
  fixture.press(Key("r", .alt))
  #expect(fixture.tab.shownCount == 20)
}

@Test func `F1 lists what a filter can say, and Enter puts it in`() {
  var fixture = ticking()
  fixture.press(Key("f"))
  fixture.type("tick")
  fixture.press(Key(.function(1)), Key("j"), Key(.enter))
  guard case .prompt(let prompt)? = fixture.model.overlay else {
    Issue.record("no field")
    return
  }
  #expect(prompt.editor.string == "tick op:text,bin")
  #expect(fixture.tab.shownCount == 20)
}

@Test func `a new log gets the tab's filter`() {
  var fixture = ticking()
  fixture.press(Key("f"))
  fixture.type("tick")
  fixture.press(Key(.enter))
  let subject = fixture.tab.filter?.subject
  let effects = fixture.take(.logReady(fixture.tab.id, FrameLog(budget: LogBudget()).reader))
  #expect(effects == [.scan(fixture.tab.id, .filter, subject)])
}
