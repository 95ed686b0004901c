/// What a peer meant to say: a whole message, whatever frames it came in, or a control frame.
public enum Message: Hashable, Sendable {
  case text(String)
  case binary([UInt8])
  case ping([UInt8])
  case pong([UInt8])
  /// nil: a Close frame without a code.
  case close(Closure.Status?)
}
