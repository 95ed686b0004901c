import FrameLog
import Locks
import Loop
import Sessions
import Testing
import Transport
import WebSocketClient
import WebSocketCore
import WebSocketServer

/// A server whose answer may change from one request to the next, a store, and one session.
private struct Stage {
  let loop: EventLoop
  let server: WebSocketServer
  let store: ConnectionStore
  let session: Session
  let watcher: Watcher
  let requests: Counter

  func count() -> Int { requests.value }
}

private final class Counter: Sendable {
  private let state = Lock(0)
  var value: Int { state.withLock { $0 } }
  func next() -> Int {
    state.withLock { value in
      value += 1
      return value
    }
  }
}

/// Short words for the retries too.
private struct RetryNarrator: Narrator {
  func connecting(to target: SessionTarget, attempt: Int) -> String { "connecting \(attempt)" }
  func opened(_ status: SessionStatus) -> String { "open" }
  func failed(_ error: ConnectError, _ report: ConnectReport, target: SessionTarget) -> String { "failed" }
  func ended(_ ending: Ending) -> String { "ended \(ending.closure.status.code.rawValue)" }
  func retrying(_ retry: ScheduledRetry, after delay: UInt64) -> String {
    "retry \(retry.attempt)/\(retry.limit)"
  }
  func redirected(from hop: ConnectHop, to url: WebSocketURL) -> String {
    "redirected \(hop.refusal?.status ?? 0) to \(url.requestTarget)"
  }
  func gaveUp(after attempts: Int) -> String { "gave up after \(attempts)" }
  func warnings(about target: SessionTarget) -> [String] {
    target.request.url.userinfo == nil ? [] : ["in the clear"]
  }
}

/// Closes as soon as it is open.
private final class Closer: ConnectionHandler {
  let code: CloseCode
  init(_ code: CloseCode) { self.code = code }
  func opened(_ connection: ServerConnection) { try? connection.close(Closure.Status(code: code)) }
}

private final class Quiet: ConnectionHandler {}

private func withStage(
  _ policy: ReconnectPolicy, _ route: @escaping @Sendable (Int) -> Route,
  _ body: (Stage) async throws -> Void
) async throws {
  let loop = try EventLoop(name: "test")
  try loop.start()
  defer { loop.stop() }
  let requests = Counter()
  let server = try WebSocketServer(host: "127.0.0.1", port: 0, on: loop) { _ in route(requests.next()) }
  server.start()
  let watcher = Watcher()
  let store = ConnectionStore(on: loop, budget: LogBudget(), narrator: RetryNarrator()) { _ in
    watcher.changed()
  }
  let url = try WebSocketURL(parsing: "ws://127.0.0.1:\(server.port)/")
  let session = store.makeSession(
    SessionID(1),
    target: SessionTarget(request: UpgradeRequest(url: url), options: ConnectionOptions(), reconnect: policy))
  watcher.watch(session)
  let running = Task { await store.run() }
  store.perform { store in
    store.adopt(session)
    store.connect(session.id)
  }
  try await body(
    Stage(loop: loop, server: server, store: store, session: session, watcher: watcher, requests: requests))
  await store.shutDown(patience: 1_000_000_000)
  server.stop()
  running.cancel()
}

@Suite struct ReconnectTests {
  /// A millisecond or two between attempts.
  private func quick(_ attempts: Int) -> ReconnectPolicy {
    var policy = ReconnectPolicy(attempts: attempts)
    policy.firstDelay = 1_000_000
    policy.longestDelay = 2_000_000
    return policy
  }

  @Test func `F49 a lost connection is tried again, so often in a row and no more`() async throws {
    // `longestDelay` is what an open connection has to last for a new row.
    var policy = quick(3)
    policy.longestDelay = 60_000_000_000
    policy.firstDelay = 100_000
    try await withStage(policy, { _ in .accept(Closer(.internalError)) }) { stage in
      let status = await stage.watcher.until { $0.attempts == 4 && $0.ending != nil && $0.retry == nil }
      #expect(status.retry == nil)
      #expect(stage.count() == 4)
      #expect(
        stage.session.lines.filter { $0.hasPrefix("- retry") || $0.hasPrefix("- gave") }
          == ["- retry 1/3", "- retry 2/3", "- retry 3/3", "- gave up after 3"])
    }
  }

  @Test func `a connection that lasted begins a new row`() async throws {
    var policy = quick(1)
    // Everything lasts longer than that.
    policy.longestDelay = 1
    try await withStage(policy, { _ in .accept(Closer(.internalError)) }) { stage in
      let status = await stage.watcher.until { $0.attempts == 4 && $0.retry != nil }
      #expect(status.retry?.attempt == 1)
      stage.store.perform { $0.disconnect(SessionID(1)) }
    }
  }

  @Test(arguments: [1000, 1001] as [UInt16])
  func `after a clean close by the server nothing is tried again`(code: UInt16) async throws {
    try await withStage(quick(3), { _ in .accept(Closer(CloseCode(rawValue: code))) }) { stage in
      let status = await stage.watcher.until { $0.ending != nil }
      #expect(status.retry == nil)
      await stage.loop.turn()
      #expect(stage.count() == 1)
    }
  }

  @Test(arguments: [(404, 1), (401, 1), (503, 3), (429, 3)])
  func `what would be refused again is not asked again`(status: Int, requests: Int) async throws {
    try await withStage(quick(2), { _ in .refuse(status: status, reason: "No", body: "") }) { stage in
      _ = await stage.watcher.until { $0.attempts == requests && $0.hasFailed && $0.retry == nil }
      #expect(stage.count() == requests)
    }
  }

  @Test func `the next attempt's time is told, and disconnecting stops it`() async throws {
    var policy = quick(5)
    (policy.firstDelay, policy.longestDelay) = (.max / 4, .max / 4)
    let slow = policy
    try await withStage(slow, { _ in .accept(Closer(.internalError)) }) { stage in
      let status = await stage.watcher.until { $0.retry != nil && $0.ending != nil }
      #expect(status.retry?.attempt == 1)
      #expect(status.retry?.limit == 5)
      #expect(status.retry.map { $0.at > stage.loop.now() } == true)
      stage.store.perform { $0.disconnect(SessionID(1)) }
      _ = await stage.watcher.until { $0.retry == nil }
      #expect(stage.count() == 1)
    }
  }

  @Test func `connecting by hand does not wait for the next attempt, and begins a new row`() async throws {
    var policy = quick(5)
    (policy.firstDelay, policy.longestDelay) = (.max / 4, .max / 4)
    let slow = policy
    try await withStage(slow, { $0 == 1 ? .accept(Closer(.internalError)) : .accept(Quiet()) }) { stage in
      _ = await stage.watcher.until { $0.retry != nil && $0.ending != nil }
      stage.store.perform { $0.connect(SessionID(1)) }
      let status = await stage.watcher.until(\.isOpen)
      #expect(status.retry == nil)
      #expect(status.attempts == 2)
    }
  }

  @Test func `an order to disconnect is not taken for a loss`() async throws {
    try await withStage(quick(5), { _ in .accept(Quiet()) }) { stage in
      _ = await stage.watcher.until(\.isOpen)
      stage.store.perform { $0.disconnect(SessionID(1)) }
      let status = await stage.watcher.until { $0.ending != nil }
      #expect(status.retry == nil)
      await stage.loop.turn()
      #expect(stage.count() == 1)
    }
  }

  @Test func `H44 Retry-After is waited for`() async throws {
    try await withLoopback("HTTP/1.1 503 Busy\r\nRetry-After: 1800\r\nContent-Length: 0\r\n\r\n") {
      session, watcher, loop in
      let status = await watcher.until { $0.retry != nil && $0.hasFailed }
      let left = status.retry.map { $0.at - loop.now() } ?? 0
      #expect(left > 1_700_000_000_000 && left <= 1_800_000_000_000)
    }
  }

  /// A server that says the same to everybody.
  private func withLoopback(
    _ answer: String, _ body: (Session, Watcher, EventLoop) async throws -> Void
  ) async throws {
    let loop = try EventLoop(name: "test")
    try loop.start()
    defer { loop.stop() }
    let parrot = try Parrot(answer, on: loop)
    let watcher = Watcher()
    let store = ConnectionStore(on: loop, budget: LogBudget(), narrator: RetryNarrator()) { _ in
      watcher.changed()
    }
    let session = store.makeSession(
      SessionID(1),
      target: SessionTarget(
        request: UpgradeRequest(url: parrot.url), options: ConnectionOptions(), reconnect: quick(3)))
    watcher.watch(session)
    let running = Task { await store.run() }
    store.perform { store in
      store.adopt(session)
      store.connect(session.id)
    }
    try await body(session, watcher, loop)
    await store.shutDown(patience: 1_000_000_000)
    running.cancel()
  }
}

/// `@unchecked Sendable`: touched on its loop only.
private final class Parrot: ByteStreamDelegate, @unchecked Sendable {
  let url: WebSocketURL
  private let answer: [UInt8]
  private let listener: Listener
  private var stream: ByteStream?

  init(_ answer: String, on loop: EventLoop) throws {
    self.answer = Array(answer.utf8)
    listener = try Listener(host: "127.0.0.1", port: 0, on: loop)
    url = try WebSocketURL(parsing: "ws://\(listener.address)/")
    listener.start { [weak self] stream in
      self?.stream = stream
      stream.delegate = self
      stream.isReadingEnabled = true
    }
  }

  func streamIsWritable() {}
  func streamIsReadable() {
    guard let stream else { return }
    switch stream.read(into: stream.loop.readBuffer) {
    case .bytes: _ = answer.withUnsafeBytes { stream.write($0) }
    case .wouldBlock: break
    case .end, .failed: stream.close()
    }
  }
}

extension EventLoop {
  /// Comes back when everything that is due now is done.
  fileprivate func turn() async {
    await withCheckedContinuation { waiter in
      self.execute { self.schedule(at: self.now() &+ 5_000_000) { waiter.resume() } }
    }
  }
}

@Suite struct ConnectDetailTests {
  @Test
  func `H52 in a store, of 20 connects to one address one is under way, and the others show that they wait`()
    async throws
  {
    let loop = try EventLoop(name: "test")
    try loop.start()
    defer { loop.stop() }
    // It never answers, so that nobody's turn ends.
    let silent = try Parrot("", on: loop)
    let sessions = Lock<[Session]>([])
    let most = Lock(0)
    let settled = AsyncStream<Void>.makeStream()
    let store = ConnectionStore(on: loop, budget: LogBudget(), narrator: PlainNarrator()) { _ in
      let steps = sessions.withLock { $0.map(\.status.step) }
      let running = steps.count { [.dialling, .upgrading].contains($0) }
      most.withLock { $0 = max($0, running) }
      if running == 1, steps.count(where: { $0 == .queued }) == 19 { settled.continuation.finish() }
    }
    let running = Task { await store.run() }
    for number in 1...20 {
      let target = SessionTarget(request: UpgradeRequest(url: silent.url), options: ConnectionOptions())
      let session = store.makeSession(SessionID(number), target: target)
      sessions.withLock { $0.append(session) }
      store.perform { store in
        store.adopt(session)
        store.connect(session.id)
      }
    }
    for await _ in settled.stream {}
    await store.shutDown(patience: 1_000_000_000)
    running.cancel()
    await running.value
    #expect(most.withLock { $0 } == 1)
  }

  @Test func `the waterfall and the round trip of a ping stand in the status`() async throws {
    try await withSession("/echo") { store, session, watcher, _ in
      let open = await watcher.until(\.isOpen)
      #expect(open.report?.hops.count == 1)
      #expect(open.report?.firstFrame == nil)
      store.perform { _ = $0.send(SessionID(1), .ping([1])) }
      let status = await watcher.until { $0.roundTrips.count == 1 }
      #expect(status.roundTrips.last != nil)
      #expect(status.report?.firstFrame != nil)
    }
  }

  @Test func `warnings and redirects stand in the log, in their order`() async throws {
    let loop = try EventLoop(name: "test")
    try loop.start()
    defer { loop.stop() }
    let demo = try DemoServer(on: loop)
    demo.start()
    let parrot = try Parrot(
      "HTTP/1.1 307 Moved\r\nLocation: \(demo.baseURL)/echo\r\nContent-Length: 0\r\n\r\n", on: loop)
    let watcher = Watcher()
    let store = ConnectionStore(on: loop, budget: LogBudget(), narrator: RetryNarrator()) { _ in
      watcher.changed()
    }
    let url = try WebSocketURL(parsing: "ws://me:pw@127.0.0.1:\(parrot.url.port)/")
    var options = ConnectionOptions()
    options.redirects = RedirectPolicy()
    let session = store.makeSession(
      SessionID(1), target: SessionTarget(request: UpgradeRequest(url: url), options: options))
    watcher.watch(session)
    let running = Task { await store.run() }
    store.perform { store in
      store.adopt(session)
      store.connect(session.id)
    }
    let status = await watcher.until(\.isOpen)
    #expect(status.report?.hops.map(\.url.requestTarget) == ["/", "/echo"])
    #expect(session.lines == ["- connecting 1", "- in the clear", "- redirected 307 to /echo", "- open"])
    await store.shutDown(patience: 1_000_000_000)
    demo.stop()
    running.cancel()
  }
}
