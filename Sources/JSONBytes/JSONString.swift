import ByteText

/// What stands between two quotes of a document, escapes and all.
@frozen public struct JSONString {
  @usableFromInline let raw: UnsafeRawBufferPointer
  @usableFromInline let hasEscapes: Bool

  @inlinable public init(_ raw: UnsafeRawBufferPointer, hasEscapes: Bool) {
    self.raw = raw
    self.hasEscapes = hasEscapes
  }

  /// Its number, where it is one in quotes: prices often are.
  public var number: Double? { hasEscapes ? nil : JSONNumber.value(of: raw) }

  /// Below 0 where it comes before `text`, byte by byte of what it means.
  public func order(to text: [UInt8]) -> Int {
    if !hasEscapes {
      let shared = min(raw.count, text.count)
      for index in 0..<shared where raw[index] != text[index] { return raw[index] < text[index] ? -1 : 1 }
      return raw.count - text.count
    }
    var place = 0
    var compared = 0
    while place < raw.count {
      var scalar = UInt32(raw[place])
      var isByte = true
      if raw[place] == UInt8(ascii: "\\") { (scalar, isByte) = escape(&place) } else { place += 1 }
      let count = isByte || scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x1_0000 ? 3 : 4
      for index in 0..<count {
        guard compared < text.count else { return 1 }
        let byte = count == 1 ? UInt8(truncatingIfNeeded: scalar) : Self.byte(index, of: count, scalar)
        if byte != text[compared] { return byte < text[compared] ? -1 : 1 }
        compared += 1
      }
    }
    return compared - text.count
  }

  /// `index` of the `count` bytes of a scalar in UTF-8.
  private static func byte(_ index: Int, of count: Int, _ scalar: UInt32) -> UInt8 {
    let bits = UInt8(truncatingIfNeeded: scalar >> UInt32(6 * (count - 1 - index)))
    let lead: UInt8 = count == 2 ? 0xC0 : count == 3 ? 0xE0 : 0xF0
    return index == 0 ? lead | bits : 0x80 | bits & 0x3F
  }

  /// The scanner has seen that it is whole. A lone surrogate means U+FFFD.
  private func escape(_ place: inout Int) -> (UInt32, isByte: Bool) {
    guard place + 1 < raw.count else {
      place += 1
      return (0xFFFD, false)
    }
    let sign = raw[place + 1]
    guard sign == UInt8(ascii: "u") else {
      place += 2
      switch sign {
      case UInt8(ascii: "b"): return (0x08, true)
      case UInt8(ascii: "f"): return (0x0C, true)
      case UInt8(ascii: "n"): return (0x0A, true)
      case UInt8(ascii: "r"): return (0x0D, true)
      case UInt8(ascii: "t"): return (0x09, true)
      default: return (UInt32(sign), true)
      }
    }
    let unit = unit(at: place)
    place += 6
    guard 0xD800...0xDFFF ~= unit else { return (unit, false) }
    let low = self.unit(at: place)
    guard unit < 0xDC00, 0xDC00...0xDFFF ~= low else { return (0xFFFD, false) }
    place += 6
    return (0x1_0000 + (unit - 0xD800) << 10 + (low - 0xDC00), false)
  }

  /// The four hex digits behind `\u`; 0 where they are none.
  private func unit(at place: Int) -> UInt32 {
    guard place + 6 <= raw.count, raw[place] == UInt8(ascii: "\\"), raw[place + 1] == UInt8(ascii: "u") else {
      return 0
    }
    return raw[place + 2..<place + 6].reduce(0) { $0 << 4 | UInt32(Hex.value($1) ?? 0) }
  }

  /// What it means, in UTF-8 as far as what stands between the quotes is.
  public func decoded() -> [UInt8] {
    guard hasEscapes else { return Array(raw) }
    var text: [UInt8] = []
    text.reserveCapacity(raw.count)
    var place = 0
    while place < raw.count {
      guard raw[place] == UInt8(ascii: "\\") else {
        text.append(raw[place])
        place += 1
        continue
      }
      let (scalar, isByte) = escape(&place)
      let count = isByte || scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x1_0000 ? 3 : 4
      for index in 0..<count {
        text.append(count == 1 ? UInt8(truncatingIfNeeded: scalar) : Self.byte(index, of: count, scalar))
      }
    }
    return text
  }
}
