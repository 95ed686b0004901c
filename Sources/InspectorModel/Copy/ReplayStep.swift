import WebSocketCore

/// A line of a replay script that sends a payload again.
enum ReplayStep {
  /// Nil for frames that are not sent one by one.
  static func line(sending payload: [UInt8], opcode: Opcode) -> [UInt8]? {
    switch opcode {
    case .text:
      guard let text = String(validating: payload, as: UTF8.self) else { return nil }
      return Array("{\"send\":{\"text\":\(JSONWords.quoted(text))}}".utf8)
    case .binary:
      return Array("{\"send\":{\"base64\":\"".utf8) + Base64Text.encoded(payload) + Array("\"}}".utf8)
    case .ping, .pong:
      let word = opcode == .ping ? "ping" : "pong"
      guard let text = String(validating: payload, as: UTF8.self) else { return nil }
      return Array("{\"send\":{\"\(word)\":\(JSONWords.quoted(text))}}".utf8)
    case .close:
      guard let status = CloseWords.status(ofBody: payload) else { return Array("{\"close\":{}}".utf8) }
      let reason = JSONWords.quoted(String(decoding: status.reason, as: UTF8.self))
      return Array("{\"close\":{\"code\":\(status.code.rawValue),\"reason\":\(reason)}}".utf8)
    default: return nil
    }
  }
}

/// Strings of JSON (RFC 8259 section 7).
enum JSONWords {
  static func quoted(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    result.append("\"")
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\":
        result.append("\\")
        result.append(scalar)
      case "\n": result.append(contentsOf: "\\n".unicodeScalars)
      case "\r": result.append(contentsOf: "\\r".unicodeScalars)
      case "\t": result.append(contentsOf: "\\t".unicodeScalars)
      case "\u{0}"..."\u{1F}":
        result.append(contentsOf: "\\u\(Figures.hex(Int(scalar.value), digits: 4))".unicodeScalars)
      default: result.append(scalar)
      }
    }
    result.append("\"")
    return String(result)
  }
}
