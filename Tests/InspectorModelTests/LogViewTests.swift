import Canvas
import FrameLog
import Testing
import WebSocketCore

@testable import InspectorModel

@Test func `following shows the newest rows`() {
  let fixture = Fixture(frames: 100)
  #expect(fixture.visible.first == RowID(84))
  #expect(fixture.visible.last == RowID(100))
  #expect(fixture.visible.count == 17)
}

@Test func `going up stops following, and new frames do not move the view`() {
  var fixture = Fixture(frames: 100)
  fixture.press(Key(.up))
  #expect(fixture.tab.view.position == .paused(top: RowID(84), since: 101))
  #expect(fixture.tab.view.cursor == RowID(99))
  for _ in 0..<50 { fixture.receive() }
  #expect(fixture.visible.first == RowID(84))
  #expect(fixture.tab.view.cursor == RowID(99))
}

@Test(arguments: [Key("G"), Key(.end), Key("F")])
func `G, End and F follow again`(key: Key) {
  var fixture = Fixture(frames: 100)
  fixture.press(Key(.pageUp), key)
  #expect(fixture.tab.view.isFollowing)
  #expect(fixture.tab.view.cursor == nil)
}

@Test func `the cursor takes the view along only at its edges`() {
  var fixture = Fixture(frames: 100)
  fixture.press(Key("g"))
  #expect(fixture.visible.first == RowID(1))
  for _ in 0..<16 { fixture.press(Key("j")) }
  #expect(fixture.visible.first == RowID(1))
  fixture.press(Key("j"))
  #expect(fixture.visible.first == RowID(2))
  #expect(fixture.tab.view.cursor == RowID(18))
}

@Test func `a resize keeps the top row and the chosen row`() {
  var fixture = Fixture(frames: 100)
  fixture.press(Key("g"), Key("j"), Key("j"))
  fixture.take(.input(.resized(Size(width: 200, height: 60))))
  #expect(fixture.visible.first == RowID(1))
  fixture.take(.input(.resized(Size(width: 20, height: 5))))
  #expect(fixture.visible == [RowID(1), RowID(2), RowID(3)])
  #expect(fixture.tab.view.cursor == RowID(3))
}

@Test func `hidden pings leave no row, and the numbers stay`() {
  var fixture = Fixture()
  for index in 0..<6 { fixture.receive("x", index.isMultiple(of: 2) ? .text : .ping) }
  fixture.press(Key("H"))
  #expect(fixture.visible == [RowID(1), RowID(3), RowID(5)])
  fixture.press(Key("H"))
  #expect(fixture.visible.count == 6)
}

@Test func `a message in fragments is one row until it is unfolded`() {
  var fixture = Fixture()
  fixture.receive("a", .text, final: false, fragment: 1)
  fixture.receive("p", .ping)
  fixture.receive("b", .continuation, final: false, fragment: 2)
  fixture.receive("c", .continuation, fragment: 3)
  #expect(fixture.visible == [RowID(1), RowID(2)])
  fixture.press(Key("g"), Key(.right))
  #expect(
    fixture.visible == [
      RowID(1), RowID(1, isFragment: true), RowID(2), RowID(3, isFragment: true), RowID(4, isFragment: true),
    ])
  fixture.press(Key("j"), Key(.left))
  #expect(fixture.visible == [RowID(1), RowID(2)])
  #expect(fixture.tab.view.cursor == RowID(1))
}

@Test func `Ctrl-E and the wheel scroll without moving the cursor`() {
  var fixture = Fixture(frames: 100)
  fixture.press(Key("g"), Key("j"), Key("j"), Key("e", .control))
  #expect(fixture.visible.first == RowID(2))
  #expect(fixture.tab.view.cursor == RowID(3))
  fixture.take(.input(.mouse(Mouse(.wheelDown, at: Point(x: 3, y: 5)))))
  #expect(fixture.visible.first == RowID(5))
  #expect(fixture.tab.view.cursor == RowID(5))
}

@Test func `the wheel stops following, three rows at a time`() {
  var fixture = Fixture(frames: 100)
  fixture.take(.input(.mouse(Mouse(.wheelUp, at: Point(x: 3, y: 5)))))
  #expect(fixture.tab.view.position == .paused(top: RowID(81), since: 101))
  // The cursor is on screen, so that the next key goes on from here.
  #expect(fixture.tab.view.cursor == RowID(97))
  fixture.press(Key("k"))
  #expect(fixture.visible.first == RowID(81))
}

@Test func `a new log for the tab starts at its own first row`() {
  var fixture = Fixture(frames: 100)
  fixture.press(Key("g"), Key("m"), Key(.enter))
  fixture.take(.logReady(fixture.tab.id, FrameLog(budget: LogBudget()).reader))
  #expect(fixture.visible == [])
  #expect(fixture.tab.view == LogView())
  #expect(fixture.model.focus == .log)
}

@Test func `a click chooses a row and a second one opens it`() {
  var fixture = Fixture(frames: 100)
  fixture.take(.input(.mouse(Mouse(.press, at: Point(x: 3, y: 4)))))
  #expect(fixture.tab.view.cursor == RowID(86))
  #expect(fixture.tab.detail == nil)
  fixture.take(.input(.mouse(Mouse(.press, at: Point(x: 3, y: 4)))))
  #expect(fixture.tab.detail?.row == RowID(86))
  #expect(fixture.model.focus == .detail)
}

@Test func `the click that brings the window to the front does nothing else`() {
  var fixture = Fixture(frames: 100)
  fixture.take(.input(.focus(true)))
  fixture.take(.input(.mouse(Mouse(.press, at: Point(x: 3, y: 4)))))
  #expect(fixture.tab.view.cursor == nil)
  fixture.take(.input(.mouse(Mouse(.press, at: Point(x: 3, y: 4)))))
  #expect(fixture.tab.view.cursor == RowID(86))
}

@Test func `marks are found again in both directions`() {
  var fixture = Fixture(frames: 100)
  fixture.press(Key("g"), Key("m"), Key(.pageDown), Key("m"), Key("U"))
  #expect(fixture.tab.view.cursor == RowID(1))
  fixture.press(Key("u"))
  #expect(fixture.tab.view.cursor == RowID(18))
}

@Test func `a search from the newest goes up, then n and N step`() {
  var fixture = Fixture(frames: 100)
  fixture.press(Key("/"))
  fixture.type("FRAME 3")
  fixture.press(Key(.enter))
  #expect(fixture.model.notice?.text == "no hit further up; n searches down")
  fixture.press(Key("/"))
  fixture.type("frame 3")
  fixture.press(Key(.enter))
  #expect(fixture.tab.view.cursor == RowID(39))
  fixture.press(Key("N"))
  #expect(fixture.tab.view.cursor == RowID(38))
  fixture.press(Key("n"))
  #expect(fixture.tab.view.cursor == RowID(39))
}

@Test func `clearing asks, and the numbers go on`() {
  var fixture = Fixture(frames: 10)
  fixture.press(Key("C"))
  #expect(fixture.press(Key("C")) == [.startTimer(.notice, milliseconds: 4000)])
  #expect(fixture.press(Key("y")).first == .clearLog(fixture.tab.id))
  #expect(fixture.visible == [])
  fixture.receive()
  #expect(fixture.visible == [RowID(11)])
}
