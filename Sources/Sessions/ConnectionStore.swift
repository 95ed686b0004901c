public import FrameLog
public import Loop
import Synchronization
public import WebSocketClient
public import WebSocketCore

/// All sessions: connects them, feeds their logs, carries out what the screen orders.
///
/// An actor on the network loop, where the connections live too, so frames reach the logs without a hop. Orders come by
/// `perform`, in the order in which they were given.
public actor ConnectionStore {
  /// The network loop.
  public nonisolated let loop: EventLoop
  /// The loop.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  private nonisolated let budget: LogBudget
  private nonisolated let captures: CaptureSource?
  private nonisolated let keepsPayload: Bool
  private nonisolated let narrator: any Narrator
  private nonisolated let changed: @Sendable (SessionID) -> Void
  private var sessions: [SessionID: Session] = [:]
  private let jobs: AsyncStream<Session>
  private let addJob: AsyncStream<Session>.Continuation
  /// One connect to an address at a time (RFC 6455 section 4.1); nil where the user has lifted that.
  private let queue: ConnectQueue?
  private(set) var isShuttingDown = false
  var random = SystemRandomNumberGenerator()

  /// `changed` is called on the loop whenever a session's log or status moved; it has to be cheap.
  /// `captures` keeps the logs in files too; `keepsPayload: false` keeps no payload anywhere, but those of Close frames.
  /// `connectsInParallel` lets connects to one address run side by side, against RFC 6455 section 4.1.
  public init(
    on loop: EventLoop, budget: LogBudget, captures: CaptureSource? = nil, keepsPayload: Bool = true,
    narrator: any Narrator, connectsInParallel: Bool = false,
    changed: @escaping @Sendable (SessionID) -> Void
  ) {
    self.loop = loop
    self.budget = budget
    self.captures = captures
    self.keepsPayload = keepsPayload
    self.narrator = narrator
    self.changed = changed
    queue = connectsInParallel ? nil : ConnectQueue(on: loop)
    (jobs, addJob) = AsyncStream.makeStream()
  }

  /// Carries the connects; runs until `finish`.
  public func run() async {
    await withDiscardingTaskGroup { group in
      for await session in jobs { group.addTask { await self.connect(session) } }
      group.cancelAll()
    }
  }

  /// Does something with the store on its loop, in order, from any thread.
  public nonisolated func perform(_ order: @escaping @Sendable (isolated ConnectionStore) -> Void) {
    loop.execute { self.assumeIsolated(order) }
  }

  // MARK: Orders

  /// A new session, not connected and not yet known to the store: its reader can be had at once, on any thread.
  /// `title` names its capture.
  public nonisolated func makeSession(_ id: SessionID, target: SessionTarget, title: String = "") -> Session {
    let capture = target.isCaptured ? captures?.capture(of: target, title: title) : nil
    let session = Session(
      id: id, target: target, budget: budget, capture: capture,
      keepsPayload: keepsPayload && target.keepsPayload, loop: loop,
      narrator: narrator, changed: changed)
    return session
  }

  /// Takes a session of `makeSession` in; orders may name it from now on.
  public func adopt(_ session: Session) {
    sessions[session.id] = session
    let id = session.id
    session.lost = { [weak self] loss in self?.assumeIsolated { $0.lost(id, loss) } }
  }

  /// Connects, or connects again, at once; nothing while a connection is there or on its way.
  public func connect(_ id: SessionID, target: SessionTarget? = nil) {
    guard let session = sessions[id] else { return }
    switch session.status.phase {
    case .connecting, .open, .closing: return
    case .idle, .ended, .failed: break
    }
    if let target { session.target = target }
    session.row = 0
    begin(session)
  }

  func session(_ id: SessionID) -> Session? { sessions[id] }

  func begin(_ session: Session) {
    session.connectBegan()
    addJob.yield(session)
  }

  /// Nil where the message was framed; else nothing of it was sent.
  public func send(_ id: SessionID, _ message: OutgoingMessage) -> SendRefusal? {
    guard let connection = sessions[id]?.connection else { return .notConnected }
    return connection.assumeIsolated { connection in
      do throws(SendRefusal) {
        try connection.post(message)
        return nil
      } catch {
        return error
      }
    }
  }

  /// A text or binary message in frames of `size` bytes, with nothing but control frames between them: all of it is
  /// framed, or nothing.
  public func send(
    _ id: SessionID, _ opcode: Opcode, _ bytes: [UInt8], inFragmentsOf size: Int
  ) -> SendRefusal? {
    guard let connection = sessions[id]?.connection else { return .notConnected }
    let size = max(1, size)
    let count = max(1, (bytes.count + size - 1) / size)
    return connection.assumeIsolated { connection in
      // 14 bytes are the longest header; what is refused half-way would leave the message open.
      guard connection.unsentBytes + bytes.count + 14 * count <= connection.options.sendQueue else {
        return .queueFull(limit: connection.options.sendQueue)
      }
      for index in 0..<count {
        let part = Array(bytes[(index * size)..<min(bytes.count, (index + 1) * size)])
        do throws(SendRefusal) {
          try connection.post(
            .fragment(index == 0 ? opcode : .continuation, part, isFinal: index == count - 1))
        } catch {
          return error
        }
      }
      return nil
    }
  }

  /// Connects with another target, into the same log: a connection that is there is closed first, one on its way given
  /// up.
  public func connectAnew(_ id: SessionID, target: SessionTarget) {
    guard let session = sessions[id] else { return }
    switch session.status.phase {
    case .idle, .ended, .failed:
      session.cancelRetry()
      connect(id, target: target)
    case .connecting, .open, .closing:
      session.next = target
      end(session, code: .normal, reason: "")
    }
  }

  /// Starts the closing handshake; while one is under way, cuts the connection. A connect under way is cancelled, and so
  /// is one that is to come.
  public func disconnect(_ id: SessionID, code: CloseCode? = .normal, reason: String = "") {
    guard let session = sessions[id] else { return }
    session.next = nil
    end(session, code: code, reason: reason)
  }

  private func end(_ session: Session, code: CloseCode?, reason: String) {
    session.cancelConnect?()
    session.cancelRetry()
    let isClosing = if case .closing = session.status.phase { true } else { false }
    session.connection?.assumeIsolated { connection in
      if isClosing { return connection.abort() }
      do throws(SendRefusal) {
        try connection.startClosing(code: code, reason: reason)
        session.closing()
      } catch {
        // Not open, or closing already: there is nothing to start.
      }
    }
  }

  /// Frees what the log holds; its numbers go on.
  public func clear(_ id: SessionID) { sessions[id]?.clear() }

  /// Writes a note into the log; empty text writes none.
  public func note(_ id: SessionID, _ text: String) { sessions[id]?.note(.information, text) }

  /// Forgets the session; its connection is closed with 1001 and its log goes when the last reader does.
  public func remove(_ id: SessionID) {
    disconnect(id, code: .goingAway)
    sessions[id] = nil
  }

  /// Ends every connection with Close 1001 and waits at most `patience` nanoseconds for the answers.
  public func shutDown(patience: UInt64) async {
    isShuttingDown = true
    addJob.finish()
    for (_, session) in sessions {
      session.cancelConnect?()
      session.cancelRetry()
    }
    let open = sessions.values.compactMap(\.connection)
    let deadline = loop.now() &+ patience
    await withDiscardingTaskGroup { group in
      for connection in open {
        group.addTask { _ = try? await connection.close(code: .goingAway) }
        group.addTask { await connection.abort(at: deadline) }
      }
    }
  }

  // MARK: Connecting

  private func connect(_ session: Session) async {
    var options = session.target.options
    if options.connectQueue == nil { options.connectQueue = queue }
    let connection = WebSocketConnection(session.target.request, options: options, on: loop, owner: session)
    let (cancelled, cancel) = AsyncStream<Void>.makeStream()
    session.cancelConnect = { cancel.finish() }
    let result = await withTaskGroup(of: Result<Void, ConnectError>?.self) { group in
      group.addTask { await self.open(connection, session) }
      group.addTask {
        for await _ in cancelled {}
        return nil
      }
      var outcome: Result<Void, ConnectError> = .failure(.cancelled)
      for await result in group {
        group.cancelAll()
        if let result { outcome = result }
      }
      return outcome
    }
    session.cancelConnect = nil
    if case .failure(let error) = result {
      session.failed(error, await connection.connectReport)
    }
  }

  private func open(_ connection: WebSocketConnection, _ session: Session) async -> Result<Void, ConnectError>
  {
    do throws(ConnectError) {
      session.connection = connection
      _ = try await connection.connect { session.opened($0) }
      return .success(())
    } catch {
      session.connection = nil
      return .failure(error)
    }
  }
}
