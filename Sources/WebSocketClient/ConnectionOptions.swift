public import Transport
public import WebSocketCore

/// What a connection may take, in time and in bytes, and which way it goes. Durations are in nanoseconds.
public struct ConnectionOptions: Sendable {
  /// 8 s, as in hackney: DNS, dial, proxy, TLS and upgrade together, over all redirects.
  public static let standardConnectTimeout: UInt64 = 8_000_000_000
  /// 5 s: how long the closing handshake, and then the peer's FIN, is waited for (RFC 6455 section 7.1.1).
  public static let standardCloseTimeout: UInt64 = 5_000_000_000
  /// 1 MiB: events kept for a reader who is not asking. Beyond it the socket is not read, and TCP holds the peer back.
  public static let standardReadAhead = 1 << 20
  /// 16 MiB: bytes waiting to be sent. Beyond it `send` is refused.
  public static let standardSendQueue = 16 << 20
  /// 1 MiB: `send` waits while more than this is queued.
  static let sendHighWater = 1 << 20
  /// 1 MiB: what is still read and thrown away after a violation, while the peer gets to see our Close frame.
  static let drainLimit = 1 << 20

  /// One deadline over everything up to the upgrade; when it passes, what is under way is cancelled. Time in
  /// `connectQueue` does not count.
  public var connectTimeout = ConnectionOptions.standardConnectTimeout
  /// For a `receive()` that names none; nil waits for ever. Running out, it loses and closes nothing.
  public var receiveTimeout: UInt64?
  /// How long a message (or a frame of one) that has begun may bring no byte: then Close 1008 goes out. Time in which the
  /// socket is not read, because the reader is behind, does not count. Nil waits for ever, as RFC 6455 does.
  public var stallTimeout: UInt64?
  /// For the peer's Close frame after ours, and again for its FIN (RFC 6455 section 7.1.1).
  public var closeTimeout = ConnectionOptions.standardCloseTimeout
  /// Bytes of events that are kept for a reader; beyond it TCP holds the peer back. For connections without an owner.
  public var readAhead = ConnectionOptions.standardReadAhead
  /// Bytes that may wait to be sent; `send` throws `.queueFull` where a message would go beyond.
  public var sendQueue = ConnectionOptions.standardSendQueue
  /// The reading mode right after the upgrade; frames that came with it are in it already. Nil: `.passive`, and `.always`
  /// where there is an owner.
  public var active: ReadingMode?
  /// Limits of RFC 6455 framing, automatic pongs. `granularity` and `compression` are set by the connection.
  public var protocolOptions = ProtocolOptions()
  /// For wss: which certificates to trust, whether to verify, a client certificate. Nil: the system's roots.
  public var tls: TLSSettings?
  /// IPv4 only, IPv6 only, or both (RFC 8305).
  public var family = DialTarget.Family.any
  /// Addresses to use for "host:port" in place of DNS.
  public var resolve: [String: [String]] = [:]
  /// Connects there, past any proxy; the URL then only serves TLS and HTTP.
  public var unixSocket: String?
  /// The standard is none; `.environment(.ofProcess())` is what hackney and curl do.
  public var proxy = ProxyChoice.direct
  /// None are followed unless it says so.
  public var redirects = RedirectPolicy.never
  /// Nil sends no pings.
  public var keepalive: Keepalive?
  /// Shared by all connections that may not connect to one address at the same time (RFC 6455 section 4.1); nil: this
  /// one waits for nobody. Its loop must be the connection's.
  public var connectQueue: ConnectQueue?

  /// The standards, as each property tells them.
  public init() {}
}
