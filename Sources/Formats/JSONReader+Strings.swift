import ByteText

/// Strings, with what their escapes stand for.
extension JSONReader {
  func readString(limit: Int = JSONReader.stringLimit) throws(ImportError) -> [UInt8] {
    try expect(UInt8(ascii: "\""))
    var text: [UInt8] = []
    while let byte = try peek() {
      if byte == UInt8(ascii: "\"") {
        advance()
        return text
      }
      if byte == UInt8(ascii: "\\") {
        try readEscape(to: &text)
      } else if byte < 0x20 {
        throw fault(.unexpectedByte(byte))
      } else {
        readRun(to: &text)
      }
      guard text.count <= limit else { throw fault(.tooLong(limit: limit)) }
    }
    throw fault(.unexpectedEnd)
  }

  /// What is in the buffer up to a quote, a backslash or a control byte.
  private func readRun(to text: inout [UInt8]) {
    let start = position
    let end = buffer.withUnsafeBufferPointer { bytes in
      var index = start
      while index < bytes.count, bytes[index] >= 0x20, bytes[index] != 0x22, bytes[index] != 0x5C {
        index &+= 1
      }
      return index
    }
    text.append(contentsOf: buffer[start..<end])
    captured?.append(contentsOf: buffer[start..<end])
    position = end
  }

  private func readEscape(to text: inout [UInt8]) throws(ImportError) {
    advance()
    try readEscaped(to: &text)
  }

  /// Behind the backslash.
  private func readEscaped(to text: inout [UInt8]) throws(ImportError) {
    guard let byte = try peek() else { throw fault(.unexpectedEnd) }
    let plain: UInt8? =
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): byte
      case UInt8(ascii: "b"): 8
      case UInt8(ascii: "f"): 12
      case UInt8(ascii: "n"): 10
      case UInt8(ascii: "r"): 13
      case UInt8(ascii: "t"): 9
      default: nil
      }
    if let plain {
      advance()
      text.append(plain)
      return
    }
    guard byte == UInt8(ascii: "u") else { throw fault(.badEscape) }
    advance()
    var unit = try readUnit()
    // A half of a pair that is alone becomes U+FFFD, as it would in a browser's UTF-8.
    while (0xD800..<0xDC00).contains(unit) {
      guard try take(UInt8(ascii: "\\")) else { break }
      guard try peek() == UInt8(ascii: "u") else {
        text += Array("\u{FFFD}".utf8)
        return try readEscaped(to: &text)
      }
      advance()
      let low = try readUnit()
      if (0xDC00..<0xE000).contains(low),
        let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
      {
        text += Array(String(scalar).utf8)
        return
      }
      text += Array("\u{FFFD}".utf8)
      unit = low
    }
    text += Array(String(Unicode.Scalar(unit) ?? "\u{FFFD}").utf8)
  }

  private func readUnit() throws(ImportError) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = try peek() else { throw fault(.unexpectedEnd) }
      guard let digit = Hex.value(byte) else { throw fault(.badEscape) }
      unit = unit << 4 | UInt32(digit)
      advance()
    }
    return unit
  }
}
