extension Opcode {
  /// As RFC 6455 section 11.8 lists it; nil for a reserved one.
  public var name: StaticString? {
    switch self {
    case .continuation: "continuation"
    case .text: "text"
    case .binary: "binary"
    case .close: "close"
    case .ping: "ping"
    case .pong: "pong"
    default: nil
    }
  }
}

extension CloseCode {
  /// The meaning by the IANA registry; nil where the number is not registered there.
  public var registeredName: StaticString? {
    switch rawValue {
    case 1000: "Normal Closure"
    case 1001: "Going Away"
    case 1002: "Protocol Error"
    case 1003: "Unsupported Data"
    case 1005: "No Status Received"
    case 1006: "Abnormal Closure"
    case 1007: "Invalid Payload Data"
    case 1008: "Policy Violation"
    case 1009: "Message Too Big"
    case 1010: "Mandatory Extension"
    case 1011: "Internal Error"
    case 1012: "Service Restart"
    case 1013: "Try Again Later"
    case 1014: "Bad Gateway"
    case 1015: "TLS Handshake"
    case 3000: "Unauthorized"
    case 3003: "Forbidden"
    case 3008: "Timeout"
    default: nil
    }
  }
}
