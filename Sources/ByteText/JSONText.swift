/// Writes JSON strings (RFC 8259 section 7).
public enum JSONText {
  /// In quotes. The bytes are UTF-8; `asciiOnly` writes everything beyond printable ASCII as \u.
  public static func append(_ bytes: UnsafeRawBufferPointer, asciiOnly: Bool, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    var start = 0
    while start < bytes.count {
      let end = endOfPlain(bytes, from: start, asciiOnly: asciiOnly)
      if end > start { output.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start..<end])) }
      guard end < bytes.count else { break }
      start = end + appendEscape(bytes, at: end, to: &output)
    }
    output.append(UInt8(ascii: "\""))
  }

  public static func append(_ text: String, asciiOnly: Bool, to output: inout [UInt8]) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0), asciiOnly: asciiOnly, to: &output) }
  }

  /// In quotes. Line separators are escaped too: JSON5, and what it came from, take them for the end of a line.
  public static func quoted(_ text: String) -> String {
    var output: [UInt8] = []
    append(text, asciiOnly: false, to: &output)
    return String(decoding: output, as: UTF8.self)
      .replacing("\u{2028}", with: "\\u2028").replacing("\u{2029}", with: "\\u2029")
  }

  /// JSON as an encoder made it, with everything beyond printable ASCII as \u where that is asked for: it can stand in
  /// strings only.
  public static func append(encoded json: [UInt8], asciiOnly: Bool, to output: inout [UInt8]) {
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
    case let byte where byte == 0x22 || byte == 0x5C: appendPair(byte, to: &output)
    case 0x0A: appendPair(UInt8(ascii: "n"), to: &output)
    case 0x0D: appendPair(UInt8(ascii: "r"), to: &output)
    case 0x09: appendPair(UInt8(ascii: "t"), to: &output)
    case let byte where byte < 0x80: appendUnit(UInt16(byte), to: &output)
    default:
      let length = UTF8Text.length(at: index, of: bytes)
      let scalar = UTF8Text.scalar(bytes, at: index, length: length)
      for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter { appendUnit(unit, to: &output) }
      return length
    }
    return 1
  }

  /// A backslash and a letter: there are dozens in a payload that is JSON itself.
  @inline(__always)
  private static func appendPair(_ letter: UInt8, to output: inout [UInt8]) {
    output.append(0x5C)
    output.append(letter)
  }

  private static func appendUnit(_ unit: UInt16, to output: inout [UInt8]) {
    appendPair(UInt8(ascii: "u"), to: &output)
    for shift in [12, 8, 4, 0] {
      output.append(Hex.digit(UInt8(truncatingIfNeeded: unit >> UInt16(shift) & 15)))
    }
  }
}
