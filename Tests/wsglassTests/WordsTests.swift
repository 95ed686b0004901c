import Canvas
import Glibc
import InspectorModel
import Sessions
import Testing
import Transport
import WebSocketClient
import WebSocketCore

@testable import wsglass

@Suite struct WordsTests {
  private let facts = CertificateFacts(
    subject: "CN=feed.example.com", issuer: "CN=R3", notBefore: 0, notAfter: 1_795_132_800,
    names: ["feed.example.com"])

  private func failure(_ error: ConnectError, _ address: String = "wss://feed.example.com/v2?token=secret")
    throws
    -> FailureWords
  {
    FailureWords(error, target: try ConnectionSettings().target(for: address))
  }

  @Test func `an expired certificate is explained with both dates`() throws {
    let address = SocketAddress.ipv4(address: 0x7F00_0001, port: 443)
    let words = try failure(.dial(.tls(.expired(facts, now: 1_795_305_600), address: address)))
    #expect(words.code == .tls)
    #expect(words.what == "TLS with feed.example.com: the certificate expired on 2026-11-20 (2 days ago)")
    #expect(words.why.contains("this machine's clock says 2026-11-22"))
    #expect(words.advice.contains("check this machine's clock"))
  }

  @Test func `a certificate for others lists its names`() throws {
    let address = SocketAddress.ipv4(address: 0x7F00_0001, port: 443)
    let words = try failure(.dial(.tls(.wrongHost(asked: "feed.example.com", facts), address: address)))
    #expect(words.what == "TLS with feed.example.com: the certificate is not for feed.example.com")
    #expect(words.why.first == "it names: feed.example.com")
  }

  @Test func `a refused connection names the address and what to try`() throws {
    let attempt = ConnectAttempt(address: .ipv4(address: 0x7F00_0001, port: 9), errno: ECONNREFUSED)
    let words = try failure(.dial(.connect([attempt])), "ws://localhost:9/")
    #expect(words.code == .connect)
    #expect(words.what == "can't connect to localhost:9: connection refused: nothing listens there")
    #expect(words.why == ["the address is 127.0.0.1:9"])
    #expect(!words.advice.isEmpty)
    #expect(try failure(.dial(.connect([attempt])), "ws://127.0.0.1:9/").why == [])
    let other = ConnectAttempt(address: .ipv4(address: 0x0A00_0001, port: 9), errno: EHOSTUNREACH)
    #expect(
      try failure(.dial(.connect([attempt, other])), "ws://localhost:9/").why.first
        == "127.0.0.1:9: connection refused: nothing listens there")
  }

  @Test func `an HTTP refusal keeps status, head and body`() throws {
    let head = ResponseHead(
      status: 401, reason: Array("Unauthorized".utf8),
      fields: [HeaderField(name: "WWW-Authenticate", value: Array("Basic".utf8))])
    let words = try failure(.handshake(.refused(head, body: Array("who?\r\nyou".utf8), truncated: true)))
    #expect(words.code == .connect)
    #expect(words.what == "HTTP 401 Unauthorized: the server did not upgrade")
    #expect(words.why == ["it takes Basic credentials"])
    #expect(
      words.responseHead == [
        "HTTP/1.1 401 Unauthorized", "WWW-Authenticate: Basic", "", "who?", "you", "(the body is cut here)",
      ])
  }

  @Test func `a wrong answer to the upgrade is a protocol fault`() throws {
    let words = try failure(.handshake(.acceptMissing))
    #expect(words.code == .protocolViolation)
    #expect(words.what == "the answer is no WebSocket upgrade: no Sec-WebSocket-Accept")
  }

  @Test func `a malformed answer is shown around its fault, in lines and in bytes`() throws {
    let answer = Array("HTTP/1.1 101 x\r\nA: 1\r\nB: 2\r\nX: a\u{0}b\r\nC: 3\r\n".utf8)
    let target = try ConnectionSettings().target(for: "ws://h/")
    let words = FailureWords(.handshake(.controlByte(0, at: 32)), answer: answer, target: target)
    #expect(words.responseHead == ["A: 1", "B: 2", "X: a\0b", "C: 3"])
    #expect(words.why.first == "byte 32: 20 32 0d 0a 58 3a 20 61 [00] 62 0d 0a 43 3a 20 33 0d")
    #expect(words.report.code == "local code 1006: no Close frame came back")
    let field = FailureWords(
      .handshake(.acceptRepeated), answer: Array("S\r\nSec-WebSocket-Accept: x\r\n".utf8), target: target)
    #expect(field.why.first == "byte 25: 41 63 63 65 70 74 3a 20 [78] 0d 0a")
  }

  @Test func `a failure of TLS stands as 1015, and what was never begun has no code`() throws {
    let address = SocketAddress.ipv4(address: 0x7F00_0001, port: 443)
    #expect(try failure(.dial(.tls(.notTLS, address: address))).localCode == .tlsHandshake)
    #expect(try failure(.dial(.timedOut(.tls, attempts: []))).localCode == .tlsHandshake)
    #expect(try failure(.dial(.connect([]))).localCode == .abnormal)
    #expect(try failure(.handshake(.headerForbidden("Upgrade"))).localCode == nil)
  }

  @Test func `our own fault is a wrong use, and nothing was sent`() throws {
    let words = try failure(.handshake(.headerForbidden("Upgrade")))
    #expect(words.code == .usage)
    #expect(words.advice == ["mend the option; nothing was sent"])
  }

  @Test func `no words hold the token of the address`() throws {
    let errors: [ConnectError] = [
      .upgradeTimedOut, .cancelled, .streamFailed(.closed), .dial(.noAddress(host: "h")), .dial(.connect([])),
      .handshake(.endedAfter(byteCount: 0)),
    ]
    for error in errors {
      let words = try failure(error)
      #expect(!words.what.isEmpty)
      #expect(!(words.why + words.advice + [words.what]).contains { $0.contains("secret") })
    }
    let target = try ConnectionSettings().target(for: "wss://u:pw@h/?token=secret")
    #expect(
      Narration().connecting(to: target, attempt: 1) == "connecting to wss://u:********@h/?token=********")
  }

  @Test func `an ending says who closed, with which code, and whether it was clean`() {
    let status = Closure.Status(code: .internalError, reason: Array("tired".utf8))
    let closure = Closure(status: status, initiator: .peer, isClean: true, received: status)
    let words = EndingWords(
      Ending(closure: closure, cause: .closeHandshake, duration: 61_000_000_000, unsentBytes: 3))
    #expect(words.summary == "closed by the server: 1011 tired")
    #expect(words.why.contains("open for 1 min 1 s, clean"))
    #expect(words.why.contains("3 bytes were never sent"))
  }

  @Test func `a stream without a close frame is told apart from a cut TLS stream`() {
    let closure = Closure(status: Closure.Status(code: .abnormal), initiator: .nobody, isClean: false)
    func summary(_ truncated: Bool) -> String {
      let cause = Ending.Cause.endOfStream(truncated: truncated)
      return EndingWords(Ending(closure: closure, cause: cause, duration: 0, unsentBytes: 0)).summary
    }
    #expect(summary(false) == "the server ended the stream without a Close frame")
    #expect(summary(true).hasPrefix("the server cut the TLS stream short"))
  }

  @Test func `complaints show control bytes instead of sending them to the terminal`() {
    #expect(safe("a\u{1B}]0;x\u{7}b").utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
  }
}

@Suite struct ConnectWordsTests {
  private func target(_ address: String, _ headers: [HeaderField] = []) throws -> SessionTarget {
    var target = try ConnectionSettings().target(for: address)
    target.request.headers = headers
    return target
  }

  private func why(_ error: ConnectError) throws -> FailureWords {
    FailureWords(error, target: try target("ws://h/"))
  }

  @Test func `every proxy error has words, and what to try`() throws {
    let refusal = ProxyRefusal(
      status: 403, reason: Array("Forbidden".utf8), head: [], body: Array("<b>policy\r\n".utf8),
      isBodyCut: true)
    let errors: [ProxyError] = [
      .refused(refusal), .authenticationRequired(refusal), .socks(.hostUnreachable),
      .socks(SocksReply(rawValue: 99)), .noAcceptableMethod, .methodNotOffered(9),
      .credentialsRefused(status: 1),
      .malformed(.version(72), offset: 0), .malformed(.statusLine, offset: 3), .closed(after: 4),
      .stream(.system(errno: ECONNRESET)), .tls(.notTLS), .cannotAsk(.host),
    ]
    for error in errors {
      let words = try why(.dial(.proxy(error)))
      #expect(words.what.contains("proxy"))
      #expect(!words.advice.isEmpty)
    }
    let words = try why(.dial(.proxy(.refused(refusal))))
    #expect(words.what == "the proxy refused: HTTP 403 Forbidden")
    #expect(
      words.why == [
        "this is the proxy's answer, not the server's", "the proxy says: <b>policy\r",
        "(the proxy's page is cut here)",
      ])
  }

  @Test func `a proxy that cannot be reached is not taken for the server`() throws {
    var target = try target("ws://far.test/")
    target.options.proxy = .proxy(Proxy(kind: .http, host: "gate.test", port: 3128))
    let attempt = ConnectAttempt(address: .ipv4(address: 0x7F00_0001, port: 3128), errno: ECONNREFUSED)
    let refused = FailureWords(.dial(.connect([attempt])), target: target)
    #expect(
      refused.what
        == "can't connect to the proxy http://gate.test:3128: connection refused: nothing listens there")
    let unknown = FailureWords(
      .dial(.resolve(host: "gate.test", code: -2, text: "Name unknown")), target: target)
    #expect(unknown.what == "DNS: gate.test: Name unknown")
  }

  @Test func `a variable with a wrong proxy is a fault of the settings`() throws {
    let words = try why(.proxyVariable("https_proxy", .unknownScheme("ftp")))
    #expect(words.code == .configuration)
    #expect(words.what == "https_proxy holds no proxy's address: ftp is none of http, https, socks5, socks5h")
  }

  @Test func `RFC 6455 10_6 credentials without TLS are warned of`() throws {
    let narration = Narration()
    #expect(
      narration.warnings(about: try target("ws://u:p@h/", [HeaderField("cookie", "a=1")]))
        == ["ws:// sends Cookie, user and password unencrypted; wss:// would not"])
    #expect(narration.warnings(about: try target("wss://u:p@h/")) == [])
    #expect(narration.warnings(about: try target("ws://h/", [HeaderField("X-A", "1")])) == [])
  }

  @Test func `H43 H44 challenges, versions and the time to wait are told`() throws {
    func why(_ status: Int, _ fields: [(String, String)]) throws -> [String] {
      let head = ResponseHead(status: status, fields: fields.map { HeaderField($0.0, $0.1) })
      return try self.why(.handshake(.refused(head, body: [], truncated: false))).why
    }
    #expect(
      try why(401, [("WWW-Authenticate", #"Basic realm="staff", Bearer"#)])
        == [#"it takes Basic credentials for "staff""#, "it takes Bearer credentials"])
    #expect(
      try why(426, [("Sec-WebSocket-Version", "8, 13")])
        == ["Sec-WebSocket-Version: 8, 13", "this program speaks version 13 (RFC 6455)"])
    #expect(try why(503, [("Retry-After", "90")]) == ["Retry-After: 90 (in 1 m 30 s)"])
    #expect(try why(503, [("Retry-After", "1e99")]) == ["Retry-After: 1e99"])
  }

  @Test func `a redirect that is not followed says why`() throws {
    let head = ResponseHead(status: 302, fields: [HeaderField("Location", "ws://other/")])
    let words = try why(.redirect(.insecure, answer: .refused(head, body: [], truncated: false)))
    #expect(
      words.why.first
        == "the redirect is not followed: it leads from wss:// to ws://, where everybody on the way could read along"
    )
  }

  @Test func `a waterfall is one line`() throws {
    let url = try WebSocketURL(parsing: "wss://h/")
    let address = SocketAddress.ipv4(address: 1, port: 1)
    var report = ConnectReport(start: 0)
    var hop = ConnectHop(url: url, start: 0)
    hop.admitted = 5_000_000
    hop.dial.steps = [
      DialStep(
        kind: .resolve(host: "h", addresses: []), start: 5_000_000, end: 17_000_000, outcome: .succeeded),
      DialStep(kind: .connect(address, errno: nil), start: 17_000_000, end: 20_000_000, outcome: .abandoned),
      DialStep(kind: .connect(address, errno: nil), start: 17_000_000, end: 37_000_000, outcome: .succeeded),
      DialStep(kind: .tls, start: 37_000_000, end: 68_000_000, outcome: .succeeded),
    ]
    hop.headReceived = 84_000_000
    report.hops = [hop]
    report.end = 84_000_000
    #expect(
      ConnectWords.timings(report) == "84 ms: queued 5.0 ms, DNS 12 ms, TCP 20 ms, TLS 31 ms, upgrade 16 ms")
  }

  @Test func `a retry says which, of how many, and when`() {
    let retry = ScheduledRetry(attempt: 2, limit: 10, at: 2_600_000_000)
    #expect(ConnectWords.retry(retry, at: 1_000_000_000) == "2 of 10 in 1.6 s")
    #expect(ConnectWords.retry(retry, at: 9_000_000_000) == "2 of 10 in 0.0 s")
    var status = SessionStatus()
    status.retry = retry
    status.phase = .connecting
    status.step = .queued
    let tab = StatusWords.status(status, tenths: 0, target: nil, at: 1_000_000_000)
    #expect(tab.retry == "2 of 10 in 1.6 s")
    #expect(tab.phase == .connecting(step: "queued: one connect to an address at a time"))
  }

  @Test func `the status line tells deflate and the round trip`() {
    var status = SessionStatus()
    status.upgrade = Upgrade(head: ResponseHead(status: 101), compression: DeflateAgreement())
    #expect(StatusWords.status(status, tenths: 0, target: nil, at: 0).extensions == "deflate")
  }
}

@Suite struct RateTests {
  @Test func `a rate is frames over a second or more, and falls to nothing`() {
    var meter = RateMeter()
    #expect(meter.rate(frames: 0, at: 0) == 0)
    #expect(meter.rate(frames: 5, at: 500_000_000) == 0)
    #expect(meter.rate(frames: 10, at: 1_000_000_000) == 100)
    #expect(meter.rate(frames: 11, at: 1_500_000_000) == 100)
    #expect(meter.rate(frames: 10, at: 2_000_000_000) == 0)
  }

  @Test func `the screen is woken once, however many changes come before it looks`() {
    let news = SessionNews()
    let count = Counter()
    news.wake = { count.add() }
    for number in 1...100 { news.add(SessionID(number % 3)) }
    #expect(count.value == 1)
    #expect(news.take().count == 3)
    news.add(SessionID(7))
    #expect(count.value == 2)
    #expect(news.take() == [SessionID(7)])
    #expect(news.take().isEmpty)
  }
}

/// Counts calls; used from one thread here.
private final class Counter: @unchecked Sendable {
  private(set) var value = 0
  func add() { value += 1 }
}
