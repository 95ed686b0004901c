import Canvas
import Testing
import WebSocketCore

@testable import InspectorModel

@Test func `Enter sends the draft and empties the field`() {
  var fixture = Fixture()
  fixture.press(Key("i"))
  fixture.type("hällo")
  let effects = fixture.press(Key(.enter))
  #expect(effects == [.send(fixture.tab.id, .text(Array("hällo".utf8)))])
  #expect(fixture.tab.composer.editor.isEmpty)
}

@Test(arguments: [Key(.enter, .alt), Key("j", .control), Key(.enter, .shift)])
func `Alt-Enter and Ctrl-J start a new line`(key: Key) {
  var fixture = Fixture()
  fixture.press(Key("i"), Key("a"), key, Key("b"))
  #expect(fixture.tab.composer.editor.string == "a\nb")
}

@Test func `a paste is one undo step and never sends`() {
  var fixture = Fixture()
  fixture.press(Key("i"), Key("a"))
  #expect(fixture.take(.input(.paste("one\ntwo\n"))) == [])
  #expect(fixture.tab.composer.editor.string == "aone\ntwo\n")
  fixture.press(Key("_", .control))
  #expect(fixture.tab.composer.editor.string == "a")
}

@Test func `on a closed connection the draft is kept and it says so`() {
  var fixture = Fixture()
  fixture.take(.tabChanged(fixture.tab.id, TabStatus(phase: .closed)))
  fixture.press(Key("i"))
  fixture.type("hello")
  let effects = fixture.press(Key(.enter))
  #expect(effects == [.startTimer(.notice, milliseconds: 4000)])
  #expect(fixture.tab.composer.editor.string == "hello")
  #expect(fixture.model.notice?.text == "not connected: the draft is kept. Esc, then r reconnects")
}

@Test func `bad hex is named and not sent`() {
  var fixture = Fixture()
  fixture.press(Key("i"), Key("t", .control))
  fixture.type("08 9g")
  #expect(fixture.press(Key(.enter)) == [])
  #expect(fixture.tab.composer.fault == "\"g\" at column 5 is not a hex digit; not sent")
  fixture.press(Key(.backspace), Key("6"))
  #expect(fixture.tab.composer.fault == nil)
  #expect(fixture.press(Key(.enter)) == [.send(fixture.tab.id, .binary([0x08, 0x96]))])
}

@Test func `hex is read as people write it`() throws {
  func bytes(_ text: String) throws(HexText.Fault) -> [UInt8] {
    try HexText.bytes(Array(text.unicodeScalars))
  }
  #expect(try bytes("") == [])
  #expect(try bytes("0896 01\n12") == [8, 0x96, 1, 0x12])
  #expect(try bytes("0x08,0X96") == [8, 0x96])
  #expect(throws: HexText.Fault.oddDigits(line: 2, column: 2)) { try bytes("08\n1") }
  #expect(throws: HexText.Fault.notHex("x", line: 1, column: 2)) { try bytes("1x") }
}

@Test func `a Close needs a code that may travel`() {
  var fixture = Fixture()
  fixture.press(
    Key("i"), Key("t", .control), Key("t", .control), Key("t", .control), Key("t", .control),
    Key("t", .control))
  #expect(fixture.tab.composer.type == .close)
  fixture.type("1006 x")
  #expect(fixture.press(Key(.enter)) == [])
  #expect(
    fixture.tab.composer.fault == "1006 must not travel: use 1000-1003, 1007-1014 or 3000-4999; not sent")
  fixture.press(Key("g", .control))
  fixture.type("1000 good bye")
  let status = Closure.Status(code: .normal, reason: Array("good bye".utf8))
  #expect(fixture.press(Key(.enter)) == [.send(fixture.tab.id, .close(status))])
}

@Test func `Up walks the history and Down comes back to the draft`() {
  var fixture = Fixture()
  fixture.press(Key("i"))
  fixture.type("one")
  fixture.press(Key(.enter))
  fixture.type("two")
  fixture.press(Key(.enter))
  fixture.type("dra")
  fixture.press(Key(.up))
  #expect(fixture.tab.composer.editor.string == "two")
  fixture.press(Key(.up), Key(.up))
  #expect(fixture.tab.composer.editor.string == "one")
  fixture.press(Key(.down), Key(.down))
  #expect(fixture.tab.composer.editor.string == "dra")
}

@Test func `Esc leaves compose and Tab comes back to the draft`() {
  var fixture = Fixture()
  fixture.press(Key("i"), Key("x"), Key(.escape))
  #expect(fixture.model.focus == .log)
  fixture.press(Key(.tab))
  #expect(fixture.model.focus == .compose)
  #expect(fixture.tab.composer.editor.string == "x")
}

@Test func `e takes a payload back into compose`() {
  var fixture = Fixture()
  fixture.receive(#"{"a":1}"#)
  fixture.press(Key("e"))
  #expect(fixture.model.focus == .compose)
  #expect(fixture.tab.composer.editor.string == #"{"a":1}"#)
  #expect(fixture.tab.composer.type == .text)
  fixture.press(Key(.escape))
  fixture.receive("\u{1}", .binary)
  fixture.press(Key("G"), Key("e"))
  #expect(fixture.tab.composer.editor.string == "01")
  #expect(fixture.tab.composer.type == .binaryHex)
}

@Test func `a message that could not be sent comes back`() {
  var fixture = Fixture()
  fixture.press(Key("i"), Key("x"), Key(.enter))
  fixture.take(.sendFailed(fixture.tab.id, .text([0x78]), words: "the connection closed"))
  #expect(fixture.tab.composer.editor.string == "x")
  #expect(fixture.model.notice == Notice(.error, "not sent: the connection closed"))
}

@Test func `the readline keys edit`() {
  var editor = TextEditor("one two three")
  editor.killWordBackward()
  #expect(editor.string == "one two ")
  editor.moveToLineStart()
  editor.yank()
  #expect(editor.string == "threeone two ")
  editor.moveWordRight()
  editor.killToLineEnd()
  #expect(editor.string == "threeone")
  editor.undo()
  #expect(editor.string == "threeone two ")
  editor.killToLineStart()
  #expect(editor.string == " two ")
}
