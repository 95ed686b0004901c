import FrameFilter
import FrameLog
import TestSupport
import Testing
import WebSocketCore

@Test func `a scan says how far it is, and when it has something to do`() throws {
  let log = LogMaker()
  for index in 1...10 { log.text("frame \(index)") }
  let scan = Scanning(log.reader, for: .pattern(try SearchPattern(parsing: "frame 1")))
  #expect(scan.step(limit: 4))
  #expect(scan.matches.examined == 5)
  #expect(numbers(scan.matches) == [1])
  #expect(scan.step(limit: 4))
  #expect(!scan.step(limit: 4))
  #expect(scan.matches.examined == 11)
  #expect(numbers(scan.matches) == [1, 10])
  #expect(!scan.step(limit: 4))
  log.text("frame 1000")
  #expect(!scan.step(limit: 4))
  #expect(numbers(scan.matches) == [1, 10, 11])
  let nothing = scan.step(limit: 0)
  #expect(!nothing)
}

@Test func `a message is found across its fragments, under its first`() throws {
  let log = LogMaker()
  log.text("first")
  let scan = Scanning(log.reader, for: .pattern(try SearchPattern(parsing: "needle")))
  log.fragment("nee", 1)
  while scan.step(limit: 10) {}
  #expect(scan.matches.count == 0)
  log.frame([], .ping)
  log.text("needle", .sent)
  log.fragment("d", 2)
  while scan.step(limit: 10) {}
  #expect(numbers(scan.matches) == [4])
  log.fragment("le", 3, isLast: true)
  while scan.step(limit: 10) {}
  #expect(numbers(scan.matches) == [2, 4])
}

@Test func `a message in the making is judged as far as it is there`() throws {
  let log = LogMaker()
  let scan = Scanning(log.reader, for: .filter(try FrameFilter(parsing: "!bad size<10"), mark: nil))
  log.fragment("good", 1)
  while scan.step(limit: 10) {}
  #expect(numbers(scan.matches) == [1])
  log.fragment(" bad", 2)
  while scan.step(limit: 10) {}
  #expect(numbers(scan.matches) == [])
  log.fragment("", 3, isLast: true)
  while scan.step(limit: 10) {}
  #expect(numbers(scan.matches) == [])
}

@Test func `a frame that is still arriving is looked at again`() throws {
  let log = LogMaker()
  let scan = Scanning(log.reader, for: .filter(try FrameFilter(parsing: "json.a=1"), mark: nil))
  log.part("{\"b\":2,", of: 13, isFirst: true)
  while scan.step(limit: 10) {}
  #expect(scan.matches.count == 0)
  log.frame([], .ping)
  while scan.step(limit: 10) {}
  log.part("\"a\":1}", of: 13, isLast: true)
  log.text("{\"a\":1}")
  while scan.step(limit: 10) {}
  #expect(numbers(scan.matches) == [1, 3])
}

@Test func `the sizes of a frame that is still arriving are those that are known`() throws {
  let log = LogMaker()
  let scan = Scanning(log.reader, for: .filter(try FrameFilter(parsing: "size=4 wire=10"), mark: nil))
  log.part("1234", of: 10, isFirst: true)
  while scan.step(limit: 10) {}
  #expect(numbers(scan.matches) == [1])
  log.part("5", of: 10)
  while scan.step(limit: 10) {}
  #expect(numbers(scan.matches) == [])
}

@Test func `a message that never ends keeps what it was judged by`() throws {
  let log = LogMaker()
  log.fragment("nee", 1)
  log.fragment("dle", 2)
  log.text("another begins")
  log.fragment("orphan needle", 3)
  log.note(.failed, "needle")
  #expect(matches(log.reader, .pattern(try SearchPattern(parsing: "needle"))) == [1, 5])
}

@Test func `the flags and sizes of a message are those of all its fragments`() throws {
  let log = LogMaker()
  log.fragment("12345", 1)
  log.frame(
    Array("678".utf8), .continuation, wire: 2, flags: [.fragment, .endsMessage, .violation], fragment: 2)
  #expect(try matches(log.reader, "flag:violation size=8 wire=7 op:text") == [1])
}

@Test func `a continuation that continues nothing stands by itself`() throws {
  let log = LogMaker()
  log.frame(Array("lost".utf8), .continuation, flags: [.endsMessage, .violation])
  log.frame(Array("odd".utf8), Opcode(rawValue: 3), flags: [.endsMessage, .violation])
  #expect(try matches(log.reader, "op:cont") == [1])
  #expect(try matches(log.reader, "!cont") == [2])
}

@Test func `what was dropped at the front is passed over`() throws {
  let log = LogMaker()
  log.text("needle")
  log.fragment("nee", 1)
  log.log.clear()
  log.fragment("dle", 2, isLast: true)
  log.text("needle")
  #expect(matches(log.reader, .pattern(try SearchPattern(parsing: "needle"))) == [4])
}

@Test func `step by step while frames arrive finds what one scan from the start finds`() throws {
  var random = SeededRandom(seed: 7)
  for round in 0..<40 {
    let filter = try FrameFilter(parsing: randomFilter(&random, depth: 2).replacing("since:20s", with: "#5-"))
    let log = LogMaker()
    log.text("ticker")
    let scan = Scanning(log.reader, for: .filter(filter, mark: 20), utcOffset: 0)
    var arriving = 0
    for _ in 0..<50 {
      // Between two parts of a frame nothing but control frames comes from the same side.
      switch Int.random(in: arriving * 3..<6, using: &random) {
      case 0: log.fragment("{\"type\":", 1)
      case 1: log.fragment("\"ticker\"", 2)
      case 2: log.fragment("}", 3, isLast: true)
      case 3: log.text("{\"type\":\"ticker\",\"n\":5}", .sent)
      case 4 where arriving == 0:
        log.part("{\"type\":", of: 17, isFirst: true)
        arriving = 1
      case 4:
        log.part("\"ticker\"}", of: 17, isLast: true)
        arriving = 0
      default: log.frame([], .ping)
      }
      if Bool.random(using: &random) { _ = scan.step(limit: .random(in: 1...9, using: &random)) }
    }
    while scan.step(limit: 7) {}
    _ = scan.step(limit: 7)
    #expect(
      numbers(scan.matches) == matches(log.reader, .filter(filter, mark: 20)), "\(round): \(filter.text)")
  }
}

@Test func `a large record ends a step, so that it can be stopped`() throws {
  let log = LogMaker()
  for _ in 0..<3 { log.frame([UInt8](repeating: 0x20, count: 9 << 20), .binary) }
  let scan = Scanning(log.reader, for: .pattern(try SearchPattern(parsing: "x")))
  #expect(scan.step(limit: 100))
  #expect(scan.matches.examined == 2)
}

@Test func `a day begins anew before the newest record`() throws {
  let log = LogMaker()
  log.text("12:04:27")
  log.text("12:04:28")
  let offset = -13 * 3600
  // There it is 23:04:28 of the day before.
  let scan = Scanning(
    log.reader, for: .filter(try FrameFilter(parsing: "since:23:04:28"), mark: nil), utcOffset: offset)
  while scan.step(limit: 10) {}
  #expect(numbers(scan.matches) == [2])
}

@Test func `what only looks like text in a record's head, or in what belongs to a note, is not found`() throws
{
  let log = LogMaker()
  // The number 65 is an A in its head.
  for _ in 1...70 { log.text("b") }
  log.note(.closed, "ended", closeCode: 1000)
  log.text("ws:")
  #expect(matches(log.reader, .pattern(try SearchPattern(parsing: "A", case: .exact))) == [])
  #expect(matches(log.reader, .pattern(try SearchPattern(parsing: "ws:"))) == [72])
  #expect(matches(log.reader, .pattern(try SearchPattern(parsing: "ended"))) == [71])
}

@Test func `text that two records have together is in neither`() throws {
  let log = LogMaker()
  log.text("nee")
  log.text("dle needle")
  log.text("need")
  #expect(matches(log.reader, .pattern(try SearchPattern(parsing: "needle"))) == [2])
  #expect(matches(log.reader, .pattern(try SearchPattern(parsing: "re:need(le)?$"))) == [2, 3])
}

@Test(arguments: ["a", "ab", "bb", "re:a.b", "re:ab+a", "re:[ab]{9}"])
func `a log looked through by the stretch has the hits of one looked at record by record`(text: String) throws
{
  let log = LogMaker()
  var state: UInt64 = 7
  func random(below bound: UInt64) -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (state >> 33) % bound
  }
  var fragment: UInt32 = 0
  var expected: [Int] = []
  let pattern = try SearchPattern(parsing: text)
  // In the middle some fragments, so that the whole block is looked at one by one; the messages themselves stay whole.
  for count in 0..<3000 {
    let payload = (0..<random(below: 24)).map { _ in UInt8(ascii: "a") + UInt8(random(below: 3)) }
    if count == 2500 { fragment = 1 }
    if fragment > 0 {
      log.fragment("c", 1)
      log.fragment("c", 2, isLast: true)
      fragment = 0
    }
    let sequence = log.frame(payload)
    if payload.withUnsafeBytes({ pattern.isFound(in: $0) }) { expected.append(sequence) }
    if count % 500 == 499 { #expect(matches(log.reader, .pattern(pattern), step: 97) == expected) }
  }
  #expect(expected.count > 100)
}

@Test func `errors that a filter hides are counted, those that it shows are not`() throws {
  let log = LogMaker()
  log.text("good")
  log.frame(Array("bad".utf8), flags: [.endsMessage, .violation])
  log.note(.failed, "connect failed")
  log.frame(Array("bad".utf8), .text, .received, flags: [.fragment, .violation], fragment: 1)
  log.frame([], .continuation, .received, flags: [.fragment, .endsMessage], fragment: 2)
  let goods = Scanning(log.reader, for: .filter(try FrameFilter(parsing: "good"), mark: nil))
  while goods.step(limit: 2) {}
  #expect(goods.matches.hiddenErrors == 3)
  let bads = Scanning(log.reader, for: .filter(try FrameFilter(parsing: "bad"), mark: nil))
  while bads.step(limit: 2) {}
  #expect(bads.matches.hiddenErrors == 1)
}
