import ByteText
import WebSocketCore

/// A line of a replay script that sends a payload again.
enum ReplayStep {
  /// Nil for frames that are not sent one by one.
  static func line(sending payload: [UInt8], opcode: Opcode) -> [UInt8]? {
    switch opcode {
    case .text:
      guard let text = String(validating: payload, as: UTF8.self) else { return nil }
      return Array("{\"send\":{\"text\":\(JSONText.quoted(text))}}".utf8)
    case .binary:
      return Array("{\"send\":{\"base64\":\"".utf8) + Base64.encoded(payload) + Array("\"}}".utf8)
    case .ping, .pong:
      let word = opcode == .ping ? "ping" : "pong"
      guard let text = String(validating: payload, as: UTF8.self) else { return nil }
      return Array("{\"send\":{\"\(word)\":\(JSONText.quoted(text))}}".utf8)
    case .close:
      guard let status = CloseWords.status(ofBody: payload) else { return Array("{\"close\":{}}".utf8) }
      let reason = JSONText.quoted(String(decoding: status.reason, as: UTF8.self))
      return Array("{\"close\":{\"code\":\(status.code.rawValue),\"reason\":\(reason)}}".utf8)
    default: return nil
    }
  }
}
