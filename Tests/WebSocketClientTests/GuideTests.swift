import Locks
import Loop
import TestSupport
import Testing
import Transport
import WebSocketCore
import WebSocketServer

@testable import WebSocketClient

/// What hackney's guide promises, row by row; what other files test already is not here again.
@Suite struct GuideTests {
  private func connect(
    _ peer: ScriptedPeer, _ options: ConnectionOptions = ConnectionOptions(), on loop: EventLoop
  ) async throws -> WebSocketConnection {
    let connection = WebSocketConnection(UpgradeRequest(url: peer.url), options: options, on: loop)
    try await connection.connect()
    return connection
  }

  // MARK: Options

  @Test func `connect_timeout is 8 s by the standard, and receive waits for ever`() {
    #expect(ConnectionOptions().connectTimeout == 8_000_000_000)
    #expect(ConnectionOptions().receiveTimeout == nil)
  }

  @Test func `connect_timeout covers TLS, and nothing is left of the dial`() async throws {
    try await withLoop { loop in
      let server = try AnsweringServer(on: loop) { _ in .silence }
      var options = ConnectionOptions()
      options.connectTimeout = 50_000_000
      let url = try WebSocketURL(parsing: "wss://127.0.0.1:\(server.port)/")
      let connection = WebSocketConnection(UpgradeRequest(url: url), options: options, on: loop)
      let start = loop.now()
      await #expect {
        try await connection.connect()
      } throws: {
        if case ConnectError.dial(.timedOut(.tls, _)) = $0 { true } else { false }
      }
      #expect(loop.now() - start >= 50_000_000)
      let report = await connection.connectReport
      #expect(report.hops[0].dial.steps.map(\.outcome) == [.succeeded, .abandoned])
      #expect(report.end != nil)
    }
  }

  @Test func `recv_timeout is for every receive that names none, and loses and closes nothing`() async throws
  {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop)
      var options = ConnectionOptions()
      options.receiveTimeout = 5_000_000
      let connection = try await connect(peer, options, on: loop)
      for _ in 0..<3 {
        await #expect {
          try await connection.receive()
        } throws: {
          if case ReceiveError.timedOut = $0 { true } else { false }
        }
      }
      peer.say(frame(0x81, "late"))
      #expect(try await connection.receive(timeout: patience).text == "late")
    }
  }

  private static let three = frame(0x81, "one") + frame(0x81, "two") + frame(0x81, "three")

  @Test func `active true at connect delivers what came with the 101 at once`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop, glued: Self.three)
      var options = ConnectionOptions()
      options.active = .always
      var events = try await connect(peer, options, on: loop).events.makeAsyncIterator()
      for expected in ["one", "two", "three"] { #expect(await events.next()?.text == expected) }
    }
  }

  @Test(arguments: [(.once, 1), (.count(2), 2), (.passive, 0)] as [(ReadingMode, Int)])
  func `active once and a count at connect are exactly so many events`(mode: ReadingMode, count: Int)
    async throws
  {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop, glued: Self.three)
      var options = ConnectionOptions()
      options.active = mode
      let connection = try await connect(peer, options, on: loop)
      var events = connection.events.makeAsyncIterator()
      for index in 0..<count { #expect(await events.next()?.text == ["one", "two"][index]) }
      // Passive again.
      #expect(try await connection.receive(timeout: patience).text == ["one", "two", "three"][count])
    }
  }

  @Test func `max_frame_size and max_message_size hold, with Close 1009`() async throws {
    try await withLoop { loop in
      let long = String(repeating: "x", count: 125)
      let bytes = frame(0x01, long) + frame(0x00, long) + frame(0x80, long)
      let peer = try ScriptedPeer(on: loop, glued: bytes, then: .keepQuiet)
      var options = ConnectionOptions()
      options.protocolOptions.limits.message = 300
      let connection = try await connect(peer, options, on: loop)
      await #expect {
        try await connection.receive(timeout: patience)
      } throws: {
        guard case ReceiveError.ended(let ending) = $0 else { return false }
        return ending.closure.sent?.code == .messageTooBig && ending.closure.status.code == .abnormal
      }
    }
  }

  // MARK: Frames

  @Test func `every kind of frame can be sent`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop)
      let connection = try await connect(peer, on: loop)
      try await connection.send(.text("t"))
      try await connection.send(.binary([0, 255]))
      try await connection.send(.ping())
      try await connection.send(.ping([1]))
      try await connection.send(.pong())
      try await connection.send(.pong([2]))
      try await connection.startClosing(code: .goingAway, reason: "r")
      let sent = unmasked(await peer.hear(7 + 8 + 6 + 7 + 6 + 7 + 9))
      #expect(sent.map(\.0) == [0x81, 0x82, 0x89, 0x89, 0x8A, 0x8A, 0x88])
      #expect(sent.map(\.1) == [[0x74], [0, 255], [], [1], [], [2], [0x03, 0xE9, 0x72]])
    }
  }

  @Test func `every kind of frame is received`() async throws {
    try await withLoop { loop in
      let bytes =
        frame(0x81, "t") + frame(0x82, [0, 255]) + frame(0x89, [1]) + frame(0x8A, [2]) + frame(0x88, "")
      let peer = try ScriptedPeer(on: loop, glued: bytes)
      let connection = try await connect(peer, on: loop)
      var messages: [Message] = []
      for _ in 0..<5 {
        guard case .message(let message) = try await connection.receive(timeout: patience) else { continue }
        messages.append(message)
      }
      #expect(messages == [.text("t"), .binary([0, 255]), .ping([1]), .pong([2]), .close(nil)])
      // A Close without a code is 1005, and answered without one.
      await #expect {
        try await connection.receive(timeout: patience)
      } throws: {
        guard case ReceiveError.ended(let ending) = $0 else { return false }
        return ending.closure.status.code == .noStatus && ending.closure.isClean
      }
    }
  }

  @Test func `close codes have names`() {
    #expect(CloseCode.normal.name == "normal closure")
    #expect(CloseCode(rawValue: 1013).name == "try again later")
    #expect(CloseCode(rawValue: 4000).name == nil)
  }

  // MARK: States

  @Test func `in every state, every call has a precise answer`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop, then: .keepQuiet)
      let connection = WebSocketConnection(UpgradeRequest(url: peer.url), on: loop)
      func send() async -> SendRefusal? {
        do throws(SendRefusal) {
          try await connection.send(.text("x"))
          return nil
        } catch {
          return error
        }
      }
      #expect(await send() == .notConnected)
      await #expect(throws: SendRefusal.notConnected) { try await connection.close() }
      try await connection.connect()
      #expect(await send() == nil)
      try await connection.startClosing()
      #expect(await send() == .rule(.closing))
      try await connection.startClosing()
      await connection.abort()
      #expect(await send() == .ended)
      #expect(try await connection.close().closure.status.code == .abnormal)
      await #expect {
        try await connection.receive()
      } throws: {
        if case ReceiveError.ended = $0 { true } else { false }
      }
      await connection.setActive(.always)
    }
  }

  @Test func `peername and sockname are those of the socket, and the connect's report says when it was made`()
    async throws
  {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop, glued: frame(0x81, "x"))
      let connection = try await connect(peer, on: loop)
      #expect(await connection.peerName?.description == "127.0.0.1:\(peer.url.port)")
      #expect(await connection.socketName?.host == "127.0.0.1")
      let report = await connection.connectReport
      let hop = try #require(report.hops.first)
      let dial = try #require(hop.dial.steps.last)
      let times = [
        report.start, dial.start, dial.end, try #require(hop.requestSent), try #require(hop.headReceived),
        try #require(report.firstFrame),
      ]
      #expect(times == times.sorted())
    }
  }

  @Test func `a failed connect keeps its report`() async throws {
    try await withLoop { loop in
      let listener = try Listener(host: "127.0.0.1", port: 0, on: loop)
      let url = try WebSocketURL(parsing: "ws://\(listener.address)/")
      listener.close()
      let connection = WebSocketConnection(UpgradeRequest(url: url), on: loop)
      _ = try? await connection.connect()
      let report = await connection.connectReport
      #expect(report.hops.first?.dial.steps.map(\.outcome) == [.failed])
      #expect(report.hops.first?.requestSent == nil)
      #expect(report.end != nil)
    }
  }
}

/// Takes one frame's parts at a time. `@unchecked Sendable`: used on the loop, and by the lock.
private final class OnceOwner: ConnectionOwner, @unchecked Sendable {
  struct Seen { var parts = 0, ends = 0, bytes = 0 }
  let seen = Lock(Seen())

  func connection(_ connection: isolated WebSocketConnection, delivered batch: borrowing FrameBatch) {
    seen.withLock { seen in
      for event in batch.events where event.direction == .received {
        seen.parts += 1
        seen.bytes += event.payload.count
        if !event.flags.contains(.continues) { seen.ends += 1 }
      }
    }
  }
  func connection(_ connection: isolated WebSocketConnection, ended ending: Ending) {}
}

/// `once` is one event, however bytes are cut.
@Suite struct OnceTests {
  /// Text of 16-bit length.
  private func long(_ count: Int) -> [UInt8] {
    [0x81, 126, UInt8(count >> 8), UInt8(count & 0xFF)] + [UInt8](repeating: 0x61, count: count)
  }

  @Test func `once is one message where it is split over many segments, with a ping inside`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop)
      var options = ConnectionOptions()
      options.active = .once
      let connection = WebSocketConnection(UpgradeRequest(url: peer.url), options: options, on: loop)
      try await connection.connect()
      var events = connection.events.makeAsyncIterator()
      for byte in frame(0x01, "AB") + frame(0x80, "CD") + frame(0x81, "next") { peer.say([byte]) }
      #expect(await events.next()?.text == "ABCD")
      #expect(try await connection.receive(timeout: patience).text == "next")
    }
  }

  @Test func `once is one large frame for an owner, in however many parts it comes`() async throws {
    try await withLoop { loop in
      let first = long(60_000)
      let second = long(50_000)
      let peer = try ScriptedPeer(on: loop, glued: Array(first[..<20_000]))
      var options = ConnectionOptions()
      options.active = .once
      let owner = OnceOwner()
      let connection = WebSocketConnection(
        UpgradeRequest(url: peer.url), options: options, on: loop, owner: owner)
      try await connection.connect()
      peer.say(first[20_000...] + second)
      try await loop.until { owner.seen.withLock { $0.ends } > 0 }
      #expect(owner.seen.withLock { $0.bytes } == 60_000)
      #expect(owner.seen.withLock { $0.ends } == 1)
      #expect(await connection.isHeldBack)
      await connection.setActive(.once)
      try await loop.until { owner.seen.withLock { $0.ends } > 1 }
      #expect(owner.seen.withLock { $0.bytes } == 110_000)
      #expect(owner.seen.withLock { $0.ends } == 2)
      await connection.abort()
    }
  }

  @Test func `once is one message where it is compressed`() async throws {
    try await withLoop { loop in
      let demo = try DemoServer(on: loop)
      demo.start()
      let url = try WebSocketURL(parsing: demo.baseURL + "/echo")
      let connection = WebSocketConnection(UpgradeRequest(url: url), on: loop)
      try await connection.connect()
      #expect(await connection.upgrade?.compression != nil)
      let texts = (0..<3).map { "\($0)" + String(repeating: "squeeze me ", count: 5_000) }
      for text in texts { try await connection.send(.text(text)) }
      await connection.setActive(.once)
      var events = connection.events.makeAsyncIterator()
      #expect(await events.next()?.text == texts[0])
      #expect(try await connection.receive(timeout: patience).text == texts[1])
      #expect(try await connection.receive(timeout: patience).text == texts[2])
      await connection.abort()
      demo.stop()
    }
  }

  @Test func `a message that is not to be compressed travels as it is`() async throws {
    try await withLoop { loop in
      let demo = try DemoServer(on: loop)
      demo.start()
      let url = try WebSocketURL(parsing: demo.baseURL + "/echo")
      let connection = WebSocketConnection(UpgradeRequest(url: url, compression: nil), on: loop)
      try await connection.connect()
      #expect(await connection.upgrade?.compression == nil)
      #expect(await connection.upgrade?.extensions == [])
      await connection.abort()
      demo.stop()
    }
  }
}
