import Canvas
import Testing

@testable import InspectorModel

/// 200,000 characters: more than a field of one line takes.
private let long = String(repeating: "x", count: 200_000)

private func question(_ fixture: Fixture) -> String? {
  guard case .confirm(let question)? = fixture.model.overlay else { return nil }
  return question.question
}

@Test func `a paste that goes whole into the draft is not asked about`() {
  var fixture = Fixture()
  fixture.press(Key("i"))
  fixture.type("ab")
  fixture.press(Key(.left))
  #expect(fixture.take(.input(.paste(long))) == [])
  #expect(question(fixture) == nil)
  #expect(fixture.tab.composer.editor.string == "a" + long + "b")
  fixture.press(Key("_", .control))
  #expect(fixture.tab.composer.editor.string == "ab")
}

@Test func `a paste over the limit asks what to do, and No leaves the draft as it was`() {
  for answer in [Key("n"), Key(.enter), Key(.escape), Key("q"), Key("c", .control)] {
    var fixture = Fixture()
    fixture.press(Key("i"))
    fixture.type("ab")
    fixture.press(Key(.left))
    #expect(fixture.take(.input(.paste(long, leftOut: 40_000_000))) == [])
    #expect(question(fixture) == "Paste 200.0 KB of 40.2 MB? The rest does not fit into the draft.")
    #expect(fixture.press(answer).allSatisfy { if case .startTimer = $0 { true } else { false } })
    #expect(fixture.model.overlay == nil)
    #expect(fixture.model.focus == .compose)
    #expect(fixture.tab.composer.editor.string == "ab")
    #expect(fixture.tab.composer.editor.cursor == 1)
  }
}

@Test func `Yes puts in as much as fits, as one step, and sends nothing`() {
  var fixture = Fixture()
  fixture.press(Key("i"))
  fixture.type("ab")
  fixture.press(Key(.left))
  fixture.take(.input(.paste("one\ntwo", leftOut: 5000)))
  #expect(fixture.press(Key("y")) == [.startTimer(.notice, milliseconds: Notice.stay)])
  #expect(fixture.tab.composer.editor.string == "aone\ntwob")
  #expect(fixture.model.notice == Notice(.warning, "pasted 7 B, left out 5.0 KB; ^_ takes it back"))
  fixture.press(Key("_", .control))
  #expect(fixture.tab.composer.editor.string == "ab")
}

@Test func `a full draft takes as much as it has room for`() {
  var fixture = Fixture()
  fixture.press(Key("i"))
  fixture.take(.input(.paste(String(repeating: "a", count: TextEditor.capacity - 3))))
  #expect(question(fixture) == nil)
  fixture.take(.input(.paste("éxyz")))
  #expect(question(fixture) == "Paste 4 B of 5 B? The rest does not fit into the draft.")
  fixture.press(Key("y"))
  #expect(fixture.tab.composer.editor.text.count == 16_777_216)
  #expect(fixture.tab.composer.editor.text.suffix(4) == ["a", "é", "x", "y"])
  fixture.take(.input(.paste("more")))
  #expect(fixture.model.notice == Notice(.error, "the field is full: nothing was pasted"))
  #expect(fixture.model.overlay == nil)
}

@Test func `a field of one line comes back with its text, whatever the answer`() {
  for (answer, text) in [
    (Key("n"), "old "), (Key("c", .control), "old "),
    (Key("y"), "old " + String(repeating: "x", count: 65_532)),
  ] {
    var fixture = Fixture()
    fixture.press(Key("/"))
    fixture.type("old ")
    fixture.take(.input(.paste(long)))
    #expect(question(fixture) == "Paste 65.5 KB of 200.0 KB? The rest does not fit into this field.")
    fixture.press(answer)
    guard case .prompt(let prompt)? = fixture.model.overlay else {
      Issue.record("the prompt is gone after \(answer.label)")
      continue
    }
    #expect(prompt.editor.string == text)
  }
}

@Test func `a second paste while one is asked about changes nothing`() {
  var fixture = Fixture()
  fixture.press(Key("i"))
  fixture.take(.input(.paste("first", leftOut: 1)))
  fixture.take(.input(.paste("second")))
  fixture.press(Key("y"))
  #expect(fixture.tab.composer.editor.string == "first")
}

@Test func `a tab that was closed meanwhile gets nothing, and no other does`() {
  var fixture = Fixture()
  fixture.take(.addressGiven("ws://b/", title: nil))
  fixture.press(Key("i"))
  fixture.take(.input(.paste("text", leftOut: 1)))
  let asked = fixture.model.overlay
  fixture.model.overlay = nil
  fixture.press(Key(.escape), Key("X"), Key("y"))
  fixture.model.overlay = asked
  fixture.press(Key("y"))
  #expect(fixture.model.tabs.count == 1)
  #expect(fixture.tab.composer.editor.isEmpty)
  #expect(fixture.model.notice == Notice(.info, "the tab is closed: nothing was pasted"))
}

@Test(arguments: ["wss://example.com/", "curl https://example.com/"])
func `a paste over the limit opens no dialog, even where it begins like an address`(text: String) {
  var fixture = Fixture()
  fixture.take(.input(.paste(text, leftOut: 10)))
  #expect(fixture.model.overlay == nil)
  #expect(fixture.model.notice == Notice(.info, "pasted text went nowhere: i enters compose"))
}

@Test func `lines pasted into a field of one line become one`() {
  var fixture = Fixture()
  fixture.press(Key("/"))
  fixture.take(.input(.paste("\none\n\ntwo é\n")))
  guard case .prompt(let prompt)? = fixture.model.overlay else {
    Issue.record("no prompt")
    return
  }
  #expect(prompt.editor.string == "one two é")
}
