import Loop
import Transport
public import WebSocketCore

extension WebSocketConnection {
  /// Starts the closing handshake (RFC 6455 section 7.1.2) and waits for the end, at most `closeTimeout` twice.
  /// `code` nil sends an empty Close frame; the reason is up to 123 bytes of UTF-8. On a connection that has ended it tells
  /// how. Throws, and closes nothing, where the code or reason may not be sent (`.rule`) and before it is open.
  @discardableResult
  public func close(code: CloseCode? = .normal, reason: String = "") async throws(SendRefusal) -> Ending {
    try startClosing(code: code, reason: reason)
    if case .ended(let ending) = state { return ending }
    return await withCheckedContinuation { endWaiters.append($0) }
  }

  /// As `close`, without waiting.
  public func startClosing(code: CloseCode? = .normal, reason: String = "") throws(SendRefusal) {
    switch state {
    case .ended: return
    case .open, .closing: break
    case .idle, .connecting, .failed: throw .notConnected
    }
    if core.closure != nil || isClosing { return }
    let status = code.map { Closure.Status(code: $0, reason: Array(reason.utf8)) }
    var random = shared.random
    var batch = shared.take()
    var fault: SendError?
    do throws(SendError) {
      try core.close(status, at: loop.now(), random: &random, into: &batch)
      state = .closing
    } catch {
      fault = error
    }
    report(&batch)
    shared.put(batch)
    if let fault { throw .rule(fault) }
    flush()
    armCloseTimer(options.closeTimeout)
    // The peer's own Close frame may have been waiting for a reader.
    resume()
  }

  /// Ends at once, without a Close frame; a connect under way is cancelled.
  public func abort() {
    guard isOpen else {
      finishConnecting(.failure(.cancelled))
      return
    }
    streamEnded(.aborted)
  }

  /// Waits for the end and aborts at `deadline` (monotonic nanoseconds), whichever comes first.
  public func abort(at deadline: UInt64) async {
    guard isOpen else { return }
    let timer = loop.schedule(at: deadline) { [weak self] in self?.assumeIsolated { $0.abort() } }
    _ = await withCheckedContinuation { endWaiters.append($0) }
    loop.cancel(timer)
  }

  var isClosing: Bool {
    if case .closing = state { true } else { false }
  }

  /// After frames were parsed: has the closing handshake or a violation ended the WebSocket level?
  func protocolMayHaveEnded() {
    guard isOpen, core.closure != nil else { return }
    if !isClosing {
      state = .closing
    }
    stopKeepalive()
    armCloseTimer(options.closeTimeout)
  }

  func armCloseTimer(_ time: UInt64) {
    guard closeTimer == nil else { return }
    closeTimer = loop.schedule(at: loop.now() &+ time) { [weak self] in
      self?.assumeIsolated { $0.closeTimerFired() }
    }
  }

  private func closeTimerFired() {
    closeTimer = nil
    streamEnded(.closeTimedOut)
  }

  /// Our patience is at its end. RFC 6455 section 7.1.7: one Close frame, and no long wait for a peer that does not answer.
  func giveUp(_ cause: Ending.Cause, _ status: Closure.Status, within time: UInt64) {
    stopKeepalive()
    stopStallTimer()
    ownCause = cause
    var random = shared.random
    var batch = shared.take()
    try? core.close(status, at: loop.now(), random: &random, into: &batch)
    state = .closing
    report(&batch)
    shared.put(batch)
    flush()
    armCloseTimer(min(options.closeTimeout, time))
    updateReading()
  }

  /// After a violation the peer's bytes are only read so that our Close frame is not lost to a reset.
  func drain(_ count: Int) {
    drained += count
    if drained > ConnectionOptions.drainLimit { streamEnded(.violation) }
  }

  /// The one way in which an open connection ends.
  func streamEnded(_ cause: Ending.Cause) {
    guard isOpen else { return }
    if case .aborted = cause {} else { takeUpHeldBack() }
    guard isOpen else { return }
    var batch = shared.take()
    core.inputEnded(at: loop.now(), into: &batch)
    report(&batch)
    shared.put(batch)
    if let closeTimer { loop.cancel(closeTimer) }
    closeTimer = nil
    stopKeepalive()
    stopStallTimer()
    incompleteSince = nil
    let ending = Ending(
      closure: core.closure
        ?? Closure(status: Closure.Status(code: .abnormal), initiator: .nobody, isClean: false),
      cause: finalCause(cause), duration: loop.now() &- openedAt, unsentBytes: core.outputCount)
    stream?.close()
    stream = nil
    state = .ended(ending)
    let owner = owner
    self.owner = nil
    queue.append(.ended(ending))
    serveReaders()
    wakeSenders()
    owner?.connection(self, ended: ending)
    let waiters = endWaiters
    endWaiters = []
    for waiter in waiters { waiter.resume(returning: ending) }
  }

  /// Nothing more comes. A Close frame that waited for a reader to take the messages before it is looked at now: how the
  /// peer has closed must not depend on how soon somebody reads.
  private func takeUpHeldBack() {
    guard owner == nil else { return }
    while core.hasUnparsed {
      var random = shared.random
      var batch = shared.take()
      var unlimited = Int.max
      core.resume(at: loop.now(), demand: &unlimited, random: &random, into: &batch)
      let isStuck = batch.isEmpty
      deliver(&batch)
      core.keepUnparsed()
      shared.put(batch)
      if isStuck { return }
    }
  }

  /// Once the WebSocket level had ended, how TCP went after it is no news: the suite aborts, browsers reset.
  private func finalCause(_ cause: Ending.Cause) -> Ending.Cause {
    if let ownCause { return ownCause }
    guard let closure = core.closure else { return cause }
    if closure.violation != nil { return .violation }
    return closure.isClean ? .closeHandshake : cause
  }
}
