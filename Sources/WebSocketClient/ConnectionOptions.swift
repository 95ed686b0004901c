public import Transport
public import WebSocketCore

/// What a connection may take, in time and in bytes. Durations are in nanoseconds.
public struct ConnectionOptions: Sendable {
  /// 8 s, as in hackney: DNS, dial, TLS and upgrade together.
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

  public var connectTimeout = ConnectionOptions.standardConnectTimeout
  public var closeTimeout = ConnectionOptions.standardCloseTimeout
  public var readAhead = ConnectionOptions.standardReadAhead
  public var sendQueue = ConnectionOptions.standardSendQueue
  /// Limits of RFC 6455 framing, automatic pongs.
  public var protocolOptions = ProtocolOptions()
  /// For wss: which certificates to trust, whether to verify, a client certificate.
  public var tls: TLSSettings?
  public var family = DialTarget.Family.any
  /// Addresses to use for "host:port" in place of DNS.
  public var resolve: [String: [String]] = [:]
  public var unixSocket: String?

  public init() {}
}
