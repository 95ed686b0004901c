public import WebSocketCore

/// Whoever gets a connection's frames as they are framed: hackney's owner process, with batches for messages.
///
/// Called on the connection's loop, in order, between socket reads: return soon. Sent frames are in the batches too, so
/// what the owner sees is what was on the wire. Sending from inside `delivered` is fine; those bytes leave together.
public protocol ConnectionOwner: AnyObject, Sendable {
  /// A connect has come to its next step.
  func connection(_ connection: isolated WebSocketConnection, isAt step: ConnectStep)
  /// Payloads in the batch are valid until the call returns.
  func connection(_ connection: isolated WebSocketConnection, delivered batch: borrowing FrameBatch)
  /// Of a frame or message that has begun and is not whole, only this has changed: when it began (monotonic nanoseconds), or
  /// nil. Where frames were delivered, `connection.incompleteSince` has it.
  func connection(_ connection: isolated WebSocketConnection, waitsForRestSince time: UInt64?)
  /// The socket has taken what it had no room for before: all of what `send` and `post` were given.
  func connectionHasRoom(_ connection: isolated WebSocketConnection)
  /// The last call for a connection that was open.
  func connection(_ connection: isolated WebSocketConnection, ended ending: Ending)
}

extension ConnectionOwner {
  /// Most owners only want what came of it.
  public func connection(_ connection: isolated WebSocketConnection, isAt step: ConnectStep) {}
  /// Most owners have time.
  public func connection(_ connection: isolated WebSocketConnection, waitsForRestSince time: UInt64?) {}
  /// Most owners send little.
  public func connectionHasRoom(_ connection: isolated WebSocketConnection) {}
}
