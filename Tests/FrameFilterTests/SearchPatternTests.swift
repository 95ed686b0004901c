import TestSupport
import Testing

@testable import FrameFilter

private func find(_ pattern: String, in text: [UInt8], from start: Int = 0) throws -> Range<Int>? {
  let pattern = try SearchPattern(parsing: pattern)
  return text.withUnsafeBytes { bytes in
    let range = pattern.firstMatch(in: bytes, from: start)
    if start == 0 { #expect(pattern.isFound(in: bytes) == (range != nil)) }
    return range
  }
}

@Test(
  arguments: [
    ("", "abc", nil), ("abc", "", nil), ("b", "abc", 1..<2), ("B", "abc", nil), ("b", "aBc", 1..<2),
    ("BC", "aBCd", 1..<3),
    ("é", "café", 3..<5), ("É", "café", nil), ("[", "a[k", 1..<2), ("k", "a[K", 2..<3), ("{", "a[b", nil),
    ("@", "`@", 1..<2),
    ("re:", "re:", nil), ("re:b+", "abbb", 1..<4), ("re:^a", "aa", 0..<1), ("re:a$", "aa", 1..<2),
    ("re:^$", "", 0..<0),
    ("re:^b", "ab", nil), ("re:x*", "ab", 0..<0), ("re:foo|foobar", "a foobar", 2..<8),
    ("re:(ab)+c", "xababc", 1..<6),
    ("re:a{2,3}", "aaaa", 0..<3), ("re:a{2}b", "aaab", 1..<4), ("re:a{2,}", "aaaa", 0..<4),
    ("re:{\"a\"", "{\"a\"", 0..<4),
    (#"re:\d+"#, "ab123c", 2..<5), (#"re:\D+"#, "12ab3", 2..<4), (#"re:\w+"#, "--a_9-", 2..<5),
    (#"re:\s"#, "a\tb", 1..<2),
    (#"re:\bcat\b"#, "concat cat", 7..<10), (#"re:\Bcat"#, "cat concat", 7..<10),
    (#"re:\.\*\["#, "a.*[", 1..<4),
    (#"re:\x41"#, "xA", 1..<2), (#"re:\n"#, "a\nb", 1..<2), ("re:[a-c]+", "xxabcd", 2..<5),
    ("re:[^a-c]+", "abxyc", 2..<4),
    ("re:[]a]+", "x]a", 1..<3), ("re:[a-]+", "x-a", 1..<3), ("re:[[:digit:]x]+", "a1x", 1..<3),
    (#"re:[\d.]+"#, "v1.5", 1..<4),
    ("re:h.llo", "héllo", 0..<6), ("re:^.$", "😀", 0..<4), ("re:é+", "aéé", 1..<5), ("re:[éü]", "xü", 1..<3),
    ("re:[^x]y", "éy", 0..<3),
    ("re:HELLO", "hello", nil), ("re:hello", "HeLLo", 0..<5), (#"re:\D"#, "a", 0..<1),
    ("re:[a-z]+", "ABC", 0..<3),
    ("re:(?:ab)?c", "abc", 0..<3), ("re:a.*?c", "abcc", 0..<4), ("re:(a|b)*c", "ababc", 0..<5),
    ("re:(a*)*b", "aab", 0..<3),
    ("re:a||b", "zb", 0..<0), ("re:()", "z", 0..<0), ("re:ticker", "a TICKER", 2..<8),
  ] as [(String, String, Range<Int>?)])
func `a pattern is found at its first place`(_ pattern: String, _ text: String, _ expected: Range<Int>?)
  throws
{
  #expect(try find(pattern, in: Array(text.utf8)) == expected)
}

@Test func `a search goes on from a place, and knows what lies before it`() throws {
  let text = Array("cat cat concat".utf8)
  #expect(try find("cat", in: text, from: 1) == 4..<7)
  #expect(try find("cat", in: text, from: 12) == nil)
  #expect(try find("cat", in: text, from: 99) == nil)
  #expect(try find("cat", in: text, from: -1) == nil)
  #expect(try find("re:^cat", in: text, from: 4) == nil)
  #expect(try find(#"re:\bcat"#, in: text, from: 9) == nil)
  #expect(try find("re:a*t", in: text, from: 5) == 5..<7)
}

@Test func `bytes that are no text are searched as well`() throws {
  #expect(try find("re:a.b", in: [0, 0x61, 0xFF, 0x62]) == 1..<4)
  #expect(try find("re:\\x00+", in: [1, 0, 0, 2]) == 1..<3)
  #expect(try find("b", in: [0xFF, 0, 0x62]) == 2..<3)
}

@Test(
  arguments: [
    (#"(a)\1"#, 3..<5, "back-references are not taken: they can take for ever"),
    ("(?=a)", 0..<3, "look-around and named groups are not taken"),
    ("a(?i)", 1..<4, "\"(?\" is taken only as \"(?:\""),
    ("a)", 1..<2, "\")\" without \"(\"; \\) is the sign itself"),
    ("(a", 0..<1, "\"(\" without \")\"; \\( is the sign itself"),
    ("[a", 0..<1, "\"[\" without \"]\"; \\[ is the sign itself"),
    ("+", 0..<1, "nothing to repeat before \"+\"; \\+ is the sign itself"),
    ("a{5,2}", 1..<6, "the smaller count comes first: {2,5}"),
    ("a{1,2000}", 1..<9, "a repetition takes counts up to 1000"),
    ("a{1,1000}{1,1000}", 0..<17, "too large with its repetitions written out"),
    (#"\q"#, 0..<2, "\\q means nothing; q alone is the letter"),
    ("a\\", 1..<2, "a lone \\ at the end; \\\\ is the sign itself"),
    ("[z-a]", 1..<4, "a range goes from a smaller byte to a larger one, as in a-z"),
    ("[^é]", 2..<4, "square brackets take other than ASCII one by one, and not after ^"),
    (#"\x4"#, 0..<2, "\\x takes two hex digits, as in \\x1f"),
    (
      "[[:foo:]]", 1..<3,
      "[: takes alpha, digit, alnum, space, upper, lower, cntrl, print, graph, blank, xdigit, punct, as in [[:alpha:]]"
    ),
  ] as [(String, Range<Int>, String)])
func `a regular expression's fault has its place`(_ text: String, _ range: Range<Int>, _ words: String) {
  #expect(throws: FilterError(range: range, words: words)) { try SearchPattern(parsing: text, isRegex: true) }
  let moved = range.lowerBound + 3..<range.upperBound + 3
  #expect(throws: FilterError(range: moved, words: words)) { try SearchPattern(parsing: "re:" + text) }
}

@Test func `a pattern has its limit`() {
  #expect(throws: FilterError(range: 1024..<1025, words: "a pattern has at most 1024 bytes, this one 1025")) {
    try SearchPattern(parsing: String(repeating: "a", count: 1025))
  }
  #expect(throws: FilterError(range: 64..<65, words: "more than 64 brackets in brackets")) {
    try SearchPattern(parsing: String(repeating: "(", count: 200), isRegex: true)
  }
}

/// What a backtracking or restarting engine would never finish; the table of states is begun anew many times.
@Test(arguments: [
  "re:(a*)*c", "re:a+c", "re:(a|aa)+$x", "re:.*.*.*x", "re:(a|b)*a(a|b){12}c", "re:(x+x+)+y", "re:a{1,500}c",
])
func `no pattern hangs on what a peer sends`(_ pattern: String) throws {
  var random = SeededRandom(seed: 2)
  let same = [UInt8](repeating: 0x61, count: 20_000)
  let mixed = (0..<3000).map { _ in UInt8.random(in: 0x61...0x62, using: &random) }
  #expect(try find(pattern, in: same) == nil)
  #expect(try find(pattern, in: mixed) == nil)
}

@Test func `an expression that is made to be slow looks no further after its share of work`() throws {
  let syntax = try RegexParser.parse(Array("(a|b)*a(a|b){12}c".utf8), foldsCase: false)
  let program = RegexProgram(syntax, backwards: false)
  var random = SeededRandom(seed: 8)
  let text =
    (0..<2000).map { _ in UInt8.random(in: 0x61...0x62, using: &random) } + [0x61]
    + [UInt8](repeating: 0x62, count: 12) + [0x63]
  text.withUnsafeBytes { bytes in
    let patient = RegexMachine(program, isFloating: true)
    #expect(patient.firstEnd(in: bytes, from: 0, to: bytes.count) == 2014)
    let hasty = RegexMachine(program, isFloating: true, workLimit: 1000)
    #expect(hasty.firstEnd(in: bytes, from: 0, to: bytes.count) == nil)
    // Each answer has its own share.
    #expect(hasty.firstEnd(in: bytes, from: bytes.count - 14, to: bytes.count) == 2014)
  }
}

@Test func `a regular expression looks at the first megabyte, and knows that this is not the end`() throws {
  var text = [UInt8](repeating: 0x2E, count: SearchPattern.regexReach + 10)
  text[SearchPattern.regexReach - 1] = 0x61
  text[SearchPattern.regexReach] = 0x62
  #expect(try find("re:[a]", in: text) == SearchPattern.regexReach - 1..<SearchPattern.regexReach)
  #expect(try find("re:b+", in: text) == nil)
  #expect(try find("re:a$", in: text) == nil)
  #expect(try find(#"re:a\b"#, in: text) == nil)
  #expect(try find("b", in: text) == SearchPattern.regexReach..<SearchPattern.regexReach + 1)
}

@Test func `a regular expression agrees with a plain matcher on small texts`() throws {
  var random = SeededRandom(seed: 3)
  let letters = Array("ab".utf8)
  for _ in 0..<400 {
    let tree = PlainRegex.random(&random, depth: 3)
    let pattern = try SearchPattern(parsing: tree.text, isRegex: true)
    for _ in 0..<6 {
      let text = (0..<Int.random(in: 0...7, using: &random)).map { _ in
        letters.randomElement(using: &random) ?? 0
      }
      let found = text.withUnsafeBytes { pattern.firstMatch(in: $0) }
      #expect(found == tree.firstMatch(in: text), "\(tree.text) in \(String(decoding: text, as: UTF8.self))")
    }
  }
}

@Test func `literal search agrees with looking everywhere`() throws {
  var random = SeededRandom(seed: 5)
  for _ in 0..<1500 {
    let text = (0..<Int.random(in: 0...60, using: &random)).map { _ in
      UInt8.random(in: 0x61...0x63, using: &random)
    }
    let needle = (0..<Int.random(in: 1...4, using: &random)).map { _ in
      UInt8.random(in: 0x61...0x63, using: &random)
    }
    let pattern = try SearchPattern(parsing: String(decoding: needle, as: UTF8.self))
    let start = Int.random(in: 0...5, using: &random)
    let naive = text.indices.first { $0 >= start && text[$0...].starts(with: needle) }
    #expect(text.withUnsafeBytes { pattern.firstMatch(in: $0, from: start) }?.lowerBound == naive)
  }
}

/// A regular expression over `a` and `b`, matched by trying everything.
private indirect enum PlainRegex {
  case letter(UInt8)
  case sequence(PlainRegex, PlainRegex)
  case either(PlainRegex, PlainRegex)
  case star(PlainRegex)
  case counted(PlainRegex)
  case start
  case end

  static func random(_ random: inout SeededRandom, depth: Int) -> PlainRegex {
    func inner() -> PlainRegex { .random(&random, depth: depth - 1) }
    switch depth == 0 ? 0 : Int.random(in: 0..<8, using: &random) {
    case 1, 2, 3: return .sequence(inner(), inner())
    case 4: return .either(inner(), inner())
    case 5: return .star(inner())
    case 6: return .counted(inner())
    case 7: return Bool.random(using: &random) ? .start : .end
    default: return .letter(Bool.random(using: &random) ? 0x61 : 0x62)
    }
  }

  var text: String {
    switch self {
    case .letter(let byte): String(UnicodeScalar(byte))
    case .sequence(let one, let other): one.text + other.text
    case .either(let one, let other): "(\(one.text)|\(other.text))"
    case .star(let inner): "(\(inner.text))*"
    case .counted(let inner): "(\(inner.text)){1,2}"
    case .start: "^"
    case .end: "$"
    }
  }

  /// Every place where a match from `place` can end.
  func ends(_ text: [UInt8], from place: Int) -> Set<Int> {
    switch self {
    case .letter(let byte): return place < text.count && text[place] == byte ? [place + 1] : []
    case .sequence(let one, let other):
      return one.ends(text, from: place).reduce(into: []) { $0.formUnion(other.ends(text, from: $1)) }
    case .either(let one, let other): return one.ends(text, from: place).union(other.ends(text, from: place))
    case .star(let inner):
      var all: Set = [place]
      var new = all
      while !new.isEmpty {
        var further: Set<Int> = []
        for place in new { further.formUnion(inner.ends(text, from: place)) }
        new = further.subtracting(all)
        all.formUnion(new)
      }
      return all
    case .counted(let inner):
      let once = inner.ends(text, from: place)
      return once.reduce(into: once) { $0.formUnion(inner.ends(text, from: $1)) }
    case .start: return place == 0 ? [place] : []
    case .end: return place == text.count ? [place] : []
    }
  }

  /// The match that ends first, then the earliest start to that end, then the longest from there.
  func firstMatch(in text: [UInt8]) -> Range<Int>? {
    let all = (0...text.count).map { ($0, ends(text, from: $0)) }
    guard let end = all.flatMap(\.1).min(), let start = all.first(where: { $0.1.contains(end) })?.0 else {
      return nil
    }
    return start..<(all[start].1.max() ?? end)
  }
}
