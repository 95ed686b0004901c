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
  public let id: SessionID
  public var reader: LogReader { log.reader }
  /// Readable from any thread.
  public var status: SessionStatus { published.withLock { $0 } }

  let log: FrameLog
  var target: SessionTarget
  var connection: WebSocketConnection?
  /// Ends a connect that is under way.
  var cancelConnect: (@Sendable () -> Void)?
  private let loop: EventLoop
  private let narrator: any Narrator
  private let changed: @Sendable (SessionID) -> Void
  private let published = Lock(SessionStatus())

  init(
    id: SessionID, target: SessionTarget, budget: LogBudget, loop: EventLoop, narrator: any Narrator,
    changed: @escaping @Sendable (SessionID) -> Void
  ) {
    self.id = id
    self.target = target
    self.loop = loop
    self.narrator = narrator
    self.changed = changed
    log = FrameLog(budget: budget)
  }

  // MARK: From the connection

  public func connection(_ connection: isolated WebSocketConnection, delivered batch: borrowing FrameBatch) {
    log.append(batch, wallOffset: WallClock.offset())
    var sent = 0
    var received = 0
    var bytes = 0
    for frame in batch.events {
      if frame.direction == .sent { sent += 1 } else if !frame.flags.contains(.laterPart) { received += 1 }
      bytes += frame.payload.count
    }
    publish { status in
      status.sentFrames += sent
      status.receivedFrames += received
      status.payloadBytes += bytes
    }
  }

  public func connection(_ connection: isolated WebSocketConnection, ended ending: Ending) {
    note(.closed, narrator.ended(ending))
    publish { $0.phase = .ended(ending) }
  }

  // MARK: From the store

  func connectBegan() {
    let attempt = status.attempts + 1
    publish { status in
      status.phase = .connecting
      status.attempts = attempt
      status.upgrade = nil
      status.tls = nil
    }
    note(attempt == 1 ? .connecting : .reconnect, narrator.connecting(to: target, attempt: attempt))
  }

  func opened(_ connection: isolated WebSocketConnection) {
    let now = loop.now()
    publish { status in
      status.phase = .open
      status.upgrade = connection.upgrade
      status.tls = connection.tls
      status.peerName = connection.peerName
      status.openedAt = now
    }
    note(.opened, narrator.opened(status))
  }

  func failed(_ error: ConnectError) {
    // The note first: whoever sees the new phase finds the log complete.
    note(.failed, narrator.failed(error, target: target))
    publish { $0.phase = .failed(error) }
  }

  func closing() {
    publish { status in if case .open = status.phase { status.phase = .closing } }
  }

  func clear() {
    log.clear()
    changed(id)
  }

  func note(_ kind: NoteKind, _ text: String) {
    log.append(note: kind, text: Array(text.utf8), at: loop.now(), wallOffset: WallClock.offset())
    changed(id)
  }

  private func publish(_ change: (inout SessionStatus) -> Void) {
    published.withLock { change(&$0) }
    changed(id)
  }
}
