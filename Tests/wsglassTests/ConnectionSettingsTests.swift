import FoundationEssentials
import Testing
import Transport
import WebSocketClient
import WebSocketCore

@testable import Sessions
@testable import wsglass

@Suite(.serialized) struct ConnectionSettingsTests {
  private func settings(_ words: String...) throws(Complaint) -> ConnectionSettings {
    try ConnectionSettings(Arguments(["wsglass"] + words))
  }

  /// A file that is gone after the test.
  private func withFile<R>(_ content: String, _ body: (String) throws -> R) throws -> R {
    let path = "/tmp/wsglass-test-\(UInt64.random(in: 0...UInt64.max))"
    try Data(content.utf8).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
  }

  @Test func `headers, cookies, origin and subprotocols reach the request`() throws {
    let target = try settings(
      "-H", "X-Id: 7", "-b", "a=1", "-b", "b=2", "--origin", "https://o", "-s", "one, two", "-s", "three"
    ).target(for: "ws://h/")
    #expect(
      target.request.headers == [
        HeaderField(name: "X-Id", value: Array("7".utf8)),
        HeaderField(name: "Cookie", value: Array("a=1; b=2".utf8)),
      ])
    #expect(target.request.protocols == ["one", "two", "three"])
    #expect(target.request.origin == "https://o")
  }

  @Test func `a header file is read line by line, without blank lines and comments`() throws {
    try withFile("# token\nAuthorization: Bearer x\r\n\nX-Empty:\n") { path in
      let target = try settings("--header-file", path).target(for: "ws://h/")
      #expect(target.request.headers.map(\.name) == ["Authorization", "X-Empty"])
      #expect(target.request.headers[0].value == Array("Bearer x".utf8))
      #expect(target.request.headers[1].value == [])
    }
  }

  @Test func `a wrong line of a header file is named by file and line`() throws {
    try withFile("A: 1\nno colon here\n") { path in
      _ = #expect {
        try settings("-H", "@\(path)")
      } throws: {
        ($0 as? Complaint)?.what == "\(path):2: no header, the colon is missing"
      }
    }
  }

  @Test func `a header with a line end inside is refused`() {
    #expect(throws: Complaint.self) { try settings("-H", "X: a\r\nEvil: 1") }
    #expect(throws: Complaint.self) { try settings("-H", "X: a\nEvil: 1") }
  }

  @Test func `resolve takes host, port and address, also IPv6`() throws {
    let options = try settings("--resolve", "Example.com:443:[::1]", "--resolve", "example.com:443:127.0.0.1")
      .options
    #expect(options.resolve == ["example.com:443": ["::1", "127.0.0.1"]])
    #expect(throws: Complaint.self) { try settings("--resolve", "example.com:127.0.0.1") }
  }

  @Test func `without -k certificates are verified, and -k is for given addresses only`() throws {
    let strict = try settings("--cacert", "ca.pem").target(for: "wss://h/")
    #expect(strict.options.tls?.verify == true)
    #expect(strict.options.tls?.caFile == "ca.pem")
    #expect(try settings("-k").target(for: "wss://h/").options.tls?.verify == false)
    #expect(try ConnectionSettings().target(for: "wss://h/").options.tls?.verify == true)
    #expect(try settings("-k").target(for: "ws://h/").options.tls == nil)
  }

  @Test func `what is asked of TLS reaches every address, and the passphrase is never printed`() throws {
    try withFile("horse\r\nsecond line\n") { path in
      let tls = try settings(
        "--cert", "c.pem", "--key", "k.pem", "--pass-file", path, "--capath", "cas", "--crlfile", "l.pem",
        "--sni", "other.example", "--tlsv1.3"
      ).target(for: "wss://h/").options.tls
      #expect(
        tls
          == TLSSettings(
            serverName: "h", serverNameIndication: "other.example", caPath: "cas", certificateFile: "c.pem",
            keyFile: "k.pem", keyPassphrase: Secret("horse"), minimumVersion: .tls13, crlFile: "l.pem"))
      #expect(!String(reflecting: tls).contains("horse"))
    }
  }

  @Test(arguments: ["http//x", "ftp://x/", "ws://", "ws://h:0/", "ws://h/#f", "x\u{1B}]0;t\u{7}"])
  func `what is no address is refused, safe to print`(text: String) {
    #expect {
      try ConnectionSettings().target(for: text)
    } throws: {
      guard let complaint = $0 as? Complaint else { return false }
      return complaint.code == .usage && complaint.what.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }
  }
}
