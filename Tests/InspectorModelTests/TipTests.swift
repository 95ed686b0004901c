import Canvas
import FrameLog
import Testing

@testable import InspectorModel

@Suite struct TipTests {
  /// With tips, and past the quiet start.
  private func started(frames: Int = 3) -> Fixture {
    var fixture = Fixture(frames: frames)
    fixture.model.tips = Tips()
    fixture.take(.input(.focus(true)))
    fixture.now += 11_000_000_000
    return fixture
  }

  @Test func `the first ten seconds are quiet, then a tip comes when it is of use`() {
    var fixture = Fixture(frames: 3)
    fixture.model.tips = Tips()
    fixture.press(Key("k"))
    fixture.receive()
    #expect(fixture.model.notice == nil)
    fixture.now += 11_000_000_000
    fixture.receive()
    #expect(
      fixture.model.notice
        == Notice(
          .info, "tip: the log stays where you are; F follows the newest again  (:tips off)"))
    #expect(fixture.remembered == [HistoryEntry(.tip, "paused")])
  }

  @Test func `each comes once, and the next no sooner than after thirty seconds`() {
    var fixture = started()
    fixture.press(Key("k"))
    fixture.receive()
    fixture.press(Key("k"), Key("m"))
    #expect(fixture.model.notice == nil)
    fixture.now += 31_000_000_000
    fixture.receive()
    #expect(
      fixture.model.notice?.text == "tip: u and U go from mark to mark, ' lists them")
    fixture.press(Key("k"))
    fixture.now += 31_000_000_000
    fixture.receive()
    #expect(fixture.model.notice == nil)
  }

  @Test func `what was given in a run before does not come again, and off holds`() {
    var fixture = started()
    fixture.take(.history([HistoryEntry(.tip, "paused")]))
    fixture.press(Key("k"))
    fixture.receive()
    #expect(fixture.model.notice == nil)
    fixture.take(.history([HistoryEntry(.tip, "off")]))
    fixture.press(Key("m"))
    #expect(fixture.model.notice == nil)
    fixture.type(":tips on")
    fixture.press(Key(.enter))
    #expect(fixture.model.notice?.text == "tips are shown, each once")
    #expect(fixture.remembered.last == HistoryEntry(.tip, "on"))
    fixture.press(Key("k"))
    fixture.receive()
    #expect(fixture.model.notice?.text.hasPrefix("tip: u and U") == true)
  }

  @Test func `the first three clicks say what the terminal's own mouse still does`() {
    var fixture = Fixture(frames: 3)
    fixture.model.tips = Tips()
    var told = 0
    for _ in 0..<5 {
      fixture.take(.input(.mouse(Mouse(.press, button: 0, at: Point(x: 30, y: 3)))))
      if fixture.model.notice?.text.contains("Shift-drag selects, Shift-middle pastes, F2: mouse off")
        == true
      {
        told += 1
      }
      fixture.take(.input(.mouse(Mouse(.release, button: 0, at: Point(x: 30, y: 3)))))
    }
    #expect(told == 3)
  }

  @Test func `tips name the keys in force, and none is given for a command without one`() {
    let fixture = Fixture()
    for tip in Tip.allCases {
      let words = fixture.model.words(of: tip)
      #expect(words.map { $0.utf8.count <= 58 } == true, "\(tip)")
    }
    var other = Fixture()
    other.model.keymap = Keymap(bindings: Keymap.standard.bindings.filter { $0.command != .filterOpen })
    #expect(other.model.words(of: .filter) == nil)
    #expect(Keymap.standard.bindings.contains { $0.command == .filterOpen })
  }

  @Test func `what is amiss with the terminal is told at once, and once`() {
    let advice = "set -g default-terminal tmux-256color in tmux.conf; TERM is xterm here"
    var model = InspectorModel(size: Size(width: 80, height: 24), terminal: TerminalFacts(advice: advice))
    model.tips = Tips()
    let effects = update(&model, .input(.focus(true)), now: 0)
    #expect(model.notice == Notice(.info, "tip: \(advice)  (:tips off)"))
    #expect(effects.contains(.remember(HistoryEntry(.tip, "terminal"))))
    model.notice = nil
    _ = update(&model, .input(.focus(true)), now: 1)
    #expect(model.notice == nil)
  }

  @Test func `without tips nothing is said or kept`() {
    var fixture = Fixture(frames: 3)
    fixture.now += 60_000_000_000
    fixture.press(Key("k"))
    fixture.receive()
    #expect(fixture.model.notice == nil)
    #expect(fixture.remembered == [])
  }
}

@Test func `coming back from the shell says how long it was and what came`() {
  var fixture = Fixture()
  fixture.take(.suspended(723_000_000_000, records: 3401))
  #expect(fixture.model.notice == Notice(.info, "suspended for 12 m 03 s, +3401 frames"))
  fixture.take(.suspended(4_000_000_000, records: 1))
  #expect(fixture.model.notice?.text == "suspended for 4.0 s, +1 frame")
  fixture.take(.suspended(2_500_000_000, records: 0))
  #expect(fixture.model.notice?.text == "suspended for 2.5 s")
}

@Test func `of several warnings the first is shown, and all are kept`() {
  var fixture = Fixture()
  fixture.take(.warnings(["one", "two", "three"]))
  #expect(fixture.model.notice == Notice(.warning, "one  (and 2 more: :messages)"))
  #expect(fixture.model.messages.entries.map(\.notice.text) == ["three", "two", "one"])
  fixture.take(.warnings(["four"]))
  #expect(fixture.model.notice == Notice(.warning, "four"))
}
