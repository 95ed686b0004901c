import Canvas
import FrameLog
import Testing

@testable import InspectorModel

@Test func `the first screen lists captures and opens one that is only read`() {
  var model = InspectorModel(size: Size(width: 80, height: 24))
  func press(_ key: Key) -> [InspectorModel.Effect] { update(&model, .input(.key(key)), now: 0) }
  #expect(press(Key(.enter)) == [.listCaptures])
  let captures = ["a", "b"].map { CaptureSummary(id: $0, name: $0, time: 0, frames: 1, bytes: 1) }
  _ = update(&model, .captures(captures), now: 0)
  _ = press(Key("j"))
  #expect(press(Key(.enter)) == [.openCapture(captures[1])])
  _ = update(
    &model, .captureOpened(title: "b", details: "today", FrameLog(budget: LogBudget()).reader), now: 0)
  #expect(model.tabs.map(\.title) == ["b"])
  #expect(model.tabs[0].status.phase == .capture)
}

@Test(arguments: [Key("i"), Key("r"), Key("D"), Key("C"), Key("e")])
func `nothing can be sent from a capture`(key: Key) {
  var fixture = Fixture(frames: 3)
  fixture.take(.captureOpened(title: "old", details: "", fixture.log.reader))
  #expect(fixture.press(key) == [.startTimer(.notice, milliseconds: 4000)])
  #expect(fixture.model.focus == .log)
  #expect(fixture.model.notice?.text == "a capture is only read; o connects to an address")
}

@Test func `a capture closes without a question, and Tab has nowhere to go`() {
  var fixture = Fixture(frames: 3)
  fixture.take(.captureOpened(title: "old", details: "", fixture.log.reader))
  fixture.press(Key(.tab))
  #expect(fixture.model.focus == .log)
  #expect(fixture.press(Key("X")) == [.closeTab(TabID(rawValue: 2))])
}
