import Canvas
import FrameFilter
import Testing

@testable import InspectorModel

private func fixture(_ texts: [String]) -> Fixture {
  var fixture = Fixture(width: 80)
  for text in texts { fixture.receive(text) }
  return fixture
}

@Test func `a hit behind the cut of its row is moved into view, and back with the search`() {
  var session = fixture([String(repeating: "x", count: 100) + "needle" + String(repeating: "y", count: 100)])
  session.press(Key("/"))
  session.type("needle")
  session.press(Key(.enter))
  let offset = session.tab.view.columnOffset
  // 41 columns are the payload's.
  #expect((100 - 41 + 6...100).contains(offset))
  session.press(Key(.escape))
  #expect(session.tab.view.columnOffset == 0)
}

@Test func `a hit that is in view moves nothing, one near the start moves back`() {
  var session = fixture(["needle", String(repeating: "x", count: 200) + "needle"])
  session.press(Key("/"))
  session.type("needle")
  session.press(Key(.enter))
  #expect(session.tab.view.columnOffset > 150)
  session.press(Key("N"))
  #expect(session.tab.view.cursor == RowID(1))
  #expect(session.tab.view.columnOffset == 0)
}

@Test func `a hit too far away for a row is told of`() {
  var session = fixture([String(repeating: "x", count: 20_000) + "needle"])
  session.press(Key("/"))
  session.type("needle")
  session.press(Key(.enter))
  #expect(session.tab.view.columnOffset == 0)
  #expect(session.model.notice?.text == "the hit is 20k columns into the row; Enter shows it")
}

@Test func `the row of a far hit comes to the middle of the log`() {
  var session = Fixture(frames: 200)
  session.press(Key("/"))
  session.type("frame 100")
  session.press(Key(.enter))
  let visible = session.visible
  #expect(visible.firstIndex(of: RowID(100)).map { abs($0 - visible.count / 2) <= 1 } == true)
  // One that is on screen already moves nothing.
  session.press(Key("/"))
  session.type("frame 102")
  session.press(Key(.enter))
  #expect(session.visible == visible)
}

@Test func `what a filter looks for is known to the rows, unless it is what it keeps out`() throws {
  var session = Fixture(frames: 3)
  session.press(Key("f"))
  session.type("frame !other re:[0-9]")
  session.press(Key(.enter))
  #expect(session.tab.shownPatterns.map(\.text) == ["frame", "[0-9]"])
}
