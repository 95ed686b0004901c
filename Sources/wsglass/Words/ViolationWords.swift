import WebSocketClient
import WebSocketCore

/// The rules of RFC 6455 that a peer can break, in words.
enum ViolationWords {
  static func describe(_ error: ProtocolError) -> String {
    switch error {
    case .maskedByServer: "a masked frame (RFC 6455 5.1: a server must not mask)"
    case .unmaskedByClient: "an unmasked frame (RFC 6455 5.1: a client must mask)"
    case .reservedBits(let byte): "RSV bits without an extension, first byte 0x\(hex(byte)) (RFC 6455 5.2)"
    case .reservedOpcode(let opcode): "reserved opcode 0x\(String(opcode, radix: 16)) (RFC 6455 5.2)"
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
    case .closeLengthOne: "a Close frame with half a code (RFC 6455 5.5.1)"
    case .closeCodeForbidden(let code): "close code \(code), which must not be sent (RFC 6455 7.4)"
    case .closeReasonNotUTF8: "a close reason that is not UTF-8 (RFC 6455 5.5.1)"
    }
  }

  private static func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }
}

/// Why a message was not sent, in words.
enum RefusalWords {
  static func why(_ refusal: SendRefusal) -> String {
    switch refusal {
    case .notConnected: "not connected"
    case .queueFull(let limit): "the server does not read: \(limit >> 20) MiB wait to be sent already"
    case .rule(let error): describe(error)
    }
  }

  static func describe(_ error: SendError) -> String {
    switch error {
    case .notOpen: "the connection is not open"
    case .closing: "our Close frame is out, nothing may follow it"
    case .opcodeForbidden(let opcode): "opcode 0x\(String(opcode.rawValue, radix: 16)) can't be sent this way"
    case .fragmentedControl: "a control frame can't be sent in fragments"
    case .controlTooLong(let length): "\(length) bytes: a control frame holds 125"
    case .reasonTooLong(let length): "\(length) bytes: a close reason holds 123"
    case .codeForbidden(let code):
      "close code \(code.rawValue) must not be sent; 1000-1003, 1007-1014, 3000-4999 may"
    case .notUTF8(let offset): "not UTF-8 at byte \(offset); send it as binary"
    case .frameTooLong(let length, let limit): "\(length) bytes, over the limit of \(limit)"
    case .expectedContinuation: "a fragmented message is not finished yet"
    case .unexpectedContinuation: "there is no fragmented message to continue"
    }
  }
}
