import Canvas
import Formats
import FoundationEssentials
import FrameFilter
import FrameLog
import InspectorModel
import Profiles
import Scripts
import Testing
import WebSocketCore

@testable import wsglass

@Suite struct ManualTests {
  /// As `man` would show it: escapes resolved, fonts gone, lines filled.
  private func shown(_ page: String) -> String {
    var text = page
    for (escape, sign) in [
      ("\\fB", ""), ("\\fI", ""), ("\\fR", ""), ("\\&", ""), ("\\-", "-"), ("\\(aq", "'"), ("\\(dq", "\""),
      ("\\(ga", "`"), ("\\(ha", "^"), ("\\(ti", "~"), ("\n", " "), ("\\(rs", "\\"),
    ] {
      text = text.split(separator: escape, omittingEmptySubsequences: false).joined(separator: sign)
    }
    return text
  }

  @Test func `nothing in a text is taken for a command of man`() {
    var page = Roff(name: "x", section: 1, date: "2026-01-02", source: "x 1", manual: "M")
    page.section("Name")
    page.line([.plain(".so /etc/passwd")])
    page.entry([.bold("-a 'b' \\n^~`\"")], .plain("é\u{1B}[2J\n.so y"))
    #expect(
      page.text.split(separator: "\n").dropFirst(2).joined(separator: "\n") == #"""
        .nr HY 0
        .nh
        .ad l
        .SH "NAME"
        \&.so /etc/passwd
        .TP
        \fB\-a \(aqb\(aq \(rsn\(ha\(ti\(ga\(dq\fR
        \[u00E9]\[u001B][2J .so y
        """#)
  }

  @Test func `no line of the source is long, and where one is broken, what follows is no command`() {
    var page = Roff(name: "x", section: 1, date: "2026-01-02", source: "x 1", manual: "M")
    page.paragraph(.plain("\(String(repeating: "a", count: 70)) .jsonl and more"))
    #expect(page.text.hasSuffix("\n.PP\n\(String(repeating: "a", count: 70)) .jsonl\nand more\n"))
    page.paragraph(.plain("\(String(repeating: "b", count: 75)) .jsonl"))
    #expect(page.text.hasSuffix("b\n\\&.jsonl\n"))
    // A tag has to stand in one line, and so has a line of an example, which is not longer than this.
    let lines = ManualPage.text().split(separator: "\n")
    let long = zip(lines, lines.dropFirst()).filter { $1.utf8.count > 90 && !$0.hasPrefix(".TP") }.map(\.1)
    #expect(long == [])
  }

  @Test func `the page has every command, option, key, term, status, variable and file`() {
    let page = shown(ManualPage.text())
    var wanted = wsglass.Command.allCases.flatMap { [$0.synopsis, $0.help] }
    wanted += Option.table.flatMap { ["--\($0.name.rawValue)", $0.help] }
    wanted += Keymap.standard.bindings.map { "\($0.label) \($0.help)" }
    wanted += CommandLine.words.map { "\($0.word) \($0.help)" }
    wanted += FrameFilter.terms.map { "\($0.example) \($0.help)" }
    wanted += ExitCode.all.map { "\($0.rawValue) \($0.meaning)" }
    wanted += EnvironmentVariable.allCases.map(\.help)
    wanted += FilePlace.table.flatMap { [$0.path, $0.help] }
    #expect(wanted.count > 300)
    #expect(wanted.filter { !page.contains($0) } == [])
  }

  @Test func `the page of the settings has each with what it may be and what holds without it`() {
    let page = shown(ManualConfiguration.text)
    for key in ConfigurationKey.allCases {
      #expect(page.contains("\(key.rawValue) \(key.help). ") == true, "\(key.rawValue)")
      if let standard = key.standard { #expect(page.contains("; \(standard) without it") == true) }
    }
    #expect(page.contains("how many captures are kept. A whole number from 1 to 100000; 200 without it."))
  }

  @Test func `the page of the keys has every command and place, that of the themes every role and field`() {
    let keys = shown(ManualKeymap.text)
    for binding in Keymap.named {
      #expect(keys.contains(" \(binding.command.rawValue) ") == true, "\(binding.command.rawValue)")
    }
    #expect(Keymap.named.count > 90)
    for place in KeyContext.keyed { #expect(keys.contains(" \(place.key) ") == true, "\(place.key)") }
    let themes = shown(ManualTheme.text)
    for role in Role.allCases { #expect(themes.contains(role.name) == true, "\(role.name)") }
    for field in ManualTheme.fields { #expect(themes.contains(" \(field.name) \(field.help)") == true) }
  }

  @Test func `every topic has a page, and no line of it is a command by accident`() throws {
    for topic in ManualCommand.topics {
      let page = try ManualCommand.page([topic])
      #expect(page.contains(".TH WSGLASS-") == true)
      let lines = page.split(separator: "\n")
      #expect(lines.allSatisfy { !$0.hasPrefix("'") && !$0.hasPrefix(". ") })
    }
  }

  @Test func `every variable that the sources ask for is in the table`() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources")
    let known = Set(EnvironmentVariable.allCases.flatMap { [$0.rawValue] + $0.others })
    var asked: Set<String> = []
    for path in try FileManager.default.subpathsOfDirectory(atPath: root.path)
    where path.hasSuffix(".swift") && !path.hasPrefix("wsglass-") {
      let source = try String(contentsOf: root.appending(path: path), encoding: .utf8)
      for match in source.matches(of: #/\b(?:getenv|EnvironmentVariable\.value)\("([A-Za-z_]+)"/#) {
        asked.insert(String(match.output.1))
      }
    }
    #expect(asked.contains("TMUX") && asked.contains("SSH_TTY"))
    #expect(asked.subtracting(known).isEmpty)
  }

  @Test func `a line of JSON Lines has the keys that the page tells of, and no others`() throws {
    func keys(_ record: LogRecord, _ payload: [UInt8], facts: ConnectionFacts? = nil) throws -> Set<String> {
      var line: [UInt8] = []
      payload.withUnsafeBytes {
        JSONLines().append(record, payload: $0, facts: facts, mark: "here", to: &line)
      }
      let object = try JSONDecoder().decode([String: Anything].self, from: Data(line))
      return Set(object.keys)
    }
    func record(_ kind: LogRecord.Kind, firstByte: UInt8) -> LogRecord {
      LogRecord(
        sequence: 7, kind: kind, note: .opened, direction: .sent,
        header: FrameHeader(
          firstByte: firstByte, byteCount: 14, isMasked: true, maskKey: 1, payloadLength: 9),
        flags: FrameFlags(rawValue: 0x8003), fragmentIndex: 1, wallTime: 1, time: 1, payloadLength: 2)
    }
    let found = try keys(record(.frame, firstByte: 0x81), Array("hi".utf8))
      .union(keys(record(.frame, firstByte: 0x88), [3, 232]))
      .union(keys(record(.note, firstByte: 0), Array("hi".utf8), facts: ConnectionFacts(url: "ws://h/")))
    #expect(found == Set(ManualFormats.lineKeys.map(\.key)))
  }

  @Test func `the page of the formats has each of them, with its endings, columns and names`() {
    let page = shown(ManualFormats.text)
    for format in ExportFormat.allCases {
      let tag = "\(format.rawValue) (\(format.endings.joined(separator: " ")))"
      #expect(page.contains(tag) == true, "\(tag)")
      #expect(format.endings.allSatisfy { ExportFormat(fileName: "a\($0)") == format })
    }
    #expect(page.contains("seq, time, direction, type, fin, rsv"))
    #expect(page.contains("automatic, violation, incomplete"))
    #expect(page.contains("connecting, opened, closed, failed"))
  }

  @Test func `keys of our own that the HAR writer has are told`() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/Formats")
    var found: Set<String> = []
    for name in ["HARWriter.swift", "HARMessage.swift", "HAREntry.swift"] {
      let source = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      for match in source.matches(of: #/\\"(_[A-Za-z0-9]+)\\":/#) { found.insert(String(match.output.1)) }
    }
    #expect(
      found.subtracting(["_resourceType", "_webSocketMessages"]) == Set(ManualFormats.harKeys.map(\.key)))
  }

  @Test func `the page of scripts has each of their keys, conditions and values`() {
    let page = shown(ManualScript.text)
    for kind in ScriptWord.kinds {
      for word in [kind] + kind.options {
        #expect(page.contains("\(word.help). Takes \(word.takes)."), "\(word)")
      }
    }
    for word in ScriptConditionWord.allCases {
      #expect(page.contains("\(word.rawValue) \(word.help)."), "\(word)")
    }
    for (form, help) in ScriptWords.madeUpValues + ScriptWords.openValues {
      #expect(page.contains("\(form) \(help)"), "\(form)")
    }
  }

  @Test func `the page of profiles has every key, what it takes, and each form of a reference`() {
    let page = shown(ManualProfile.text)
    var wanted = ProfileKey.table.flatMap { [$0.path, $0.help, $0.example] }
    wanted += SecretReference.forms.map { "${\($0)" }
    wanted += ProfilesCommand.uses
    #expect(wanted.filter { !page.contains($0) } == [])
    #expect(ManualCommand.topics.contains("profile"))
  }

  @Test func `a page that is not there is a complaint`() {
    #expect(throws: Complaint.self) { try ManualCommand.page(["nothing"]) }
    #expect(throws: Complaint.self) { try ManualCommand.page(["formats", "formats"]) }
  }
}

/// Any JSON value; only that it is there counts.
private struct Anything: Decodable {
  init(from decoder: any Decoder) {}
}
