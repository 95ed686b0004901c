/// What one unit of demand is.
public enum Granularity: Hashable, Sendable {
  /// A control frame, or a frame that ends a message; the fragments before the last one are free.
  case messages
  /// Any received frame.
  case frames
}

/// How a `WebSocketProtocol` behaves where RFC 6455 leaves a choice.
public struct ProtocolOptions: Hashable, Sendable {
  /// What the peer may make this side hold. Our own frames keep to `frame`.
  public var limits = Limits()
  /// Answer pings (RFC 6455 section 5.5.2). Off, the owner is the one who owes the pongs.
  public var automaticPong = true
  /// What a unit of demand is.
  public var granularity = Granularity.messages
  /// Rules that the peer may break.
  public var tolerated: Tolerance = []

  /// What was agreed on for compression (RFC 7692); nil: none, and RSV1 fails the connection.
  public var compression: DeflateAgreement?

  /// Standard limits, pongs by itself, demand in messages, no compression.
  public init() {}
}
