import FrameFilter
import FrameLog
import TestSupport
import Testing
import WebSocketCore

/// The records that the table's filters choose from, by number:
/// 1 opened, 2 ticker, 3 trade, 4 sent text, 5 ping, 6 pong (ours), 7 binary, 8 message of two fragments with 9,
/// 10 text that breaks the rules, 11 Close 1001, 12 closed with 1006.
private func standardLog() -> LogMaker {
  let log = LogMaker()
  log.note(.opened, "Connected to feed.example.com")
  log.text(
    #"{"type":"ticker","price":64120.5,"user":{"id":42},"items":[{"x":1},{"x":3}],"ok":true,"bid":"10.5"}"#)
  log.text(#"{"type":"trade","price":99,"user":{"id":"42"},"error":null,"id":9007199254740993}"#)
  log.text("Hello World of ping", .sent)
  log.frame([], .ping)
  log.frame([], .pong, .sent, flags: [.endsMessage, .automatic])
  log.frame([UInt8](repeating: 7, count: 2048), .binary, wire: 100, compressed: true)
  log.fragment(#"{"type":"#, 1)
  log.fragment(#""split"}"#, 2, isLast: true)
  log.frame([0xFF], .text, flags: [.endsMessage, .violation])
  log.frame([0x03, 0xE9] + Array("bye".utf8), .close)
  log.note(.failed, "The connection broke", closeCode: 1006)
  return log
}

private let everything = [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12]

@Test(
  arguments: [
    ("", everything), ("   ", everything),
    ("dir:in", [2, 3, 5, 7, 8, 10, 11]), ("dir:out", [4, 6]), ("dir=in", [2, 3, 5, 7, 8, 10, 11]),
    ("dir!=in", [1, 4, 6, 12]), ("DIR:IN", [2, 3, 5, 7, 8, 10, 11]),
    ("dir:in,out", [2, 3, 4, 5, 6, 7, 8, 10, 11]),
    ("op:text", [2, 3, 4, 8, 10]), ("op:text,bin", [2, 3, 4, 7, 8, 10]), ("op:binary", [7]), ("op:ping", [5]),
    ("op:pong", [6]), ("op:close", [11]), ("op:cont", []), ("op:event", [1, 12]),
    ("ping", [5]), ("!ping", [1, 2, 3, 4, 6, 7, 8, 10, 11, 12]), ("event", [1, 12]), ("bin", [7]),
    ("not ping", [1, 2, 3, 4, 6, 7, 8, 10, 11, 12]), ("\"ping\"", [4]), ("Ping", []), ("!!ping", [5]),
    ("size>1k", [7]), ("size>=2048", [7]), ("size<1", [5, 6]), ("size=0", [5, 6]), ("size:2Ki", [7]),
    ("size<=0", [5, 6]), ("size:1-10", [10, 11]), ("size > 1.5k", [7]), ("size>2Ki", []), ("size:16", [8]),
    ("wire>99 op:bin", [7]), ("wire:100", [7]), ("wire<2", [5, 6, 10]),
    ("close:1006", [12]), ("close:1001", [11]), ("close:1000-1003", [11]), ("close:*", [11, 12]),
    ("close:1006,1001", [11, 12]), ("close:1000", []), ("close:1005", []),
    ("json.type=ticker", [2]), ("json.type=split", [8]), ("json.type:trade", [3]),
    ("json.type == trade", [3]),
    ("json.type", [2, 3, 8]), ("json.user.id=42", [2, 3]), ("json.user.id=\"42\"", [3]), ("json.error", [3]),
    ("json.error=null", [3]), ("json.ok=true", [2]), ("json.ok=\"true\"", []), ("json.ok!=false", [2]),
    ("json.price>100", [2]), ("json.price<=99", [3]), ("json.price=99.0", [3]), ("json.bid>10", [2]),
    ("json.bid<10.4", []), ("json.items[0].x=1", [2]), ("json.items[0].x!=3", [2]),
    ("json.items[1].x!=3", []),
    ("json.items[*].x=3", [2]), ("json.items[2]", []), ("json.items[1].x=3", [2]), ("json.items[1].x=1", []),
    ("json.items", [2]), ("json.user!=1", [2, 3]),
    ("json.type!=ticker", [3, 8]), ("!json.type=ticker", [1, 3, 4, 5, 6, 7, 8, 10, 11, 12]),
    ("json.id=9007199254740993", [3]), ("json.id=9007199254740992", []), ("json.\"type\"=trade", [3]),
    ("json.type>ticker", [3]), ("json.type<split", []), ("json.price > 100", [2]),
    ("hello", [4]), ("Hello", [4]), ("HELLO", []), ("\"hello world\"", [4]), ("\"Hello world\"", []),
    ("hello world", [4]),
    ("re:^hello", [4]), ("re:\"hello w\"", [4]), (#"re:"\d{5}""#, [2, 3]), ("re:(ticker|trade)", [2, 3]),
    ("(re:(ticker|trade) json.price<100)", [3]), ("connected", [1]), ("broke or connected", [1, 12]),
    ("flag:violation", [10]), ("flag:auto", [6]), ("flag:compressed", [7]), ("flag:fragment", [8]),
    ("flag:masked", [4, 6]), ("flag:violation,auto", [6, 10]),
    ("#2", [2]), ("#2-4", [2, 3, 4]), ("#10-", [10, 11, 12]), ("#-2", [1, 2]), ("#9", []),
    ("since:12:04:36", [10, 11, 12]), ("since:12:04:36.0", [10, 11, 12]), ("since:2s", [10, 11, 12]),
    ("since:2000ms", [10, 11, 12]), ("since:1h", everything), ("since:mark", [4, 5, 6, 7, 8, 10, 11, 12]),
    ("!since:mark", [1, 2, 3]), ("since:13:00", everything), ("marked", [5, 7]),
    ("!marked #-5", [1, 2, 3, 4]),
    ("dir:in and op:text", [2, 3, 8, 10]), ("dir:in op:text", [2, 3, 8, 10]),
    ("dir:in AND op:text", [2, 3, 8, 10]),
    ("ping or pong", [5, 6]), ("ping or pong dir:in", [5]), ("(ping or pong) dir:in", [5]),
    ("dir:in (ping or pong)", [5]),
    ("not (ping or pong) dir:in", [2, 3, 7, 8, 10, 11]), ("!(dir:in or dir:out)", [1, 12]),
    ("! ping #5-6", [6]),
    ("dir:in !ping json.type=ticker", [2]), ("android", []), ("https://a", []), ("#channel", []),
    ("{\"type\"", [2, 3, 8]),
  ] as [(String, [Int])])
func `a filter lets through what it says`(_ filter: String, _ expected: [Int]) throws {
  let log = standardLog()
  log.log.marks.set(5)
  log.log.marks.set(7, note: "look")
  #expect(try matches(log.reader, filter, mark: 4) == expected)
}

@Test func `since the mark there is nothing without a mark`() throws {
  #expect(try matches(standardLog().reader, "since:mark") == [])
  #expect(try FrameFilter(parsing: "since:mark").asksForMark)
  #expect(try FrameFilter(parsing: "x or marked").asksForMarks)
  #expect(try !FrameFilter(parsing: "x").asksForMarks)
}

@Test func `words can be regular expressions, and of any case`() throws {
  let log = standardLog()
  let regex = try FrameFilter(parsing: "^hel+o dir:out", wordsAreRegex: true)
  #expect(matches(log.reader, .filter(regex, mark: nil)) == [4])
  let ignored = try FrameFilter(parsing: "HELLO", case: .ignored)
  #expect(matches(log.reader, .filter(ignored, mark: nil)) == [4])
  let exact = try FrameFilter(parsing: "hello", case: .exact)
  #expect(matches(log.reader, .filter(exact, mark: nil)) == [])
  #expect(try exact != FrameFilter(parsing: "hello"))
}

@Test(
  arguments: [
    (#"{"a":1"#, false), (#"{"a":1}x"#, false), (#"{"a":1,}"#, false), (#"{"a":01}"#, false),
    (#"{"a":1.}"#, false),
    (#"{"a":tru}"#, false), (#"{"a":"\q"}"#, false), (#"{"a":"\u12g4"}"#, false), ("{\"a\":\"\n\"}", false),
    (#"{'a':1}"#, false), (#"{"a" 1}"#, false), (#"{"b":{"a":1}}"#, false), ("", false), ("a", false),
    (#""a""#, false),
    (#"{"a":1}"#, true), (" { \"a\" : [ ] }\n", true), (#"{"\u0061":{}}"#, true),
    (#"{"b":2,"a":-1.5e+3}"#, true),
  ] as [(String, Bool)])
func `a value is found only in JSON`(_ payload: String, _ isFound: Bool) throws {
  let log = LogMaker()
  log.text(payload)
  #expect(try matches(log.reader, "json.a") == (isFound ? [1] : []))
}

@Test func `escapes mean their characters, and any of two equal names counts`() throws {
  let log = LogMaker()
  log.text(#"{"a":"tick\u0065r"}"#)
  log.text(#"{"a":"\ud83d\ude00\n"}"#)
  log.text(#"{"a":1,"a":"ticker"}"#)
  log.text(#"{"a":"\ud83d"}"#)
  #expect(try matches(log.reader, "json.a=ticker") == [1, 3])
  #expect(try matches(log.reader, "json.a=\"😀\n\"") == [2])
  #expect(try matches(log.reader, "json.a=\u{FFFD}") == [4])
}

@Test func `JSON of any depth neither matches too deep nor traps`() throws {
  let log = LogMaker()
  log.text(String(repeating: "[", count: 200) + String(repeating: "]", count: 200))
  log.text(String(repeating: "[", count: 100_000))
  log.text(#"{"a":1,"b":"# + String(repeating: "[", count: 300) + String(repeating: "]", count: 300) + "}")
  #expect(try matches(log.reader, "json[0]") == [1])
  #expect(try matches(log.reader, "json.a") == [])
}

@Test func `of a payload that was cut, what is there counts`() throws {
  let log = LogMaker()
  log.frame(Array(#"{"a":1,"b":"lo"#.utf8), flags: [.endsMessage, .incomplete])
  log.frame(Array(#"{"a":1,"b":x"#.utf8), flags: [.endsMessage, .incomplete])
  log.frame(Array(#"{"a":1,"b":2."#.utf8), flags: [.endsMessage, .incomplete])
  log.frame(Array(#"{"a":1,"b":2x"#.utf8), flags: [.endsMessage, .incomplete])
  #expect(try matches(log.reader, "json.a=1") == [1, 3])
}

@Test func `a filter and its negation split every log`() throws {
  var random = SeededRandom(seed: 4)
  let log = randomLog(&random)
  let rows = try matches(log.reader, "")
  for _ in 0..<150 {
    let filter = randomFilter(&random, depth: 3)
    let yes = try matches(log.reader, filter, mark: 20)
    let no = try matches(log.reader, "!(\(filter))", mark: 20)
    #expect((yes + no).sorted() == rows, "\(filter)")
  }
}

func randomLog(_ random: inout SeededRandom) -> LogMaker {
  let log = LogMaker()
  for _ in 0..<60 {
    switch Int.random(in: 0..<7, using: &random) {
    case 0: log.frame([UInt8](repeating: 1, count: .random(in: 0...40, using: &random)), .ping)
    case 1: log.note(.closed, "ticker gone", closeCode: 1000)
    case 2: log.frame([3, 0xE8], .close, .sent)
    case 3:
      log.fragment("{\"type\":", 1)
      log.text("between", .sent)
      if Bool.random(using: &random) { log.fragment("\"ticker\"}", 2, isLast: true) }
    default:
      log.text(
        "{\"type\":\"ticker\",\"n\":\(Int.random(in: 0...9, using: &random))}",
        Bool.random(using: &random) ? .sent : .received)
    }
  }
  return log
}

func randomFilter(_ random: inout SeededRandom, depth: Int) -> String {
  let terms = [
    "dir:in", "op:text,event", "size>20", "close:1000", "json.type=ticker", "json.n>4", "json.n!=3", "ping",
    "ticker",
    "re:n\":[0-4]", "#10-30", "since:mark", "since:20s", "flag:fragment", "wire<9",
  ]
  if depth == 0 { return terms.randomElement(using: &random) ?? "ping" }
  let (one, other) = (randomFilter(&random, depth: depth - 1), randomFilter(&random, depth: depth - 1))
  switch Int.random(in: 0..<5, using: &random) {
  case 0: return "\(one) \(other)"
  case 1: return "(\(one) or \(other))"
  case 2: return "!(\(one))"
  case 3: return "not \(terms.randomElement(using: &random) ?? "ping")"
  default: return one
  }
}
