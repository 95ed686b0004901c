import Canvas
import Testing

@testable import InspectorModel

/// 812 trades, as a feed's snapshot has them.
private let snapshot =
  #"{"type":"snapshot","trades":["#
  + (1...812).map { #"{"id":\#($0),"px":"2.5"}"# }.joined(separator: ",") + #"],"seq":7}"#

private func opened(_ text: String = snapshot, width: Int = 80) -> Fixture {
  var fixture = Fixture(width: width, height: 60)
  fixture.receive(text)
  fixture.press(Key(.enter))
  return fixture
}

/// The lines on screen, folded ones with what they say.
private func lines(_ fixture: Fixture) -> [String] {
  guard let document = fixture.tab.detail?.document else { return [] }
  return document.lines.map { line in
    let indent = String(repeating: " ", count: line.indent)
    if line.rest > 0 { return indent + "+ \(line.rest) more" }
    let text = indent + String(decoding: document.bytes[line.start..<line.end], as: UTF8.self)
    guard line.isFolded, let words = document.foldWords(of: line) else { return text }
    return text + "..." + String(decoding: document.bytes[words.tail], as: UTF8.self) + " " + words.count
  }
}

private let short = [
  "{", #" "type":"snapshot","#, #" "trades":["#, "  {", #"   "id":1,"#, #"   "px":"2.5""#, "  },",
  "  {...}, 2 keys", "  {...}, 2 keys", "  + 809 more", " ],", #" "seq":7"#, "}",
]

@Test func `of a long array the first items are shown, and the others are counted`() {
  #expect(lines(opened()) == short)
}

@Test func `an array of 99 items is shown whole, one of 100 is not`() {
  func text(_ count: Int) -> String { "[" + (1...count).map(String.init).joined(separator: ",") + "]" }
  #expect(lines(opened(text(99))).count == 101)
  #expect(lines(opened(text(100))) == ["[", " 1,", " 2,", " 3,", " + 97 more", "]"])
}

@Test(arguments: [Key(.enter), Key("l")])
func `the line that counts them unfolds like any fold, and the choice stands on the first of them`(key: Key) {
  var fixture = opened()
  for _ in 0..<9 { fixture.press(Key("j")) }
  fixture.press(key)
  let all = lines(fixture)
  #expect(all.count == 13 - 1 + 809)
  #expect(all[9] == "  {...}, 2 keys")
  #expect(fixture.tab.detail?.line == 9)
  // Folded and unfolded, it is short again.
  fixture.press(Key("g"), Key("j"), Key("j"), Key(.enter))
  #expect(lines(fixture)[2] == #" "trades":[...], 812 items"#)
  fixture.press(Key(.enter))
  #expect(lines(fixture) == short)
}

@Test func `on the line that counts them h folds the array`() {
  var fixture = opened()
  for _ in 0..<9 { fixture.press(Key("j")) }
  fixture.press(Key("h"))
  #expect(lines(fixture)[2] == #" "trades":[...], 812 items"#)
  #expect(fixture.tab.detail?.line == 2)
}

@Test func `a click on its mark unfolds it too`() {
  var fixture = opened()
  let top = Layout(fixture.model).detail.y + 1
  // Of a line two steps in, the mark stands at the third column.
  fixture.take(.input(.mouse(Mouse(.press, at: Point(x: 3, y: top + 9)))))
  #expect(lines(fixture).count == 13 - 1 + 809)
}

@Test func `copying takes what was sent, wherever the fold is`() {
  var fixture = opened()
  #expect(
    fixture.press(Key("y")) == [
      .copy(Array(snapshot.utf8), description: "payload of #1, \(Figures.bytes(snapshot.utf8.count))")
    ])
  for _ in 0..<9 { fixture.press(Key("j")) }
  let trades = snapshot.dropFirst(#"{"type":"snapshot","trades":"#.count).dropLast(#","seq":7}"#.count)
  #expect(
    fixture.press(Key("y")) == [
      .copy(Array(trades.utf8), description: "$.trades, \(Figures.bytes(trades.utf8.count))")
    ])
  fixture.press(Key("k"))
  #expect(
    fixture.press(Key("y")) == [
      .copy(Array(#"{"id":3,"px":"2.5"}"#.utf8), description: "$.trades[2], 19 B")
    ])
}

@Test func `a search opens what it finds among them`() {
  var fixture = opened()
  fixture.press(Key("/"))
  fixture.type("\"id\":700,")
  fixture.press(Key(.enter))
  let detail = fixture.tab.detail
  #expect(detail.map { lines(fixture)[$0.line] } == #"   "id":700,"#)
  // Its neighbours stay folded.
  #expect(lines(fixture).count == 13 - 1 + 809 + 3)
}

@Test func `A folds all, then shows all to the last item, also of the next frame`() {
  var fixture = opened()
  fixture.press(Key("A"))
  let folded = ["{", #" "type":"snapshot","#, #" "trades":[...], 812 items"#, #" "seq":7"#, "}"]
  #expect(lines(fixture) == folded)
  fixture.press(Key("A"))
  #expect(lines(fixture).count == 6 + 812 * 4)
  fixture.receive(snapshot)
  fixture.press(Key("J"))
  #expect(fixture.tab.detail?.row.sequence == 2)
  #expect(lines(fixture).count == 6 + 812 * 4)
}

@Test func `a fault among the items is not hidden`() {
  let text = "[" + (1...120).map { $0 == 110 ? "NaN" : String($0) }.joined(separator: ",") + "]"
  #expect(lines(opened(text)).count == 122)
}

@Test func `an array that is still arriving grows behind the line that counts it`() {
  let text = #"{"a":["# + (1...150).map(String.init).joined(separator: ",")
  let bytes = Array(text.utf8)
  let document = DetailDocument(bytes: bytes, total: bytes.count + 1, pretty: true, wrap: nil)
  #expect(document.lines.map(\.rest) == [0, 0, 0, 0, 0, 147])
}

@Test func `arrays in arrays are short each`() {
  let inner = "[" + [String](repeating: "0", count: 100).joined(separator: ",") + "]"
  let text = "[" + [String](repeating: inner, count: 100).joined(separator: ",") + "]"
  let expected = [
    "[", " [", "  0,", "  0,", "  0,", "  + 97 more", " ],", " [...], 100 items", " [...], 100 items",
    " + 97 more", "]",
  ]
  #expect(lines(opened(text)) == expected)
}
