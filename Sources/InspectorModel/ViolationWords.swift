public import WebSocketCore

/// A broken rule of RFC 6455 as a sentence.
public enum ViolationWords {
  public static func sentence(_ error: ProtocolError) -> String {
    switch error {
    case .maskedByServer: "The server masked a frame; only clients mask (RFC 6455 section 5.1)."
    case .unmaskedByClient: "The client did not mask a frame (RFC 6455 section 5.1)."
    case .reservedBits(let byte):
      "Reserved bits are set without an extension that owns them: first byte 0x\(Figures.hex(Int(byte), digits: 2))."
    case .reservedOpcode(let opcode):
      "Opcode 0x\(Figures.hex(Int(opcode), digits: 1)) is reserved (section 5.2)."
    case .fragmentedControl(let opcode): "A \(name(opcode)) frame came in fragments (section 5.5)."
    case .controlTooLong(let opcode): "A \(name(opcode)) frame had over 125 bytes (section 5.5)."
    case .lengthNotMinimal: "A length was not in its shortest form (section 5.2)."
    case .lengthOutOfRange: "A length had its top bit set (section 5.2)."
    case .unexpectedContinuation: "A continuation came without a message to continue (section 5.4)."
    case .expectedContinuation(let opcode):
      "A \(name(opcode)) frame came inside a fragmented message (section 5.4)."
    case .frameTooLong(let length, let limit): "A frame of \(length) bytes is over the limit of \(limit)."
    case .messageTooLong(let length, let limit): "A message of \(length) bytes is over the limit of \(limit)."
    case .tooManyFragments(let limit): "A message had more than \(limit) fragments."
    case .invalidUTF8(let offset): "A text message is not UTF-8 at byte \(offset) (section 8.1)."
    case .closeLengthOne: "A Close frame had one byte; a code has two (section 5.5.1)."
    case .closeCodeForbidden(let code): "Close code \(code) must not travel (section 7.4)."
    case .closeReasonNotUTF8: "The reason in a Close frame is not UTF-8 (section 5.5.1)."
    }
  }

  /// The opcode as the OP column names it.
  public static func name(_ opcode: Opcode) -> String {
    switch opcode {
    case .continuation: "CONT"
    case .text: "TEXT"
    case .binary: "BIN"
    case .close: "CLOSE"
    case .ping: "PING"
    case .pong: "PONG"
    default: "0x" + Figures.hex(Int(opcode.rawValue), digits: 1)
    }
  }
}
