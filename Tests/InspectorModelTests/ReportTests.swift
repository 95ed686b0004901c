import Canvas
import FrameLog
import Testing
import WebSocketCore

@testable import InspectorModel

private func close(_ code: UInt16, duration: UInt64) -> ConnectionFacts {
  var facts = ConnectionFacts(url: "ws://x/")
  facts.close = .init(
    code: code, reason: "", isClean: false, by: "nobody", unsentBytes: 0, cause: .end, duration: duration)
  return facts
}

/// Connections one after another: when each opened, when its last frame came, and when it ended, in seconds.
private func log(_ lives: [(open: UInt64, last: UInt64, end: UInt64)]) -> Fixture {
  let fixture = Fixture()
  let second: UInt64 = 1_000_000_000
  for life in lives {
    fixture.log.append(
      note: .opened, text: Array("open".utf8), facts: ConnectionFacts(url: "ws://x/"), at: life.open * second,
      wallOffset: 0)
    var batch = FrameBatch()
    let header = FrameHeader(firstByte: 0x81, byteCount: 2, isMasked: false, maskKey: 0, payloadLength: 1)
    [UInt8](repeating: 0x61, count: 1).withUnsafeBytes { bytes in
      batch.append(
        FrameEvent(
          header: header, direction: .received, flags: .endsMessage, fragmentIndex: 0,
          time: life.last * second, payload: bytes))
      fixture.log.append(batch, wallOffset: 0)
    }
    fixture.log.append(
      note: .closed, text: Array("CLOSED".utf8),
      facts: close(1006, duration: (life.end - life.open) * second),
      at: life.end * second, wallOffset: 0)
  }
  return fixture
}

private func text(_ model: InspectorModel) -> String {
  guard case .report(let report)? = model.overlay else { return "no report" }
  return report.lines.map(\.plain).joined(separator: "\n")
}

@Test func `ends after equal silence are taken for an idle limit, with pings as the way out`() {
  var fixture = log([(1, 5, 65), (70, 100, 160), (170, 171, 231)])
  fixture.press(Key(":"))
  fixture.type("why")
  fixture.press(Key(.enter))
  #expect(text(fixture.model).contains("The last 3 each ended after 1 m 00 s of silence"))
  #expect(text(fixture.model).contains("--ping-interval 20"))
}

@Test func `ends at an equal age are taken for a limit of age`() {
  var fixture = log([(1, 60, 61), (70, 100, 130), (170, 180, 230)])
  fixture.press(Key(":"))
  fixture.type("why")
  fixture.press(Key(.enter))
  #expect(text(fixture.model).contains("The last 3 each ended 1 m 00 s after they opened"))
}

@Test func `ends that have nothing in common are listed without a guess`() {
  var fixture = log([(1, 60, 61), (70, 100, 105), (170, 180, 400)])
  fixture.press(Key(":"))
  fixture.type("why")
  fixture.press(Key(.enter))
  #expect(text(fixture.model).contains("ENDS SO FAR (3)"))
  #expect(!text(fixture.model).contains("The last"))
}

@Test func `the row that is chosen says which connection is meant`() {
  var fixture = log([(1, 5, 65), (70, 100, 160), (170, 171, 231)])
  // The frame of the second one.
  fixture.press(Key("g"), Key("j"), Key("j"), Key("j"), Key("j"), Key(":"))
  fixture.type("why")
  fixture.press(Key(.enter))
  #expect(text(fixture.model).contains("last was #5 TEXT"))
  #expect(text(fixture.model).contains("ENDS SO FAR (2)"))
}

@Test func `while the next connection lives, why it ended tells of the one before`() {
  var fixture = log([(1, 5, 65)])
  fixture.log.append(
    note: .opened, text: Array("open".utf8), facts: ConnectionFacts(url: "ws://x/"), at: 70_000_000_000,
    wallOffset: 0)
  fixture.press(Key("I"), Key(.tab))
  #expect(text(fixture.model).hasPrefix("It has not ended. The one before it:\n\nCLOSED"))
}

@Test func `Enter on an event with facts opens its page, on another its words`() {
  var fixture = log([(1, 5, 65)])
  fixture.press(Key("g"), Key(.enter))
  guard case .report(let report)? = fixture.model.overlay else {
    Issue.record("no report")
    return
  }
  #expect(report.page == .handshake)
  fixture.press(Key("q"), Key("j"), Key("j"), Key(.enter))
  #expect(text(fixture.model).hasPrefix("CLOSED"))
  fixture.press(Key(.escape))
  fixture.log.append(
    note: .information, text: Array("a word".utf8), at: 66_000_000_000, wallOffset: 0)
  fixture.press(Key("G"), Key(.enter))
  #expect(fixture.model.overlay == nil)
  #expect(fixture.tab.detail != nil)
}

@Test func `a report scrolls, turns its pages and is copied`() {
  var fixture = log([(1, 5, 65), (70, 100, 160)])
  fixture.press(Key("I"), Key(.tab), Key("j"))
  let effects = fixture.press(Key("y"))
  guard case .copy(let bytes, let words)? = effects.first else {
    Issue.record("not copied")
    return
  }
  #expect(String(decoding: bytes, as: UTF8.self).contains("Ended by     FIN"))
  #expect(words.hasPrefix("why it ended, "))
  fixture.press(Key(.backTab), Key(.backTab))
  guard case .report(let report)? = fixture.model.overlay else { return }
  #expect(report.page == .frame)
}

@Test func `figures go on counting while frames arrive, a step at a time`() {
  var fixture = Fixture(frames: 10)
  fixture.press(Key(":"))
  fixture.type("stats")
  fixture.press(Key(.enter))
  #expect(fixture.tab.traffic.received.frames == 10)
  fixture.receive()
  #expect(fixture.tab.traffic.received.frames == 11)
  #expect(text(fixture.model).contains("11 messages: 7 B to 8 B, 7 B on average"))
}

@Test func `round trips and types are counted`() {
  var traffic = Traffic()
  var fixture = Fixture()
  fixture.receive(#"{"id":1,"type":"tick"}"#)
  fixture.receive(#"{"event":"x","data":{"type":"no"}}"#)
  fixture.receive(#"{"data":{"type":"no"}}"#)
  fixture.receive("[1]")
  while traffic.take(fixture.log.reader, fixture.log.reader.range) {}
  #expect(traffic.types == ["tick": 1, "x": 1])
  #expect(traffic.untyped == 2)
}

@Test func `messages are kept up to their limit`() {
  var fixture = Fixture(frames: 1)
  for number in 1...MessageLog.limit { fixture.take(.notice(.info, "message \(number)")) }
  fixture.press(Key("t"), Key(":"))
  fixture.type("messages")
  fixture.press(Key(.enter))
  let lines = text(fixture.model).split(separator: "\n")
  #expect(lines.first == "201          UTC")
  #expect(lines.last == "1 older message forgotten")
}

@Test func `what is said again is one line with a count, in the newest place`() {
  var fixture = Fixture(frames: 1)
  fixture.press(Key("H"), Key("H"), Key("t"), Key("H"), Key(":"))
  fixture.type("messages")
  fixture.press(Key(.enter))
  #expect(
    text(fixture.model) == """
      4            ping and pong are hidden; H shows them  (2 times)
      3            UTC
      2            ping and pong are shown
      """)
}

@Test func `hints of keys that do nothing are not among the messages`() {
  var fixture = Fixture(frames: 1)
  fixture.press(Key("~"), Key("d"), Key("c", .control))
  #expect(fixture.model.notice?.text == "Ctrl-C again within 2 s quits")
  fixture.press(Key(":"))
  fixture.type("messages")
  fixture.press(Key(.enter))
  #expect(text(fixture.model) == "Nothing was said yet.")
}

@Test func `the search for a connection's notes has a reach`() {
  var fixture = log([(1, 5, 65)])
  let reader = fixture.log.reader
  let notes = ConnectionNotes(reader, reader.range, at: 2)
  #expect(notes.opened == 1)
  #expect(notes.ended == 3)
  #expect(notes.history == [3])
  fixture.press(Key("C"), Key("y"))
  fixture.press(Key("I"))
  #expect(text(fixture.model).hasPrefix("No handshake of it is in the log"))
}

@Test func `a bar has a cell for what is there, and none for nothing`() {
  let bar = ReportBar("x", words: "", from: 999, to: 1000, of: 1000)
  #expect(bar.cells(10) == 9..<10)
  #expect(ReportBar("x", words: "", from: 0, to: 0, of: 10, least: 0).cells(10).isEmpty)
  #expect(ReportBar("x", words: "", from: 0, to: 10, of: 10).cells(10) == 0..<10)
}

@Test func `what is indented stays so where it goes on`() {
  let line = ReportLine.text("  + one two three", .dialog)
  #expect(line.folded(to: 9, repertoire: .ascii).map(\.plain) == ["  + one", "  two", "  three"])
  #expect(
    ReportLine.text("one two", .dialog).folded(to: 4, repertoire: .ascii).map(\.plain) == ["one", "two"])
}
