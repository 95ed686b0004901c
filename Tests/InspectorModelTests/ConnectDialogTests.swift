import Canvas
import Testing

@testable import InspectorModel

private func opened(_ url: String = "") -> Fixture {
  var fixture = Fixture()
  fixture.press(Key("o"))
  fixture.type(url)
  return fixture
}

extension Fixture {
  fileprivate var dialog: ConnectDialog? {
    if case .connect(let dialog)? = model.overlay { return dialog }
    return nil
  }

  fileprivate mutating func go(to field: ConnectDialog.Field) {
    while let dialog, dialog.field != field { press(Key(.tab)) }
  }
}

@Test func `an address and Enter connect at once`() {
  var fixture = opened("ws://127.0.0.1:9001/x")
  let effects = fixture.press(Key(.enter))
  #expect(effects == [.connect(fixture.tab.id, url: "ws://127.0.0.1:9001/x")])
  #expect(fixture.model.tabs.count == 2)
  #expect(fixture.model.overlay == nil)
}

@Test func `options are looked at by the outside before a tab opens`() {
  var fixture = opened("wss://h/")
  fixture.press(Key(.tab), Key(.enter))
  fixture.type("Authorization: Bearer abcdef")
  fixture.press(Key(.enter))
  fixture.type("X: y")
  fixture.press(Key(.escape), Key(.tab))
  fixture.type("v1, v2")
  var options = ConnectOptions(url: "wss://h/")
  options.headers = ["Authorization: Bearer abcdef", "X: y"]
  options.protocols = "v1, v2"
  #expect(fixture.press(Key(.enter, .alt)) == [.checkOptions(options, tab: nil)])
  let effects = fixture.take(.optionsAccepted(options, tab: nil))
  #expect(effects == [.connectWith(fixture.tab.id, options)])
  #expect(fixture.tab.options == options)
  #expect(fixture.model.overlay == nil)
}

@Test func `a fault stands at its field, from here or from outside`() {
  var fixture = opened("wss://h/")
  fixture.go(to: .pings)
  fixture.press(Key(" "), Key(.tab), Key("u", .control), Key("x"), Key(.tab))
  #expect(fixture.press(Key(.enter, .alt)) == [])
  #expect(fixture.dialog?.field == .pingInterval)
  #expect(fixture.dialog?.fault == "seconds, 0.01 to 86400")
  fixture.press(Key(.backspace), Key("5"))
  #expect(fixture.dialog?.fault == nil)
  fixture.press(Key(.enter, .alt))
  fixture.take(.optionsRefused(.caFile, words: "can't read x"))
  #expect(fixture.dialog?.field == .caFile)
  #expect(fixture.dialog?.fault == "can't read x")
}

@Test(arguments: [
  ("no colon", "a header is NAME: VALUE, the colon is missing"), ("a b: c", "\"a b\" is no header's name"),
  ("a: b\u{1}", "a header holds no control characters"),
])
func `a header that is none is refused`(line: String, words: String) {
  var options = ConnectOptions(url: "ws://h/")
  options.headers = ["X: y", line]
  #expect(options.fault()?.words == words)
  #expect(options.fault()?.field == .headers)
}

@Test func `Left, Right and Space choose where there is a choice`() {
  var fixture = opened()
  fixture.go(to: .trust)
  fixture.press(Key(.right))
  #expect(fixture.dialog?.options.trust == .caFile)
  #expect(fixture.dialog?.fields.contains(.caFile) == true)
  fixture.press(Key(" "))
  #expect(fixture.dialog?.options.trust == .nobody)
  fixture.press(Key(.left), Key(.left))
  #expect(fixture.dialog?.options.trust == .verify)
  fixture.go(to: .deflate)
  fixture.press(Key(" "))
  #expect(fixture.dialog?.options.deflates == false)
  fixture.go(to: .reconnects)
  fixture.press(Key(.right), Key(.tab), Key("u", .control), Key("3"))
  #expect(fixture.dialog?.options.reconnects == true)
  #expect(fixture.dialog?.options.tries == "3")
}

@Test func `Tab and Shift-Tab and the arrows go round all fields`() {
  var fixture = opened()
  var seen: [ConnectDialog.Field] = []
  for _ in 0..<15 {
    seen.append(fixture.dialog?.field ?? .cancel)
    fixture.press(seen.count % 2 == 0 ? Key(.tab) : Key(.down))
  }
  #expect(
    seen == [
      .url, .headers, .protocols, .origin, .proxy, .trust, .certificate, .deflate, .pings, .reconnects,
      .script, .name, .connect, .save, .cancel,
    ])
  fixture.press(Key(.backTab), Key(.up))
  #expect(fixture.dialog?.field == .save)
}

@Test func `Save profile orders it under the name, and a name that is taken is asked about`() {
  var fixture = opened(" wss://h/ ")
  fixture.go(to: .name)
  fixture.type("feed")
  fixture.go(to: .save)
  let options = ConnectOptions(url: "wss://h/")
  #expect(
    fixture.press(Key(.enter)) == [.saveOptions(options, tab: nil, name: "feed", overwrites: false)])
  #expect(fixture.dialog?.field == .save)
  fixture.take(.optionsExist)
  guard case .confirm(let question)? = fixture.model.overlay else {
    Issue.record("nothing is asked")
    return
  }
  #expect(question.question == "Change the profile feed? Comments and variables stay.")
  #expect(fixture.press(Key(.enter)) == [])
  #expect(fixture.dialog?.field == .save)
  fixture.take(.optionsExist)
  #expect(fixture.press(Key("y")) == [.saveOptions(options, tab: nil, name: "feed", overwrites: true)])
  #expect(fixture.dialog?.name == "feed")
  #expect(fixture.model.tabs.count == 1)
}

@Test func `a profile without a name is not saved`() {
  var fixture = opened("wss://h/")
  fixture.go(to: .save)
  #expect(fixture.press(Key(.enter)) == [])
  #expect(fixture.dialog?.field == .name)
  #expect(
    fixture.dialog?.fault == "letters, digits and - _ . + make a name, 64 at most; no dot or hyphen first")
}

@Test func `Tab completes the path of the script on open, then goes on`() {
  var fixture = opened("wss://h/")
  fixture.go(to: .script)
  fixture.type("lo")
  #expect(fixture.press(Key(.tab)) == [.listPaths("lo")])
  fixture.take(.pathsFound("lo", ["login.jsonl", "login.txt"]))
  #expect(fixture.dialog?.options.script == "login.")
  #expect(fixture.press(Key(.tab)) == [.listPaths("login.")])
  fixture.take(.pathsFound("login.", ["login.jsonl", "login.txt"]))
  #expect(fixture.dialog?.options.script == "login.jsonl")
  fixture.press(Key(.tab))
  #expect(fixture.dialog?.options.script == "login.txt")
  fixture.press(Key(.tab), Key("x"))
  fixture.press(Key(.backspace))
  #expect(fixture.press(Key(.tab)) == [.listPaths("login.jsonl")])
  fixture.take(.pathsFound("login.jsonl", ["login.jsonl"]))
  #expect(fixture.dialog?.field == .name)
  #expect(fixture.dialog?.options.script == "login.jsonl")
  fixture.press(Key(.up), Key(.down))
  #expect(fixture.dialog?.field == .name)
}

@Test func `Enter on Cancel and Esc close it without a connection`() {
  var fixture = opened("ws://h/")
  fixture.go(to: .cancel)
  #expect(fixture.press(Key(.enter)) == [])
  #expect(fixture.model.overlay == nil)
  fixture.press(Key("o"), Key(.escape))
  #expect(fixture.model.overlay == nil)
  #expect(fixture.model.tabs.count == 1)
}

@Test func `Ctrl-P brings earlier addresses and Ctrl-N goes back to what was typed`() {
  var fixture = opened("ws://h/1")
  fixture.press(Key(.enter), Key("o"))
  fixture.type("ws")
  fixture.press(Key("p", .control))
  #expect(fixture.dialog?.options.url == "ws://h/1")
  fixture.press(Key("n", .control))
  #expect(fixture.dialog?.options.url == "ws")
}

@Test func `headers are a list: empty lines go, a block is pasted whole`() {
  var fixture = opened()
  fixture.press(Key(.tab), Key(.enter))
  fixture.take(.input(.paste("A: 1\r\nB: 2\n\nC: 3\n")))
  #expect(fixture.dialog?.options.headers == ["A: 1", "B: 2", "C: 3"])
  fixture.press(Key(.up), Key(.up), Key("u", .control), Key(.escape))
  #expect(fixture.dialog?.options.headers == ["A: 1", "C: 3"])
  #expect(fixture.dialog?.field == .headers)
}

@Test func `what a tab connects with is edited, and the tab connects anew`() {
  var fixture = Fixture()
  let id = fixture.tab.id
  var options = ConnectOptions(url: "ws://127.0.0.1:9001/echo")
  options.origin = "https://a"
  fixture.take(.optionsKnown(id, options))
  fixture.press(Key("o", .control))
  fixture.go(to: .origin)
  fixture.press(Key(.end), Key("b"))
  options.origin = "https://ab"
  #expect(fixture.press(Key(.enter, .alt)) == [.checkOptions(options, tab: id)])
  #expect(fixture.take(.optionsAccepted(options, tab: id)) == [.connectWith(id, options)])
  #expect(fixture.model.tabs.count == 1)
}

@Test func `what is typed takes the place of what a field holds, and an undo brings that back`() {
  var fixture = opened()
  fixture.go(to: .pings)
  fixture.press(Key(" "), Key(.tab))
  #expect(fixture.dialog?.editor.isOffered == true)
  fixture.press(Key("5"))
  #expect(fixture.dialog?.options.pingInterval == "5")
  fixture.press(Key("0"))
  #expect(fixture.dialog?.options.pingInterval == "50")
  fixture.press(Key("_", .control))
  #expect(fixture.dialog?.options.pingInterval == "20")
  fixture.press(Key("1"))
  #expect(fixture.dialog?.options.pingInterval == "201")
}

@Test func `a field that was refused is corrected, not replaced`() {
  var fixture = opened()
  fixture.type("http")
  fixture.press(Key(.enter))
  #expect(fixture.dialog?.fault != nil)
  fixture.type("s")
  #expect(fixture.dialog?.options.url == "https")
}

@Test func `secrets are stars by their place, letter by letter`() {
  func hidden(_ text: String, isHeader: Bool = false) -> String {
    String(
      decoding: ComposeCheck.utf8(ConnectOptions.hidden(Array(text.unicodeScalars), isHeader: isHeader)),
      as: UTF8.self)
  }
  #expect(hidden("wss://h/v2?token=abcdefgh&x=1") == "wss://h/v2?token=********&x=1")
  #expect(hidden("Authorization: Bearer abc", isHeader: true) == "Authorization: Bearer ***")
  #expect(hidden("X-Api-Key: é12", isHeader: true) == "X-Api-Key: ***")
  #expect(hidden("Accept: all", isHeader: true) == "Accept: all")
}

@Test func `a click goes to a field, changes a choice and presses a button`() {
  var fixture = opened("ws://h/")
  func place(_ row: ConnectForm.Row, _ x: Int) -> Point {
    let form = fixture.dialog.map { ConnectForm($0, in: Layout(fixture.model).body) }
    let area = form?.lines.first { $0.row == row }?.area ?? Rect(x: 0, y: 0, width: 0, height: 0)
    return Point(x: area.x + x, y: area.y)
  }
  fixture.take(.input(.mouse(Mouse(.press, at: place(.origin, 15)))))
  #expect(fixture.dialog?.field == .origin)
  fixture.take(.input(.mouse(Mouse(.press, at: place(.trust, 11 + 32)))))
  #expect(fixture.dialog?.options.trust == .nobody)
  fixture.take(.input(.mouse(Mouse(.press, at: place(.deflate, 12)))))
  #expect(fixture.dialog?.options.deflates == false)
  let effects = fixture.take(.input(.mouse(Mouse(.press, at: place(.buttons, 3)))))
  #expect(effects.count == 1)
}

@Test func `a pasted curl command fills the dialog and connects to nothing`() {
  let command = "curl 'wss://h/' \\\n -H 'X: y'"
  var fixture = Fixture()
  #expect(fixture.take(.input(.paste(command))) == [.readCurl(command)])
  var options = ConnectOptions(url: "wss://h/")
  options.headers = ["X: y"]
  fixture.take(.curlRead(options, leftOut: ["--resolve"]))
  #expect(fixture.dialog?.options == options)
  #expect(fixture.model.notice == Notice(.warning, "taken from curl, but without --resolve"))
  #expect(fixture.model.tabs.count == 1)
  fixture.press(Key("u", .control))
  fixture.type("curl ws://typed/")
  #expect(fixture.press(Key(.enter)) == [.readCurl("curl ws://typed/")])
}
