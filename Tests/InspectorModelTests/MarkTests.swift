import Canvas
import FrameLog
import Testing

@testable import InspectorModel

@Test func `marks live with the capture`() {
  var fixture = Fixture(frames: 10)
  fixture.press(Key("g"), Key("j"), Key("m"))
  #expect(fixture.log.marks.all.map(\.sequence) == [2])
  fixture.press(Key("m"))
  #expect(fixture.log.marks.count == 0)
}

@Test func `a note marks its row, and m does not throw it away`() {
  var fixture = Fixture(frames: 10)
  fixture.press(Key("g"), Key(":"))
  fixture.type("note look here")
  fixture.press(Key(.enter))
  #expect(fixture.log.marks[1] == "look here")
  fixture.press(Key("m"))
  #expect(fixture.log.marks[1] == "look here")
  #expect(fixture.model.notice?.text == "#1 has a note; ' lists marks, Del removes one")
}

@Test func `the list of marks goes there, changes notes and removes`() {
  var fixture = Fixture(frames: 30)
  fixture.press(Key("g"), Key("m"), Key(.pageDown), Key("m"), Key("G"), Key("'"))
  guard case .marks(let list)? = fixture.model.overlay else {
    Issue.record("no list")
    return
  }
  #expect(list.entries.map(\.sequence) == [1, 18])
  #expect(list.selected == 1)
  fixture.press(Key("e"))
  fixture.type("why")
  fixture.press(Key(.enter))
  #expect(fixture.log.marks[18] == "why")
  #expect(fixture.model.keyContext == .marks)
  fixture.press(Key("k"), Key(.delete))
  #expect(fixture.log.marks.all.map(\.sequence) == [18])
  fixture.press(Key(.enter))
  #expect(fixture.model.overlay == nil)
  #expect(fixture.tab.view.cursor == RowID(18))
}

@Test func `M shows marked rows only, until the last mark goes`() {
  var fixture = Fixture(frames: 30)
  fixture.press(Key("M"))
  #expect(fixture.model.notice?.text == "no row is marked; m marks one")
  fixture.press(Key("g"), Key("m"), Key("j"), Key("j"), Key("m"), Key("M"))
  #expect(fixture.visible == [RowID(1), RowID(3)])
  fixture.press(Key("g"), Key("m"))
  #expect(fixture.visible == [RowID(3)])
  fixture.press(Key("m"))
  #expect(fixture.visible.count == 17)
}

@Test func `a filter by marks follows them`() {
  var fixture = Fixture(frames: 30)
  fixture.press(Key("g"), Key("m"), Key(":"))
  fixture.type("filter marked")
  fixture.press(Key(.enter))
  #expect(fixture.visible == [RowID(1)])
  fixture.press(Key("m"))
  #expect(fixture.visible == [])
}

@Test func `V and moves choose rows; y copies them, a line each`() {
  var fixture = Fixture(frames: 30)
  fixture.press(Key("g"), Key("V"), Key("j"), Key("j"))
  #expect(fixture.tab.selectedRange == 1...3)
  #expect(
    fixture.press(Key("y")) == [
      .copy(Array("frame 1\nframe 2\nframe 3\n".utf8), description: "3 payloads, 24 B")
    ])
  #expect(fixture.tab.view.selection == nil)
}

@Test(
  arguments: [
    ([Key("G")], 50...100), ([Key(.end)], 50...100), ([Key("g")], 1...50), ([Key(.home)], 1...50),
    ([Key(.pageDown)], 50...67), ([Key(" ")], 50...67), ([Key(.pageUp)], 33...50),
    ([Key("d", .control)], 50...58), ([Key("u", .control)], 42...50), ([Key("j")], 50...51),
    ([Key("u")], 50...90), ([Key("U")], 20...50), ([Key("n")], 50...57), ([Key("N")], 47...50),
    ([Key(":"), Key("8"), Key("0"), Key(.enter)], 50...80),
    ([Key("/"), Key("9"), Key("8"), Key(.enter)], 50...98),
  ] as [([Key], ClosedRange<Int>)])
func `every way to move extends what V began`(keys: [Key], expected: ClosedRange<Int>) {
  var fixture = Fixture(frames: 100)
  for place in ["20", "90"] {
    fixture.press(Key(":"))
    fixture.type(place)
    fixture.press(Key(.enter), Key("m"))
  }
  fixture.press(Key("/"))
  fixture.type("7")
  fixture.press(Key(.enter), Key(":"))
  fixture.type("50")
  fixture.press(Key(.enter), Key("V"))
  for key in keys { fixture.press(key) }
  #expect(fixture.tab.selectedRange == expected)
  fixture.receive()
  #expect(fixture.tab.selectedRange == expected)
  fixture.press(Key(.escape))
  #expect(fixture.tab.view.selection == nil)
}

@Test func `nothing is followed while rows are chosen`() {
  var fixture = Fixture(frames: 30)
  fixture.press(Key("V"), Key("F"))
  #expect(!fixture.tab.view.isFollowing)
  #expect(fixture.tab.selectedRange == 30...30)
  #expect(fixture.model.notice?.text == "rows are being selected: Esc ends that, then F follows")
  fixture.press(Key(.escape), Key("F"))
  #expect(fixture.tab.view.isFollowing)
  fixture.press(Key(.down, .shift))
  #expect(!fixture.tab.view.isFollowing)
  #expect(fixture.tab.selectionWords == "1 selected")
}

@Test func `Shift with arrows chooses rows, and a move without it ends that`() {
  var fixture = Fixture(frames: 30)
  fixture.press(Key(.up, .shift), Key(.up, .shift))
  #expect(fixture.tab.selectedRange == 28...30)
  fixture.press(Key(.down, .shift))
  #expect(fixture.tab.selectedRange == 29...30)
  #expect(fixture.tab.selectionWords == "2 selected")
  fixture.press(Key("k"))
  #expect(fixture.tab.view.selection == nil)
}

@Test func `clearing the log takes its marks along`() {
  var fixture = Fixture(frames: 10)
  fixture.press(Key("m"), Key("C"), Key("y"))
  #expect(fixture.log.marks.count == 0)
}
