import FrameLog
import Locks
import Loop
import Scripts
import Testing
import WebSocketClient
import WebSocketCore
import WebSocketServer

@testable import Sessions

/// A server of the test's own and a crew that plays `script` there.
private func withCrew(
  _ script: String, path: String = "/echo", settings: ScriptRun.Settings = ScriptRun.Settings(),
  handler: (@Sendable () -> any ConnectionHandler)? = nil, keepsReplies: Bool = false,
  objection: (@Sendable (ArraySlice<UInt8>) -> String?)? = nil,
  _ body: (ReplayCrew) async throws -> Void
) async throws {
  let loop = try EventLoop(name: "test")
  try loop.start()
  defer { loop.stop() }
  let serving = try EventLoop(name: "server")
  try serving.start()
  defer { serving.stop() }
  let demo = try DemoServer(on: serving)
  let own = try WebSocketServer(host: "127.0.0.1", port: 0, on: serving) { _ in
    handler.map { .accept($0()) } ?? .refuse(status: 404, reason: "Not Found", body: "")
  }
  demo.start()
  own.start()
  let url = try WebSocketURL(parsing: handler == nil ? demo.baseURL + path : "ws://127.0.0.1:\(own.port)/")
  let crew = ReplayCrew(
    try Script(parsing: Array(script.utf8), named: "test.jsonl"), settings: settings,
    target: SessionTarget(request: UpgradeRequest(url: url), options: ConnectionOptions()), on: loop,
    connectsInParallel: true, keepsReplies: keepsReplies, refusalWords: { "\($0)" }, objection: objection)
  try await body(crew)
  demo.stop()
  own.stop()
}

/// Counts what comes, and answers the last message.
private final class Counting: ConnectionHandler {
  private let last: Int
  private var count = 0
  init(last: Int) { self.last = last }
  func received(_ event: FrameEvent, on connection: ServerConnection) {
    guard event.opcode == .text, event.flags.contains(.endsMessage) else { return }
    count += 1
    if count == last { try? connection.send("all \(count)") }
  }
}

@Suite struct ReplayTests {
  @Test func `a script whose replies come passes, and the time to each reply is known`() async throws {
    try await withCrew("{\"send\":\"a\"}\n{\"expect\":\"a\"}\n{\"send\":\"b\"}\n{\"expect\":\"b\"}\n") {
      crew in
      let result = await crew.play(connections: 1)
      #expect(result.passed == 1)
      #expect((result.sent, result.received, result.matched) == (2, 2, 2))
      #expect(result.tallies.map(\.matched) == [1, 1])
      #expect(result.tallies.allSatisfy { $0.latency.count == 1 && $0.latency.most > 0 })
    }
  }

  @Test func `what is expected and does not come fails it, with what came instead`() async throws {
    try await withCrew("{\"send\":\"a\"}\n{\"expect\":\"b\",\"within\":\"20ms\"}\n{\"send\":\"c\"}\n") {
      crew in
      let result = await crew.play(connections: 1)
      #expect(result.failed == 1)
      #expect(result.sent == 1)
      #expect(result.failures.map(\.connection) == [1])
      #expect(result.failures.first?.failure.seen == Array("a".utf8))
    }
  }

  @Test func `where nothing answers as a WebSocket, no run has begun`() async throws {
    try await withCrew("{\"send\":\"a\"}\n", path: "/nowhere") { crew in
      let result = await crew.play(connections: 3)
      #expect(result.unconnectedCount == 3)
      #expect(result.connections == 3)
      #expect(result.sent == 0)
      #expect(Set(result.unconnected.map(\.connection)) == [1, 2, 3])
    }
  }

  @Test func `many connections play the same, each with a number and a seed of its own`() async throws {
    try await withCrew(
      "{\"set\":{\"me\":\"${uuid}\"}}\n{\"send\":\"${me}\"}\n{\"expect\":\"${me}\"}\n", keepsReplies: true
    ) { crew in
      let result = await crew.play(connections: 20)
      #expect(result.passed == 20)
      #expect(result.tallies.map(\.matched) == [20])
      #expect(result.replies?.replies.count == 1)
    }
  }

  @Test func `connections begin evenly over the time that they are given`() async throws {
    try await withCrew("{\"send\":\"a\"}\n{\"expect\":\"a\"}\n") { crew in
      let began = crew.loop.now()
      let result = await crew.play(connections: 4, spread: 40_000_000)
      #expect(result.passed == 4)
      // The last one begins after three quarters of it.
      #expect(crew.loop.now() &- began >= 30_000_000)
    }
  }

  @Test func `connections that are still to begin do not begin once it is stopped`() async throws {
    try await withCrew("{\"send\":\"a\"}\n{\"expect\":\"a\"}\n{\"wait\":\"1000s\"}\n") { crew in
      let playing = Task { await crew.play(connections: 2, spread: 1_000_000_000_000) }
      while await crew.progress(of: 1) ?? 0 < 0.6 { await Task.yield() }
      await crew.stop()
      let result = await playing.value
      #expect(result.stopped == 1)
    }
  }

  @Test func `branches run on connections of their own, and their verdicts count`() async throws {
    let steps = "[{\"send\":\"x\"},{\"expect\":\"x\"}]"
    try await withCrew("{\"parallel\":5,\"steps\":\(steps)}\n{\"send\":\"y\"}\n{\"expect\":\"y\"}\n") {
      crew in
      let result = await crew.play(connections: 1)
      #expect(result.passed == 1)
      #expect(result.tallies.map(\.matched) == [5, 1])
    }
    try await withCrew("{\"parallel\":2,\"steps\":[{\"expect\":\"never\",\"within\":\"10ms\"}]}\n") { crew in
      let result = await crew.play(connections: 1)
      #expect(result.failed == 1)
    }
  }

  @Test func `a flood of messages waits for the socket, and every one of them arrives`() async throws {
    // 40 MB: more than sockets take at once.
    let text = String(repeating: "x", count: 2000)
    try await withCrew(
      "{\"repeat\":20000,\"steps\":[{\"send\":\"\(text)\"}]}\n{\"expect\":\"all 20000\",\"within\":\"60s\"}\n",
      handler: { Counting(last: 20_000) }
    ) { crew in
      let result = await crew.play(connections: 1)
      #expect(result.passed == 1)
      #expect(result.sent == 20_000)
    }
  }

  @Test func `a script that is stopped ends at once, wherever it waits`() async throws {
    try await withCrew("{\"send\":\"a\"}\n{\"expect\":\"a\"}\n{\"wait\":\"1000s\"}\n") { crew in
      let playing = Task { await crew.play(connections: 2) }
      // The first look at it that shows a reply; each look is a turn of the loop.
      while await crew.progress(of: 2) ?? 0 < 0.6 { await Task.yield() }
      await crew.stop()
      let result = await playing.value
      #expect(result.stopped == 2)
    }
  }

  @Test func `a connection that the server closes ends what is expected of it`() async throws {
    try await withCrew(
      "{\"send\":\"a\"}\n{\"expect\":\"a\",\"within\":\"1000s\"}\n", path: "/close/4001?reason=x"
    ) {
      crew in
      let result = await crew.play(connections: 1)
      #expect(result.failed == 1)
      #expect(result.failures.first?.failure.cause == .closed(CloseCode(rawValue: 4001)))
    }
  }

  @Test func `what must not be sent is not, and the script fails with the reason`() async throws {
    try await withCrew(
      "{\"send\":\"a secret\"}\n", objection: { $0.count > 5 ? "it holds a credential" : nil }
    ) { crew in
      let result = await crew.play(connections: 1)
      #expect(result.failed == 1)
      #expect(result.failures.first?.failure.cause == .notSent("it holds a credential"))
      #expect(result.sent == 0)
    }
  }

  @Test func `frames of a script stand in the session's log with their flag, replies without`() async throws {
    try await withSession("/echo") { store, session, watcher, _ in
      _ = await watcher.until(\.isOpen)
      let script = try Script(
        parsing: Array("{\"send\":\"a\"}\n{\"expect\":\"a\"}\n{\"ping\":\"p\"}\n".utf8), named: "test.jsonl")
      let verdict = await withCheckedContinuation { waiter in
        store.perform { store in
          let player = store.play(
            SessionID(1), refusalWords: { "\($0)" }, objection: nil,
            tell: { if case .finished(let verdict) = $0 { waiter.resume(returning: verdict) } }
          ) { now, wall in ScriptRun(script, now: now, wall: wall) }
          #expect(player != nil)
        }
      }
      #expect(verdict == .passed)
      store.perform { _ = $0.send(SessionID(1), .text("by hand")) }
      _ = await watcher.until { $0.receivedFrames >= 3 }
      let flagged = session.reader.range.compactMap { session.reader.record($0) }.filter {
        $0.flags.contains(.replayed)
      }
      #expect(flagged.map(\.opcode) == [.text, .ping])
      #expect(flagged.allSatisfy { $0.direction == .sent })
      let row = await withCheckedContinuation { waiter in
        store.perform { waiter.resume(returning: $0.replay(SessionID(1))?.row) }
      }
      #expect(row == flagged.last?.sequence)
    }
  }

  @Test func `a script is not played where nothing is open`() async throws {
    try await withSession("/nowhere") { store, _, watcher, _ in
      _ = await watcher.until(\.hasFailed)
      let script = try Script(parsing: Array("{\"send\":\"a\"}\n".utf8), named: "test.jsonl")
      let isPlaying = await withCheckedContinuation { waiter in
        store.perform { store in
          let player = store.play(SessionID(1), refusalWords: { "\($0)" }, objection: nil, tell: { _ in }) {
            ScriptRun(script, now: $0, wall: $1)
          }
          waiter.resume(returning: player != nil)
        }
      }
      #expect(!isPlaying)
    }
  }
}
