import ByteText
public import WebSocketCore

/// The rules of RFC 6455 that a peer can break, in words.
public enum ViolationWords {
  /// What came, as part of a sentence.
  public static func phrase(_ error: ProtocolError) -> String {
    switch error {
    case .maskedByServer: "a masked frame (RFC 6455 5.1: a server must not mask)"
    case .unmaskedByClient: "an unmasked frame (RFC 6455 5.1: a client must mask)"
    case .reservedBits(let byte):
      "RSV bits without an extension, first byte 0x\(Hex.text(byte, digits: 2)) (RFC 6455 5.2)"
    case .reservedOpcode(let opcode):
      "reserved opcode 0x\(Hex.text(opcode, digits: 1)) (RFC 6455 5.2)"
    case .fragmentedControl: "a fragmented control frame (RFC 6455 5.5)"
    case .controlTooLong: "a control frame of over 125 bytes (RFC 6455 5.5)"
    case .lengthNotMinimal: "a length not in its shortest form (RFC 6455 5.2)"
    case .lengthOutOfRange: "a 64-bit length with its top bit set (RFC 6455 5.2)"
    case .unexpectedContinuation: "a continuation without a message to continue (RFC 6455 5.4)"
    case .expectedContinuation: "a new message inside a fragmented one (RFC 6455 5.4)"
    case .frameTooLong(let length, let limit): "a frame of \(length) bytes, over the limit of \(limit)"
    case .messageTooLong(let length, let limit):
      "a message of \(length) bytes or more, over the limit of \(limit)"
    case .tooManyFragments(let limit): "a message of over \(limit) fragments"
    case .invalidUTF8(let offset): "text that is not UTF-8, at byte \(offset) (RFC 6455 8.1)"
    case .inflateFailed(let offset):
      "compressed data that is not DEFLATE, after byte \(offset) (RFC 7692 7.2.2)"
    case .compressedMessageTruncated: "a compressed message that is cut short (RFC 7692 7.2.2)"
    case .closeLengthOne: "a Close frame with half a code (RFC 6455 5.5.1)"
    case .closeCodeForbidden(let code): "close code \(code), which must not be sent (RFC 6455 7.4)"
    case .closeReasonNotUTF8: "a close reason that is not UTF-8 (RFC 6455 5.5.1)"
    }
  }
}
