/// Where the WebSocket level of a connection is after the opening handshake (RFC 6455 section 7).
public enum Phase: Hashable, Sendable {
  /// Both sides may send.
  case open
  /// Our Close frame is on its way and the peer's has not come. Its messages are still delivered.
  case closeSent(Closure.Status)
  /// Nothing more is sent. After a clean end the peer's frames are still shown, flagged `.afterClose`.
  case closed(Closure)

  /// Data, pings and pongs may be sent.
  public var maySend: Bool {
    if case .open = self { true } else { false }
  }
  /// A frame of the peer still means something.
  public var mayRead: Bool {
    if case .closed = self { false } else { true }
  }
}
