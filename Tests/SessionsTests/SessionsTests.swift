import FrameLog
import Locks
import Loop
import Sessions
import Testing
import WebSocketClient
import WebSocketCore
import WebSocketServer

/// Notes as short fixed words, so that a log can be compared.
struct PlainNarrator: Narrator {
  func connecting(to target: SessionTarget, attempt: Int) -> String { "connecting \(attempt)" }
  func opened(_ status: SessionStatus) -> String { "open" }
  func failed(_ error: ConnectError, _ report: ConnectReport, target: SessionTarget) -> String { "failed" }
  func ended(_ ending: Ending) -> String { "ended \(ending.closure.status.code.rawValue)" }
}

/// Lets a test wait until a session is as it should be.
final class Watcher: Sendable {
  typealias Condition = @Sendable (SessionStatus) -> Bool
  private struct State {
    var session: Session?
    var waiting: [(Condition, CheckedContinuation<SessionStatus, Never>)] = []
  }
  private let state = Lock(State())

  func watch(_ session: Session) { state.withLock { $0.session = session } }

  func changed() {
    let ready = state.withLock { state in
      guard let status = state.session?.status else {
        return [(CheckedContinuation<SessionStatus, Never>, SessionStatus)]()
      }
      let ready = state.waiting.filter { $0.0(status) }.map { ($0.1, status) }
      state.waiting.removeAll { $0.0(status) }
      return ready
    }
    for (waiter, status) in ready { waiter.resume(returning: status) }
  }

  func until(_ condition: @escaping Condition) async -> SessionStatus {
    await withCheckedContinuation { waiter in
      state.withLock { $0.waiting.append((condition, waiter)) }
      changed()
    }
  }
}

/// A demo server, a store and one session on `path`.
func withSession(
  _ path: String, options: ConnectionOptions = ConnectionOptions(),
  _ body: (ConnectionStore, Session, Watcher, DemoServer) async throws -> Void
) async throws {
  let loop = try EventLoop(name: "test")
  try loop.start()
  defer { loop.stop() }
  let demo = try DemoServer(on: loop)
  demo.start()
  let watcher = Watcher()
  let store = ConnectionStore(on: loop, budget: LogBudget(), narrator: PlainNarrator()) { _ in
    watcher.changed()
  }
  let url = try WebSocketURL(parsing: demo.baseURL + path)
  let session = store.makeSession(
    SessionID(1), target: SessionTarget(request: UpgradeRequest(url: url), options: options))
  watcher.watch(session)
  let running = Task { await store.run() }
  store.perform { store in
    store.adopt(session)
    store.connect(session.id)
  }
  try await body(store, session, watcher, demo)
  await store.shutDown(patience: 1_000_000_000)
  demo.stop()
  running.cancel()
}

extension SessionStatus {
  var isOpen: Bool { if case .open = phase { true } else { false } }
  var ending: Ending? { if case .ended(let ending) = phase { ending } else { nil } }
  var hasFailed: Bool { if case .failed = phase { true } else { false } }
}

extension Session {
  /// The log as lines: direction and text.
  var lines: [String] {
    reader.range.compactMap { sequence in
      guard let record = reader.record(sequence) else { return nil }
      let text = String(decoding: reader.payload(sequence), as: UTF8.self)
      if record.kind == .note { return "- \(text)" }
      return "\(record.direction == .sent ? ">" : "<") \(record.opcode == .close ? "close" : text)"
    }
  }
}

@Suite struct SessionsTests {
  @Test func `a message that is sent and echoed stands in the log, in order`() async throws {
    try await withSession("/echo") { store, session, watcher, _ in
      _ = await watcher.until(\.isOpen)
      store.perform { _ = $0.send(SessionID(1), .text("hello")) }
      let status = await watcher.until { $0.receivedFrames == 1 }
      #expect(status.sentFrames == 1)
      #expect(status.payloadBytes == 10)
      #expect(session.lines == ["- connecting 1", "- open", "> hello", "< hello"])
    }
  }

  @Test func `disconnecting closes with the code and the log says so`() async throws {
    try await withSession("/echo") { store, session, watcher, _ in
      _ = await watcher.until(\.isOpen)
      store.perform { $0.disconnect(SessionID(1), code: .normal, reason: "done") }
      let status = await watcher.until { $0.ending != nil }
      #expect(status.ending?.closure.isClean == true)
      #expect(status.ending?.closure.initiator == .us)
      #expect(session.lines == ["- connecting 1", "- open", "> close", "< close", "- ended 1000"])
    }
  }

  @Test func `reconnecting goes on in the same log`() async throws {
    try await withSession("/close/1011?reason=tired") { store, session, watcher, _ in
      let status = await watcher.until { $0.ending != nil }
      #expect(status.ending?.closure.received?.reason == Array("tired".utf8))
      store.perform { $0.connect(SessionID(1)) }
      _ = await watcher.until { $0.attempts == 2 && $0.ending != nil }
      let round = ["- open", "< close", "> close", "- ended 1011"]
      #expect(session.lines == ["- connecting 1"] + round + ["- connecting 2"] + round)
    }
  }

  @Test func `a refused upgrade fails the session and can be tried again`() async throws {
    try await withSession("/nowhere") { store, session, watcher, _ in
      let status = await watcher.until(\.hasFailed)
      guard case .failed(.handshake(.refused(let head, _, _))) = status.phase else {
        Issue.record("\(status.phase)")
        return
      }
      #expect(head.status == 404)
      #expect(session.lines == ["- connecting 1", "- failed"])
      store.perform { $0.connect(SessionID(1)) }
      _ = await watcher.until { $0.attempts == 2 && $0.hasFailed }
    }
  }

  @Test func `sending without a connection is refused`() async throws {
    try await withSession("/close/1000") { store, _, watcher, _ in
      _ = await watcher.until { $0.ending != nil }
      let refusal = await withCheckedContinuation { waiter in
        store.perform { waiter.resume(returning: $0.send(SessionID(1), .text("x"))) }
      }
      #expect(refusal == .ended)
    }
  }

  @Test func `a flood is kept whole and counted`() async throws {
    try await withSession("/flood?n=20000&size=125") { _, session, watcher, _ in
      let status = await watcher.until { $0.ending != nil }
      #expect(status.receivedFrames == 20_001)
      let texts = session.reader.range.lazy.compactMap { session.reader.record($0) }
        .filter { $0.isFrame && $0.opcode == .text }
      #expect(texts.count == 20_000)
      #expect(session.reader.evicted == 0)
    }
  }

  @Test func `fragments and pings between them keep their places`() async throws {
    try await withSession("/fragments") { _, session, watcher, _ in
      _ = await watcher.until { $0.receivedFrames >= 4 }
      let frames = session.reader.range.compactMap { session.reader.record($0) }.filter(\.isFrame)
      #expect(frames.first?.fragmentIndex == 1)
      #expect(frames.dropFirst().first?.opcode == .ping)
      #expect(
        frames.contains { $0.opcode == .pong && $0.flags.contains(.automatic) && $0.direction == .sent })
    }
  }

  @Test func `clearing empties the log and the numbers go on`() async throws {
    try await withSession("/echo") { store, session, watcher, _ in
      _ = await watcher.until(\.isOpen)
      await withCheckedContinuation { waiter in
        store.perform { store in
          store.clear(SessionID(1))
          waiter.resume()
        }
      }
      #expect(session.reader.range == 3..<3)
    }
  }

  @Test func `shutting down says 1001 to everybody`() async throws {
    try await withSession("/echo") { store, session, watcher, _ in
      _ = await watcher.until(\.isOpen)
      await store.shutDown(patience: 5_000_000_000)
      #expect(session.status.ending?.closure.sent?.code == .goingAway)
    }
  }
}
