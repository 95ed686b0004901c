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

/// Base64 (RFC 4648 section 4), with padding.
enum Base64Text {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func encoded(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let count = min(3, bytes.count - start)
      var bits: UInt32 = 0
      for index in 0..<3 { bits = bits << 8 | (index < count ? UInt32(bytes[start + index]) : 0) }
      for index in 0..<4 {
        output.append(index <= count ? digits[Int(bits >> UInt32(18 - 6 * index) & 63)] : UInt8(ascii: "="))
      }
    }
    return output
  }
}
