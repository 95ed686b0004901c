import Canvas
import FrameFilter
import FrameLog
import Testing

@testable import InspectorModel

private func dialog(_ fixture: Fixture) -> ExportDialog? {
  if case .export(let dialog)? = fixture.model.overlay { dialog } else { nil }
}

@Test func `the dialog starts with what is in view, and a name that says what it is`() throws {
  var fixture = Fixture(frames: 30)
  fixture.press(Key("f"))
  fixture.type("#1-3")
  fixture.press(Key(.enter), Key("m"), Key("s"))
  let shown = try #require(dialog(fixture))
  #expect(shown.choices.map(\.label) == ["all 30", "marked 1", "filtered 3"])
  #expect(shown.choice == 2)
  #expect(shown.file.string == "echo-1970-01-01.jsonl")
  #expect(!shown.includesSecrets)
}

@Test func `Alt-Enter exports; the name follows the format until another is typed`() throws {
  var fixture = Fixture(frames: 30)
  fixture.press(Key("s"), Key(.tab), Key(.right))
  #expect(dialog(fixture)?.file.string == "echo-1970-01-01.har")
  fixture.press(Key(.tab), Key("w", .control))
  fixture.type("x.har")
  fixture.press(Key(.backTab), Key(.left))
  #expect(dialog(fixture)?.file.string.hasSuffix("x.har") == true)
  let name = try #require(dialog(fixture)?.file.string)
  #expect(
    fixture.press(Key(.enter, .alt)) == [.export(fixture.tab.id, ExportOrder(.all, as: .jsonl, to: name))])
  #expect(fixture.model.jobs == [Job(.export, tab: fixture.tab.id)])
}

@Test func `secrets go out only after the word was typed`() {
  var fixture = Fixture(frames: 3)
  fixture.press(Key("s"), Key(.tab), Key(.tab), Key(.tab), Key(" "))
  #expect(dialog(fixture)?.includesSecrets == true)
  #expect(fixture.press(Key(.enter, .alt)) == [])
  #expect(dialog(fixture)?.fault == "type secrets to write them out")
  fixture.type("secrets")
  var order = ExportOrder(.all, as: .jsonl, to: "echo-1970-01-01.jsonl")
  order.includesSecrets = true
  #expect(fixture.press(Key(.enter, .alt)) == [.export(fixture.tab.id, order)])
}

@Test func `the command knows format and file in either order of need`() {
  #expect(CommandLine("export") == .export(format: "", file: ""))
  #expect(CommandLine("export har") == .export(format: "har", file: ""))
  #expect(CommandLine("export har my file.har") == .export(format: "har", file: "my file.har"))
  #expect(CommandLine("export x.pcapng") == .export(format: "", file: "x.pcapng"))
  var fixture = Fixture(frames: 3)
  fixture.press(Key(":"))
  fixture.type("export x.pcapng")
  fixture.press(Key(.enter))
  #expect(dialog(fixture)?.format == .pcapng)
  #expect(
    fixture.press(Key(.enter)) == [.export(fixture.tab.id, ExportOrder(.all, as: .pcapng, to: "x.pcapng"))])
}

@Test func `a file that is there is overwritten only after a Yes`() {
  var fixture = Fixture(frames: 3)
  fixture.press(Key("s"))
  fixture.press(Key(.enter, .alt))
  var order = ExportOrder(.all, as: .jsonl, to: "echo-1970-01-01.jsonl")
  fixture.take(.exportEnded(fixture.tab.id, order, .exists))
  #expect(fixture.press(Key(.enter)) == [])
  fixture.take(.exportEnded(fixture.tab.id, order, .exists))
  let effects = fixture.press(Key("y"))
  order.overwrites = true
  #expect(effects == [.export(fixture.tab.id, order)])
}

@Test func `Ctrl-C stops an export before anything else, and its end is told`() {
  var fixture = Fixture(frames: 3)
  fixture.press(Key("s"))
  fixture.press(Key(.enter, .alt))
  fixture.take(.exportMoved(fixture.tab.id, ExportProgress(rows: 500, total: 1000, elapsed: 250_000_000)))
  #expect(fixture.model.shownJob?.words(room: 80) == "Exporting 500/1.0k  50%  2.0k/s  ^C stop")
  #expect(fixture.press(Key("c", .control)) == [.cancelExport(fixture.tab.id)])
  let order = ExportOrder(.all, as: .jsonl, to: "x.jsonl")
  fixture.take(
    .exportEnded(
      fixture.tab.id, order,
      .written(path: "x.jsonl", rows: 88, bytes: 12_300, elapsed: 120_000_000)))
  #expect(fixture.model.notice?.text == "x.jsonl: 88 rows, 12.3 KB in 0.1 s")
}

@Test func `days are those of the calendar`() {
  let day: Int64 = 86_400_000_000_000
  #expect(Figures.day(0, offset: 0) == "1970-01-01")
  #expect(Figures.day(-1_000_000_000, offset: 0) == "1969-12-31")
  #expect(Figures.day(11_016 * day, offset: 0) == "2000-02-29")
  #expect(Figures.day(1_795_349_067_000_000_000, offset: 0) == "2026-11-22")
}

@Test func `selected rows are exported as whole messages, and only those that are shown`() throws {
  var fixture = Fixture(frames: 30)
  fixture.press(Key("f"))
  fixture.type("1 or 2")
  fixture.press(Key(.enter), Key("g"), Key("V"), Key("j"), Key("j"), Key("s"))
  let shown = try #require(dialog(fixture))
  #expect(shown.choices.map(\.label) == ["all 30", "filtered 22", "selected 3"])
  #expect(
    shown.choices[2].rows == .filtered(try FrameFilter(parsing: "#1-10 (1 or 2)"), mark: nil))
  #expect(shown.choice == 2)
}
