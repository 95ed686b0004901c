import ByteText

/// Exports are put together as bytes, by hand: a String for each field costs more than all the rest.
extension [UInt8] {
  @inline(__always)
  mutating func add(_ text: StaticString) {
    append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  @inline(__always)
  mutating func add(_ bytes: UnsafeRawBufferPointer) { append(contentsOf: bytes) }

  mutating func add(text: String) { append(contentsOf: text.utf8) }

  /// With leading zeros where it has fewer digits than `width`, at most 20.
  mutating func add(decimal number: UInt64, width: Int = 1) {
    if number < 10, width <= 1 {
      append(0x30 &+ UInt8(truncatingIfNeeded: number))
      return
    }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      var start = 20
      var rest = number
      while rest > 0 || 20 - start < Swift.min(20, width) {
        start -= 1
        digits[start] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      }
      append(contentsOf: UnsafeBufferPointer(rebasing: digits[start...]))
    }
  }

  mutating func add(decimal number: Int, width: Int = 1) {
    if number < 0 { append(UInt8(ascii: "-")) }
    add(decimal: UInt64(number.magnitude), width: width)
  }

  mutating func add(hex byte: UInt8) {
    append(Hex.digit(byte >> 4))
    append(Hex.digit(byte & 0xF))
  }

  /// The four bytes in their order on the wire.
  mutating func add(maskKey key: UInt32) {
    for index in 0..<4 { add(hex: UInt8(truncatingIfNeeded: key >> (8 * UInt32(index)))) }
  }

  mutating func add(bigEndian number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
  }

  mutating func add(littleEndian number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
}
