public import FrameLog
import Locks
import Loop
public import WebSocketClient
public import WebSocketCore

/// One tab's connection, through all its reconnects, and its log.
///
/// A class because the connection calls it. `@unchecked Sendable`: all but the published status and the log's reader is
/// touched on the store's loop only.
public final class Session: ConnectionOwner, @unchecked Sendable {
  /// The same for as long as the program runs.
  public let id: SessionID
  /// Of the log; from any thread.
  public var reader: LogReader { log.reader }
  /// Of its capture's folder; nil where it has none.
  public var captureName: String? { log.captureName }
  /// Readable from any thread.
  public var status: SessionStatus { published.withLock { $0 } }

  let log: FrameLog
  var target: SessionTarget
  /// What to connect with as soon as this connection is over.
  var next: SessionTarget?
  var connection: WebSocketConnection?
  /// Ends a connect that is under way.
  var cancelConnect: (@Sendable () -> Void)?
  /// Told on the loop when a connection or a connect is over.
  var lost: (@Sendable (Loss) -> Void)?
  /// The script that is played to the connection, or was played last.
  var player: ScriptPlayer?
  /// The number of the frame that it sent last.
  var replayedRow: Int?
  /// For frames of a script, with their flag.
  private var replayed = FrameBatch()
  /// Attempts in a row that brought no lasting connection.
  var row = 0
  private var retryTimer: TimerID?
  private var hops = 0
  private var awaitsFirstFrame = false
  private let loop: EventLoop
  private let narrator: any Narrator
  private let changed: @Sendable (SessionID) -> Void
  private let published = Lock(SessionStatus())

  init(
    id: SessionID, target: SessionTarget, budget: LogBudget, capture: CaptureWriter?, keepsPayload: Bool,
    loop: EventLoop, narrator: any Narrator, changed: @escaping @Sendable (SessionID) -> Void
  ) {
    self.id = id
    self.target = target
    self.loop = loop
    self.narrator = narrator
    self.changed = changed
    log = FrameLog(budget: budget, capture: capture, keepsPayload: keepsPayload)
    capture?.onChange { [weak self] health, lost in
      loop.execute { [weak self] in self?.captureChanged(health, lost) }
    }
  }

  // MARK: From the connection

  /// For the connection, on the loop.
  public func connection(_ connection: isolated WebSocketConnection, delivered batch: borrowing FrameBatch) {
    if player?.isSending == true {
      keepReplayed(batch)
    } else {
      log.append(batch, wallOffset: WallClock.offset())
    }
    player?.delivered(batch, on: connection)
    var sent = 0
    var received = 0
    var bytes = 0
    for frame in batch.events {
      if frame.direction == .sent { sent += 1 } else if !frame.flags.contains(.laterPart) { received += 1 }
      bytes += frame.payload.count
    }
    let first = awaitsFirstFrame ? connection.connectReport.firstFrame : nil
    if first != nil { awaitsFirstFrame = false }
    publish { status in
      status.sentFrames += sent
      status.receivedFrames += received
      status.payloadBytes += bytes
      status.incompleteSince = connection.incompleteSince
      if let first { status.report?.firstFrame = first }
      if status.roundTrips.count != connection.roundTrips.count { status.roundTrips = connection.roundTrips }
    }
  }

  /// Flagged, so that they can be told from what the user sent.
  private func keepReplayed(_ batch: borrowing FrameBatch) {
    for var event in batch.events {
      if event.direction == .sent { event.flags.insert(.replayed) }
      replayed.append(event)
    }
    log.append(replayed, wallOffset: WallClock.offset())
    replayed.removeAll()
    replayedRow = log.reader.range.upperBound - 1
  }

  /// For the connection, on the loop.
  public func connectionHasRoom(_ connection: isolated WebSocketConnection) {
    player?.hasRoom(on: connection)
  }

  /// For the connection, on the loop.
  public func connection(_ connection: isolated WebSocketConnection, waitsForRestSince time: UInt64?) {
    publish { $0.incompleteSince = time }
  }

  /// For the connection, on the loop.
  public func connection(_ connection: isolated WebSocketConnection, isAt step: ConnectStep) {
    let known = connection.connectReport.hops
    if known.count > hops, known.count > 1 {
      note(.information, narrator.redirected(from: known[known.count - 2], to: connection.url))
    }
    hops = known.count
    publish { $0.step = step }
  }

  /// For the connection, on the loop.
  public func connection(_ connection: isolated WebSocketConnection, ended ending: Ending) {
    note(.closed, narrator.ended(ending), SessionFacts.ended(ending, status, target))
    // First: whoever sees the new phase finds the log complete, and the next attempt planned.
    player?.ended(ending, on: connection)
    lost?(.ended(ending))
    publish { status in
      status.phase = .ended(ending)
      status.incompleteSince = nil
    }
  }

  // MARK: From the store

  func connectBegan() {
    let attempt = status.attempts + 1
    cancelRetry()
    hops = 0
    publish { status in
      status.phase = .connecting
      status.attempts = attempt
      status.step = nil
      status.report = nil
      status.roundTrips = RoundTrips()
      status.upgrade = nil
      status.tls = nil
    }
    note(attempt == 1 ? .connecting : .reconnect, narrator.connecting(to: target, attempt: attempt))
    if attempt == 1 { for text in narrator.warnings(about: target) { note(.information, text) } }
  }

  func opened(_ connection: isolated WebSocketConnection) {
    awaitsFirstFrame = true
    var open = status
    open.phase = .open
    open.step = nil
    open.report = connection.connectReport
    open.upgrade = connection.upgrade
    open.tls = connection.tls
    open.peerName = connection.peerName
    open.openedAt = loop.now()
    let now = open
    // The note first: whoever sees the new phase finds the log complete.
    note(.opened, narrator.opened(now), SessionFacts.opened(now, target, local: connection.socketName))
    publish { $0 = now }
    greet(connection)
  }

  /// What can't be sent is told; the connection lives on.
  private func greet(_ connection: isolated WebSocketConnection) {
    for bytes in target.greetings {
      do throws(SendRefusal) {
        try connection.post(.text(String(decoding: bytes, as: UTF8.self)))
      } catch {
        return note(.information, narrator.notGreeted(error))
      }
    }
  }

  func failed(_ error: ConnectError, _ report: ConnectReport) {
    let words = narrator.failed(error, report, target: target)
    note(.failed, words, SessionFacts.failed(report, words, target))
    lost?(.failed(error))
    publish { status in
      status.phase = .failed(error)
      status.step = nil
      status.report = report
    }
  }

  /// Connects again after `delay`, by `attempt`.
  func retry(_ number: Int, after delay: UInt64, _ attempt: @escaping @Sendable () -> Void) {
    let at = loop.now() &+ delay
    let retry = ScheduledRetry(attempt: number, limit: target.reconnect.attempts, at: at)
    retryTimer = loop.schedule(at: at) { [weak self] in
      self?.retryTimer = nil
      attempt()
    }
    note(.reconnect, narrator.retrying(retry, after: delay))
    publish { $0.retry = retry }
  }

  func gaveUp() { note(.reconnect, narrator.gaveUp(after: row)) }

  /// True where there was one to cancel.
  @discardableResult
  func cancelRetry() -> Bool {
    if let retryTimer { loop.cancel(retryTimer) }
    retryTimer = nil
    guard status.retry != nil else { return false }
    publish { $0.retry = nil }
    return true
  }

  func closing() {
    publish { status in if case .open = status.phase { status.phase = .closing } }
  }

  func clear() {
    log.clear()
    changed(id)
  }

  func note(_ kind: NoteKind, _ text: String, _ facts: ConnectionFacts? = nil) {
    guard !text.isEmpty else { return }
    log.append(
      note: kind, text: Array(text.utf8), facts: facts, at: loop.now(), wallOffset: WallClock.offset())
    changed(id)
  }

  /// The files stopped, or go on.
  private func captureChanged(_ health: CaptureHealth, _ lost: ClosedRange<Int>?) {
    note(.gap, narrator.capture(health, lost: lost))
    publish { $0.capture = health }
  }

  private func publish(_ change: (inout SessionStatus) -> Void) {
    published.withLock { change(&$0) }
    changed(id)
  }
}

/// How a session lost its connection, or got none.
enum Loss: Sendable {
  case ended(Ending)
  case failed(ConnectError)
}
