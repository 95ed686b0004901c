import FrameLog
import Sessions
import Testing
import WebSocketClient
import WebSocketCore
import WebSocketServer

@Suite struct ComposedTests {
  @Test func `a message in fragments goes out in frames of that size and is one message`() async throws {
    try await withSession("/echo") { store, session, watcher, _ in
      _ = await watcher.until { if case .open = $0.phase { true } else { false } }
      let bytes = Array("hällo".utf8)
      store.perform { store in
        #expect(store.send(session.id, .text, bytes, inFragmentsOf: 2) == nil)
      }
      _ = await watcher.until { $0.receivedFrames == 3 }
      let frames = session.reader.range.compactMap { session.reader.record($0) }.filter(\.isFrame)
      let sent = frames.filter { $0.direction == .sent }
      #expect(sent.map(\.opcode) == [.text, .continuation, .continuation])
      #expect(sent.map { session.reader.payload($0.sequence, limit: 10).count } == [2, 2, 2])
      #expect(sent.map { $0.flags.contains(.endsMessage) } == [false, false, true])
      let received = frames.filter { $0.direction == .received }
      #expect(received.flatMap { session.reader.payload($0.sequence, limit: 10) } == bytes)
    }
  }

  @Test func `what would not fit into the queue is refused before its first fragment`() async throws {
    var options = ConnectionOptions()
    options.sendQueue = 64
    try await withSession("/echo", options: options) { store, session, watcher, _ in
      _ = await watcher.until { if case .open = $0.phase { true } else { false } }
      store.perform { store in
        let refusal = store.send(session.id, .binary, [UInt8](repeating: 1, count: 20), inFragmentsOf: 1)
        #expect(refusal == .queueFull(limit: 64))
        #expect(store.send(session.id, .text("after")) == nil)
      }
      let status = await watcher.until { $0.sentFrames >= 1 }
      #expect(status.sentFrames == 1)
    }
  }

  @Test func `another target closes the connection first and goes on in the same log`() async throws {
    try await withSession("/echo") { store, session, watcher, demo in
      _ = await watcher.until { if case .open = $0.phase { true } else { false } }
      let url = try WebSocketURL(parsing: demo.baseURL + "/chat")
      let target = SessionTarget(request: UpgradeRequest(url: url), options: ConnectionOptions())
      store.perform { $0.connectAnew(session.id, target: target) }
      let status = await watcher.until {
        if case .open = $0.phase { return $0.report?.hops.last?.url.requestTarget == "/chat" }
        return false
      }
      #expect(status.report?.hops.count == 1)
      let notes = session.reader.range.compactMap { session.reader.record($0) }.filter { !$0.isFrame }
        .map { String(decoding: session.reader.payload($0.sequence, limit: 40), as: UTF8.self) }
      #expect(notes == ["connecting 1", "open", "ended 1000", "connecting 2", "open"])
    }
  }
}
