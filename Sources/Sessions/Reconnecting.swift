import Loop
import WebSocketClient
import WebSocketCore

/// Lost connections, and what the user has ordered for them.
extension ConnectionStore {
  func lost(_ id: SessionID, _ loss: Loss) {
    guard let session = session(id), !isShuttingDown else { return }
    if let next = session.next {
      session.next = nil
      // When the end is told: until then it is the end of the one before.
      loop.execute { self.assumeIsolated { $0.connect(id, target: next) } }
      return
    }
    let policy = session.target.reconnect
    guard policy.attempts > 0 else { return }
    var shortest: UInt64 = 0
    switch loss {
    case .ended(let ending):
      guard ReconnectPolicy.mayFollow(ending) else { return }
      if ending.duration >= policy.longestDelay { session.row = 0 }
    case .failed(let error):
      guard ReconnectPolicy.mayFollow(error) else { return }
      if case .handshake(.refused(let head, _, _)) = error {
        shortest = RetryAfter.delay(head, wallTime: WallClock.seconds(at: loop.now())) ?? 0
      }
    }
    guard session.row < policy.attempts else { return session.gaveUp() }
    let attempt = session.row + 1
    let delay = max(shortest, policy.delay(attempt: attempt, random: &random))
    session.retry(attempt, after: delay) { [weak self] in self?.assumeIsolated { $0.retry(id, attempt) } }
  }

  private func retry(_ id: SessionID, _ attempt: Int) {
    guard let session = session(id), !isShuttingDown else { return }
    session.row = attempt
    begin(session)
  }
}
