/// A rule of RFC 6455 that the peer broke; the connection fails with `closeCode`.
public enum ProtocolError: Error, Hashable, Sendable {
  /// A masked frame reached the client (RFC 6455 section 5.1).
  case maskedByServer
  /// An unmasked frame reached the server (RFC 6455 section 5.1).
  case unmaskedByClient
  /// RSV bits without a negotiated extension (section 5.2); the first byte of the frame.
  case reservedBits(firstByte: UInt8)
  /// 3-7 or 11-15 (section 5.2).
  case reservedOpcode(UInt8)
  /// A control frame without FIN (section 5.5).
  case fragmentedControl(Opcode)
  /// Over 125 bytes (section 5.5).
  case controlTooLong(Opcode)
  /// The length was not in its shortest form (section 5.2).
  case lengthNotMinimal
  /// The top bit of a 64-bit length was set (section 5.2).
  case lengthOutOfRange
  /// A continuation without a message that it could go on with (section 5.4).
  case unexpectedContinuation
  /// A new data frame inside a fragmented message (section 5.4).
  case expectedContinuation(Opcode)
  /// Declared length and the limit, in bytes.
  case frameTooLong(length: UInt64, limit: Int)
  /// Bytes of all frames so far and the declared one; limit + 1 where it was found out while inflating.
  case messageTooLong(length: UInt64, limit: Int)
  /// One frame more than `Limits.fragments` in a message (section 10.4).
  case tooManyFragments(limit: Int)
  /// Byte offset within the message of the first byte that can't be UTF-8 (section 8.1).
  case invalidUTF8(offset: Int)
  /// What came is not DEFLATE (RFC 7692 section 7.2.2), which showed with the frame's byte before this offset. What was
  /// inflated before is delivered; the frame's last part has the rest as it travelled.
  case inflateFailed(offset: Int)
  /// A compressed message ended inside a block.
  case compressedMessageTruncated
  /// A Close frame of one byte: a code has two (section 5.5.1).
  case closeLengthOne
  /// A code that may not travel (section 7.4).
  case closeCodeForbidden(UInt16)
  /// The reason in a Close frame is text, and isn't (section 8.1).
  case closeReasonNotUTF8

  /// The code that the failing side sends (RFC 6455 section 7.4.1).
  public var closeCode: CloseCode {
    switch self {
    case .invalidUTF8, .closeReasonNotUTF8, .inflateFailed, .compressedMessageTruncated: .invalidPayload
    case .frameTooLong, .messageTooLong: .messageTooBig
    case .tooManyFragments: .policyViolation
    default: .protocolError
    }
  }
}
