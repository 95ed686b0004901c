import Canvas
import CursesTerminal
import Foundation
import InspectorModel
import JSON5
import TestSupport
import Testing

@testable import wsglass

private func configuration(_ text: String) throws -> Configuration {
  Configuration(try JSON5Document(text.utf8, .lenient))
}

private func words(_ text: String) throws -> [String] {
  try configuration(text).faults.map { ConfigurationWords.describe($0, in: "config.json") }
}

@Suite struct ConfigurationTests {
  @Test func `the example of the man page is without fault, and says what it says`() throws {
    let example = try configuration(ManualConfiguration.example.joined(separator: "\n"))
    #expect(example.faults == [])
    #expect(example.word(.themeLight) == "solarized-light")
    #expect(example.word(.composeEnter) == "newline")
    #expect(example.flag(.confirmClose) == false)
    #expect(example.flag(.columnDelta) == true)
    #expect(example.number(.captureDays) == 30)
    #expect(example.flag(.confirmQuit) == nil)
  }

  @Test(arguments: [
    ("{\n\"mose\": true}", "config.json:2:1 mose means nothing here (did you mean \"mouse\"?): not used"),
    (
      "{captures: {cuont: 7}}",
      "config.json:1:13 captures.cuont means nothing here (did you mean \"captures.count\"?): not used"
    ),
    ("{mouse: 'yes'}", "config.json:1:2 mouse is not true or false: not used"),
    ("{time: 'gmt'}", "config.json:1:2 time is not \"local\" or \"utc\" or \"since-open\": not used"),
    (
      "{captures: {\n days: 0}}",
      "config.json:2:2 captures.days is not a whole number from 1 to 36500: not used"
    ),
    ("{captures: 7}", "config.json:1:2 captures is no object of settings: not used"),
    ("[7]", "config.json:1:1 is no object: {\"mouse\": false}: not used"),
  ])
  func `what is unknown or wrong is told by its line`(text: String, fault: String) throws {
    #expect(try words(text) == [fault])
  }

  @Test func `beside a fault the rest holds`() throws {
    let read = try configuration("{mouse: 3, history: false, captures: {count: 5, days: 'x'}}")
    #expect(read.faults.count == 2)
    #expect(read.flag(.history) == false)
    #expect(read.number(.captureCount) == 5)
  }

  @Test func `every setting has a standard that is itself allowed`() throws {
    for key in ConfigurationKey.allCases {
      guard let standard = key.standard else { continue }
      let parts = key.rawValue.split(separator: ".")
      let text = parts.reversed().reduce(standard) { "{\($1): \($0)}" }
      #expect(try configuration(text).faults == [], "\(text)")
    }
  }

  @Test func `the screen takes over what is preferred`() throws {
    var model = InspectorModel(size: Size(width: 80, height: 24))
    let settings = try configuration("{mouse: false, time: 'utc', confirm: {quit: false}}")
    model.prefer(settings)
    #expect(!model.isMouseOn)
    #expect(ScreenLayout(settings).time == .utc)
    #expect(model.unasked == [.quit])
    model.prefer(Configuration())
    #expect(model.isMouseOn && model.unasked == [])
    #expect(ScreenLayout(Configuration()) == ScreenLayout())
  }

  @Test func `a column is there always, never, or as the width says`() throws {
    let settings = try configuration("{columns: {delta: true, wire: true, time: false, size: 3}}")
    #expect(ScreenLayout(settings).columns.forced == [.delta, .wire])
    #expect(ScreenLayout(settings).columns.hidden == [.time])
  }

  // MARK: Keeping a theme

  private func saved(_ text: String, on background: TerminalBackground = .dark) throws -> String {
    let file = try JSON5Document(text.utf8, .lenient)
    return String(decoding: ConfigurationFile.text(of: file, theme: "nord", on: background), as: UTF8.self)
  }

  @Test(arguments: [
    ("[1]", "config.json:1:1"), ("// mine\n  'x'", "config.json:2:3"), ("7", "config.json:1:1"),
  ]) func `a theme is not kept in a file that is no object`(text: String, place: String) throws {
    let file = try JSON5Document(text.utf8, .lenient)
    #expect(file.root.members == nil)
    #expect(
      ConfigurationFile.noObject(file).what == "\(place) is no object, which settings stand in: { }")
  }

  @Test func `keeping a theme changes its value alone`() throws {
    #expect(
      try saved("// mine\n{ mouse: true, theme : 'mono', /* a */ x: 1, }\n")
        == "// mine\n{ mouse: true, theme : \"nord\", /* a */ x: 1, }\n")
    #expect(try saved("{theme: {light: 'a', dark: 'b'}}") == "{theme: {light: 'a', dark: \"nord\"}}")
    #expect(
      try saved("{theme: {light: 'a', dark: 'b'}}", on: .light) == "{theme: {light: \"nord\", dark: 'b'}}")
    #expect(try saved("{\n  // c\n  mouse: true\n}") == "{\n  \"theme\": \"nord\",\n  // c\n  mouse: true\n}")
    #expect(try saved("{}") == "{\n  \"theme\": \"nord\"\n}")
    for text in ["{}", "{ }", "{ // x\n }", "{mouse:true}"] {
      #expect(try configuration(saved(text)).word(.theme) == "nord", "\(text)")
    }
  }
}

/// Files that nobody wrote on purpose: cut, and with bytes that flipped.
@Suite struct DamagedFileTests {
  private static let keymap =
    #"{"log": {"ctrl-x": "detail.hex", "q": null}, /* c */ 'everywhere': {"f12": "redraw",},}"#

  private func read(_ bytes: [UInt8]) {
    guard let file = try? JSON5Document(bytes, .lenient) else { return }
    let settings = Configuration(file)
    #expect(settings.values.count <= ConfigurationKey.allCases.count)
    let (keymap, faults) = Keymap.standard.changed(by: file)
    #expect(!keymap.bindings.isEmpty)
    // What is told of them is as harmless as anything.
    for fault in faults { #expect(KeymapWords.describe(fault, in: "keymap.json").hasPrefix("keymap.json:")) }
  }

  @Test func `no cut and no flipped byte traps the readers`() {
    var mutator = Mutator(seed: 7)
    for text in [Self.keymap, ManualConfiguration.example.joined(separator: "\n")] {
      let whole = Array(text.utf8)
      for count in 0...whole.count { read(Array(whole.prefix(count))) }
      for _ in 0..<1500 { read(mutator.mutated(whole)) }
    }
  }
}
