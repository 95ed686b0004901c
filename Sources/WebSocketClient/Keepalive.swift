/// Pings that find out whether the peer is still there (RFC 6455 section 5.5.2). Durations are in nanoseconds.
public struct Keepalive: Hashable, Sendable {
  /// 20 s, as proxies that cut quiet connections after 30 s or 60 s want it.
  public static let standardInterval: UInt64 = 20_000_000_000
  /// 20 s for the answer.
  public static let standardTimeout: UInt64 = 20_000_000_000
  /// 1 s: how long the Close frame of an unanswered ping may take.
  static let closeTime: UInt64 = 1_000_000_000
  /// Bytes that make each ping's payload its own, so that no other pong can answer it.
  static let payloadSize = 8

  /// From one ping to the next; at least 10 ms.
  public var interval: UInt64 { didSet { interval = max(interval, Self.shortest) } }
  /// From a ping to its pong; at least 10 ms. A pong with another payload is none (section 5.5.3).
  public var timeout: UInt64 { didSet { timeout = max(timeout, Self.shortest) } }

  private static let shortest: UInt64 = 10_000_000

  public init(
    interval: UInt64 = Keepalive.standardInterval, timeout: UInt64 = Keepalive.standardTimeout
  ) {
    self.interval = max(interval, Self.shortest)
    self.timeout = max(timeout, Self.shortest)
  }
}
