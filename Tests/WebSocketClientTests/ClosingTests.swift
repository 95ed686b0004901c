import Locks
import Loop
import TestSupport
import Testing
import WebSocketCore

@testable import WebSocketClient

@Suite struct ClosingTests {
  private func connect(_ peer: ScriptedPeer, on loop: EventLoop) async throws -> WebSocketConnection {
    let connection = WebSocketConnection(UpgradeRequest(url: peer.url), on: loop)
    try await connection.connect()
    return connection
  }

  @Test func `closing sends our code and ends cleanly when the peer answers`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop)
      let connection = try await connect(peer, on: loop)
      async let closing = connection.close(code: .goingAway, reason: "bye")
      let sent = unmasked(await peer.hear(11))
      #expect(sent.first?.0 == 0x88)
      #expect(sent.first?.1 == [0x03, 0xE9] + Array("bye".utf8))
      let ending = try await closing
      #expect(ending.closure.isClean)
      #expect(ending.closure.initiator == .us)
      #expect(ending.closure.sent?.code == .goingAway)
    }
  }

  @Test func `messages in the same segment as the close are delivered before it`() async throws {
    try await withLoop { loop in
      let bytes = frame(0x81, "last words") + frame(0x88, [0x03, 0xF3] + Array("tired".utf8))
      let peer = try ScriptedPeer(on: loop, glued: bytes)
      let connection = try await connect(peer, on: loop)
      await connection.setActive(.always)
      var events = connection.events.makeAsyncIterator()
      #expect(await events.next()?.text == "last words")
      guard case .message(.close(let status)) = await events.next() else {
        Issue.record("no close event")
        return
      }
      #expect(status?.code == .internalError)
      let ending = try #require(await events.next()?.ending)
      #expect(ending.closure.isClean)
      #expect(ending.closure.initiator == .peer)
      #expect(ending.closure.received?.reason == Array("tired".utf8))
      #expect(await events.next() == nil)
      #expect(unmasked(await peer.hear(8)).last?.1 == [0x03, 0xF3])
    }
  }

  @Test(arguments: [1000, 1001, 1007, 1011, 1012, 1013, 1014, 3000, 4999] as [UInt16])
  func `every code that may travel is delivered and answered`(code: UInt16) async throws {
    try await withLoop { loop in
      let body = [UInt8(code >> 8), UInt8(code & 0xFF)]
      let peer = try ScriptedPeer(on: loop, glued: frame(0x88, body))
      let connection = try await connect(peer, on: loop)
      await connection.setActive(.always)
      var closure: Closure?
      for await event in connection.events { closure = event.ending?.closure ?? closure }
      #expect(closure?.status.code.rawValue == code)
      #expect(closure?.isClean == true)
      #expect(unmasked(await peer.hear(8)).first?.1 == body)
    }
  }

  @Test func `a stream that ends without a close frame is 1006 and not clean`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop, glued: frame(0x81, "x"), then: .end)
      let connection = try await connect(peer, on: loop)
      #expect(try await connection.receive(timeout: patience).text == "x")
      await #expect {
        try await connection.receive(timeout: patience)
      } throws: {
        guard case ReceiveError.ended(let ending) = $0 else { return false }
        return ending.closure.status.code == .abnormal && !ending.closure.isClean
      }
    }
  }

  @Test func `a close that nobody has read yet is not lost when the stream ends`() async throws {
    try await withLoop { loop in
      let bytes = frame(0x81, "last words") + frame(0x88, [0x03, 0xF3] + Array("tired".utf8))
      let peer = try ScriptedPeer(on: loop, glued: bytes, then: .end)
      let connection = try await connect(peer, on: loop)
      try await loop.until { if case .ended = await connection.state { true } else { false } }
      #expect(try await connection.receive(timeout: patience).text == "last words")
      guard case .message(.close) = try await connection.receive(timeout: patience) else {
        Issue.record("no close")
        return
      }
      await #expect {
        try await connection.receive(timeout: patience)
      } throws: {
        guard case ReceiveError.ended(let ending) = $0 else { return false }
        return ending.closure.status.code == .internalError && ending.closure.isClean
      }
    }
  }

  @Test func `a violation is answered with its code, after the messages before it`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop, glued: frame(0x81, "good") + [0x83, 0x00])
      let connection = try await connect(peer, on: loop)
      #expect(try await connection.receive(timeout: patience).text == "good")
      try await connection.send(.text("echo"))
      let next = Task { try await connection.receive(timeout: patience) }
      let sent = unmasked(await peer.hear(18))
      #expect(sent.first?.1 == Array("echo".utf8))
      #expect(sent.last?.1.prefix(2) == [0x03, 0xEA])
      await #expect {
        _ = try await next.value
      } throws: {
        guard case ReceiveError.ended(let ending) = $0 else { return false }
        return ending.closure.violation == .reservedOpcode(3)
      }
    }
  }

  @Test func `a peer that never answers our close is left after the time limit`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop, then: .goDeaf)
      var options = ConnectionOptions()
      options.closeTimeout = 20_000_000
      let connection = WebSocketConnection(UpgradeRequest(url: peer.url), options: options, on: loop)
      try await connection.connect()
      let ending = try await connection.close()
      guard case .closeTimedOut = ending.cause else {
        Issue.record("\(ending.cause)")
        return
      }
      #expect(ending.closure.status.code == .abnormal)
    }
  }

  @Test func `a code that must not travel is refused and the connection goes on`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop, glued: frame(0x81, "still here"))
      let connection = try await connect(peer, on: loop)
      await #expect(throws: SendRefusal.rule(.codeForbidden(CloseCode(rawValue: 999)))) {
        try await connection.close(code: CloseCode(rawValue: 999))
      }
      #expect(try await connection.receive(timeout: patience).text == "still here")
    }
  }

  @Test func `a connection that nobody has any more says 1001 and ends`() async throws {
    try await withLoop { loop in
      // What was not read must not turn the Close frame into a reset.
      let peer = try ScriptedPeer(on: loop, glued: frame(0x81, "unread"))
      do { _ = try await connect(peer, on: loop) }
      #expect(unmasked(await peer.hear(8)).map(\.1) == [[0x03, 0xE9]])
    }
  }

  @Test func `abort ends at once and says so`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop)
      let connection = try await connect(peer, on: loop)
      await connection.abort()
      guard case .ended(let ending) = await connection.state, case .aborted = ending.cause else {
        Issue.record("not aborted")
        return
      }
      await #expect(throws: SendRefusal.ended) { try await connection.send(.text("x")) }
    }
  }
}

/// Counts what an owner is told. `@unchecked Sendable`: used on the loop, and after the end.
private final class CountingOwner: ConnectionOwner, @unchecked Sendable {
  struct Seen { var sent: [UInt8] = [], received: [UInt8] = [], automatic = 0 }
  let seen = Lock(Seen())
  let ended: AsyncStream<Ending>
  private let end: AsyncStream<Ending>.Continuation

  init() { (ended, end) = AsyncStream.makeStream() }

  func connection(_ connection: isolated WebSocketConnection, delivered batch: borrowing FrameBatch) {
    for frame in batch.events {
      seen.withLock { seen in
        if frame.direction == .sent {
          seen.sent.append(frame.header.firstByte)
        } else {
          seen.received.append(frame.header.firstByte)
        }
        if frame.flags.contains(.automatic) { seen.automatic += 1 }
      }
      if frame.direction == .received, frame.opcode == .text { try? connection.post(.text, frame.payload) }
    }
  }

  func connection(_ connection: isolated WebSocketConnection, ended ending: Ending) {
    end.yield(ending)
    end.finish()
  }
}

@Suite struct OwnerTests {
  @Test func `an owner sees every frame of both directions, those sent by the protocol too`() async throws {
    try await withLoop { loop in
      let bytes =
        frame(0x01, "a") + frame(0x89, "") + frame(0x80, "b") + frame(0x81, "c") + frame(0x88, [3, 232])
      let peer = try ScriptedPeer(on: loop, glued: bytes)
      let owner = CountingOwner()
      let connection = WebSocketConnection(UpgradeRequest(url: peer.url), on: loop, owner: owner)
      try await connection.connect()
      var ending: Ending?
      for await end in owner.ended { ending = end }
      #expect(ending?.closure.isClean == true)
      let seen = owner.seen.withLock { $0 }
      #expect(seen.received == [0x01, 0x89, 0x80, 0x81, 0x88])
      #expect(seen.sent.sorted() == [0x81, 0x81, 0x88, 0x8A])
      #expect(seen.automatic == 2)
    }
  }
}
