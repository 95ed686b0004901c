import FrameFilter
import TestSupport
import Testing

@Test(
  arguments: [
    ("op:txt", 3..<6, "op: takes text, bin, ping, pong, close, cont, event"),
    ("op:text,,bin", 8..<8, "op: takes text, bin, ping, pong, close, cont, event"),
    ("op:", 3..<3, "op: takes text, bin, ping, pong, close, cont, event"),
    ("op>text", 2..<3, "op: takes text, bin, ping, pong, close, cont, event"),
    ("ping dir:up", 9..<11, "dir: takes in, out"),
    ("dri:in", 0..<4, "dri: is no key; did you mean dir:?"),
    ("x colse:1006", 2..<8, "colse: is no key; did you mean close:?"),
    ("sincexx:1s", 0..<8, "sincexx: is no key; did you mean since:?"),
    ("flags:auto", 0..<6, "flags: is no key; did you mean flag:?"),
    ("jason:a", 0..<6, "jason: is no key; did you mean json.?"),
    ("time:12:00", 0..<5, "time: is no key; did you mean since:?"),
    ("type=ticker", 0..<5, "type= is no key; did you mean op:?"),
    ("siez>1k", 0..<5, "siez> is no key; did you mean size>?"),
    ("foobar:1", 0..<7, "foobar: is no key; in quotes it is text"),
    ("price>100", 0..<6, "price is no key; json.price>… looks into JSON, quotes look for text"),
    ("marked:1", 0..<7, "marked stands alone"),
    ("size>", 5..<5, "size takes a number of bytes, as in 512, 1k, 1.5M or 64Ki"),
    ("size>lots", 5..<9, "size takes a number of bytes, as in 512, 1k, 1.5M or 64Ki"),
    ("size>99999999999999999999", 5..<25, "size takes a number of bytes, as in 512, 1k, 1.5M or 64Ki"),
    ("size!=1", 6..<7, "size takes > >= < <= and =; !size=… negates"),
    ("size:4k-1k", 5..<10, "size: takes a range from small to large, as in 1k-4k"),
    ("close:abc", 6..<9, "close: takes a code as in 1006, a range as in 1000-1003, or *"),
    ("close:1003-1000", 6..<15, "close: takes a code as in 1006, a range as in 1000-1003, or *"),
    ("close:70000", 6..<11, "close: takes a code as in 1006, a range as in 1000-1003, or *"),
    (
      "since:soon", 6..<10, "since: takes mark, a span as in 10s, 5m or 1h, or a time as in 12:04 or 12:04:29"
    ),
    (
      "since:25:00", 6..<11,
      "since: takes mark, a span as in 10s, 5m or 1h, or a time as in 12:04 or 12:04:29"
    ),
    (
      "since:999999999d", 6..<16,
      "since: takes mark, a span as in 10s, 5m or 1h, or a time as in 12:04 or 12:04:29"
    ),
    (
      "flag:big", 5..<8,
      "flag: takes violation, auto, compressed, fragment, masked, tolerated, incomplete, afterclose, shortened, replayed"
    ),
    ("json.", 5..<5, "a name is missing, as in json.user.id; quotes take any: json.\"a.b\""),
    ("json.a..b", 7..<7, "a name is missing, as in json.user.id; quotes take any: json.\"a.b\""),
    ("json.a[x]", 6..<7, "square brackets take a place in an array, as in [0], or [*] for any"),
    ("json.a=", 7..<7, "a value is missing, as in json.type=ticker; \"\" is empty text"),
    ("re:", 3..<3, "re: needs a regular expression, as in re:\"id: \\d+\""),
    ("x re:a** re:*b", 12..<13, "nothing to repeat before \"*\"; \\* is the sign itself"),
    ("re:\"(a\"", 4..<5, "\"(\" without \")\"; \\( is the sign itself"),
    ("#5-2", 0..<4, "# takes record numbers from small to large, as in #100-200"),
    ("\"open", 0..<1, "a quote without its end"),
    ("\"\"", 0..<2, "nothing between the quotes"),
    ("\"a\"b", 3..<4, "a blank is missing before this"),
    ("(ping", 0..<1, "\"(\" without \")\"; in quotes it is text"),
    ("ping)", 4..<5, "\")\" without \"(\"; in quotes it is text"),
    ("()", 1..<1, "something to look for is missing here"),
    ("!", 0..<1, "! needs something to negate"),
    ("ping not", 5..<8, "not needs something to negate"),
    ("ping or", 5..<7, "or needs something on both sides"),
    ("or ping", 0..<2, "or needs something on both sides"),
    ("ping and", 5..<8, "and needs something on both sides"),
    ("and ping", 0..<3, "and needs something on both sides"),
    ("ping and or pong", 5..<8, "and needs something on both sides"),
    ("é dri:in", 3..<7, "dri: is no key; did you mean dir:?"),
  ] as [(String, Range<Int>, String)])
func `an error says where and what would be right`(_ text: String, _ range: Range<Int>, _ words: String) {
  #expect(throws: FilterError(range: range, words: words)) { try FrameFilter(parsing: text) }
}

@Test func `limits are told`() throws {
  #expect(throws: FilterError(range: 4096..<4097, words: "a filter has at most 4096 bytes, this one 4097")) {
    try FrameFilter(parsing: String(repeating: "a", count: 4097))
  }
  #expect(throws: FilterError(range: 64..<65, words: "more than 64 brackets and nots in each other")) {
    try FrameFilter(parsing: String(repeating: "(", count: 100))
  }
  #expect(throws: FilterError(range: 64..<65, words: "more than 64 brackets and nots in each other")) {
    try FrameFilter(parsing: String(repeating: "!", count: 65) + "a")
  }
  #expect(throws: Never.self) { try FrameFilter(parsing: String(repeating: "!", count: 63) + "a") }
  let sixteen = String(repeating: "re:a ", count: 16)
  #expect(throws: FilterError(range: 83..<86, words: "more than 16 regular expressions")) {
    try FrameFilter(parsing: sixteen + "re:xyz")
  }
  #expect(throws: Never.self) { try FrameFilter(parsing: sixteen) }
}

@Test func `no text traps the parser, and every range lies in it`() {
  var random = SeededRandom(seed: 1)
  let pieces = [
    "dir:", "op:", "text", ",", "size", ">", "=", "1k", "close:", "json.", "[0]", "re:", "\"", "\\", "(", ")",
    "!", " ",
    "and", "or", "not", "since:", "12:04", "#", "-", "5", "é", "😀", ".", "*", "flag:", "{", "}", "\u{0}", "[",
    "]", "^",
  ]
  for round in 0..<4000 {
    let text: String
    if round % 2 == 0 {
      text = (0..<Int.random(in: 0...12, using: &random)).map { _ in
        pieces.randomElement(using: &random) ?? ""
      }.joined()
    } else {
      text = String(decoding: (0..<20).map { _ in UInt8.random(in: 0...255, using: &random) }, as: UTF8.self)
    }
    let whole = 0...text.utf8.count
    do throws(FilterError) {
      let filter = try FrameFilter(parsing: text, wordsAreRegex: round % 3 == 0)
      #expect(filter.text == text)
    } catch {
      #expect(whole.contains(error.range.lowerBound) && whole.contains(error.range.upperBound), "\(text)")
      #expect(!error.words.isEmpty)
    }
    for completion in FrameFilter.completions(of: text, at: .random(in: -1...25, using: &random)) {
      #expect(whole.contains(completion.range.lowerBound) && whole.contains(completion.range.upperBound))
    }
  }
}

@Test(
  arguments: [
    ("d", 1, ["dir:"]), ("di", 2, ["dir:"]), ("dir:", 4, ["in", "out"]), ("dir:i", 5, ["in"]),
    ("dir:in", 6, []),
    ("op:text,p", 9, ["ping", "pong"]), ("op:p", 4, ["ping", "pong"]), ("!pi", 3, ["ping"]),
    ("(fl", 3, ["flag:"]),
    ("size", 4, ["size>"]), ("s", 1, ["size>", "since:"]), ("since:", 6, ["mark", "10s", "5m", "1h"]),
    ("close:100", 9, ["1000", "1001", "1002", "1005", "1006", "1007", "1008", "1009"]), ("json.ty", 7, []),
    ("\"dir:", 5, []), ("m", 1, ["marked"]), ("an", 2, []), ("ping an", 7, ["and"]),
    (
      "ping ", 5,
      [
        "dir:", "op:", "size>", "wire>", "close:", "json.", "re:", "since:", "flag:", "marked", "and", "or",
        "not",
      ]
    ),
    ("", 0, ["dir:", "op:", "size>", "wire>", "close:", "json.", "re:", "since:", "flag:", "marked", "not"]),
    ("flag:v", 6, ["violation"]),
  ] as [(String, Int, [String])])
func `completion offers what can stand there`(_ text: String, _ offset: Int, _ expected: [String]) {
  #expect(FrameFilter.completions(of: text, at: offset).map(\.text) == expected)
}

@Test func `a completion replaces what was typed of it`() {
  let first = FrameFilter.completions(of: "ping op:text,bi dir:in", at: 15).first
  #expect(first == Completion(range: 13..<15, text: "bin", help: "binary messages"))
}

@Test func `every example of the table is a filter`() throws {
  for term in FrameFilter.terms {
    #expect(throws: Never.self, "\(term.example)") { try FrameFilter(parsing: term.example) }
    #expect(!term.help.isEmpty)
    for value in term.values {
      #expect(throws: Never.self) { try FrameFilter(parsing: term.name + value.text) }
    }
  }
}
