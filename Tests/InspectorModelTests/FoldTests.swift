import Canvas
import Testing
import WebSocketCore

@testable import InspectorModel

private let snapshot = #"{"type":"snapshot","trades":[{"id":1,"px":"2.5"},{"id":2,"px":"3"}],"odd key":null}"#

private func opened(_ text: String = snapshot) -> Fixture {
  var fixture = Fixture(height: 60)
  fixture.receive(text)
  fixture.press(Key(.enter))
  return fixture
}

/// The lines on screen, each with its fold's count.
private func lines(_ fixture: Fixture) -> [String] {
  guard let document = fixture.tab.detail?.document else { return [] }
  return document.lines.map { line in
    let text =
      String(repeating: " ", count: line.indent)
      + String(decoding: document.bytes[line.start..<line.end], as: UTF8.self)
    guard line.isFolded, let words = document.foldWords(of: line) else { return text }
    return text + "..." + String(decoding: document.bytes[words.tail], as: UTF8.self) + " " + words.count
  }
}

@Test func `Enter folds the array of the line, and unfolds it`() {
  var fixture = opened()
  fixture.press(Key("j"), Key("j"), Key(.enter))
  #expect(
    lines(fixture) == ["{", #" "type":"snapshot","#, #" "trades":[...], 2 items"#, #" "odd key":null"#, "}"])
  #expect(fixture.tab.detail?.line == 2)
  fixture.press(Key(.enter))
  #expect(lines(fixture).count == 14)
  // Within an object its own lines fold it, and the choice stands on the line that is left.
  fixture.press(Key("j"), Key("j"), Key(.enter))
  #expect(lines(fixture)[3] == #"  {...}, 2 keys"#)
  #expect(fixture.tab.detail?.line == 3)
}

@Test func `Left folds, then goes outwards; Right unfolds`() {
  var fixture = opened()
  fixture.press(Key("j"), Key("j"), Key("j"), Key("h"))
  #expect(lines(fixture)[3] == #"  {...}, 2 keys"#)
  fixture.press(Key("h"))
  #expect(fixture.tab.detail?.line == 2)
  fixture.press(Key("h"))
  #expect(lines(fixture)[2] == #" "trades":[...], 2 items"#)
  fixture.press(Key("l"))
  #expect(lines(fixture)[3] == #"  {...}, 2 keys"#)
}

@Test func `A folds everything inside, and all of it comes back`() {
  var fixture = opened()
  fixture.press(Key("A"))
  #expect(lines(fixture).count == 5)
  fixture.press(Key("A"))
  #expect(lines(fixture).count == 14)
}

@Test func `the view stays where it is when something above the middle folds`() {
  var fixture = opened("[" + (1...40).map { "[\($0),0]" }.joined(separator: ",") + "]")
  fixture.press(Key("G"))
  let screen = fixture.tab.detail.map { ($0.top, $0.below) }
  fixture.press(Key("k"), Key(.enter))
  #expect(fixture.tab.detail.map { $0.line } == 157)
  #expect(screen?.0 ?? 0 > 0)
}

@Test func `y copies the value of the chosen line, and the whole on the first`() {
  var fixture = opened()
  #expect(
    fixture.press(Key("y")) == [.copy(Array(snapshot.utf8), description: "payload of #1, 83 B")])
  fixture.press(Key("j"))
  #expect(fixture.press(Key("y")) == [.copy(Array("snapshot".utf8), description: "$.type, 8 B")])
  fixture.press(Key("j"))
  let trades = #"[{"id":1,"px":"2.5"},{"id":2,"px":"3"}]"#
  #expect(fixture.press(Key("y")) == [.copy(Array(trades.utf8), description: "$.trades, 39 B")])
  fixture.press(Key("j"), Key("j"), Key("j"))
  #expect(fixture.press(Key("y")) == [.copy(Array("2.5".utf8), description: "$.trades[0].px, 3 B")])
  fixture.press(Key("G"), Key("k"))
  #expect(fixture.press(Key("y")) == [.copy(Array("null".utf8), description: "$['odd key'], 4 B")])
}

@Test func `the path of a key that was sent with escapes names what it means`() {
  var fixture = opened(#"{"\u0061":{"it's\u001b":1}}"#)
  fixture.press(Key("j"), Key("j"))
  #expect(
    fixture.tab.detail.flatMap { $0.document.path(ofLine: $0.line) } == #"$.a['it\'s\u001b']"#)
}

@Test func `a wrapped line is the same value on all of its parts`() {
  var fixture = opened(#"{"a":[1,{"long":""# + String(repeating: "x", count: 300) + #""}]}"#)
  fixture.press(Key("G"), Key("k"), Key("k"), Key("k"))
  #expect(fixture.tab.detail.flatMap { $0.document.path(ofLine: $0.line) } == "$.a[1].long")
  let range = fixture.tab.detail.flatMap { $0.document.valueRange(onLine: $0.line) }
  #expect(range?.count == 302)
}

@Test func `a search opens what hides its hit, and n goes on inside the payload`() {
  var fixture = opened(#"{"a":{"b":"needle"},"c":"needle"}"#)
  fixture.press(Key("A"), Key("/"))
  fixture.type("needle")
  fixture.press(Key(.enter))
  #expect(lines(fixture)[2] == #"  "b":"needle""#)
  #expect(fixture.tab.detail?.line == 2)
  fixture.press(Key("n"))
  #expect(fixture.tab.detail?.line == 4)
  fixture.press(Key("N"))
  #expect(fixture.tab.detail?.line == 2)
}

@Test func `text that is no JSON has nothing to fold, and Enter closes`() {
  var fixture = opened("hello")
  fixture.press(Key("A"))
  #expect(fixture.model.notice == Notice(.info, "only JSON folds"))
  fixture.press(Key(.enter))
  #expect(fixture.tab.detail == nil)
}

@Test func `a click on a fold mark folds, one on a line chooses it and a second folds`() {
  var fixture = opened()
  let top = Layout(fixture.model).detail.y + 1
  func click(_ x: Int, _ y: Int) -> InputEvent { .mouse(Mouse(.press, at: Point(x: x, y: top + y))) }
  fixture.take(.input(click(1, 2)))
  #expect(lines(fixture).count == 5)
  fixture.take(.input(click(1, 2)))
  #expect(lines(fixture).count == 14)
  fixture.take(.input(click(20, 5)))
  #expect(fixture.tab.detail?.line == 5)
  fixture.take(.input(click(20, 5)))
  #expect(lines(fixture)[3] == #"  {...}, 2 keys"#)
}

@Test func `the detail goes to the right from 160 columns on, and grows by plus`() {
  var fixture = Fixture(frames: 5, width: 159, height: 40)
  fixture.press(Key(.enter), Key("|"))
  #expect(fixture.model.notice?.text == "the detail goes to the right from 160 columns on; here are 159")
  fixture.take(.input(.resized(Size(width: 200, height: 40))))
  fixture.press(Key("|"))
  var layout = Layout(fixture.model)
  #expect(layout.detail == Rect(x: 120, y: 1, width: 80, height: 33))
  #expect(layout.log == Rect(x: 0, y: 2, width: 119, height: 32))
  fixture.press(Key("+"))
  #expect(Layout(fixture.model).detail.width == 100)
  fixture.press(Key("-"), Key("-"))
  #expect(Layout(fixture.model).detail.width == 60)
  fixture.press(Key("|"))
  layout = Layout(fixture.model)
  #expect(layout.log.width == 200)
  #expect(layout.detail.height == 12)
}

@Test func `the border of the detail can be dragged`() {
  var fixture = Fixture(frames: 5, width: 80, height: 50)
  fixture.press(Key(.enter))
  let y = Layout(fixture.model).detail.y
  fixture.take(.input(.mouse(Mouse(.press, at: Point(x: 40, y: y)))))
  fixture.take(.input(.mouse(Mouse(.drag, at: Point(x: 40, y: y - 6)))))
  fixture.take(.input(.mouse(Mouse(.release, at: Point(x: 40, y: y - 6)))))
  #expect(abs(Layout(fixture.model).detail.y - (y - 6)) <= 1)
}
