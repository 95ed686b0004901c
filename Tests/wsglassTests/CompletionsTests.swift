import FrameFilter
import Testing
import WebSocketCore

@testable import wsglass

@Suite struct CompletionsTests {
  private func option(_ name: Option.Name) -> Option? { Option.table.first { $0.name == name } }

  @Test(arguments: Shell.allCases) func `every command and option is in the script of each shell`(
    shell: Shell
  ) {
    for command in Command.named { #expect(shell.script.contains(command.rawValue)) }
    for option in Option.table {
      let name = shell == .fish ? "-l \(option.name.rawValue) " : "--\(option.name.rawValue)"
      #expect(shell.script.contains(name), "\(name)")
    }
    #expect(shell.script.utf8.allSatisfy { $0 == 10 || (0x20..<0x7F).contains($0) })
  }

  @Test func `a value is completed by what it is`() {
    #expect(option(.cacert)?.candidates == .files)
    #expect(option(.unixSocket)?.candidates == .files)
    #expect(option(.capath)?.candidates == .folders)
    #expect(option(.theme)?.candidates == .themes)
    #expect(option(.header)?.candidates == .nothing)
    #expect(option(.insecure)?.candidates == .nothing)
    guard case .words(let formats)? = option(.format)?.candidates else { return #expect(Bool(false)) }
    #expect(formats.map(\.text) == ["jsonl", "har", "csv", "text", "pcapng", "raw"])
  }

  @Test func `what is offered for a value is taken`() throws {
    guard case .words(let rules)? = option(.tolerate)?.candidates else { return #expect(Bool(false)) }
    #expect(try ToleranceOption.rules(rules.map(\.text)) == [.maskedFrames, .nonMinimalLength])
    for name in DeflateOption.names {
      #expect(throws: Never.self) { try DeflateOption.offer(name.hasSuffix("=") ? name + "10" : name) }
    }
    guard case .words(let terms)? = option(.filter)?.candidates else { return #expect(Bool(false)) }
    #expect(terms.contains { $0.text == "flag:violation" })
    for term in terms { #expect(throws: Never.self) { try FrameFilter(parsing: term.text) } }
  }

  @Test func `operands are completed by the command`() {
    #expect(Command.export.candidates == .logs)
    #expect(Command.record.candidates == .profiles)
    #expect(Command.completions.candidates != Command.man.candidates)
  }

  @Test func `the line of a command has its options and no others`() throws {
    let line = try #require(
      BashCompletions.script.split(separator: "\n").first { $0.contains("serve) _wsglass_offer") })
    #expect(
      line.trimmingPrefix(#/ */#)
        == "serve) _wsglass_offer --cert --key --listen -v --verbose -h --help -V --version ;;")
  }

  @Test func `the themes that come with the program are found by name`() {
    #expect(Set(ThemeFile.names).isSuperset(of: ["mono", "nord", "terminal"]))
  }
}
