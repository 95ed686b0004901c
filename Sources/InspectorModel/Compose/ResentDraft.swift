import WebSocketCore

/// A frame's payload as a draft, to be changed and sent again.
struct ResentDraft {
  let text: String
  let type: ComposeType

  init(_ opcode: Opcode, _ bytes: [UInt8]) {
    switch (opcode, Self.types[opcode]) {
    case (.close, _):
      type = .close
      text =
        CloseWords.status(ofBody: bytes).map {
          "\($0.code.rawValue) \(String(decoding: $0.reason, as: UTF8.self))"
        } ?? ""
    case (_, let type?) where String(validating: bytes, as: UTF8.self) != nil:
      self.type = type
      text = String(decoding: bytes, as: UTF8.self)
    default:
      type = .binaryHex
      text = HexText.text(bytes)
    }
  }

  /// What can be typed as text.
  private static let types: [Opcode: ComposeType] = [.text: .text, .ping: .ping, .pong: .pong]
}
