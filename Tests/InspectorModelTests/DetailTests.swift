import Canvas
import FrameLog
import Testing
import WebSocketCore

@testable import InspectorModel

private func lines(_ text: String, isCut: Bool = false) -> [String]? {
  let bytes = Array(text.utf8)
  let document = DetailDocument(
    bytes: bytes, total: isCut ? bytes.count + 1 : bytes.count, pretty: true, wrap: nil)
  guard document.form != .raw else { return nil }
  return document.lines.map {
    String(repeating: " ", count: $0.indent) + String(decoding: bytes[$0.start..<$0.end], as: UTF8.self)
  }
}

@Test func `F in the detail keeps the newest message in it, at the same line, until something is chosen`() {
  var fixture = Fixture()
  for number in 1...3 { fixture.receive("{\"n\":\(number),\"m\":0}") }
  fixture.press(Key("g"), Key(.enter), Key("j"))
  #expect(fixture.tab.detail?.row == RowID(1))
  fixture.receive("{\"n\":4,\"m\":0}")
  #expect(fixture.tab.detail?.row == RowID(1))
  fixture.press(Key("F"))
  #expect(fixture.tab.view.isFollowing)
  #expect(fixture.tab.detail?.row == RowID(4))
  fixture.receive("{\"n\":5,\"m\":0}")
  fixture.receive("beat", .ping)
  #expect(fixture.tab.detail?.row == RowID(5))
  #expect(fixture.tab.detail?.line == 1)
  fixture.receive(String(repeating: "x", count: (256 << 10) + 1))
  #expect(fixture.tab.detail?.row == RowID(5))
  fixture.press(Key("F"))
  #expect(!fixture.tab.view.isFollowing)
  fixture.receive("{\"n\":6,\"m\":0}")
  #expect(fixture.tab.detail?.row == RowID(5))
  fixture.press(Key("F"), Key("K"))
  fixture.receive("{\"n\":7,\"m\":0}")
  #expect(fixture.tab.detail?.row == RowID(7))
}

@Test func `JSON is laid out byte by byte as it was sent`() {
  #expect(
    lines(#"{"b":1.10,"a":[1E5,{}, []],"b":"\u0041"}"#) == [
      "{", #" "b":1.10,"#, #" "a":["#, "  1E5,", "  {},", "  []", " ],", #" "b":"\u0041""#, "}",
    ])
}

@Test func `JSON that people really send is laid out too`() {
  #expect(lines("[NaN,1,]") == ["[", " NaN,", " 1,", "]"])
  #expect(lines(#"{"a":[1"#) == ["{", #" "a":["#, "  1"])
  #expect(lines(#"{"a":"cut of"#, isCut: true) == ["{", #" "a":"cut of"#])
}

@Test(arguments: [
  "", "hello", "[info] started", "[1}", "\"x\"", "42", "{a b}", "[12:04:27] GET /",
])
func `what is no JSON stays as it is`(text: String) {
  #expect(lines(text) == nil)
}

@Test(arguments: [
  (#"{"a":}"#, "a value is missing", 5..<6), ("[1][2]", "more after the end", 3..<4),
  (#"{"a":"open"#, "a string without an end", 5..<6), (#"{"a":1,}"#, "a comma too many", 6..<7),
  (#"{"a":1 "b":2}"#, "a comma is missing", 7..<8), (#"{"a":[01]}"#, "no number of JSON", 6..<8),
  (#"{"a":[true,NaN]}"#, "no word of JSON", 11..<14), (#"{a:1}"#, "a key without quotes", 1..<2),
  (#"{"a":"\q"}"#, "no escape of JSON", 6..<8), ("{\"a\":\"b\nc\"}", "a control byte in a string", 7..<8),
  (#"{"a":[1}"#, "a bracket that closes nothing", 7..<8), (#"{"a":1, 'b':2}"#, "nothing of JSON", 8..<9),
]) func `a fault in JSON is named with its place`(text: String, words: String, place: Range<Int>) {
  let bytes = Array(text.utf8)
  let document = DetailDocument(bytes: bytes, total: bytes.count, pretty: true, wrap: nil)
  #expect(document.fault?.words == words)
  #expect(document.fault?.range == place)
}

@Test func `what comes after a fault stays as it was sent`() {
  #expect(lines(#"{"a":[1,2],"b":} tail"#) == ["{", #" "a":["#, "  1,", "  2", " ],", #" "b":} tail"#])
}

@Test(arguments: [
  ("{\"a\":1.5e-3,\"b\":-0,\"c\":[null,true,false,\"\\u00e9\\n\"]}"), "[]", "{}", "[[],{}]",
  #"{"a":{"a":1},"a":2}"#,
]) func `what is right has no fault`(text: String) {
  let bytes = Array(text.utf8)
  #expect(DetailDocument(bytes: bytes, total: bytes.count, pretty: true, wrap: nil).form == .pretty)
}

@Test func `long lines wrap without splitting a character`() {
  let bytes = Array("aaaaaaaé日本語".utf8)
  let document = DetailDocument(bytes: bytes, total: bytes.count, pretty: false, wrap: 8)
  let pieces = document.lines.map { String(validating: bytes[$0.start..<$0.end], as: UTF8.self) }
  #expect(pieces == ["aaaaaaaé", "日本語"])
}

@Test func `Enter opens the newest frame and pauses, J and K step, q closes`() {
  var fixture = Fixture(frames: 50)
  fixture.press(Key(.enter))
  #expect(fixture.tab.detail?.row == RowID(50))
  #expect(!fixture.tab.view.isFollowing)
  #expect(fixture.visible.contains(RowID(50)))
  fixture.press(Key("K"), Key("K"))
  #expect(fixture.tab.detail?.row == RowID(48))
  #expect(fixture.tab.view.cursor == RowID(48))
  fixture.press(Key("q"))
  #expect(fixture.tab.detail == nil)
  #expect(fixture.model.focus == .log)
}

@Test func `the detail follows the cursor of the log`() {
  var fixture = Fixture(frames: 50)
  fixture.press(Key(.enter), Key(.backTab), Key("k"))
  #expect(fixture.model.focus == .log)
  #expect(fixture.tab.detail?.row == RowID(49))
}

@Test func `x and P change how the payload is written`() {
  var fixture = Fixture()
  fixture.receive(#"{"a":1}"#)
  fixture.press(Key("x"))
  #expect(fixture.tab.detail?.showsHexOnly == true)
  fixture.press(Key("x"))
  #expect(fixture.tab.detail?.document.form == .pretty)
  fixture.press(Key("P"))
  #expect(fixture.tab.detail?.document.form == .raw)
}

@Test func `a binary payload is shown as hex at once`() {
  var fixture = Fixture()
  fixture.receive("abc", .binary)
  fixture.press(Key(.enter))
  #expect(fixture.tab.detail?.showsHexOnly == true)
}

@Test func `scrolling stops at the last screenful`() {
  var fixture = Fixture()
  fixture.receive("[" + (1...99).map(String.init).joined(separator: ",") + "]")
  fixture.press(Key(.enter), Key(.end))
  #expect(fixture.tab.detail?.top == 93)
  fixture.press(Key("g"), Key("e", .control))
  #expect(fixture.tab.detail?.top == 1)
  // The chosen line was on the line that left the screen.
  #expect(fixture.tab.detail?.line == 1)
}

@Test func `a message whose fragments still come grows in the open detail`() {
  var fixture = Fixture()
  fixture.receive("[1,", .text, final: false, fragment: 1)
  fixture.press(Key(.enter))
  #expect(fixture.tab.detail?.document.form == .prettyIncomplete)
  fixture.receive("2]", .continuation, fragment: 2)
  #expect(fixture.tab.detail?.document.form == .pretty)
}

@Test func `an open detail grows with the frame that arrives in it`() {
  var fixture = Fixture()
  func part(_ text: String, _ flags: FrameFlags) {
    var batch = FrameBatch()
    let header = FrameHeader(
      firstByte: 0x81, byteCount: 10, isMasked: false, maskKey: 0, payloadLength: 4_000_000)
    Array(text.utf8).withUnsafeBytes { bytes in
      batch.append(
        FrameEvent(
          header: header, direction: .received, flags: flags, fragmentIndex: 0, time: 1, payload: bytes))
      fixture.log.append(batch, wallOffset: 0)
    }
    fixture.take(.logGrew(fixture.tab.id))
  }
  part("first ", .continues)
  fixture.press(Key(.enter))
  #expect(fixture.tab.detail?.document.bytes == Array("first ".utf8))
  part("second", [.continues, .laterPart])
  #expect(fixture.tab.detail?.document.bytes == Array("first second".utf8))
  // Beyond what is laid out only the total goes on.
  part(String(repeating: "x", count: DetailDocument.byteLimit), [.continues, .laterPart])
  part("end", [.endsMessage, .laterPart])
  #expect(fixture.tab.detail?.document.bytes.count == DetailDocument.byteLimit)
  #expect(fixture.tab.detail?.document.total == DetailDocument.byteLimit + 15)
}

@Test func `where nothing scrolls any more the chosen line goes on alone`() {
  var fixture = Fixture()
  fixture.receive(#"{"a":1,"b":2}"#)
  fixture.press(Key(.enter), Key("j"), Key("j"))
  #expect(fixture.tab.detail?.top == 0)
  #expect(fixture.tab.detail?.line == 2)
  fixture.press(Key("G"))
  #expect(fixture.tab.detail?.line == 3)
  fixture.press(Key("k"))
  #expect(fixture.tab.detail?.line == 2)
}
