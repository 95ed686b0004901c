import ByteText
public import WebSocketCore

/// Opcodes by their names on screen.
public enum OpcodeWords {
  /// The opcode as the OP column names it.
  public static func name(_ opcode: Opcode) -> String {
    switch opcode {
    case .continuation: "CONT"
    case .text: "TEXT"
    case .binary: "BIN"
    case .close: "CLOSE"
    case .ping: "PING"
    case .pong: "PONG"
    default: "0x" + Hex.text(opcode.rawValue, digits: 1)
    }
  }
}
