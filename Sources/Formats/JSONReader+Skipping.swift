/// Passing over values, of which nothing is kept but their bytes, where those are asked for.
extension JSONReader {
  /// Passes over a value of any kind.
  func skipValue() throws(ImportError) {
    var depth = 0
    repeat {
      try skipBlanks()
      guard let byte = try peek() else { throw fault(.unexpectedEnd) }
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        guard depth <= JSONReader.depthLimit else { throw fault(.tooDeep) }
        advance()
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard depth > 0 else { throw fault(.unexpectedByte(byte)) }
        depth -= 1
        advance()
      case UInt8(ascii: ","), UInt8(ascii: ":"):
        guard depth > 0 else { throw fault(.unexpectedByte(byte)) }
        advance()
      case UInt8(ascii: "\""): try skipString()
      default: _ = try readWord()
      }
      if let captured, captured.count > JSONReader.valueLimit {
        throw fault(.tooLong(limit: JSONReader.valueLimit))
      }
    } while depth > 0
  }

  /// However long it is: none of it is kept.
  private func skipString() throws(ImportError) {
    try expect(UInt8(ascii: "\""))
    var isEscaped = false
    while let byte = try peek() {
      guard byte >= 0x20 else { throw fault(.unexpectedByte(byte)) }
      advance()
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        return
      }
      if let captured, captured.count > JSONReader.valueLimit {
        throw fault(.tooLong(limit: JSONReader.valueLimit))
      }
    }
    throw fault(.unexpectedEnd)
  }

  /// The bytes of a value, for another reader; at most `valueLimit`.
  func captureValue() throws(ImportError) -> [UInt8] {
    captured = []
    defer { captured = nil }
    try skipValue()
    return captured ?? []
  }
}
