import Locks
import Loop
import TestSupport
import Testing
import Transport
import WebSocketCore

@testable import WebSocketClient

@Suite struct RedirectTests {
  private func moved(_ location: String, _ status: Int = 302) -> AnsweringServer.Answer {
    .bytes("HTTP/1.1 \(status) Moved\r\nLocation: \(location)\r\n\r\n")
  }

  private func connection(
    _ url: WebSocketURL, headers: [HeaderField] = [], policy: RedirectPolicy = RedirectPolicy(),
    on loop: EventLoop
  ) -> WebSocketConnection {
    var options = ConnectionOptions()
    options.redirects = policy
    return WebSocketConnection(UpgradeRequest(url: url, headers: headers), options: options, on: loop)
  }

  private func fault(_ connection: WebSocketConnection) async -> RedirectFault? {
    do throws(ConnectError) {
      try await connection.connect()
      return nil
    } catch {
      if case .redirect(let fault, answer: .refused) = error { return fault }
      Issue.record("\(error)")
      return nil
    }
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func `H42 a redirect is not followed by the standard, and its target is kept`(status: Int) async throws {
    try await withLoop { loop in
      let server = try AnsweringServer(on: loop) { _ in
        .bytes("HTTP/1.1 \(status) Moved\r\nLocation: /new\r\nContent-Length: 0\r\n\r\n")
      }
      let connection = WebSocketConnection(UpgradeRequest(url: try server.url()), on: loop)
      await #expect {
        try await connection.connect()
      } throws: {
        guard case ConnectError.handshake(.refused(let head, _, _)) = $0 else { return false }
        return head.status == status && head.fields.values(named: "Location") == [Array("/new".utf8)]
      }
      #expect(server.requests.count == 1)
    }
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func `H42 where it is allowed a redirect is followed, and each hop is kept`(status: Int) async throws {
    try await withLoop { loop in
      let server = try AnsweringServer(on: loop) { request in
        request.hasPrefix("GET /new ") ? .upgrade(frame(0x81, "here")) : moved("/new", status)
      }
      let connection = connection(try server.url("/old", user: "me:pw@"), on: loop)
      try await connection.connect()
      #expect(try await connection.receive(timeout: patience).text == "here")
      let hops = await connection.connectReport.hops
      #expect(hops.map(\.url.requestTarget) == ["/old", "/new"])
      #expect(hops.map { $0.refusal?.status } == [status, nil])
      #expect(await connection.url.requestTarget == "/new")
      // The same origin gets the same credentials.
      #expect(server.requests.map { $0.field("Authorization") } == ["Basic bWU6cHc=", "Basic bWU6cHc="])
    }
  }

  @Test func `H42 to another origin there go no credentials and nothing that is marked`() async throws {
    try await withLoop { loop in
      let other = try AnsweringServer(on: loop) { _ in .upgrade() }
      let target = "ws://thief:pw@127.0.0.1:\(other.port)/x"
      let first = try AnsweringServer(on: loop) { _ in moved(target) }
      let headers = [
        HeaderField("authorization", "Bearer t"), HeaderField("Cookie", "a=1"), HeaderField("X-Key", "k"),
        HeaderField("X-Plain", "p"), HeaderField("Host", "virtual.test"),
      ]
      let policy = RedirectPolicy(sensitiveHeaders: ["x-key"])
      let connection = connection(try first.url(user: "me:pw@"), headers: headers, policy: policy, on: loop)
      try await connection.connect()
      #expect(first.requests[0].field("Cookie") == "a=1")
      let request = other.requests[0]
      for name in ["Authorization", "Cookie", "X-Key"] { #expect(request.field(name) == nil) }
      #expect(request.field("X-Plain") == "p")
      #expect(request.field("Host") == "127.0.0.1:\(other.port)")
    }
  }

  @Test func `H42 a loop is found, and so is an endless way`() async throws {
    try await withLoop { loop in
      let loopback = try AnsweringServer(on: loop) { request in
        request.hasPrefix("GET /a ") ? moved("/b") : moved("/a")
      }
      #expect(await fault(connection(try loopback.url("/a"), on: loop)) == .loop)
      #expect(loopback.requests.count == 2)
      let count = Lock(0)
      let endless = try AnsweringServer(on: loop) { _ in moved("/\(count.withLock { $0 += 1; return $0 })") }
      #expect(await fault(connection(try endless.url(), on: loop)) == .tooMany(limit: 5))
      #expect(endless.requests.count == 6)
    }
  }

  @Test func `H42 a redirect does not wait for the end of its body`() async throws {
    try await withLoop { loop in
      let server = try AnsweringServer(on: loop) { request in
        request.hasPrefix("GET /new ")
          ? .upgrade()
          : .bytes("HTTP/1.1 302 Moved\r\nLocation: /new\r\nContent-Length: 999\r\n\r\nnever whole")
      }
      try await connection(try server.url("/old"), on: loop).connect()
      #expect(server.requests.count == 2)
    }
  }

  private func next(
    _ location: String?, from url: String = "ws://h.test/a/b?q", tls: TLSSettings? = nil
  ) -> Result<Redirect, RedirectFault> {
    let fields = location.map { [HeaderField("Location", $0)] } ?? []
    return Result { () throws(RedirectFault) in
      guard let url = try? WebSocketURL(parsing: url) else { throw .locationMissing }
      return try Redirect(
        ResponseHead(status: 302, fields: fields), to: UpgradeRequest(url: url), tls: tls, visited: [url],
        policy: RedirectPolicy())
    }
  }

  @Test(
    arguments: [
      ("ftp://h.test/", .schemeForbidden("ftp")), ("javascript:alert(1)", .schemeForbidden("javascript")),
      ("file:///etc/passwd", .schemeForbidden("file")), ("ws://", .badLocation(.emptyHost)),
      ("http:relative", .badLocation(.emptyHost)), ("/a/b?q", .loop), ("", .loop),
    ] as [(String, RedirectFault)])
  func `H42 what cannot be followed says why`(location: String, fault: RedirectFault) {
    #expect(throws: fault) { try next(location).get() }
  }

  @Test func `H42 never from wss to ws, whatever the scheme is called`() {
    for location in ["ws://h.test/x", "http://h.test/x", "ws://h.test:443/x"] {
      #expect(throws: RedirectFault.insecure) { try next(location, from: "wss://h.test/").get() }
    }
    #expect(throws: RedirectFault.locationMissing) { try next(nil).get() }
  }

  @Test func `H42 T29 another origin gets no client certificate, and is verified`() throws {
    let settings = TLSSettings(
      serverName: "h.test", serverNameIndication: "sni.test", verify: false, caFile: "ca.pem",
      certificateFile: "c.pem", keyFile: "k.pem", keyPassphrase: Secret("x"))
    let stranger = try next("https://other.test/", from: "wss://h.test/", tls: settings).get()
    #expect(stranger.tls == TLSSettings(serverName: "other.test", caFile: "ca.pem"))
    let same = try next("/x", from: "wss://h.test/", tls: settings).get()
    #expect(same.tls == settings)
  }

  @Test(arguments: [
    ("/x", "ws://h.test/x"), ("x", "ws://h.test/a/x"), ("?p=1", "ws://h.test/a/b?p=1"),
    ("../x", "ws://h.test/x"), ("./x/../y/.", "ws://h.test/a/y/"), ("../../../x", "ws://h.test/x"),
    ("//other.test/x", "ws://other.test/x"), ("HTTP://Other.TEST:8080", "ws://other.test:8080/"),
    ("https://h.test/y#part", "wss://h.test/y"), ("x#part", "ws://h.test/a/x"), ("/..", "ws://h.test/"),
    ("http://[::1]:90/", "ws://[::1]:90/"), ("x:y", ""),
  ])
  func `H42 Location is resolved as RFC 3986 section 5 says`(location: String, expected: String) {
    let url = try? next(location).get().request.url.absoluteString
    #expect((url ?? "") == expected)
  }
}

@Suite struct AnswerTests {
  private func head(_ status: Int, _ fields: [(String, String)]) -> ResponseHead {
    ResponseHead(status: status, fields: fields.map { HeaderField($0.0, $0.1) })
  }

  @Test func `H43 the challenges of a 401 are read, and at most 50 of them`() {
    let one = head(
      401, [("WWW-Authenticate", #"Basic realm="a \"b\", c", charset="UTF-8", Bearer, Digest qop=auth"#)])
    let list = AuthenticationChallenge.list(one)
    #expect(list.map(\.scheme) == ["Basic", "Bearer", "Digest"])
    #expect(list.first?.realm == Array(#"a "b", c"#.utf8))
    #expect(list.first?.parameters.map(\.name) == ["realm", "charset"])
    #expect(
      AuthenticationChallenge.list(head(401, [("WWW-Authenticate", "Negotiate YWI=")])).first?.token == "YWI="
    )
    let many = (0..<60).map { _ in ("WWW-Authenticate", "Basic realm=x, Bearer") }
    #expect(AuthenticationChallenge.list(head(401, many)).count == 50)
  }

  @Test(arguments: [
    #"Basic realm="open"#, "Basic realm=", "=,=,", "Basic =", "\"", "a b c d", ",,,", "Basic realm=\"\\",
  ])
  func `H43 a malformed challenge ends its field, and nothing else`(value: String) {
    #expect(
      AuthenticationChallenge.list(head(401, [("WWW-Authenticate", value), ("WWW-Authenticate", "Last")]))
        .last?.scheme == "Last")
  }

  @Test(
    arguments: [
      ("120", 120), ("0", 0), ("3600", 3600), ("3601", 3600), ("99999999999999999999999", 3600),
      ("1e99", nil),
      ("-1", nil), ("+5", nil), ("", nil), ("soon", nil), ("Sun, 06 Nov 1994 08:49:37 GMT", 37),
      ("Sun, 06 Nov 1994 08:00:00 GMT", 0), ("Sun, 06 Nov 2094 08:49:37 GMT", 3600),
      ("Sun, 06 Xxx 1994 08:49:37 GMT", nil),
    ] as [(String, UInt64?)])
  func `H44 Retry-After is read with care, and never over an hour`(value: String, seconds: UInt64?) {
    let delay = RetryAfter.delay(head(503, [("Retry-After", value)]), wallTime: 784_111_740)
    #expect(delay == seconds.map { $0 * 1_000_000_000 })
  }
}
