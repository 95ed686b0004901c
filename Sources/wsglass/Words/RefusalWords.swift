import WebSocketClient
import WebSocketCore

/// Why a message was not sent, in words.
enum RefusalWords {
  static func why(_ refusal: SendRefusal) -> String {
    switch refusal {
    case .notConnected: "not connected"
    case .ended: "the connection has ended"
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
