import Canvas
import FrameLog
import Testing

@testable import InspectorModel

private func fixture(_ texts: String...) -> Fixture {
  var fixture = Fixture()
  for text in texts { fixture.receive(text) }
  return fixture
}

private func run(_ fixture: inout Fixture, _ command: String) -> String {
  fixture.press(Key(":"))
  fixture.type(command)
  fixture.press(Key(.enter))
  guard case .report(let report)? = fixture.model.overlay else { return fixture.model.notice?.text ?? "" }
  return report.lines.map(\.plain).joined(separator: "\n")
}

@Test func `two marked replies are compared value by value`() {
  var session = fixture(
    #"{"ok":true,"user":{"id":7,"name":"Ann"},"items":[{"id":1,"n":1},{"id":2,"n":2}]}"#, "between",
    #"{"items":[{"id":2,"n":2.0},{"id":1,"n":5}],"user":{"id":7},"ok":false,"new":null}"#)
  session.press(Key("g"), Key("m"), Key("j"), Key("j"), Key("m"))
  #expect(session.model.notice?.text == "two rows are marked; :diff compares them")
  #expect(
    run(&session, "diff")
      == """
      - #1  00:00:00.001  < TEXT  80 B
      + #3  00:00:00.003  < TEXT  81 B

      4 DIFFERENCES
      ok
        - true
        + false
      user.name
        - "Ann"
      items[0].n
        - 1
        + 5
      new
        + null
      """)
}

@Test func `rows can be named, also of another tab, and one alone is compared with the chosen one`() {
  var session = fixture(#"{"a":1}"#, #"{"a":2}"#, #"{"a":1}"#)
  #expect(run(&session, "diff 1 #2").contains("a\n  - 1\n  + 2"))
  session.press(Key("q"))
  #expect(run(&session, "diff 1").contains("No difference: the same values"))
  session.press(Key("q"))
  #expect(run(&session, "diff 1 9").contains("#9 is not in the log."))
  session.press(Key("q"))
  #expect(run(&session, "diff 1 7:1") == "\"7:1\" names no row: 12, #12, or 2:12 of tab 2")
  #expect(run(&session, "diff").hasPrefix("mark two rows with m"))
}

@Test func `what is no JSON is compared byte by byte`() {
  var session = fixture("the quick brown fox", "the quick black fox")
  #expect(
    run(&session, "diff 1 2").contains(
      "Not both are JSON; they differ from byte 11 on:\n  - he quick brown fox"))
}

@Test func `of two tabs side by side the chosen rows are compared, the left one first`() {
  var session = fixture(#"{"a":1}"#, #"{"a":2}"#)
  session.take(.addressGiven("ws://b/", title: "b"))
  session.take(.logReady(session.model.tabs[1].id, session.log.reader))
  session.press(Key("g"))
  _ = run(&session, "split 2")
  #expect(run(&session, "diff").hasSuffix("a\n  - 1\n  + 2"))
  session.press(Key("q"), Key(.tab))
  #expect(session.model.active == 1)
  #expect(run(&session, "diff").hasSuffix("a\n  - 1\n  + 2"))
}
