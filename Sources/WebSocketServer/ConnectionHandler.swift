public import WebSocketCore

/// What happens on one accepted connection. Everything is called on the server's loop, and may send, close or abort.
public protocol ConnectionHandler: AnyObject {
  /// The 101 is on its way; frames may follow it.
  func opened(_ connection: ServerConnection)
  /// A received frame, in order, control frames too. Its payload is valid during the call.
  func received(_ event: FrameEvent, on connection: ServerConnection)
  /// Little output waits: there is room to send more. Follows after `isBlocked` was true.
  func drained(_ connection: ServerConnection)
  /// The last call.
  func closed(_ connection: ServerConnection, _ closure: Closure)
}

extension ConnectionHandler {
  public func opened(_ connection: ServerConnection) {}
  public func received(_ event: FrameEvent, on connection: ServerConnection) {}
  public func drained(_ connection: ServerConnection) {}
  public func closed(_ connection: ServerConnection, _ closure: Closure) {}
}
