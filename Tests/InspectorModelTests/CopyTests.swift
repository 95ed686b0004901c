import Canvas
import FrameLog
import Testing
import WebSocketCore

@testable import InspectorModel

private func copied(_ effects: [InspectorModel.Effect]) -> (text: String, words: String)? {
  for case .copy(let bytes, let words) in effects { return (String(decoding: bytes, as: UTF8.self), words) }
  return nil
}

@Test(arguments: [
  ("r", #"{"a":[1, 2]}"#, "payload of #1, 12 B"),
  ("p", "{\n  \"a\": [\n    1,\n    2\n  ]\n}\n", "payload of #1 as pretty JSON, 30 B"),
  ("x", "7b 22 61 22 3a 5b 31 2c 20 32 5d 7d", "payload of #1 as hex, 35 B"),
  ("b", "eyJhIjpbMSwgMl19", "payload of #1 as base64, 16 B"),
  (
    "w", "printf '%s\\0' '{\"a\":[1, 2]}' | websocat -0 -n1 'ws://127.0.0.1:9001/echo'\n",
    "websocat line of #1, 74 B"
  ),
  ("s", "{\"send\":{\"text\":\"{\\\"a\\\":[1, 2]}\"}}\n", "replay step of #1, 35 B"),
]) func `Y and a letter copy the row in another form`(key: String, text: String, words: String) throws {
  var fixture = Fixture()
  fixture.receive(#"{"a":[1, 2]}"#)
  fixture.press(Key("Y"))
  let found = try #require(copied(fixture.type(key)))
  #expect(found.text == text)
  #expect(found.words == words)
  #expect(fixture.model.overlay == nil)
}

@Test func `the menu offers what the row has, and what it would copy`() {
  var fixture = Fixture()
  fixture.receive("no JSON")
  fixture.press(Key("Y"))
  guard case .copyMenu(let menu)? = fixture.model.overlay else {
    Issue.record("no menu")
    return
  }
  #expect(menu.items.map(\.form) == [.raw, .hex, .base64, .row, .websocat, .step])
  #expect(menu.items[1].preview == "6e 6f 20 4a 53 4f 4e")
  fixture.press(Key("j"), Key("j"))
  #expect(copied(fixture.press(Key(.enter)))?.text == "bm8gSlNPTg==")
}

@Test func `path and value are those of the chosen line of the detail`() {
  var fixture = Fixture()
  fixture.receive(#"{"a":[{"b":"x y"}]}"#)
  fixture.press(Key(.enter), Key("j"), Key("j"), Key("j"), Key("Y"))
  #expect(copied(fixture.type("a"))?.text == "$.a[0].b")
  fixture.press(Key("Y"))
  #expect(copied(fixture.type("v"))?.text == "x y")
}

@Test func `a selection is copied line by line`() {
  var fixture = Fixture(frames: 3)
  fixture.press(Key("V"), Key("k"), Key("Y"))
  let found = copied(fixture.type("b"))
  #expect(found?.text == "ZnJhbWUgMg==\nZnJhbWUgMw==\n")
  #expect(found?.words == "payload of 2 rows as base64, 26 B")
  #expect(fixture.tab.view.selection == nil)
}

@Test func `a row as JSON is all records of its message`() {
  var fixture = Fixture()
  fixture.receive("one", final: false, fragment: 1)
  fixture.receive("ping", .ping)
  fixture.receive("two", .continuation, fragment: 2)
  fixture.press(Key("g"), Key("Y"))
  #expect(
    fixture.type("l") == [.copyRecords(fixture.tab.id, [1, 3], description: "#1 as JSON")])
}

@Test func `a websocat line has the headers of the handshake, with variables for secrets`() {
  var facts = ConnectionFacts(url: "wss://example.com/v2?token=********")
  facts.request = ConnectionFacts.Head(
    startLine: "GET /v2 HTTP/1.1",
    fields: [
      .init(name: "Host", value: "example.com"), .init(name: "Authorization", value: "********"),
      .init(name: "Origin", value: "https://it's.example"),
      .init(name: "Sec-WebSocket-Protocol", value: "v12.stomp"),
    ])
  var fixture = Fixture()
  fixture.log.append(note: .opened, text: Array("open".utf8), facts: facts, at: 1, wallOffset: 0)
  fixture.receive("it's\nme")
  fixture.press(Key("Y"))
  #expect(
    copied(fixture.type("w"))?.text
      == #"""
      printf '%s\0' 'it'\''s
      me' | websocat -0 -n1 -H 'Authorization: '"$AUTHORIZATION"'' --origin 'https://it'\''s.example' --protocol 'v12.stomp' 'wss://example.com/v2?token='"$token"''

      """#.replacing("$token", with: "$TOKEN"))
}

@Test func `binary goes to websocat byte by byte`() {
  var fixture = Fixture()
  fixture.receive("a\u{0}'", .binary)
  fixture.press(Key("Y"))
  #expect(
    copied(fixture.type("w"))?.text
      == "printf '\\141\\000\\047' | websocat -b -n1 'ws://127.0.0.1:9001/echo'\n")
}

@Test func `v gives the pager what the detail shows, with nothing that a terminal could act on`() {
  var fixture = Fixture()
  fixture.receive("{\"a\":\"\u{1B}]0;x\u{7}\"}")
  #expect(fixture.press(Key("v")) == [.page(["{", "  \"a\": \"␛]0;x␇\"", "}"])])
  #expect(fixture.tab.detail == nil)
}

@Test func `F4 hands over the exact bytes, and what came of them is the draft`() {
  var fixture = Fixture()
  fixture.receive("{\"a\":1}")
  #expect(
    fixture.press(Key(.function(4))) == [.edit(fixture.tab.id, Array("{\"a\":1}".utf8), suffix: "json")])
  fixture.take(.edited(fixture.tab.id, Array("{\"a\":2}".utf8)))
  #expect(fixture.tab.composer.editor.string == "{\"a\":2}")
  #expect(fixture.model.focus == .compose)
}

@Test func `B shows the rows on screen whole`() {
  var fixture = Fixture()
  let long = String(repeating: "x", count: 200)
  fixture.receive(long)
  #expect(fixture.press(Key("B")) == [.showBare(["1  00:00:00.001  < TEXT  \(long)"])])
}
