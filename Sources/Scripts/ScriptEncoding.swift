import ByteText
import JSONBytes

/// How a payload is written in a script.
enum ScriptEncoding: String, CaseIterable, Hashable, Sendable {
  case text, json, base64, hex, file
  case textFile = "text-file"

  /// The bytes that the text is; nil where it is no text of this kind.
  func bytes(of text: [UInt8]) -> [UInt8]? {
    switch self {
    case .text, .json, .file, .textFile: text
    case .base64: try? Base64.decoded(text)
    // Blanks may stand between the bytes.
    case .hex: Hex.bytes(text.filter { !JSONTokens.isBlank($0) })
    }
  }
}
