import ByteText

/// Numbers by JSON's grammar (RFC 8259 section 6).
public enum JSONNumber {
  /// More digits than a Double of any size and all its places need.
  public static let lengthLimit = 400
  /// Powers of ten that a Double holds exactly.
  private static let powers: [Double] = (0...22).reduce(into: [1]) { powers, _ in
    powers.append((powers.last ?? 1) * 10)
  }

  /// How many bytes at the front are one; 0 where none is there.
  public static func length(in bytes: UnsafeRawBufferPointer) -> Int {
    var place = 0
    func digits() -> Int {
      let start = place
      while place < bytes.count, ASCII.isDigit(bytes[place]) { place += 1 }
      return place - start
    }
    func take(_ one: UInt8, _ other: UInt8) -> Bool {
      guard place < bytes.count, bytes[place] == one || bytes[place] == other else { return false }
      place += 1
      return true
    }
    _ = take(0x2D, 0x2D)
    let start = place
    let count = digits()
    if count == 0 || count > 1 && bytes[start] == 0x30 { return 0 }
    if take(0x2E, 0x2E), digits() == 0 { return 0 }
    if take(0x65, 0x45) {
      _ = take(0x2B, 0x2D)
      if digits() == 0 { return 0 }
    }
    return place
  }

  /// From end to end.
  public static func isOne(_ word: ArraySlice<UInt8>) -> Bool {
    word.withUnsafeBytes { !$0.isEmpty && length(in: $0) == $0.count }
  }

  /// What numbers are written with, and words that may be meant as one, or as `true`.
  public static func isWordByte(_ byte: UInt8) -> Bool {
    ASCII.isAlphanumeric(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: ".")
  }

  /// Nil where it isn't a number from end to end.
  public static func value(of bytes: UnsafeRawBufferPointer) -> Double? {
    guard !bytes.isEmpty, bytes.count <= lengthLimit, length(in: bytes) == bytes.count else { return nil }
    var mantissa: UInt64 = 0
    var places = 0
    var isFraction = false
    for byte in bytes {
      switch byte {
      case 0x2D: continue
      case 0x2E: isFraction = true
      case 0x30...0x39 where mantissa < 900_719_925_474_099:
        mantissa = mantissa * 10 + UInt64(byte - 0x30)
        if isFraction { places += 1 }
      default: return Double(String(decoding: bytes, as: UTF8.self))
      }
    }
    // Both are exact, so that the quotient is the nearest Double. More than 22 places are too many for that.
    guard places <= 22 else { return Double(String(decoding: bytes, as: UTF8.self)) }
    let size = Double(mantissa) / powers[places]
    return bytes[0] == 0x2D ? -size : size
  }

  /// More digits than a Double tells apart, and nothing else.
  public static func isLongInteger(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count > 15 && bytes.dropFirst(bytes.first == 0x2D ? 1 : 0).allSatisfy(ASCII.isDigit)
  }

  /// As values: `1`, `1.0` and `1e0` are equal; whole numbers with more digits than a Double tells apart by their text.
  public static func areEqual(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Bool {
    if one.elementsEqual(other) { return true }
    if isLongInteger(one), isLongInteger(other) { return false }
    guard let left = value(of: one), let right = value(of: other) else { return false }
    return left == right
  }

}
