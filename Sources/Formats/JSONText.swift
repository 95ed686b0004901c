import WebSocketCore

/// Writes JSON strings.
public enum JSONText {
  /// Whether the bytes can stand in a JSON string as text.
  public static func isText(_ bytes: UnsafeRawBufferPointer) -> Bool {
    if isASCII(bytes) { return true }
    var validator = UTF8Validator()
    return validator.consume(bytes) == nil && validator.isComplete
  }

  /// In quotes. The bytes are UTF-8; `asciiOnly` writes everything beyond printable ASCII as \u.
  public static func append(_ bytes: UnsafeRawBufferPointer, asciiOnly: Bool, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    var start = 0
    while start < bytes.count {
      let end = endOfPlain(bytes, from: start, asciiOnly: asciiOnly)
      if end > start { output.add(UnsafeRawBufferPointer(rebasing: bytes[start..<end])) }
      guard end < bytes.count else { break }
      start = end + appendEscape(bytes, at: end, to: &output)
    }
    output.append(UInt8(ascii: "\""))
  }

  public static func append(_ text: String, asciiOnly: Bool, to output: inout [UInt8]) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0), asciiOnly: asciiOnly, to: &output) }
  }

  /// JSON as an encoder made it, with everything beyond printable ASCII as \u where that is asked for: it can stand in
  /// strings only.
  static func append(encoded json: [UInt8], asciiOnly: Bool, to output: inout [UInt8]) {
    guard asciiOnly else {
      output += json
      return
    }
    json.withUnsafeBytes { bytes in
      var index = 0
      while index < bytes.count {
        if bytes[index] < 0x7F {
          output.append(bytes[index])
          index += 1
        } else {
          index += appendEscape(bytes, at: index, to: &output)
        }
      }
    }
  }

  private static func isASCII(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let base = bytes.baseAddress else { return true }
    var index = 0
    while bytes.count - index >= 8 {
      if base.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 {
        return false
      }
      index &+= 8
    }
    while index < bytes.count {
      if base.load(fromByteOffset: index, as: UInt8.self) >= 0x80 { return false }
      index &+= 1
    }
    return true
  }

  /// Eight bytes at a time: the first that is a control byte, a quote, a backslash, DEL or, by the way, beyond ASCII.
  private static func endOfPlain(_ bytes: UnsafeRawBufferPointer, from start: Int, asciiOnly: Bool) -> Int {
    guard let base = bytes.baseAddress else { return start }
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    var index = start
    while bytes.count - index >= 8 {
      let word = base.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      // The classic test for a zero byte; a byte too many is only looked at again, one by one.
      let quote = word ^ (ones &* 0x22)
      let slash = word ^ (ones &* 0x5C)
      let delete = word ^ (ones &* 0x7F)
      let low = (word &- ones &* 0x20) & ~word
      let hits =
        (low | (quote &- ones) & ~quote | (slash &- ones) & ~slash | (delete &- ones) & ~delete
          | (asciiOnly ? word : 0)) & highs
      if hits != 0 { break }
      index &+= 8
    }
    while index < bytes.count {
      let byte = base.load(fromByteOffset: index, as: UInt8.self)
      if byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F || asciiOnly && byte >= 0x80 { break }
      index &+= 1
    }
    return index
  }

  /// The character at `index`, escaped. Returns its length in bytes.
  private static func appendEscape(
    _ bytes: UnsafeRawBufferPointer, at index: Int, to output: inout [UInt8]
  ) -> Int {
    switch bytes[index] {
    case 0x22: output.add("\\\"")
    case 0x5C: output.add("\\\\")
    case 0x0A: output.add("\\n")
    case 0x0D: output.add("\\r")
    case 0x09: output.add("\\t")
    case let byte where byte < 0x80: appendUnit(UInt16(byte), to: &output)
    default:
      let length = UTF8Text.length(at: index, of: bytes)
      let scalar = UTF8Text.scalar(bytes, at: index, length: length)
      for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter { appendUnit(unit, to: &output) }
      return length
    }
    return 1
  }

  private static func appendUnit(_ unit: UInt16, to output: inout [UInt8]) {
    output.add("\\u")
    output.add(hex: UInt8(truncatingIfNeeded: unit >> 8))
    output.add(hex: UInt8(truncatingIfNeeded: unit))
  }
}

/// Single characters of UTF-8.
enum UTF8Text {
  /// Bytes of the character at `index`; 1 where no whole one is there.
  static func length(at index: Int, of bytes: UnsafeRawBufferPointer) -> Int {
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
  static func scalar(_ bytes: UnsafeRawBufferPointer, at index: Int, length: Int) -> Unicode.Scalar {
    guard length > 1 else { return bytes[index] < 0x80 ? Unicode.Scalar(bytes[index]) : "\u{FFFD}" }
    let text = String(decoding: bytes[index..<index + length], as: UTF8.self)
    return text.unicodeScalars.first ?? "\u{FFFD}"
  }
}
