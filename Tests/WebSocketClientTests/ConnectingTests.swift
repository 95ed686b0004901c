import Loop
import TestSupport
import Testing
import Transport
import WebSocketCore

@testable import WebSocketClient

@Suite struct ConnectingTests {
  private func error(
    _ peer: ScriptedPeer, on loop: EventLoop, timeout: UInt64 = ConnectionOptions.standardConnectTimeout
  ) async -> ConnectError? {
    var options = ConnectionOptions()
    options.connectTimeout = timeout
    let connection = WebSocketConnection(UpgradeRequest(url: peer.url), options: options, on: loop)
    do throws(ConnectError) {
      try await connection.connect()
      return nil
    } catch {
      return error
    }
  }

  @Test func `an HTTP answer that is no upgrade is kept, head and body`() async throws {
    try await withLoop { loop in
      let answer = "HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\nX-Why: origin\r\n\r\nnope"
      let peer = try ScriptedPeer(on: loop, answer: .bytes(Array(answer.utf8)))
      guard case .handshake(.refused(let head, let body, let truncated)) = await error(peer, on: loop) else {
        Issue.record("not refused")
        return
      }
      #expect(head.status == 403)
      #expect(head.fields.contains(HeaderField(name: "X-Why", value: Array("origin".utf8))))
      #expect(body == Array("nope".utf8))
      #expect(!truncated)
    }
  }

  @Test func `a refusal whose body never ends is told when the time is up`() async throws {
    try await withLoop { loop in
      let answer = "HTTP/1.1 500 Oh\r\nContent-Length: 9\r\n\r\npart"
      let peer = try ScriptedPeer(on: loop, answer: .bytes(Array(answer.utf8)))
      let error = await error(peer, on: loop, timeout: 500_000_000)
      guard case .handshake(.refused(_, let body, true)) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(body == Array("part".utf8))
    }
  }

  @Test func `a wrong accept key fails the handshake`() async throws {
    try await withLoop { loop in
      let answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n"
      let peer = try ScriptedPeer(on: loop, answer: .bytes(Array(answer.utf8)))
      guard case .handshake(.acceptMismatch) = await error(peer, on: loop) else {
        Issue.record("accepted")
        return
      }
    }
  }

  @Test func `a server that never answers is given up at the deadline`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop, answer: .silence)
      guard case .upgradeTimedOut = await error(peer, on: loop, timeout: 500_000_000) else {
        Issue.record("no timeout")
        return
      }
    }
  }

  @Test func `a port where nobody listens refuses`() async throws {
    try await withLoop { loop in
      let listener = try Listener(host: "127.0.0.1", port: 0, on: loop)
      let url = try WebSocketURL(parsing: "ws://\(listener.address)/")
      listener.close()
      let connection = WebSocketConnection(UpgradeRequest(url: url), on: loop)
      await #expect {
        try await connection.connect()
      } throws: {
        guard case ConnectError.dial(.connect(let attempts)) = $0 else { return false }
        return attempts.count == 1
      }
      guard case .failed = await connection.state else {
        Issue.record("the state does not say it")
        return
      }
    }
  }

  @Test func `a cancelled connect ends at once`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop, answer: .silence)
      let connection = WebSocketConnection(UpgradeRequest(url: peer.url), on: loop)
      let connecting = Task { try await connection.connect() }
      connecting.cancel()
      let result = await connecting.result
      #expect(throws: (any Error).self) { try result.get() }
    }
  }

  @Test func `a connection is used once`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop)
      let connection = WebSocketConnection(UpgradeRequest(url: peer.url), on: loop)
      try await connection.connect()
      await #expect {
        try await connection.connect()
      } throws: {
        if case ConnectError.alreadyUsed = $0 { true } else { false }
      }
    }
  }

  @Test func `names, head and subprotocol are there after the upgrade`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop)
      let connection = WebSocketConnection(UpgradeRequest(url: peer.url), on: loop)
      #expect(await connection.peerName == nil)
      let upgrade = try await connection.connect()
      #expect(upgrade.head.status == 101)
      #expect(await connection.peerName?.port == peer.url.port)
      #expect(await connection.socketName?.host == "127.0.0.1")
      #expect(await connection.subprotocol == nil)
    }
  }

  @Test func `nothing can be sent or received before the upgrade`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop)
      let connection = WebSocketConnection(UpgradeRequest(url: peer.url), on: loop)
      await #expect(throws: SendRefusal.notConnected) { try await connection.send(.text("x")) }
      await #expect(throws: (any Error).self) { try await connection.receive() }
    }
  }
}

@Suite struct SendingTests {
  @Test func `a ping of 126 bytes is refused, and the connection goes on`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop)
      let connection = WebSocketConnection(UpgradeRequest(url: peer.url), on: loop)
      try await connection.connect()
      await #expect(throws: SendRefusal.rule(.controlTooLong(length: 126))) {
        try await connection.send(.ping([UInt8](repeating: 1, count: 126)))
      }
      try await connection.send(.text("on"))
      #expect(unmasked(await peer.hear(8)).first?.1 == Array("on".utf8))
    }
  }

  @Test func `fragments go out as they were given`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop)
      let connection = WebSocketConnection(UpgradeRequest(url: peer.url), on: loop)
      try await connection.connect()
      try await connection.send(.fragment(.text, Array("ab".utf8), isFinal: false))
      try await connection.send(.ping())
      try await connection.send(.fragment(.continuation, Array("c".utf8), isFinal: true))
      let sent = unmasked(await peer.hear(21))
      #expect(sent.map(\.0) == [0x01, 0x89, 0x80])
    }
  }

  @Test func `every frame has a mask key of its own`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop)
      let connection = WebSocketConnection(UpgradeRequest(url: peer.url), on: loop)
      try await connection.connect()
      for _ in 0..<20 { try await connection.send(.text("same")) }
      let bytes = await peer.hear(200)
      let keys = Set((0..<20).map { Array(bytes[($0 * 10 + 2)..<($0 * 10 + 6)]) })
      #expect(keys.count == 20)
    }
  }

  @Test func `a peer that does not read fills the queue, and then sending is refused`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop, then: .goDeaf)
      var options = ConnectionOptions()
      options.sendQueue = 1 << 20
      let connection = WebSocketConnection(UpgradeRequest(url: peer.url), options: options, on: loop)
      try await connection.connect()
      let piece = [UInt8](repeating: 0, count: 1 << 18)
      await #expect(throws: SendRefusal.queueFull(limit: 1 << 20)) {
        for _ in 0..<1000 { try await connection.post(.binary(piece)) }
      }
      #expect(await connection.unsentBytes > 0)
    }
  }
}
