public import Transport
public import WebSocketCore

/// Why there is no connection. Nothing stays behind: socket, DNS query and timers are gone when it is thrown.
public enum ConnectError: Error, Sendable {
  /// DNS, dial, proxy or TLS.
  case dial(DialError)
  /// The server's answer was no WebSocket upgrade; the response, with its head and body, is in the error.
  case handshake(HandshakeError)
  /// The stream broke during the upgrade.
  case streamFailed(StreamError)
  /// `connectTimeout` ran out while the answer to the upgrade was waited for.
  case upgradeTimedOut
  /// A redirect that was to be followed could not be; `answer` is the response that had it, as in `.handshake`.
  case redirect(RedirectFault, answer: HandshakeError)
  /// The environment variable of that name holds no proxy's URL.
  case proxyVariable(String, ProxyURLError)
  case cancelled
  /// `connect` was called before; a connection is used once.
  case alreadyUsed
}

/// Why `receive` has no event to give. The connection goes on unless it is `.ended`.
public enum ReceiveError: Error, Sendable {
  /// Not open yet, or never was.
  case notConnected
  /// An active mode is on: events go to `events`.
  case active
  case timedOut
  case cancelled
  case ended(Ending)
}

/// Why an outgoing message was not taken. Nothing of it was sent.
public enum SendRefusal: Error, Hashable, Sendable {
  /// Not open yet, or never was.
  case notConnected
  /// It was open and is no more; a new connection is needed.
  case ended
  /// So many bytes are queued already; try again when the peer has read.
  case queueFull(limit: Int)
  /// RFC 6455 does not allow it now (our Close frame is out) or at all.
  case rule(SendError)
}
