import Loop
import WebSocketCore

/// Where the keepalive of an open connection is.
struct KeepaliveRun {
  var timer: TimerID
  /// The payload of the ping that waits for its pong.
  var awaited: [UInt8]?
  var pingedAt: UInt64 = 0
}

/// Pings that go out by themselves, and what becomes of pongs.
extension WebSocketConnection {
  func startKeepalive() {
    guard let keepalive = options.keepalive else { return }
    keepaliveRun = KeepaliveRun(timer: keepaliveTimer(at: openedAt &+ keepalive.interval))
  }

  func stopKeepalive() {
    if let timer = keepaliveRun?.timer { loop.cancel(timer) }
    keepaliveRun = nil
  }

  private func keepaliveTimer(at time: UInt64) -> TimerID {
    loop.schedule(at: time) { [weak self] in self?.assumeIsolated { $0.keepaliveTimerFired() } }
  }

  private func keepaliveTimerFired() {
    guard let keepalive = options.keepalive, case .open = state, core.closure == nil, let run = keepaliveRun
    else { return stopKeepalive() }
    guard run.awaited != nil else { return ping(keepalive) }
    // The pong may be among what our own reader keeps us from reading.
    guard !isHeldBack, !core.hasUnparsed else {
      keepaliveRun?.timer = keepaliveTimer(at: loop.now() &+ keepalive.timeout)
      return
    }
    giveUp(
      .keepaliveTimedOut, Closure.Status(code: .internalError, reason: Array("keepalive timeout".utf8)),
      within: Keepalive.closeTime)
  }

  private func ping(_ keepalive: Keepalive) {
    var random = shared.random
    let payload = withUnsafeBytes(of: random.next()) { Array($0.prefix(Keepalive.payloadSize)) }
    let now = loop.now()
    // Armed first: whoever is told of the ping may close.
    keepaliveRun = KeepaliveRun(
      timer: keepaliveTimer(at: now &+ keepalive.timeout), awaited: payload, pingedAt: now)
    // With a full queue the ping waits like everything else: then the peer does not read, and is as good as gone.
    try? payload.withUnsafeBytes { try frame(.ping, $0, isFinal: true, compression: .never) }
  }

  /// Looks for answers among received frames; only called while a ping waits for one.
  func matchPongs(_ batch: borrowing FrameBatch) {
    for event in batch.events
    where event.opcode == .pong && event.direction == .received
      && event.flags.isDisjoint(with: [.violation, .incomplete, .afterClose])
    {
      guard pings.received(event.payload, at: event.time) else { continue }
      guard let keepalive = options.keepalive, let run = keepaliveRun,
        run.awaited.map({ $0.elementsEqual(event.payload) }) == true
      else { continue }
      loop.cancel(run.timer)
      keepaliveRun = KeepaliveRun(timer: keepaliveTimer(at: run.pingedAt &+ keepalive.interval))
    }
  }
}
