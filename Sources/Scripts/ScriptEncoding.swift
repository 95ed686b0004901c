import JSONBytes
import Secrets

/// How a payload is written in a script.
enum ScriptEncoding: String, CaseIterable, Hashable, Sendable {
  case text, json, base64, hex, file
  case textFile = "text-file"

  /// The bytes that the text is; nil where it is no text of this kind.
  func bytes(of text: [UInt8]) -> [UInt8]? {
    switch self {
    case .text, .json, .file, .textFile: text
    case .base64: Base64Digits.decoded(text)
    case .hex: Self.hexBytes(text)
    }
  }

  /// Blanks may stand between the bytes.
  private static func hexBytes(_ text: [UInt8]) -> [UInt8]? {
    let digits = text.filter { !JSONTokens.isBlank($0) }
    guard digits.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = Hex.value(digits[index]), let low = Hex.value(digits[index + 1]) else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }
}
