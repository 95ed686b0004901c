/// What a peer meant to say: a whole message, whatever frames it came in, or a control frame.
public enum Message: Hashable, Sendable {
  /// Valid UTF-8 (RFC 6455 section 8.1).
  case text(String)
  /// Any bytes.
  case binary([UInt8])
  /// At most 125 bytes; its pong goes out by itself, unless that was turned off.
  case ping([UInt8])
  /// At most 125 bytes, asked for or not.
  case pong([UInt8])
  /// nil: a Close frame without a code.
  case close(Closure.Status?)
}
