import FrameLog
import InspectorModel
import Locks
import Testing
import WebSocketClient
import WebSocketCore

@testable import Sessions
@testable import wsglass

/// Rows that take more than one connection, or none.
@Suite struct RowsOfTheirOwn {
  static let ids = ["H21", "H42", "H43", "H44", "H51", "H54", "F18", "F28", "F29", "F46", "F49"]

  private static let upgradeAndLose: [Step] = [.request, .say(Head.good.bytes), .say(close(1011))]

  @Test func `H21 the proof of an earlier connection is refused, because each key is fresh`() async throws {
    let replay: [Step] = [.request, .say(Head.good.with("Sec-WebSocket-Accept", "{accept.earlier}").bytes)]
    let seen = try await Stage.run([Self.upgradeAndLose, replay]) { $0.reconnect = Self.hurried(1) }
    #expect(seen.heads.count == 2)
    #expect(Set(seen.heads).count == 2)
    guard case .handshake(.acceptMismatch) = seen.error else {
      Issue.record("\(seen.status.phase)")
      return
    }
    #expect(seen.wire.isEmpty)
  }

  @Test func `H42 a redirect that may be followed takes no secrets to another origin`() async throws {
    let seen = try await Stage.run(
      [
        [.request, .say(Head.status("302 Found", "Location: /next", "Content-Length: 0"))],
        [
          .request,
          .say(Head.status("307 There", "Location: http://localhost:{port}/last", "Content-Length: 0")),
        ],
        [.request, .say(Head.good.bytes), .say(close(1000))],
      ]
    ) { target in
      target.options.redirects = RedirectPolicy()
      target.request.headers = [HeaderField("Authorization", "Bearer x"), HeaderField("Cookie", "a=b")]
    }
    let heads = seen.heads.map { String(decoding: $0, as: UTF8.self) }
    #expect(heads.map { String($0.prefix { $0 != "H" }) } == ["GET /hostile ", "GET /next ", "GET /last "])
    #expect(heads.map { $0.contains("Authorization") } == [true, true, false])
    #expect(heads.map { $0.contains("Cookie") } == [true, true, false])
    #expect(seen.ending?.closure.isClean == true)
  }

  @Test(arguments: [
    ("/hostile", RedirectFault.loop), ("ftp://127.0.0.1/", .schemeForbidden("ftp")),
    ("ws://h:0/", .badLocation(.badPort(at: 7))),
  ]) func `H42 a redirect that must not be followed fails`(location: String, fault: RedirectFault)
    async throws
  {
    let seen = try await Stage.run(
      [[.request, .say(Head.status("302 Found", "Location: \(location)", "Content-Length: 0"))]]
    ) { $0.options.redirects = RedirectPolicy() }
    guard case .redirect(let got, _) = seen.error else {
      Issue.record("\(seen.status.phase)")
      return
    }
    #expect(got == fault)
    #expect(seen.connections == 1)
    #expect(seen.wire.isEmpty)
  }

  @Test func `H43 a 401 is not tried again, also where lost connections are`() async throws {
    let refusal = Head.status("401 Who", "WWW-Authenticate: Basic", "Content-Length: 0")
    let seen = try await Stage.run([[.request, .say(refusal)]]) { $0.reconnect = Self.hurried(3) }
    #expect(seen.connections == 1)
    #expect(seen.noteTexts.contains { $0.contains("401") })
  }

  @Test(arguments: ["1e99", "-1", "0", "Sun, 06 Nov 1994 08:49:37 GMT"])
  func `H44 no Retry-After of a 503 stands in the way of our own delay`(value: String) async throws {
    let refusal = Head.status("503 Busy", "Retry-After: \(value)", "Content-Length: 0")
    let seen = try await Stage.run([[.request, .say(refusal)]]) { $0.reconnect = Self.hurried(2) }
    #expect(seen.connections == 3)
    #expect(seen.noteTexts.last?.contains("2 in a row") == true)
  }

  @Test func `H44 a Retry-After of ages waits an hour at most`() {
    for value in ["99999999999999999999999", "86400", "Fri, 31 Dec 9999 23:59:59 GMT"] {
      let head = ResponseHead(status: 503, fields: [HeaderField("Retry-After", value)])
      #expect(RetryAfter.delay(head, wallTime: 1_795_349_067) == 3_600_000_000_000)
    }
  }

  @Test func `H51 a cookie of the 101 does not come back`() async throws {
    let sets: [Step] = [.request, .say(Head.good.adding("Set-Cookie: a=b").bytes), .say(close(1011))]
    let seen = try await Stage.run([sets]) { $0.reconnect = Self.hurried(1) }
    #expect(seen.heads.count == 2)
    #expect(!seen.heads.contains { String(decoding: $0, as: UTF8.self).contains("Cookie") })
  }

  @Test(arguments: [
    ("ws://a.test/#frag", URLError.fragment(at: 12)), ("ws:///x", .emptyHost),
    ("ws://a.test:0/", .badPort(at: 12)),
    ("ws://a.test:65536/", .badPort(at: 12)), ("ws://[::1%25lo]/", .zoneIdentifier(at: 9)),
    ("ws://b\u{FC}\u{2764}.test/", .badInternationalHost(at: 5)), ("ws://a\r\nb/", .controlByte(at: 6)),
    ("a.test", .schemeMissing), ("gopher://a/", .badScheme("gopher")),
  ]) func `H54 an address that leads nowhere says at which byte`(text: String, error: URLError) {
    #expect(throws: error) { try WebSocketURL(parsing: text) }
  }

  @Test func `F29 a ping that is not answered ends with 1011, and shows as 1006`() async throws {
    let seen = try await Stage.run([[.request, .say(Head.good.bytes), .linger]], prepare: Self.keepalive)
    Self.expectTimeout(seen)
  }

  @Test func `F28 pongs that nobody asked for don't satisfy the keepalive`() async throws {
    let pongs = repeated(frame(0x8A), 2000)
    let seen = try await Stage.run(
      [[.request, .say(Head.good.bytes), .drip(pongs, every: 5_000_000), .linger]], prepare: Self.keepalive)
    Self.expectTimeout(seen)
    #expect(seen.log.contains("< 8A ''"))
  }

  @Test func `F18 a message that is not whole has an age, and has none when it is`() async throws {
    let ages = Lock<[UInt64?]>([])
    let note: Step = .user { store in
      guard let status = store.session(hostileSession)?.status else { return }
      ages.withLock { $0.append(status.incompleteSince) }
      let late = StatusWords.status(
        status, tenths: 0, target: nil, at: (status.incompleteSince ?? 0) + 3_000_000_000)
      #expect(late.incompleteFor == (status.incompleteSince == nil ? nil : "3.0 s"))
    }
    let script: [Step] = [
      .request, .say(Head.good.bytes), .opened, .say(frame(0x01, "a")), .received(1), note,
      .say(frame(0x80, "b")), .received(2), note, .say(close(1000)),
    ]
    let seen = try await Stage.run([script]) { _ in }
    #expect(seen.ending?.closure.isClean == true)
    #expect(ages.withLock { $0.map { $0 != nil } } == [true, false])
  }

  @Test(arguments: [Array(frame(0x82, zeros(9)).dropLast()), frame(0x01, "a"), [0x81]])
  func `F46 a message that stalls ends with 1008 where a time is set for it`(begun: [UInt8]) async throws {
    let seen = try await Stage.run([[.request, .say(Head.good.bytes), .say(begun), .linger]]) {
      $0.options.stallTimeout = 100_000_000
    }
    guard case .stalled = seen.ending?.cause else {
      Issue.record("\(seen.status.phase)")
      return
    }
    #expect(seen.ending?.closure.status.code == .abnormal)
    #expect(seen.frames.map(\.payload) == [big(1008, 2) + Array("message stalled".utf8)])
    #expect(seen.screen.contains("stall timeout"))
  }

  @Test func `F46 a message that comes slowly has not stalled`() async throws {
    let whole = frame(0x82, zeros(30))
    let seen = try await Stage.run(
      [[.request, .say(Head.good.bytes), .drip(whole, every: 50_000_000), .say(close(1000))]]
    ) { $0.options.stallTimeout = 1_000_000_000 }
    #expect(seen.ending?.closure.isClean == true)
    #expect((seen.ending?.duration ?? 0) > 1_000_000_000)
  }

  @Test func `F49 a server that accepts and closes meets growing pauses, and an end`() async throws {
    let seen = try await Stage.run([Self.upgradeAndLose]) { $0.reconnect = Self.hurried(4) }
    #expect(seen.connections == 5)
    #expect(seen.notes.count { $0 == .opened } == 5)
    #expect(seen.noteTexts.last?.contains("4 in a row") == true)
    #expect(ReconnectPolicy.standardFirstDelay == 5_000_000_000)
    #expect(ReconnectPolicy.standardLongestDelay == 60_000_000_000)
  }

  /// Attempts that come within some milliseconds.
  private static func hurried(_ attempts: Int) -> ReconnectPolicy {
    var policy = ReconnectPolicy(attempts: attempts)
    policy.firstDelay = 5_000_000
    policy.longestDelay = 3_600_000_000_000
    return policy
  }

  private static let keepalive: @Sendable (inout SessionTarget) -> Void = {
    $0.options.keepalive = Keepalive(interval: 50_000_000, timeout: 100_000_000)
  }

  private static func expectTimeout(_ seen: Observation) {
    guard case .keepaliveTimedOut = seen.ending?.cause else {
      Issue.record("\(seen.status.phase)")
      return
    }
    #expect(seen.ending?.closure.status.code == .abnormal)
    #expect(seen.ending?.closure.sent?.code == .internalError)
    #expect(seen.frames.last?.payload == big(1011, 2) + Array("keepalive timeout".utf8))
    #expect(seen.frames.count { $0.firstByte == 0x88 } == 1)
  }
}
