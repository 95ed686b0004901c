import WebSocketCore

/// When a lost connection is tried again (RFC 6455 section 7.2.3): at first after a random while, so that the clients of
/// a server that went down do not come back all at once, then after longer and longer ones. Times are in nanoseconds.
///
/// A value that decides; whoever owns the connection acts. The store of the inspector does.
public struct ReconnectPolicy: Hashable, Sendable {
  /// 5 s: the first attempt comes within, at random.
  public static let standardFirstDelay: UInt64 = 5_000_000_000
  /// 60 s: no delay of ours is longer. A server's Retry-After may be, up to `RetryAfter.longest`.
  public static let standardLongestDelay: UInt64 = 60_000_000_000
  /// Nothing is tried again.
  public static let never = ReconnectPolicy(attempts: 0)

  /// In a row; 0 never tries again. A connection that was open for `longestDelay` begins a new row: one that is closed
  /// right after it was opened does not, or a storm would follow (section 7.2.3).
  public var attempts: Int
  /// The first attempt comes within it, at random. 5 s by the standard.
  public var firstDelay = ReconnectPolicy.standardFirstDelay
  /// No delay is longer. 60 s by the standard.
  public var longestDelay = ReconnectPolicy.standardLongestDelay

  /// Negative counts are 0.
  public init(attempts: Int = 10) { self.attempts = max(0, attempts) }

  /// How long to wait before `attempt`, counted from 1: a random part of `firstDelay`, then between half and all of twice
  /// that, four times, and so on up to `longestDelay`. By the standard: 0 to 5 s, 5 to 10, 10 to 20, 20 to 40, 30 to 60.
  public func delay(attempt: Int, random: inout some RandomNumberGenerator) -> UInt64 {
    var whole = min(firstDelay, longestDelay)
    guard attempt > 1 else { return UInt64.random(in: 0...whole, using: &random) }
    for _ in 1..<min(attempt, 64) where whole < longestDelay {
      whole = whole > longestDelay / 2 ? longestDelay : whole * 2
    }
    return UInt64.random(in: (whole / 2)...whole, using: &random)
  }

  /// Whether an ended connection may be tried again: not after an order of ours, and not where the peer has said that
  /// it is done (1000) or goes away (1001).
  public static func mayFollow(_ ending: Ending) -> Bool {
    switch ending.cause {
    case .aborted: return false
    case .keepaliveTimedOut, .stalled, .endOfStream, .streamFailed, .violation: return true
    case .closeHandshake, .closeTimedOut:
      guard ending.closure.initiator == .peer else { return false }
      return ending.closure.status.code != .normal && ending.closure.status.code != .goingAway
    }
  }

  /// Whether a connect that failed may be tried again: not where the next one would fail in the same way.
  public static func mayFollow(_ error: ConnectError) -> Bool {
    switch error {
    case .streamFailed, .upgradeTimedOut: return true
    case .cancelled, .alreadyUsed, .redirect, .proxyVariable: return false
    case .dial(let error): return error.mayPass
    case .handshake(.endedAfter): return true
    case .handshake(.refused(let head, _, _)):
      return head.status >= 500 || [408, 425, 429].contains(head.status)
    case .handshake: return false
    }
  }
}
