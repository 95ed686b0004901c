public import WebSocketCore

/// One thing that a reader gets: a whole message, a control frame, or the end.
public enum ConnectionEvent: Sendable {
  /// Pings among them are answered already, unless automatic pongs are off.
  case message(Message)
  /// The last event of every connection.
  case ended(Ending)

  /// What the event counts against `readAhead`: its payload and what keeping it costs.
  var weight: Int {
    let overhead = 64
    switch self {
    case .message(.text(let text)): return text.utf8.count + overhead
    case .message(.binary(let bytes)), .message(.ping(let bytes)), .message(.pong(let bytes)):
      return bytes.count + overhead
    case .message(.close), .ended: return overhead
    }
  }
}
