extension ProtocolError {
  /// The reason in the Close frame that this side sends: fixed words of at most 123 bytes, nothing of the peer's.
  public var closeReason: [UInt8] { closeReasonText.withUTF8Buffer { Array($0) } }

  private var closeReasonText: StaticString {
    switch self {
    case .maskedByServer: "masked frame from the server"
    case .unmaskedByClient: "unmasked frame from the client"
    case .reservedBits: "reserved bits without an extension"
    case .reservedOpcode: "reserved opcode"
    case .fragmentedControl: "fragmented control frame"
    case .controlTooLong: "control frame over 125 bytes"
    case .lengthNotMinimal: "length not in its shortest form"
    case .lengthOutOfRange: "length over 63 bits"
    case .unexpectedContinuation: "continuation without a message"
    case .expectedContinuation: "new message inside a fragmented one"
    case .frameTooLong: "frame too long"
    case .messageTooLong: "message too long"
    case .tooManyFragments: "too many fragments"
    case .invalidUTF8: "text is not UTF-8"
    case .inflateFailed: "compressed data is not DEFLATE"
    case .compressedMessageTruncated: "compressed message cut short"
    case .closeLengthOne: "close frame with one byte"
    case .closeCodeForbidden: "close code not allowed"
    case .closeReasonNotUTF8: "close reason is not UTF-8"
    }
  }
}
