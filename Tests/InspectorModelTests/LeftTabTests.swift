import Canvas
import FrameLog
import Secrets
import Testing

@testable import InspectorModel

@Suite struct LeftTabTests {
  private let left = [
    LeftTab(title: "prod-feed@eu", profile: "prod-feed", environment: "eu"),
    LeftTab(title: "localhost:8080", address: "ws://localhost:8080/"), LeftTab(title: "h/?token=********"),
  ]

  private func firstScreen() -> InspectorModel { InspectorModel(size: Size(width: 80, height: 24)) }

  @Test func `tabs that were left are offered on the first screen, and No is the default`() {
    var model = firstScreen()
    _ = update(&model, .tabsLeft(left), now: 0)
    guard case .confirm(let question)? = model.overlay else {
      Issue.record("no question")
      return
    }
    #expect(
      question.question
        == "The last run was cut off. Restore 2 tabs: prod-feed@eu, localhost:8080?")
    #expect(update(&model, .input(.key(Key(.enter))), now: 0) == [])
    #expect(model.overlay == nil && model.tabs.isEmpty)
  }

  @Test func `yes opens profiles as profiles and addresses as they were`() {
    var model = firstScreen()
    _ = update(&model, .tabsLeft(left), now: 0)
    let effects = update(&model, .input(.key(Key("y"))), now: 0)
    #expect(
      effects == [
        .connect(TabID(rawValue: 1), url: "ws://localhost:8080/"),
        .openProfiles([ProfileChoice(name: "prod-feed", environment: "eu")]),
      ])
    #expect(model.tabs.map(\.title) == ["localhost:8080"])
  }

  @Test func `nothing is asked of somebody who is busy, or about nothing`() {
    var model = firstScreen()
    _ = update(&model, .tabsLeft([LeftTab(title: "h/?token=********")]), now: 0)
    #expect(model.overlay == nil)
    _ = update(&model, .input(.key(Key("?"))), now: 0)
    _ = update(&model, .tabsLeft(left), now: 0)
    if case .confirm? = model.overlay { Issue.record("asked") }
  }

  @Test func `an address with a secret in it is not kept, a capture neither`() {
    var fixture = Fixture()
    fixture.take(.addressGiven("ws://h/?token=swordfish12", title: nil))
    fixture.take(.captureOpened(title: "old", details: "", fixture.log.reader))
    #expect(
      fixture.model.tabsToKeep == [
        LeftTab(title: "echo", address: "ws://127.0.0.1:9001/echo"), LeftTab(title: "h"),
      ])
    #expect(!fixture.model.tabsToKeep.contains { "\($0)".contains("swordfish") })
  }
}
