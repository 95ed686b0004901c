import Canvas
import FrameFilter
import FrameLog
import Glibc
import InspectorModel
import Secrets
import Testing
import WebSocketClient
import WebSocketCore

@testable import wsglass

/// A log that grows on demand, and the lines that line mode makes of it.
private struct PlainFixture {
  let log = FrameLog(budget: LogBudget())
  let tab: PlainTab
  private var time: UInt64 = 0

  init(mask: SecretMask = SecretMask(), repertoire: Repertoire = .unicode) {
    tab = PlainTab(
      number: 1, title: "t", session: nil, target: nil, reader: log.reader,
      line: PlainLine(repertoire: repertoire, utcOffset: 0, mask: mask))
  }

  mutating func frame(
    _ opcode: Opcode, _ payload: [UInt8], _ direction: Direction = .received, final: Bool = true,
    fragment: UInt32 = 0, flags: FrameFlags = []
  ) {
    time += 1_000_000
    var batch = FrameBatch()
    let header = FrameHeader(
      firstByte: (final ? 0x80 : 0) | opcode.rawValue, byteCount: 2, isMasked: false, maskKey: 0,
      payloadLength: payload.count)
    payload.withUnsafeBytes { bytes in
      batch.append(
        FrameEvent(
          header: header, direction: direction,
          flags: final && opcode.isData ? flags.union(.endsMessage) : flags,
          fragmentIndex: fragment, time: time, payload: bytes))
      log.append(batch, wallOffset: 0)
    }
  }

  mutating func text(_ text: String) { frame(.text, Array(text.utf8)) }

  mutating func note(_ kind: NoteKind, _ text: String) {
    time += 1_000_000
    log.append(note: kind, text: Array(text.utf8), facts: nil, at: time, wallOffset: 0)
  }

  func lines() -> [String] { tab.takeLines(limit: 100) }
}

@Suite struct PlainTests {
  @Test func `a frame is a line in words, and is written once`() {
    var fixture = PlainFixture()
    fixture.note(.connecting, "connecting to ws://h/")
    fixture.text("{\"a\":1}")
    fixture.frame(.binary, [0, 255, 16], .sent)
    fixture.frame(.ping, Array("hi".utf8))
    fixture.frame(.pong, [0], .sent, flags: .automatic)
    fixture.frame(.close, [3, 243] + Array("later".utf8))
    #expect(
      fixture.lines() == [
        "#1 00:00:00.001 connecting to ws://h/", "#2 00:00:00.002 received text, 7 B: {\"a\":1}",
        "#3 00:00:00.003 sent binary, 3 B: 00 ff 10", "#4 00:00:00.004 received ping, 2 B: hi",
        "#5 00:00:00.005 sent pong, automatic, 1 B: 00",
        "#6 00:00:00.006 received close 1011 internal error: later",
      ])
    #expect(fixture.lines() == [])
  }

  @Test func `a message of several frames is one line when it is whole, what comes between goes before it`() {
    var fixture = PlainFixture()
    fixture.frame(.text, Array("one ".utf8), final: false, fragment: 1)
    fixture.frame(.ping, [])
    #expect(fixture.lines() == ["#2 00:00:00.002 received ping, 0 B"])
    fixture.frame(.continuation, Array("two".utf8), fragment: 2)
    #expect(fixture.lines() == ["#1 00:00:00.001 received text, 2 fragments, 7 B: one two"])
  }

  @Test func `a message that never became whole is told before the end of the connection`() {
    var fixture = PlainFixture()
    fixture.frame(.text, Array("half".utf8), final: false, fragment: 1)
    #expect(fixture.lines() == [])
    fixture.note(.closed, "CLOSED")
    #expect(
      fixture.lines() == ["#1 00:00:00.001 received text, not whole, 4 B: half", "#2 00:00:00.002 CLOSED"])
  }

  @Test func `no byte of a peer's acts on a terminal`() {
    var fixture = PlainFixture()
    fixture.text("\u{1B}]0;title\u{7}\r\n\u{202E}\u{9B}31m\\")
    fixture.frame(.close, [3, 232] + Array("\u{1B}[2J".utf8))
    fixture.note(.failed, "\u{1B}[31m")
    #expect(
      fixture.lines() == [
        #"#1 00:00:00.001 received text, 21 B: \e]0;title\x07\r\n\u{202E}\u{9B}31m\\"#,
        #"#2 00:00:00.002 received close 1000 normal closure: \e[2J"#, #"#3 00:00:00.003 \e[31m"#,
      ])
  }

  @Test func `secrets are hidden, in hex too`() {
    var fixture = PlainFixture(
      mask: SecretMask([SecretValue(name: "token", bytes: Array("s3cr3t-t0k".utf8))]))
    fixture.text("a s3cr3t-t0k z")
    fixture.frame(.binary, Array("s3cr3t-t0k".utf8))
    #expect(
      fixture.lines() == [
        "#1 00:00:00.001 received text, 14 B: a ********** z",
        "#2 00:00:00.002 received binary, 10 B: 2a 2a 2a 2a 2a 2a 2a 2a 2a 2a",
      ])
  }

  @Test func `a long payload is cut, and how much is missing is said`() throws {
    var fixture = PlainFixture()
    fixture.text(String(repeating: "x", count: PlainLine.payloadLimit + 2500))
    let line = try #require(fixture.lines().first)
    #expect(line.hasSuffix("xxx and 2.5 KB more"))
    #expect(line.utf8.count < PlainLine.payloadLimit + 100)
  }

  @Test func `a filter lets through what it says, of what is new`() throws {
    var fixture = PlainFixture()
    fixture.text("before")
    #expect(fixture.lines().count == 1)
    fixture.tab.show(try FrameFilter(parsing: "op:ping"))
    fixture.text("no")
    fixture.frame(.ping, [])
    #expect(fixture.lines() == ["#3 00:00:00.003 received ping, 0 B"])
    fixture.tab.show(nil)
    fixture.text("again")
    #expect(fixture.lines() == ["#4 00:00:00.004 received text, 5 B: again"])
  }

  // MARK: Input

  private func read(_ text: [UInt8], limit: Int = LineReader.limit) throws -> [LineReader.Line] {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    defer { close(ends[0]) }
    try #require(write(ends[1], text, text.count) == text.count)
    close(ends[1])
    var reader = LineReader(ends[0], limit: limit)
    var lines: [LineReader.Line] = []
    while let line = reader.next() { lines.append(line) }
    return lines
  }

  @Test func `lines are read as they are, the last one without its end too`() throws {
    #expect(
      try read(Array("a\n\nb c\r\nlast".utf8)) == ["a", "", "b c\r", "last"].map { .bytes(Array($0.utf8)) })
    #expect(try read([]) == [])
    #expect(try read([10]) == [.bytes([])])
    #expect(try read([0xFF, 10]) == [.bytes([0xFF])])
  }

  @Test func `a line over the limit is passed over, the next ones are not`() throws {
    let long = [UInt8](repeating: 0x78, count: 60_000)
    #expect(
      try read(Array("a\n".utf8) + long + Array("\nb".utf8), limit: 1000) == [
        .bytes([0x61]), .tooLong, .bytes([0x62]),
      ])
    #expect(try read(long, limit: 1000) == [.tooLong])
    #expect(try read(Array("12345\n".utf8), limit: 5) == [.bytes(Array("12345".utf8))])
    #expect(try read(Array("123456\n".utf8), limit: 5) == [.tooLong])
  }

  @Test func `a text that is no UTF-8 is not sent as something else`() {
    #expect(OutgoingMessage(.text([0x61, 0xFF])) == nil)
    #expect(OutgoingMessage(.close(nil)) == nil)
    #expect(OutgoingMessage(.text([0x61])) != nil)
  }
}
