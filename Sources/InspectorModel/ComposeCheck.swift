import WebSocketCore

/// Makes a payload of a draft, or says in words why it is none.
enum ComposeCheck {
  struct Fault: Error, Equatable {
    var words: String
  }

  /// Bytes that a control frame carries (RFC 6455 section 5.5).
  static let controlLimit = 125
  static let reasonLimit = 123

  static func payload(_ editor: TextEditor, as type: ComposeType) throws(Fault) -> ComposePayload {
    switch type {
    case .text: return .text(Array(editor.string.utf8))
    case .binaryHex:
      do { return .binary(try HexText.bytes(editor.text)) } catch { throw Fault(words: error.words) }
    case .ping: return .ping(try control(editor.string))
    case .pong: return .pong(try control(editor.string))
    case .close: return .close(try close(editor.string))
    }
  }

  private static func control(_ text: String) throws(Fault) -> [UInt8] {
    let bytes = Array(text.utf8)
    guard bytes.count <= controlLimit else {
      throw Fault(words: "a ping or pong carries 125 bytes at most, this has \(bytes.count); not sent")
    }
    return bytes
  }

  /// "", "1000", "1000 bye": a code, then the reason.
  private static func close(_ text: String) throws(Fault) -> Closure.Status? {
    let words = text.split(maxSplits: 1, omittingEmptySubsequences: true) { $0 == " " || $0 == "\n" }
    guard let first = words.first else { return nil }
    guard let number = UInt16(first) else {
      throw Fault(words: "a Close starts with its code: 1000 bye; not sent")
    }
    let code = CloseCode(rawValue: number)
    guard code.mayTravel else {
      throw Fault(words: "\(number) must not travel: use 1000-1003, 1007-1014 or 3000-4999; not sent")
    }
    let reason = words.count > 1 ? Array(words[1].utf8) : []
    guard reason.count <= reasonLimit else {
      throw Fault(words: "a reason has 123 bytes at most, this has \(reason.count); not sent")
    }
    return Closure.Status(code: code, reason: reason)
  }
}
