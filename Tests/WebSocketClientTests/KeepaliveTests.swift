import Loop
import TestSupport
import Testing
import WebSocketCore

@testable import WebSocketClient

@Suite struct KeepaliveTests {
  private func connect(
    _ peer: ScriptedPeer, interval: UInt64 = 20_000_000, timeout: UInt64 = 20_000_000, on loop: EventLoop
  ) async throws -> WebSocketConnection {
    var options = ConnectionOptions()
    options.keepalive = Keepalive(interval: interval, timeout: timeout)
    let connection = WebSocketConnection(UpgradeRequest(url: peer.url), options: options, on: loop)
    try await connection.connect()
    return connection
  }

  @Test func `F29 no pong in time ends with Close 1011, and is 1006 here`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop, then: .keepQuiet)
      let connection = try await connect(peer, on: loop)
      let sent = unmasked(await peer.hear(14 + 6 + 19))
      #expect(sent.map(\.0) == [0x89, 0x88])
      #expect(sent.last?.1 == [0x03, 0xF3] + Array("keepalive timeout".utf8))
      await #expect {
        try await connection.receive(timeout: patience)
      } throws: {
        guard case ReceiveError.ended(let ending) = $0, case .keepaliveTimedOut = ending.cause else {
          return false
        }
        return ending.closure.status.code == .abnormal && ending.closure.sent?.code == .internalError
          && !ending.closure.isClean
      }
    }
  }

  @Test func `a pong with the ping's payload keeps the connection, and its time is measured`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop, then: .keepQuiet)
      let connection = try await connect(peer, timeout: 3_600_000_000_000, on: loop)
      let first = unmasked(await peer.hear(14))
      peer.say(frame(0x8A, first[0].1))
      // The second ping comes only where the first was answered: else the timer would wait for its pong.
      let both = unmasked(await peer.hear(28))
      #expect(both.map(\.0) == [0x89, 0x89])
      #expect(both[0].1.count == 8)
      #expect(both[0].1 != both[1].1)
      let roundTrips = await connection.roundTrips
      #expect(roundTrips.count == 1)
      #expect(roundTrips.last != nil)
      await connection.abort()
    }
  }

  @Test func `F28 a pong that nobody asked for, or with another payload, does not satisfy it`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop, then: .keepQuiet)
      let connection = try await connect(peer, timeout: 50_000_000, on: loop)
      let ping = unmasked(await peer.hear(14))[0].1
      peer.say(frame(0x8A, "") + frame(0x8A, "12345678") + frame(0x8A, ping.dropLast() + [ping[7] ^ 1]))
      #expect(unmasked(await peer.hear(14 + 6 + 19)).last?.0 == 0x88)
      #expect(await connection.roundTrips.count == 0)
    }
  }

  @Test func `a reader that holds the socket back is not taken for a peer that is gone`() async throws {
    try await withLoop { loop in
      let held = frame(0x81, String(repeating: "x", count: 100))
      let peer = try ScriptedPeer(on: loop, glued: held + held, then: .keepQuiet)
      var options = ConnectionOptions()
      options.keepalive = Keepalive(interval: 20_000_000, timeout: 10_000_000)
      options.readAhead = 100
      let connection = WebSocketConnection(UpgradeRequest(url: peer.url), options: options, on: loop)
      try await connection.connect()
      let ping = unmasked(await peer.hear(14))[0].1
      peer.say(frame(0x8A, ping))
      // Three times the limit goes by.
      await loop.after(30_000_000)
      #expect(await connection.isHeldBack)
      for _ in 0..<2 { #expect(try await connection.receive(timeout: patience).text?.count == 100) }
      guard case .message(.pong(let payload)) = try await connection.receive(timeout: patience) else {
        Issue.record("no pong")
        return
      }
      #expect(payload == ping)
      #expect(await connection.roundTrips.count == 1)
      await connection.abort()
    }
  }

  @Test func `the round trip of pings sent by hand is measured too`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop, then: .keepQuiet)
      let connection = WebSocketConnection(UpgradeRequest(url: peer.url), on: loop)
      try await connection.connect()
      #expect(await connection.roundTrips.last == nil)
      try await connection.send(.ping(Array("a".utf8)))
      try await connection.send(.ping(Array("b".utf8)))
      _ = await peer.hear(14)
      // Only the newest is answered, as RFC 6455 section 5.5.3 allows.
      peer.say(frame(0x8A, "b"))
      _ = try await connection.receive(timeout: patience)
      #expect(await connection.roundTrips.count == 1)
      await connection.abort()
    }
  }

  @Test func `no ping is sent unless it is asked for`() {
    #expect(ConnectionOptions().keepalive == nil)
  }
}

@Suite struct RoundTripTests {
  @Test func `percentiles are right to an eighth, the ends exactly`() {
    var times = RoundTrips()
    #expect(times.percentile(0.5) == nil)
    for milliseconds in 1...1000 { times.add(UInt64(milliseconds) * 1_000_000) }
    #expect(times.count == 1000)
    #expect(times.shortest == 1_000_000)
    #expect(times.longest == 1_000_000_000)
    #expect(times.mean == 500_500_000)
    for (fraction, exact) in [(0.5, 500.0), (0.9, 900), (0.99, 990)] {
      let found = Double(times.percentile(fraction) ?? 0) / 1e6
      #expect(abs(found - exact) <= exact / 8)
    }
    #expect(times.percentile(1) == 1_000_000_000)
  }

  @Test(arguments: [0, 1, 3, 4, 7, 8, .max] as [UInt64])
  func `any time can be counted`(time: UInt64) {
    var times = RoundTrips()
    times.add(time)
    #expect(times.percentile(0.5) == time)
  }

  @Test func `a ledger forgets the oldest of too many pings`() {
    var ledger = PingLedger()
    for number in 0..<200 { ledger.sent([UInt8(number)], at: UInt64(number)) }
    func answer(_ byte: UInt8) -> Bool {
      let payload: [UInt8] = [byte]
      return payload.withUnsafeBytes { ledger.received($0, at: 1000) }
    }
    #expect(!answer(135))
    #expect(answer(136))
    #expect(!answer(136))
    #expect(answer(199))
    #expect(!ledger.isWaiting)
  }
}
