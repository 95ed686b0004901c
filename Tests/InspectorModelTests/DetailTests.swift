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
  "", "hello", "[info] started", "{\"a\":}", "[1}", "\"x\"", "42", "{a b}", "[1][2]", "{\"a\":\"open",
])
func `what is no JSON stays as it is`(text: String) {
  #expect(lines(text) == nil)
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
  fixture.receive("[" + (1...100).map(String.init).joined(separator: ",") + "]")
  fixture.press(Key(.enter), Key(.end))
  #expect(fixture.tab.detail?.top == 94)
  fixture.press(Key("g"), Key("j"))
  #expect(fixture.tab.detail?.top == 1)
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
