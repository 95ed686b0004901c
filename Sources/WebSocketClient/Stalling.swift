import Loop
import WebSocketCore

/// A frame or message that has begun and is not whole, and how long nothing more of it may come.
extension WebSocketConnection {
  /// 1 s: how long the Close frame to a peer that has stalled may take.
  private static let stallCloseTime: UInt64 = 1_000_000_000

  /// After parsing. `hasParsed`: frames came out, so that a frame which is not whole began behind them.
  func noteIncomplete(hasParsed: Bool, at now: UInt64) {
    let before = incompleteSince
    if let since = core.openMessageSince {
      incompleteSince = since
    } else if !core.isInsideFrame {
      incompleteSince = nil
    } else if hasParsed || before == nil {
      incompleteSince = now
    }
    if incompleteSince != nil, stallTimer == nil, let timeout = options.stallTimeout {
      stallTimer = stallTimer(at: now &+ timeout)
    }
    // With frames, the owner gets to know by their delivery.
    if !hasParsed, before != incompleteSince {
      owner?.connection(self, waitsForRestSince: incompleteSince)
    }
  }

  func stopStallTimer() {
    if let stallTimer { loop.cancel(stallTimer) }
    stallTimer = nil
  }

  private func stallTimer(at time: UInt64) -> TimerID {
    loop.schedule(at: time) { [weak self] in self?.assumeIsolated { $0.stallTimerFired() } }
  }

  /// One timer for many messages: it looks when it is due, and not at every read.
  private func stallTimerFired() {
    stallTimer = nil
    guard case .open = state, core.closure == nil, incompleteSince != nil, let timeout = options.stallTimeout
    else { return }
    let now = loop.now()
    // What is missing may be what our own reader keeps us from reading.
    let isOurs = isHeldBack || core.hasUnparsed
    let due = isOurs ? now &+ timeout : lastArrival &+ timeout
    guard due <= now else {
      stallTimer = stallTimer(at: due)
      return
    }
    // RFC 6455 section 7.4.1: 1008 is for a rule of our own that no other code is about.
    giveUp(
      .stalled, Closure.Status(code: .policyViolation, reason: Array("message stalled".utf8)),
      within: Self.stallCloseTime)
  }
}
