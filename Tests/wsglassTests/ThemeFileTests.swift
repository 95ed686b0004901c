import Canvas
import Foundation
import TestSupport
import Testing

@testable import wsglass

@Suite struct ThemeFileTests {
  @Test func `the shipped themes are found from the program's own place, and are without fault`() throws {
    #expect(ThemeFile.names.prefix(3) == ["terminal", "mono", "catppuccin-latte"])
    #expect(ThemeFile.names.count == 14)
    for name in ThemeFile.names {
      let found = try ThemeFile.find(name)
      #expect(found.theme.name == name)
      #expect(found.warnings.isEmpty)
    }
  }

  /// What a file says, a `/` for each new line, and what is said of it.
  @Test(arguments: [
    (
      #"{ "format": 1, "name": "mine", / "palette": { "green": "x256:46" }, / "roles": { "frame.in": { "fg": "gren" } } }"#,
      #"mine.json:3:27 roles."frame.in".fg: "gren" is not in palette (did you mean "green"?)"#
    ),
    (
      #"{ "format": 1, "extends": "base", "name": "mine", / "roles": { "mark": { / "fg": "snt" } } }"#,
      #"mine.json:3:2 roles.mark.fg: "snt" is not in palette (did you mean "sent"?)"#
    ),
    (#"{ / "format": 1 "name": "mine" }"#, "mine.json:2:14 is not JSON5 from here on"),
    (
      #"{ "format": 1, / "name": "mine", / "extends": "nope" }"#,
      #"mine.json:3:2 extends: there is no theme "nope""#
    ),
    (#"{ "format": 1, / "name": 7 }"#, "mine.json:2:2 name: not a string"),
    (
      #"{ / / "format": 2, "name": "mine" }"#,
      "mine.json:3:2 format: 2 is not known to this version, which reads 1"
    ),
  ])
  func `a faulty theme is told by file, line and role`(text: String, words: String) throws {
    let folder = TemporaryFolder()
    let file = folder.write(text.replacingOccurrences(of: "/", with: "\n"), to: "mine.json")
    #expect {
      try ThemeFile.read(file)
    } throws: {
      ($0 as? Complaint)?.what == words
    }
  }

  @Test func `a theme's stamp changes when its file is saved`() throws {
    let folder = TemporaryFolder()
    let file = folder.write(#"{"format":1,"name":"mine"}"#, to: "mine.json")
    let found = try ThemeFile.read(file)
    #expect(found.stamp == ThemeFile.Stamp(file))
    folder.write(#"{"format":1,"name":"mine","variant":"dark"}"#, to: file)
    #expect(found.stamp != ThemeFile.Stamp(file))
  }

  @Test func `a theme that extends itself, a folder and a name with a slash end in words`() throws {
    let folder = TemporaryFolder()
    let file = folder.write(#"{"format":1,"name":"ring","extends":"ring"}"#, to: "ring.json")
    #expect(throws: Complaint.self) { try ThemeFile.read(file) }
    #expect(throws: Complaint.self) { try ThemeFile.read(folder.path) }
    #expect(throws: Complaint.self) { try ThemeFile.find("../themes/nord") }
  }

  @Test func `a mistyped name is guessed`() {
    #expect {
      try ThemeFile.find("nrd")
    } throws: {
      ($0 as? Complaint)?.what == #"there is no theme "nrd" (did you mean "nord"?)"#
    }
  }

  @Test func `a theme that is not there is named, with the places`() {
    #expect {
      try ThemeFile.find("nothing")
    } throws: {
      guard let complaint = $0 as? Complaint else { return false }
      return complaint.code == .configuration && complaint.what == #"there is no theme "nothing""#
        && !complaint.why.isEmpty
    }
  }
}
