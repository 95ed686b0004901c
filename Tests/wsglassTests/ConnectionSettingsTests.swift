import FoundationEssentials
import TestSupport
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
    let folder = TemporaryFolder()
    return try body(folder.write(content, to: "file"))
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

  @Test func `rules are tolerated and a subprotocol is required for the addresses given, not for later ones`()
    throws
  {
    let given = try settings(
      "--tolerate", "non-minimal,masked", "-s", "chat", "--require-subprotocol", "--stall-timeout", "1.5")
    let target = try given.target(for: "ws://h/")
    #expect(target.options.protocolOptions.tolerated == [.nonMinimalLength, .maskedFrames])
    #expect(target.request.requiresSubprotocol)
    #expect(target.options.stallTimeout == 1_500_000_000)
    let later = try given.forOtherAddresses.target(for: "ws://other/")
    #expect(later.options.protocolOptions.tolerated == [])
    #expect(!later.request.requiresSubprotocol)
    #expect(later.options.stallTimeout == 1_500_000_000)
    let strict = try settings().target(for: "ws://h/")
    #expect(strict.options.protocolOptions.tolerated == [])
    #expect(strict.options.stallTimeout == nil)
  }

  @Test func `pings are left unanswered where that is asked for, but not at addresses typed later`() throws {
    let given = try settings("--no-pong")
    #expect(try !given.target(for: "ws://h/").options.protocolOptions.automaticPong)
    #expect(try given.forOtherAddresses.target(for: "ws://o/").options.protocolOptions.automaticPong)
    #expect(try settings().target(for: "ws://h/").options.protocolOptions.automaticPong)
  }

  @Test func `what cannot be tolerated, or required of nobody, is a wrong use`() {
    #expect(throws: Complaint.self) { try settings("--tolerate", "utf8") }
    #expect(throws: Complaint.self) { try settings("--tolerate", "masked,") }
    #expect(throws: Complaint.self) { try settings("--require-subprotocol") }
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

  // MARK: Proxies

  private func proxy(_ words: String..., for address: String = "ws://h/") throws -> String? {
    let options = try ConnectionSettings(Arguments(["wsglass"] + words)).target(for: address).options
    guard case .proxy(let proxy, let exceptions) = options.proxy else { return nil }
    let url = try WebSocketURL(parsing: address)
    return exceptions.contains(url.host, port: url.port) ? nil : "\(proxy)"
  }

  @Test func `a proxy is taken from the command line, with exceptions, or from the environment`() throws {
    #expect(try proxy("-x", "socks5h://p:1081") == "socks5h://p:1081")
    #expect(try proxy("--proxy", "p") == "http://p:80")
    #expect(try proxy("--proxy", "p", "--noproxy", "h,10.0.0.0/8") == nil)
    #expect(try proxy("--proxy", "p", "--noproxy", "h,10.0.0.0/8", for: "ws://other/") == "http://p:80")
    guard case .direct = try settings("--no-proxy", "--proxy", "p").options.proxy else {
      Issue.record("not direct")
      return
    }
    guard case .environment = try settings("-k").options.proxy else {
      Issue.record("not the environment")
      return
    }
  }

  @Test func `P14 a proxy's password comes from a file, and no complaint or description holds it`() throws {
    try withFile("gate:pa:ss word\n") { path in
      let choice = try settings("--proxy", "http://p:3128", "--proxy-user-file", path).options.proxy
      guard case .proxy(let proxy, _) = choice else {
        Issue.record("no proxy")
        return
      }
      #expect(proxy.credentials == ProxyCredentials(user: Secret("gate"), password: Secret("pa:ss word")))
      #expect(!String(reflecting: choice).contains("pa:ss"))
    }
    #expect {
      try settings("--proxy", "http://me:hunter2@p:99999")
    } throws: {
      guard let complaint = $0 as? Complaint else { return false }
      return complaint.code == .usage && !complaint.what.contains("hunter2")
    }
    #expect(throws: Complaint.self) { try settings("--noproxy", "h") }
  }

  @Test func `the way goes along to addresses typed later, and who we are does not`() throws {
    let given = try settings(
      "--proxy", "p", "-H", "Authorization: Bearer t", "-b", "a=1", "-k", "--origin", "https://o", "-s", "x",
      "--unix-socket", "/s", "--ping-interval", "5", "--reconnect", "--no-compression")
    let typed = try given.forOtherAddresses.target(for: "wss://typed/")
    guard case .proxy = typed.options.proxy else {
      Issue.record("the proxy was left out")
      return
    }
    #expect(typed.request.headers == [])
    #expect(typed.request.origin == nil)
    #expect(typed.request.protocols == [])
    #expect(typed.options.tls?.verify == true)
    #expect(typed.options.unixSocket == nil)
    #expect(typed.options.keepalive?.interval == 5_000_000_000)
    #expect(typed.reconnect.attempts == 10)
    #expect(typed.request.compression == nil)
  }

  // MARK: What is off unless it is asked for

  @Test func `pings, redirects, reconnects and parallel connects are off unless they are asked for`() throws {
    let plain = try settings("-k")
    #expect(plain.options.keepalive == nil)
    #expect(plain.options.redirects == .never)
    #expect(plain.reconnect == .never)
    #expect(!plain.connectsInParallel)
    #expect(plain.compression == .standard)
    let all = try settings(
      "--ping-interval", "2.5", "--ping-timeout", "1", "-L", "--max-redirs", "3", "--reconnect",
      "--reconnect-tries", "4", "--parallel-connects", "-H", "X-Api-Key: k", "-H", "X-Plain: p")
    #expect(all.options.keepalive == Keepalive(interval: 2_500_000_000, timeout: 1_000_000_000))
    #expect(all.options.redirects == RedirectPolicy(limit: 3, sensitiveHeaders: ["X-Api-Key"]))
    #expect(all.reconnect.attempts == 4)
    #expect(all.connectsInParallel)
  }

  @Test func `headers out of a file are for the first server only`() throws {
    try withFile("X-Harmless: 1\n") { path in
      for words in [["--header-file", path], ["-H", "@\(path)"]] {
        let settings = try ConnectionSettings(Arguments(["wsglass", "-L"] + words))
        #expect(settings.options.redirects.sensitiveHeaders == ["X-Harmless"])
      }
    }
  }

  @Test func `compression can be switched off, or offered with parameters`() throws {
    #expect(try settings("--no-compression").target(for: "ws://h/").request.compression == nil)
    let offer = try settings("--deflate", "server_no_context_takeover, client_max_window_bits=10").target(
      for: "ws://h/"
    ).request.compression
    #expect(offer?.serverNoContextTakeover == true)
    #expect(offer?.clientMaxWindowBits == .bits(10))
    #expect(throws: Complaint.self) { try settings("--deflate", "server_max_window_bits=16") }
    #expect(throws: Complaint.self) { try settings("--deflate", "server_no_context_takeover=1") }
    #expect(throws: Complaint.self) { try settings("--deflate", "magic") }
  }

  // MARK: Cookies

  private static let jar = """
    # Netscape HTTP Cookie File
    .example.com\tTRUE\t/\tFALSE\t0\twide\t1
    example.com\tFALSE\t/a\tFALSE\t0\tdeep\t2
    example.com\tFALSE\t/\tTRUE\t0\tsafe\t3
    example.com\tFALSE\t/\tFALSE\t1\told\t4
    #HttpOnly_other.test\tFALSE\t/\tFALSE\t4102444800\tkept\tx=y; z
    127.0.0.1\tTRUE\t/\tFALSE\t0\tnumber\t5
    """

  @Test(
    arguments: [
      ("ws://example.com/", "wide=1"), ("ws://example.com/a/b", "deep=2; wide=1"),
      ("ws://example.com/ab", "wide=1"),
      ("wss://example.com/", "wide=1; safe=3"), ("ws://sub.example.com/a", "wide=1"),
      ("ws://notexample.com/", nil), ("ws://other.test/", "kept=x=y; z"), ("ws://sub.other.test/", nil),
      ("ws://127.0.0.1/", "number=5"), ("ws://5.127.0.0.1/", nil),
      ("ws://EXAMPLE.com/a?/x", "deep=2; wide=1"),
    ] as [(String, String?)])
  func `cookies of a file go where RFC 6265 sends them, in one field`(address: String, expected: String?)
    throws
  {
    try withFile(Self.jar) { path in
      let headers = try settings("-b", path).target(for: address).request.headers
      #expect(headers == (expected.map { [HeaderField("Cookie", $0)] } ?? []))
    }
  }

  @Test func `cookies of the line, of a header and of a file make one field`() throws {
    try withFile(Self.jar) { path in
      let headers = try settings("-b", "a=1", "-H", "cookie: h=2", "-b", path).target(
        for: "ws://example.com/"
      )
      .request.headers
      #expect(headers == [HeaderField("Cookie", "h=2; a=1; wide=1")])
    }
  }

  @Test func `a line that is no cookie is named by file and line, without its content`() throws {
    try withFile("# fine\nexample.com\tTRUE\tsecretvalue\n") { path in
      _ = #expect {
        try settings("-b", path)
      } throws: {
        guard let complaint = $0 as? Complaint else { return false }
        return complaint.what == "\(path):2: no cookie in Netscape's format"
          && !complaint.why.joined().contains("secretvalue")
      }
    }
  }
}
