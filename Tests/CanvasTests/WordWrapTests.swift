import Testing

@testable import Canvas

private func lines(_ text: String, _ columns: Int, limit: Int = 20) -> [String] {
  DisplayText(text).wrapped(to: columns, limit: limit).map(\.text)
}

@Test func `lines end at blanks, and a word longer than a line is cut`() {
  #expect(lines("the server ended the stream", 12) == ["the server", "ended the", "stream"])
  #expect(lines("the server", 10) == ["the server"])
  #expect(lines("the servers", 10) == ["the", "servers"])
  #expect(lines("abcdefghij klm", 4) == ["abcd", "efgh", "ij", "klm"])
  #expect(lines("", 4) == [""])
  #expect(lines("a b", 0) == ["a", "b"])
}

@Test func `a number stays with its unit, an option with its value`() {
  #expect(lines("open for 8.0 s, not clean", 12) == ["open for", "8.0 s, not", "clean"])
  #expect(lines("(open for 8.0 s)", 13) == ["(open for", "8.0 s)"])
  #expect(lines("it lasted 12 m 03 s in all", 16) == ["it lasted", "12 m 03 s in all"])
  #expect(lines("it lasted 12 m 03 s", 14) == ["it lasted", "12 m 03 s"])
  #expect(lines("try --ping-interval 2", 20) == ["try", "--ping-interval 2"])
  #expect(lines("local code 1006", 12) == ["local", "code 1006"])
  #expect(lines("after 142 B and 3 rows", 17) == ["after 142 B and 3", "rows"])
  #expect(lines("of 1006 things", 8) == ["of 1006", "things"])
}

@Test func `what belongs together is cut only where a line holds nothing else`() {
  #expect(lines("1234 ms", 5) == ["1234", "ms"])
}

@Test func `wide gaps are the best places`() {
  #expect(
    lines("r reconnect   I why   o another address   Esc hide", 30)
      == ["r reconnect   I why", "o another address   Esc hide"])
  #expect(
    lines("CLOSED  the server ended the stream  (open for 8.0 s)", 40)
      == ["CLOSED  the server ended the stream", "(open for 8.0 s)"])
  // One that would leave the line nearly empty is not taken.
  #expect(lines("#8  open for a very long time", 20) == ["#8  open for a very", "long time"])
}

@Test func `no more lines than wanted, none wider than allowed, no letter lost`() {
  #expect(lines("a b c d", 1, limit: 2) == ["a", "b"])
  let text = "12 m 03 s 日本語の 8 s --x y  z   abcdefghijklmnop (3 ms) 1 2 s"
  for columns in 2...60 {
    let found = DisplayText(text).wrapped(to: columns, limit: 200)
    #expect(found.allSatisfy { $0.width <= columns }, "\(columns)")
    #expect(found.map(\.text).joined().filter { $0 != " " } == text.filter { $0 != " " }, "\(columns)")
  }
}
