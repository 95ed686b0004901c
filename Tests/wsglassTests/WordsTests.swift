import Canvas
import Glibc
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
    #expect(words.why == ["127.0.0.1:9: connection refused: nothing listens there"])
    #expect(!words.advice.isEmpty)
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

@Suite struct ThemeFileTests {
  @Test func `the shipped themes are found from the program's own place, and are without fault`() throws {
    for name in ["terminal", "mono"] {
      let found = try ThemeFile.find(name)
      #expect(found.theme.name == name)
      #expect(found.warnings.isEmpty)
    }
  }

  @Test func `a theme that is not there is named, with the places`() {
    #expect {
      try ThemeFile.find("nope")
    } throws: {
      guard let complaint = $0 as? Complaint else { return false }
      return complaint.code == .configuration && complaint.what == #"there is no theme "nope""#
        && !complaint.why.isEmpty
    }
  }
}
