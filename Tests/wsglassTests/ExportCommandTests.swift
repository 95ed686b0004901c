import Formats
import Secrets
import Sessions
import Testing
import Transport
import WebSocketCore

@testable import wsglass

@Suite(.serialized) struct ExportCommandTests {
  private func parse(_ words: String...) throws(Complaint) -> Arguments { try Arguments(["wsglass"] + words) }

  private func complaint(_ words: String...) -> Complaint? {
    do throws(Complaint) {
      _ = try ExportCommand.run(try Arguments(["wsglass", "export"] + words))
      return nil
    } catch {
      return error
    }
  }

  @Test func `the format is what --format says, else the ending of the file, else JSON Lines`() throws {
    #expect(try OutputChoice(parse("export", "a", "-o", "b.har", "--format", "csv")).format == .csv)
    #expect(try OutputChoice(parse("export", "a", "-o", "B.HAR")).format == .har)
    #expect(try OutputChoice(parse("record", "ws://a/", "-o", "b.pcapng")).format == .pcapng)
    #expect(try OutputChoice(parse("record", "ws://a/", "-o", "b")).format == .jsonl)
  }

  @Test func `secrets are written only where somebody says yes`() throws {
    #expect(try OutputChoice(parse("export", "a", "-o", "b")).includesSecrets == false)
    #expect(try OutputChoice(parse("export", "a", "-o", "b", "--include-secrets=yes")).includesSecrets)
    #expect(complaint("a", "--include-secrets=no")?.what == #"--include-secrets=no: only "yes" is an answer"#)
    // The value goes with "=": what follows as a word of its own is another one.
    #expect(try parse("export", "--include-secrets", "yes").operands == ["yes"])
  }

  @Test func `what can't be done is said with what can`() {
    #expect(complaint()?.what == "export takes one capture or exported file")
    #expect(complaint("a", "b")?.what == "export takes one capture or exported file")
    #expect(
      complaint("a", "--format", "xml")?.what == "--format xml: there are jsonl, har, csv, text, pcapng, raw")
    #expect(complaint("a", "--marked", "--filter", "x")?.what == "--marked and --filter: one of them")
    #expect(complaint("/no-such-folder/a")?.why == ["No such file or directory"])
  }

  @Test func `what a connection was given is looked for in what it brings`() throws {
    let settings = try ConnectionSettings(
      parse(
        "record", "-s", "v1,bearer.hunter33,access_token,hunter44", "-H", "Authorization: Bearer abcdefgh",
        "-H", "X-Api-Key: 12345678", "-H",
        "X-Plain: 87654321", "-b",
        "a=session99; b=1", "ws://a/"))
    let target = try settings.target(for: "ws://user:hunter22@a/?token=abc%2Fdefg&b=c")
    #expect(
      target.secrets.map { "\($0.name)=\(String(decoding: $0.bytes, as: UTF8.self))" } == [
        "Authorization=abcdefgh", "X-Api-Key=12345678", "Cookie=session99", "password=hunter22",
        "token=abc/defg", "subprotocol=hunter33", "subprotocol=hunter44",
      ])
  }
}
