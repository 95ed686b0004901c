public import Loop
public import Scripts
public import WebSocketClient
public import WebSocketCore

/// Plays one run of a script on one open connection: asks the run what to do, does it, and tells it what happens.
///
/// A class because the connection's owner, timers and the screen all reach it. `@unchecked Sendable`: it is touched on
/// the connection's loop only.
public final class ScriptPlayer: @unchecked Sendable {
  /// 256 KiB of frames go to the socket in one write: what it takes at once, about.
  private static let piece = 256 << 10
  /// Orders of one piece; a run of nothing but failures must not keep the loop.
  private static let mostOrders = 4_096
  /// Pieces before sockets and timers get their turn.
  private static let piecesPerTurn = 8

  /// What it tells its owner, on the loop.
  public enum News: Sendable {
    /// The branch is to be run; `joined` wants its runs.
    case forked(ScriptFork)
    case finished(ScriptVerdict)
  }

  /// As it stands.
  public private(set) var run: ScriptRun
  /// Nanoseconds between when a step was due and when it was done: our own fault, and the machine's.
  public private(set) var lateness = LatencyHistogram()
  /// The frames that the connection delivers right now are the script's.
  public private(set) var isSending = false
  /// Messages that came, for a comparison; nil where nobody compares.
  public var replies: ReplyRecord?
  /// Says why a payload must not be sent to where the connection leads; nil lets it pass.
  public var objection: ((ArraySlice<UInt8>) -> String?)?

  private let loop: EventLoop
  private let refusalWords: @Sendable (SendRefusal) -> String
  private let tell: (News) -> Void
  private weak var connection: WebSocketConnection?
  private var timer: TimerID?
  private var asksOnArrival = false
  private var waitsForRoom = false
  private var isAsking = false
  private var isOver = false

  /// `run` begins with `begin`. `refusalWords` says in words that end a sentence why a message was not sent; `tell` is
  /// called on the loop.
  public init(
    _ run: ScriptRun, on loop: EventLoop, refusalWords: @escaping @Sendable (SendRefusal) -> String,
    tell: @escaping (News) -> Void
  ) {
    self.run = run
    self.loop = loop
    self.refusalWords = refusalWords
    self.tell = tell
  }

  // MARK: From the connection's owner

  /// The connection is open.
  public func begin(on connection: isolated WebSocketConnection) {
    self.connection = connection
    ask(connection)
  }

  /// As `ConnectionOwner`, after the owner has kept the frames.
  public func delivered(_ batch: borrowing FrameBatch, on connection: isolated WebSocketConnection) {
    guard !isOver else { return }
    var hasArrived = false
    for event in batch.events {
      if event.direction == .received {
        hasArrived = true
        replies?.received(event, matched: run.matchedCount)
      }
      run.received(event)
    }
    if hasArrived, asksOnArrival { ask(connection, isInDelivery: true) }
  }

  /// As `ConnectionOwner`.
  public func hasRoom(on connection: isolated WebSocketConnection) {
    guard waitsForRoom else { return }
    waitsForRoom = false
    askSoon(connection)
  }

  /// As `ConnectionOwner`.
  public func ended(_ ending: Ending, on connection: isolated WebSocketConnection) {
    guard !isOver else { return }
    waitsForRoom = false
    run.closed(ending.closure, now: loop.now())
    ask(connection)
  }

  // MARK: From the user

  /// Changes the run (pause, step, speed, stop) and goes on by what it says then.
  public func change(_ body: (inout ScriptRun, UInt64) -> Void) {
    guard !isOver else { return }
    body(&run, loop.now())
    askWhereverItIs()
  }

  /// The fork's runs are over.
  public func joined(_ runs: [ScriptRun]) {
    guard !isOver else { return }
    run.joined(runs, now: loop.now())
    askWhereverItIs()
  }

  /// The script as far as it went; nothing of it is played any more.
  public func abandon() {
    isOver = true
    stopTimer()
  }

  // MARK: Asking

  private func askWhereverItIs() {
    guard let connection else { return }
    connection.assumeIsolated { ask($0) }
  }

  private func askSoon(_ connection: isolated WebSocketConnection) {
    loop.execute { [weak self] in self?.askWhereverItIs() }
  }

  private func ask(_ connection: isolated WebSocketConnection, isInDelivery: Bool = false) {
    guard !isAsking, !isOver, !waitsForRoom else { return }
    isAsking = true
    defer { isAsking = false }
    stopTimer()
    asksOnArrival = false
    for _ in 0..<Self.piecesPerTurn {
      guard connection.unsentBytes < Self.piece else {
        // Inside of a delivery it has not been tried yet.
        if isInDelivery { break }
        waitsForRoom = true
        return
      }
      if connection.together({ gather($0) }) { return }
    }
    askSoon(connection)
  }

  /// Does what the run orders until it waits (true), or until there is enough for one write (false).
  private func gather(_ connection: isolated WebSocketConnection) -> Bool {
    for _ in 0..<Self.mostOrders {
      let now = loop.now()
      switch run.next(now) {
      case .send(let frame): send(frame, connection)
      case .close(let code, let reason): close(code, reason, connection)
      case .wait(let due):
        wake(at: due, isPlanned: true)
        return true
      case .expecting(let deadline):
        asksOnArrival = true
        wake(at: deadline, isPlanned: false)
        return true
      case .fork(let fork):
        tell(.forked(fork))
        return true
      case .paused: return true
      case .finished(let verdict):
        isOver = true
        tell(.finished(verdict))
        return true
      }
      if connection.unsentBytes >= Self.piece { return false }
    }
    return false
  }

  private func send(_ frame: ScriptFrame, _ connection: isolated WebSocketConnection) {
    if let words = objection?(frame.payload) { return run.sendFailed(words, now: loop.now()) }
    isSending = true
    let refusal = frame.payload.withUnsafeBytes { payload -> SendRefusal? in
      do throws(SendRefusal) {
        try connection.post(frame.opcode, payload, isFinal: frame.isFinal)
        return nil
      } catch {
        return error
      }
    }
    isSending = false
    if let refusal { run.sendFailed(refusalWords(refusal), now: loop.now()) }
  }

  private func close(_ code: CloseCode?, _ reason: [UInt8], _ connection: isolated WebSocketConnection) {
    isSending = true
    defer { isSending = false }
    do throws(SendRefusal) {
      try connection.startClosing(code: code, reason: String(decoding: reason, as: UTF8.self))
    } catch {
      run.sendFailed(refusalWords(error), now: loop.now())
    }
  }

  private func wake(at due: UInt64, isPlanned: Bool) {
    timer = loop.schedule(at: due) { [weak self] in
      guard let self else { return }
      timer = nil
      if isPlanned { lateness.record(loop.now() &- due) }
      askWhereverItIs()
    }
  }

  private func stopTimer() {
    if let timer { loop.cancel(timer) }
    timer = nil
  }
}
