import Canvas
import Testing

@testable import InspectorModel

@Test func `columns come with the width`() {
  func shown(_ width: Int, _ choice: ColumnChoice = ColumnChoice()) -> String {
    let columns = LogColumns(width: width, lastSequence: 10, choice: choice)
    let all: [(String, Range<Int>?)] = [
      ("#", columns.number), ("TIME", columns.time), ("DT", columns.delta), ("FL", columns.flags),
      ("SIZE", columns.size), ("WIRE", columns.wire),
    ]
    return all.filter { $0.1 != nil }.map(\.0).joined(separator: " ")
  }
  #expect(shown(39) == "")
  #expect(shown(40) == "#")
  #expect(shown(80) == "# TIME FL SIZE")
  #expect(shown(100) == "# TIME DT FL SIZE")
  #expect(shown(160) == "# TIME DT FL SIZE WIRE")
  var choice = ColumnChoice()
  choice.toggle(.wire, width: 80)
  choice.toggle(.time, width: 80)
  #expect(shown(80, choice) == "# FL SIZE WIRE")
  // What is chosen gives way only where the payload would have no room at all.
  choice.toggle(.time, width: 80)
  choice.toggle(.delta, width: 80)
  #expect(shown(80, choice) == "# TIME DT FL SIZE WIRE")
  #expect(shown(30, choice) == "DT")
}

@Test func `W shows and hides columns at once, and lets the width decide again`() {
  var fixture = Fixture(frames: 3)
  fixture.press(Key("W"), Key("j"), Key(" "))
  #expect(fixture.model.layout.columns.hidden == [.time])
  fixture.press(Key("j"), Key(.enter))
  #expect(fixture.model.layout.columns.forced == [.delta])
  fixture.press(Key("G"), Key(" "))
  #expect(fixture.model.layout.columns.isEmpty)
  fixture.press(Key("q"))
  #expect(fixture.model.overlay == nil)
}

@Test func `a click on the head of the time changes what it counts`() {
  var fixture = Fixture(frames: 3)
  let head = Layout(fixture.model).head
  fixture.take(.input(.mouse(Mouse(.press, at: Point(x: 12, y: head.y)))))
  #expect(fixture.tab.view.timeMode == .utc)
}

@Test func `t goes through all that the time can count from`() {
  var fixture = Fixture(frames: 3)
  var modes: [TimeMode] = []
  for _ in 0..<4 {
    fixture.press(Key("t"))
    modes.append(fixture.tab.view.timeMode)
  }
  #expect(modes == [.utc, .sinceOpen, .delta, .local])
  fixture.press(Key("T"), Key("t"))
  #expect(fixture.tab.view.timeMode == .delta)
}

@Test func `a drag over rows chooses them, and says what can be done`() {
  var fixture = Fixture(frames: 5)
  let y = Layout(fixture.model).log.y
  fixture.take(.input(.mouse(Mouse(.press, at: Point(x: 30, y: y + 1)))))
  fixture.take(.input(.mouse(Mouse(.drag, at: Point(x: 30, y: y + 3)))))
  fixture.take(.input(.mouse(Mouse(.release, at: Point(x: 30, y: y + 3)))))
  #expect(fixture.tab.selectedRange == 2...4)
  #expect(fixture.model.notice?.text == "3 selected: y copies, Y copies as, s exports, Esc ends")
}

@Test func `lists take clicks: the first chooses, the second does`() {
  var fixture = Fixture(frames: 2)
  fixture.take(.addressGiven("ws://b/", title: "b"))
  fixture.take(.addressGiven("ws://c/", title: "c"))
  fixture.press(Key("0"))
  let inner = OverlayBox(Size(width: 76, height: 5), in: Layout(fixture.model).body).inner
  let point = Point(x: inner.x + 3, y: inner.y + 2)
  fixture.take(.input(.mouse(Mouse(.press, at: point))))
  #expect(fixture.model.overlay == .tabList(selected: 2))
  fixture.take(.input(.mouse(Mouse(.press, at: point))))
  #expect(fixture.model.overlay == nil)
  #expect(fixture.model.active == 2)
}

@Test func `a click in the list of columns ticks at once`() {
  var fixture = Fixture(frames: 2)
  fixture.press(Key("W"))
  let inner = OverlayBox(Size(width: 72, height: ColumnPicker.count + 2), in: Layout(fixture.model).body)
    .inner
  fixture.take(.input(.mouse(Mouse(.press, at: Point(x: inner.x, y: inner.y + 4)))))
  #expect(fixture.model.layout.columns.hidden == [.size])
}

@Test func `a question takes clicks on its buttons, and none beside them`() {
  var fixture = Fixture(frames: 2)
  fixture.press(Key("C"))
  let question = "Clear the log of tab 1 echo?"
  let inner = OverlayBox(Size(width: question.utf8.count + 6, height: 6), in: Layout(fixture.model).body)
    .inner
  func click(_ x: Int) {
    fixture.take(.input(.mouse(Mouse(.press, at: Point(x: inner.x + x, y: inner.y + 3)))))
  }
  click(10)
  #expect(fixture.model.overlay != nil)
  click(12)
  #expect(fixture.model.overlay == nil)
  #expect(fixture.tab.range.count == 2)
  fixture.press(Key("C"))
  click(2)
  #expect(fixture.tab.range.isEmpty)
}
