/// Single characters of UTF-8.
public enum UTF8Text {
  /// Bytes of the character at `index`; 1 where no whole one is there.
  public static func length(at index: Int, of bytes: UnsafeRawBufferPointer) -> Int {
    let length: Int
    switch bytes[index] {
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF: length = 3
    case 0xF0...0xF4: length = 4
    default: return 1
    }
    guard bytes.count - index >= length else { return 1 }
    let character = UnsafeRawBufferPointer(rebasing: bytes[index..<index + length])
    return String(validating: character, as: UTF8.self) == nil ? 1 : length
  }

  /// U+FFFD for a byte that is no character.
  public static func scalar(_ bytes: UnsafeRawBufferPointer, at index: Int, length: Int) -> Unicode.Scalar {
    guard length > 1 else { return bytes[index] < 0x80 ? Unicode.Scalar(bytes[index]) : "\u{FFFD}" }
    let text = String(decoding: bytes[index..<index + length], as: UTF8.self)
    return text.unicodeScalars.first ?? "\u{FFFD}"
  }
}
