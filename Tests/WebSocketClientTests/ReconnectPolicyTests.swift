import Testing
import Transport
import WebSocketCore

@testable import WebSocketClient

/// Always the same number.
private struct Fixed: RandomNumberGenerator {
  var value: UInt64
  mutating func next() -> UInt64 { value }
}

@Suite struct ReconnectPolicyTests {
  @Test(
    arguments: [
      (1, 0, 5), (2, 5, 10), (3, 10, 20), (4, 20, 40), (5, 30, 60), (6, 30, 60), (100, 30, 60),
      (.max, 30, 60),
    ] as [(Int, UInt64, UInt64)])
  func `F49 delays are random within 5 s first, then double up to 60 s`(
    attempt: Int, least: UInt64, most: UInt64
  ) {
    let policy = ReconnectPolicy()
    let second: UInt64 = 1_000_000_000
    var low = Fixed(value: 1 << 60)
    var high = Fixed(value: .max)
    #expect(policy.delay(attempt: attempt, random: &high) == most * second)
    let delay = policy.delay(attempt: attempt, random: &low)
    #expect(delay >= least * second && delay < (least + most) * second / 2)
  }

  private func ending(_ code: UInt16, _ initiator: Closure.Initiator, _ cause: Ending.Cause) -> Ending {
    Ending(
      closure: Closure(
        status: Closure.Status(code: CloseCode(rawValue: code)), initiator: initiator, isClean: code != 1006),
      cause: cause, duration: 0, unsentBytes: 0)
  }

  @Test func `a clean end is not followed by another connection, a loss is`() {
    func may(_ code: UInt16, _ initiator: Closure.Initiator, _ cause: Ending.Cause) -> Bool {
      ReconnectPolicy.mayFollow(ending(code, initiator, cause))
    }
    #expect(!may(1000, .peer, .closeHandshake))
    #expect(!may(1001, .peer, .closeHandshake))
    #expect(!may(1000, .us, .closeHandshake))
    #expect(!may(1006, .us, .closeTimedOut))
    #expect(!may(1006, .nobody, .aborted))
    #expect(may(1011, .peer, .closeHandshake))
    #expect(may(1012, .peer, .closeHandshake))
    #expect(may(1005, .peer, .closeHandshake))
    #expect(may(1006, .nobody, .endOfStream(truncated: false)))
    #expect(may(1006, .us, .keepaliveTimedOut))
  }

  @Test(arguments: [
    (400, false), (401, false), (404, false), (408, true), (425, true), (426, false), (429, true),
    (500, true),
    (503, true), (302, false), (200, false),
  ])
  func `an HTTP answer is asked for again only where it may change`(status: Int, mayFollow: Bool) {
    let error = ConnectError.handshake(.refused(ResponseHead(status: status), body: [], truncated: false))
    #expect(ReconnectPolicy.mayFollow(error) == mayFollow)
  }

  @Test func `what would fail in the same way is not tried again`() {
    let address = SocketAddress.ipv4(address: 0x7F00_0001, port: 1)
    let facts = CertificateFacts(subject: "", issuer: "", notBefore: 0, notAfter: 0, names: [])
    let hopeless: [ConnectError] = [
      .dial(.tls(.expired(facts, now: 1), address: address)),
      .dial(.tls(.wrongHost(asked: "h", facts), address: address)),
      .dial(.badHost("")), .handshake(.headerForbidden("Host")), .handshake(.acceptMissing), .cancelled,
      .dial(.proxy(.credentialsRefused(status: 1))), .proxyVariable("http_proxy", .empty),
    ]
    for error in hopeless { #expect(!ReconnectPolicy.mayFollow(error)) }
    let passing: [ConnectError] = [
      .dial(.connect([ConnectAttempt(address: address, errno: 111)])),
      .dial(.resolve(host: "h", code: -3, text: "")),
      .upgradeTimedOut, .streamFailed(.closed), .handshake(.endedAfter(byteCount: 0)),
      .dial(.timedOut(.connecting, attempts: [])),
    ]
    for error in passing { #expect(ReconnectPolicy.mayFollow(error)) }
  }
}
