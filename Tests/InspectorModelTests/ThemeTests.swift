import Canvas
import Testing

@testable import InspectorModel

private let themes = [
  ThemeSummary(name: "terminal", variant: "any", details: ""),
  ThemeSummary(name: "nord", variant: "dark", details: "MIT"),
  ThemeSummary(name: "mine", variant: "", details: "mine.json:3 is wrong", isUsable: false),
]

private func choosing() -> Fixture {
  var fixture = Fixture(frames: 1)
  fixture.take(.themes(themes, current: "nord"))
  return fixture
}

@Test func `the command theme without a name asks for the list, with one sets it`() {
  var fixture = Fixture()
  fixture.type(":theme")
  #expect(fixture.press(Key(.enter)) == [.listThemes])
  fixture.type(":theme nord")
  #expect(fixture.press(Key(.enter)) == [.setTheme("nord")])
}

@Test func `the list starts on the theme that is on, and shows each one that is moved to`() {
  var fixture = choosing()
  #expect(fixture.press(Key(.up)) == [.previewTheme("terminal")])
  #expect(fixture.press(Key(.down)) == [.previewTheme("nord")])
  #expect(fixture.press(Key(.enter)) == [.setTheme("nord")])
  #expect(fixture.model.overlay == nil)
}

@Test(arguments: [Key(.escape), Key("q"), Key("c", .control), Key("?"), Key(.function(10))])
func `leaving the list without a choice brings the look from before back`(key: Key) {
  var fixture = choosing()
  fixture.press(Key(.up))
  #expect(fixture.press(key).contains(.endThemePreview))
}

@Test func `a faulty theme is not worn, and Enter says what is wrong`() {
  var fixture = choosing()
  #expect(fixture.press(Key(.down)) == [.endThemePreview])
  #expect(fixture.press(Key(.enter)) == [])
  #expect(fixture.model.notice?.text == "mine.json:3 is wrong")
  #expect(fixture.model.overlay != nil)
}
