import ByteText

/// Percent and JSON escapes.
enum Escape {
  /// The letter behind a backslash, and what it stands for.
  static let letters: [(UInt8, UInt8)] = [
    (UInt8(ascii: "\""), 0x22), (UInt8(ascii: "\\"), 0x5C), (UInt8(ascii: "/"), 0x2F),
    (UInt8(ascii: "b"), 0x08),
    (UInt8(ascii: "f"), 0x0C), (UInt8(ascii: "n"), 0x0A), (UInt8(ascii: "r"), 0x0D),
    (UInt8(ascii: "t"), 0x09),
    (UInt8(ascii: "'"), 0x27),
  ]

  /// What the bytes at `index` stand for, and how many they are; a byte that begins no escape stands for itself. Nil at
  /// the end.
  static func read(_ bytes: UnsafeRawBufferPointer, at index: Int) -> ([UInt8], Int)? {
    guard index < bytes.count else { return nil }
    let byte = bytes[index]
    if byte == UInt8(ascii: "%"), let value = hex(bytes, at: index + 1, digits: 2) {
      return ([UInt8(truncatingIfNeeded: value)], 3)
    }
    guard byte == 0x5C, index + 1 < bytes.count else { return ([byte], 1) }
    if bytes[index + 1] == UInt8(ascii: "u"), let unit = hex(bytes, at: index + 2, digits: 4) {
      return self.unit(unit, bytes, at: index)
    }
    if let letter = letters.first(where: { $0.0 == bytes[index + 1] }) { return ([letter.1], 2) }
    return ([byte], 1)
  }

  private static func unit(_ unit: UInt32, _ bytes: UnsafeRawBufferPointer, at index: Int) -> (
    [UInt8], Int
  ) {
    if (0xD800..<0xDC00).contains(unit), index + 12 <= bytes.count, bytes[index + 6] == 0x5C,
      bytes[index + 7] == UInt8(ascii: "u"), let low = hex(bytes, at: index + 8, digits: 4),
      (0xDC00..<0xE000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
    {
      return (Array(String(scalar).utf8), 12)
    }
    guard let scalar = Unicode.Scalar(unit) else { return ([0x5C], 1) }
    return (Array(String(scalar).utf8), 6)
  }

  private static func hex(_ bytes: UnsafeRawBufferPointer, at index: Int, digits: Int) -> UInt32? {
    guard index + digits <= bytes.count else { return nil }
    var value: UInt32 = 0
    for offset in index..<index + digits {
      guard let digit = Hex.value(bytes[offset]) else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }
}
