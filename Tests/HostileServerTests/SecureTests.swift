import FrameLog
import Sessions
import Testing
import Transport
import WebSocketClient
import WebSocketCore

/// Rows of 2d and 2e whose outcome has to reach the log and the screen, over wss and over wss through a proxy. What TLS
/// itself refuses has its tables beside the transport.
@Suite struct SecureTests {
  private let certificates = Certificates()
  private static let established = Array("HTTP/1.1 200 Connection established\r\n\r\n".utf8)

  /// To localhost, which is the server.
  private func direct(verify: Bool = true) -> @Sendable (inout SessionTarget) -> Void {
    { [rootFile = certificates.rootFile] target in
      let port = target.request.url.port
      guard let url = try? WebSocketURL(parsing: "wss://localhost:\(port)/hostile") else { return }
      target.request = UpgradeRequest(url: url)
      target.options.resolve["localhost:\(port)"] = ["127.0.0.1"]
      target.options.tls = TLSSettings(serverName: "localhost", verify: verify, caFile: rootFile)
    }
  }

  /// To example.com, for which the server is the proxy.
  private func proxied(timeout: UInt64 = 8_000_000_000) -> @Sendable (inout SessionTarget) -> Void {
    { [rootFile = certificates.rootFile] target in
      let port = target.request.url.port
      guard let url = try? WebSocketURL(parsing: "wss://example.com/hostile") else { return }
      target.request = UpgradeRequest(url: url)
      target.options.proxy = .proxy(
        Proxy(kind: .http, host: "127.0.0.1", port: port), except: ProxyExceptions())
      target.options.tls = TLSSettings(serverName: "example.com", caFile: rootFile)
      target.options.connectTimeout = timeout
    }
  }

  /// TLS failed: not a byte of HTTP went to the server, nothing is in the log but why, and the code is 1015.
  private func expectNoTLS(_ seen: Observation, heads: Int = 0, _ words: String...) -> TLSError? {
    #expect(seen.isOver)
    #expect(seen.heads.count == heads)
    #expect(seen.log.isEmpty)
    #expect(seen.notes == [.connecting, .failed])
    #expect(seen.status.upgrade == nil)
    #expect(Screen.unsafe(seen.screen).isEmpty)
    for word in ["ERROR", "local code 1015: TLS handshake failed"] + words {
      #expect(seen.screen.contains(word), "\(word)")
    }
    #expect(seen.noteTexts.last?.hasSuffix("(1015)") == true)
    guard case .dial(.tls(let error, _))? = seen.error else {
      Issue.record("\(seen.status.phase)")
      return nil
    }
    return error
  }

  private func expectLost(_ seen: Observation, isTruncated: Bool, _ words: String) {
    #expect(seen.log == ["< 81 'hello'"])
    #expect(seen.ending?.closure.status.code == .abnormal)
    #expect(seen.ending?.closure.isClean == false)
    guard case .endOfStream(let truncated)? = seen.ending?.cause else {
      Issue.record("\(seen.status.phase)")
      return
    }
    #expect(truncated == isTruncated)
    #expect(seen.screen.contains(words))
    #expect(seen.noteTexts.last?.contains(words) == true)
  }

  @Test func `T01 an expired certificate is no connection, and the screen has both dates`() async throws {
    let seen = try await Stage.run([[.secure(certificates.expired), .request]], prepare: direct())
    let error = expectNoTLS(seen, "the certificate expired on 2021-01-01", "this machine's clock says 20")
    guard case .expired? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `T06 a certificate for others is no connection, and the screen has its names`() async throws {
    let seen = try await Stage.run([[.secure(certificates.wildcard), .request]], prepare: direct())
    let error = expectNoTLS(seen, "the certificate is not for localhost", "*.example.com")
    guard case .wrongHost? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `T24 a TLS stream that is cut inside a session is told apart from one that ends`() async throws {
    let hello: [Step] = [
      .secure(certificates.good), .request, .say(Head.good.bytes), .say(frame(0x81, "hello")),
    ]
    expectLost(
      try await Stage.run([hello + [.cut]], prepare: direct()), isTruncated: true, "cut the TLS stream short")
    expectLost(
      try await Stage.run([hello + [.end]], prepare: direct()), isTruncated: false,
      "ended the stream without a Close frame")
  }

  @Test func `T24 T25 after the closing handshake, how TLS ends is no news`() async throws {
    for last in [Step.cut, .end] {
      let script: [Step] = [
        .secure(certificates.good), .request, .say(Head.good.bytes), .say(close(1000)), .hear(0x88), last,
      ]
      let seen = try await Stage.run([script], prepare: direct())
      #expect(seen.ending?.closure.isClean == true)
      #expect(seen.ending?.closure.status.code == .normal)
      #expect(seen.log == ["< 88 03E8", "> 88 03E8 auto"])
    }
  }

  @Test func `T29 without verification the log and the screen say so all the time`() async throws {
    let script: [Step] = [.secure(certificates.expired), .request, .say(Head.good.bytes), .say(close(1000))]
    let seen = try await Stage.run([script], prepare: direct(verify: false))
    #expect(seen.ending?.closure.isClean == true)
    #expect(seen.screen.contains("NOT VERIFIED"))
    #expect(seen.noteTexts.contains { $0.contains("CERTIFICATE NOT VERIFIED") })
    let verified = try await Stage.run(
      [[.secure(certificates.good), .request, .say(Head.good.bytes), .say(close(1000))]], prepare: direct())
    #expect(verified.ending?.closure.isClean == true)
    #expect(!verified.screen.contains("NOT VERIFIED"))
  }

  @Test func `P01 wss goes through a tunnel, and the proxy sees its CONNECT alone`() async throws {
    let seen = try await Stage.run(
      [
        [
          .request, .secure(certificates.good, after: Self.established), .request, .say(Head.good.bytes),
          .say(close(1000)),
        ]
      ], prepare: proxied())
    let heads = seen.heads.map { String(decoding: $0, as: UTF8.self) }
    #expect(heads.first == "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n")
    #expect(heads.last?.hasPrefix("GET /hostile HTTP/1.1\r\nHost: example.com\r\n") == true)
    #expect(seen.ending?.closure.isClean == true)
    #expect(seen.noteTexts.contains { $0.contains("through the proxy at 127.0.0.1") })
  }

  @Test func `P05 bytes behind the proxy's head are given to TLS, which knows that they are not its own`()
    async throws
  {
    let answer = Self.established + Head.status("418 Teapot", "Content-Length: 0")
    let seen = try await Stage.run([[.request, .say(answer), .linger]], prepare: proxied())
    let error = expectNoTLS(seen, heads: 1, "TLS with example.com")
    #expect(error == .notTLS)
  }

  @Test func `P06 a tunnel in which TLS is not answered fails when the time of the connect is up`()
    async throws
  {
    let seen = try await Stage.run(
      [[.request, .say(Self.established), .linger]], prepare: proxied(timeout: 300_000_000))
    guard case .dial(.timedOut(.tls, _))? = seen.error else {
      Issue.record("\(seen.status.phase)")
      return
    }
    #expect(seen.heads.count == 1)
    #expect(seen.screen.contains("local code 1015"))
  }

  @Test func `P06 a tunnel that ends inside TLS has closed early`() async throws {
    let seen = try await Stage.run([[.request, .say(Self.established), .end]], prepare: proxied())
    #expect(expectNoTLS(seen, heads: 1) == .closedEarly)
  }
}
