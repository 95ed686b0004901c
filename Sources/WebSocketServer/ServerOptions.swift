public import WebSocketCore

/// What a server allows its clients.
public struct ServerOptions: Sendable {
  /// Connections at once, with those in the handshake; a further one is closed at once.
  public var connectionLimit = 256
  /// For the whole opening handshake, in nanoseconds.
  public var handshakeTime: UInt64 = 10_000_000_000
  /// From our Close frame to the end of TCP, in nanoseconds.
  public var closeTime: UInt64 = 5_000_000_000
  /// Bytes of output above which no more input is taken and `isBlocked` is true.
  public var highWater = 1 << 20
  /// Plain text for whoever comes without an upgrade: a browser, curl.
  public var upgradeAdvice = "This is a WebSocket server.\n"
  /// Agree to permessage-deflate where a client offers it (RFC 7692).
  public var compresses = true
  /// What was agreed on with a client replaces its `compression`.
  public var protocolOptions = ProtocolOptions()

  public init() {}
}
