public import WebSocketCore

/// One frame that a script sends. Its bytes belong to the script or were just made; nothing is copied to hand it over.
public struct ScriptFrame: Sendable {
  /// Text, binary, continuation, ping or pong. A Close frame is an order of its own.
  public var opcode: Opcode
  /// A fragment that more follow is not final (RFC 6455 section 5.4).
  public var isFinal: Bool
  public var payload: ArraySlice<UInt8>

  public init(opcode: Opcode, isFinal: Bool = true, payload: ArraySlice<UInt8>) {
    self.opcode = opcode
    self.isFinal = isFinal
    self.payload = payload
  }
}
