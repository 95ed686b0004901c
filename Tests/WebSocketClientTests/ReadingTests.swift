import Loop
import TestSupport
import Testing
import WebSocketCore

@testable import WebSocketClient

extension ConnectionEvent {
  /// The text of a text message, for short expectations.
  var text: String? {
    if case .message(.text(let text)) = self { text } else { nil }
  }
  var ending: Ending? {
    if case .ended(let ending) = self { ending } else { nil }
  }
}

/// 5 s: what should come at once gets this long before a test gives up.
let patience: UInt64 = 5_000_000_000

@Suite struct ReadingTests {
  private let three = frame(0x81, "one") + frame(0x81, "two") + frame(0x81, "three")

  private func connect(_ peer: ScriptedPeer, on loop: EventLoop) async throws -> WebSocketConnection {
    let connection = WebSocketConnection(UpgradeRequest(url: peer.url), on: loop)
    try await connection.connect()
    return connection
  }

  @Test func `passive reading takes one message after the other, also those that came with the 101`()
    async throws
  {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop, glued: three)
      let connection = try await connect(peer, on: loop)
      for expected in ["one", "two", "three"] {
        #expect(try await connection.receive(timeout: patience).text == expected)
      }
    }
  }

  @Test func `once is exactly one event, however many came in one segment`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop, glued: three)
      let connection = try await connect(peer, on: loop)
      await connection.setActive(.once)
      var events = connection.events.makeAsyncIterator()
      #expect(await events.next()?.text == "one")
      // Passive again: the next one is still there for whoever asks.
      #expect(try await connection.receive(timeout: patience).text == "two")
    }
  }

  @Test func `a count is exactly so many events, then passive`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop, glued: three)
      let connection = try await connect(peer, on: loop)
      await connection.setActive(.count(2))
      var events = connection.events.makeAsyncIterator()
      #expect(await events.next()?.text == "one")
      #expect(await events.next()?.text == "two")
      #expect(try await connection.receive(timeout: patience).text == "three")
    }
  }

  @Test func `changing to always delivers what was buffered, at once`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop, glued: three)
      let connection = try await connect(peer, on: loop)
      #expect(try await connection.receive(timeout: patience).text == "one")
      await connection.setActive(.always)
      var events = connection.events.makeAsyncIterator()
      #expect(await events.next()?.text == "two")
      #expect(await events.next()?.text == "three")
    }
  }

  @Test func `the end is told in passive mode too, and what was held back can still be received`()
    async throws
  {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop, glued: three + frame(0x88, [0x03, 0xE8]))
      let connection = try await connect(peer, on: loop)
      await connection.setActive(.once)
      var events = connection.events.makeAsyncIterator()
      #expect(await events.next()?.text == "one")
      try await connection.startClosing()
      #expect(await events.next()?.ending != nil)
      #expect(await events.next() == nil)
      #expect(try await connection.receive().text == "two")
      #expect(try await connection.receive().text == "three")
    }
  }

  @Test func `receive is refused while an active mode is on`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop)
      let connection = try await connect(peer, on: loop)
      await connection.setActive(.always)
      await #expect {
        try await connection.receive(timeout: patience)
      } throws: {
        if case ReceiveError.active = $0 { true } else { false }
      }
    }
  }

  @Test func `a receive that times out loses nothing and ends nothing`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop)
      let connection = try await connect(peer, on: loop)
      await #expect {
        try await connection.receive(timeout: 1_000_000)
      } throws: {
        if case ReceiveError.timedOut = $0 { true } else { false }
      }
      peer.say(three)
      #expect(try await connection.receive(timeout: patience).text == "one")
      #expect(try await connection.receive(timeout: patience).text == "two")
    }
  }

  @Test func `a cancelled receive loses nothing`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop)
      let connection = try await connect(peer, on: loop)
      let reading = Task { try await connection.receive() }
      reading.cancel()
      let result = await reading.result
      #expect(throws: (any Error).self) { try result.get() }
      peer.say(three)
      #expect(try await connection.receive(timeout: patience).text == "one")
    }
  }

  @Test func `sending and closing do not wait for a receive`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop)
      let connection = try await connect(peer, on: loop)
      async let reading = connection.receive()
      try await connection.send(.text("hi"))
      #expect(unmasked(await peer.hear(8)).first?.1 == Array("hi".utf8))
      peer.say(frame(0x81, "answer"))
      #expect(try await reading.text == "answer")
    }
  }

  @Test func `fragments arrive as one message, with a ping between them as an event of its own`() async throws
  {
    try await withLoop { loop in
      let bytes = frame(0x01, "AB") + frame(0x89, "PP") + frame(0x80, "CD")
      let peer = try ScriptedPeer(on: loop, glued: bytes)
      let connection = try await connect(peer, on: loop)
      guard case .message(.ping(let ping)) = try await connection.receive(timeout: patience) else {
        Issue.record("no ping")
        return
      }
      #expect(ping == Array("PP".utf8))
      #expect(try await connection.receive(timeout: patience).text == "ABCD")
      let sent = unmasked(await peer.hear(8))
      #expect(sent.first?.0 == 0x8A)
      #expect(sent.first?.1 == Array("PP".utf8))
    }
  }

  @Test func `text split inside a character over two reads is whole`() async throws {
    try await withLoop { loop in
      let bytes = frame(0x81, "aé")
      let peer = try ScriptedPeer(on: loop, glued: Array(bytes.dropLast()))
      let connection = try await connect(peer, on: loop)
      peer.say([bytes[bytes.count - 1]])
      #expect(try await connection.receive(timeout: patience).text == "aé")
    }
  }

  @Test func `with automatic pongs off, a ping is an event and nothing is sent`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop, glued: frame(0x89, "?"))
      var options = ConnectionOptions()
      options.protocolOptions.automaticPong = false
      let connection = WebSocketConnection(UpgradeRequest(url: peer.url), options: options, on: loop)
      try await connection.connect()
      _ = try await connection.receive(timeout: patience)
      try await connection.send(.pong(Array("mine".utf8)))
      #expect(unmasked(await peer.hear(10)).first?.1 == Array("mine".utf8))
    }
  }

  @Test func `a reader who does not read holds the peer back, and loses nothing`() async throws {
    try await withLoop { loop in
      let peer = try ScriptedPeer(on: loop)
      var options = ConnectionOptions()
      options.readAhead = 1000
      let connection = WebSocketConnection(UpgradeRequest(url: peer.url), options: options, on: loop)
      try await connection.connect()
      let message = frame(0x81, String(repeating: "x", count: 120))
      peer.say((0..<50).flatMap { _ in message })
      #expect(try await connection.receive(timeout: patience).text?.count == 120)
      #expect(await connection.isHeldBack)
      for _ in 1..<50 { #expect(try await connection.receive(timeout: patience).text?.count == 120) }
      #expect(await !connection.isHeldBack)
    }
  }
}
