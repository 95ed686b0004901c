import Canvas
import Testing

@testable import InspectorModel

@Test func `each change of the layout is kept once, and moving about is not`() {
  var fixture = Fixture(frames: 5, width: 170, height: 40)
  fixture.press(Key("k"), Key(.enter), Key("J"), Key("/"), Key(.escape))
  #expect(fixture.kept == [])
  fixture.press(Key("t"), Key("H"), Key("x"), Key("w"), Key("|"), Key("+"))
  #expect(fixture.kept.count == 6)
  var expected = ScreenLayout()
  expected.time = .utc
  expected.hidesPings = true
  expected.detailMode = .hex
  expected.wraps = false
  expected.isDetailRight = true
  expected.detailShare = 50
  #expect(fixture.kept.last == expected)
  fixture.press(Key("W"), Key(" "))
  #expect(fixture.kept.last?.columns == ColumnChoice([.number: false]))
}

@Test func `time from a mark is not kept, the mode before it is`() {
  var fixture = Fixture(frames: 5)
  fixture.press(Key("t"), Key("T"))
  #expect(fixture.tab.view.timeMode == .sinceMark)
  #expect(fixture.kept.map(\.time) == [.utc])
}

@Test func `a new tab looks like the one before`() {
  var fixture = Fixture(frames: 5)
  fixture.press(Key("t"), Key("H"), Key("x"), Key("w"), Key("q"))
  fixture.take(.addressGiven("ws://b/", title: nil))
  #expect(fixture.model.tabs[1].view.timeMode == .utc)
  #expect(fixture.model.tabs[1].view.hidesPings)
  #expect(fixture.model.tabs[1].detailMode == .hex)
  #expect(fixture.model.layout.wraps == false)
}

@Test func `two tabs stand side by side at the next start as they did`() {
  var layout = ScreenLayout()
  layout.isSplit = true
  var model = InspectorModel(size: Size(width: 80, height: 24))
  model.begin(with: layout, standard: ScreenLayout())
  _ = update(&model, .addressGiven("ws://a/", title: nil), now: 0)
  #expect(model.besideActive == nil)
  _ = update(&model, .addressGiven("ws://b/", title: nil), now: 0)
  #expect(model.besideActive?.title == "b")
  _ = update(&model, .addressGiven("ws://c/", title: nil), now: 0)
  #expect(model.besideActive?.title == "b")
  #expect(update(&model, .input(.key(Key("\\"))), now: 0) == [.keepLayout(ScreenLayout())])
  #expect(model.besideActive == nil)
}

@Test func `:reset-layout puts back what config.json says, in every tab`() {
  var standard = ScreenLayout()
  standard.time = .utc
  var left = ScreenLayout()
  left.time = .delta
  left.hidesPings = true
  left.columns = ColumnChoice([.size: false])
  var fixture = Fixture(frames: 5)
  fixture.model.begin(with: left, standard: standard)
  fixture.take(.addressGiven("ws://b/", title: nil))
  fixture.press(Key("\\"), Key(":"))
  fixture.type("reset-layout")
  #expect(fixture.press(Key(.enter)).contains(.resetLayout))
  #expect(fixture.model.layout == standard)
  #expect(fixture.model.split == nil)
  #expect(fixture.model.tabs.map(\.view.timeMode) == [.utc, .utc])
  #expect(fixture.model.tabs.map(\.view.hidesPings) == [false, false])
}

@Test func `one key shows two tabs and one again, another swaps them`() {
  var fixture = Fixture()
  fixture.press(Key("\\"))
  #expect(fixture.model.notice?.text == "there is no other tab to show")
  fixture.press(Key("w", .control))
  #expect(fixture.model.notice?.text == "there are no two tabs side by side")
  fixture.take(.addressGiven("ws://b/", title: nil))
  fixture.press(Key("\\"))
  #expect(fixture.model.besideActive?.title == "b")
  #expect(fixture.model.notice?.text == "Tab goes from one to the other; \\ shows one again")
  #expect(!fixture.model.isActiveRight)
  fixture.press(Key("w", .control))
  #expect(fixture.model.isActiveRight)
  #expect(fixture.tab.title == "echo")
  fixture.press(Key("\\"))
  #expect(fixture.model.besideActive == nil)
  #expect(fixture.tab.title == "echo")
}

@Test func `the list of tabs shows one beside`() {
  var fixture = Fixture()
  for name in ["b", "c"] { fixture.take(.addressGiven("ws://\(name)/", title: nil)) }
  fixture.press(Key("0"), Key("\\"))
  #expect(fixture.model.notice?.text == "this tab is the one on screen")
  fixture.press(Key("j"), Key("j"), Key("\\"))
  #expect(fixture.model.overlay == nil)
  #expect(fixture.model.besideActive?.title == "c")
}
