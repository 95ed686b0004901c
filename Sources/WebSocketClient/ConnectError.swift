public import Transport
public import WebSocketCore

/// Why there is no connection. Nothing stays behind: socket, DNS query and timers are gone when it is thrown.
public enum ConnectError: Error, Sendable {
  /// DNS, dial or TLS.
  case dial(DialError)
  /// The server's answer was no WebSocket upgrade; the response is kept in the error.
  case handshake(HandshakeError)
  /// The stream broke during the upgrade, after so many bytes of the response.
  case streamFailed(StreamError)
  /// `connectTimeout` ran out while the answer to the upgrade was waited for.
  case upgradeTimedOut
  case cancelled
  /// `connect` was called before; a connection is used once.
  case alreadyUsed
}

/// Why `receive` has no event to give. The connection goes on unless it is `.ended`.
public enum ReceiveError: Error, Sendable {
  case notConnected
  /// An active mode is on: events go to `events`.
  case active
  case timedOut
  case cancelled
  case ended(Ending)
}

/// Why an outgoing message was not taken. Nothing of it was sent.
public enum SendRefusal: Error, Hashable, Sendable {
  case notConnected
  /// So many bytes are queued already; try again when the peer has read.
  case queueFull(limit: Int)
  /// RFC 6455 does not allow it now or at all.
  case rule(SendError)
}
