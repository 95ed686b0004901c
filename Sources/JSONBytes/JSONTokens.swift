public import ByteText

/// Goes through a JSON text sign by sign and value by value, and builds nothing: what all readers of whole texts share.
///
/// Inlined into them, because a filter goes through every payload of a log with it.
@frozen public struct JSONTokens {
  /// Containers in containers; a document with more is taken for none.
  public static let depthLimit = 256

  public let bytes: UnsafeRawBufferPointer
  public var place = 0
  /// The text ended too soon; otherwise what stopped the reader is a fault.
  public var hasEndedEarly = false

  @inlinable public init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  @inlinable public static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  /// Passes over blanks; nil at the end.
  @inlinable @inline(__always)
  public mutating func nextSign() -> UInt8? {
    skipBlanks()
    if place < bytes.count { return bytes[place] }
    hasEndedEarly = true
    return nil
  }

  @inlinable @inline(__always)
  public mutating func skipBlanks() {
    while place < bytes.count, Self.isBlank(bytes[place]) { place += 1 }
  }

  /// At a quote. Nil where it does not end, or holds a control byte or an escape that means nothing.
  @inlinable
  public mutating func string() -> JSONString? {
    var hasEscapes = false
    guard let content = stringContent(&hasEscapes) else { return nil }
    return JSONString(UnsafeRawBufferPointer(rebasing: bytes[content]), hasEscapes: hasEscapes)
  }

  /// As `string`: where what is between the quotes lies. At a fault, `place` is there.
  @inlinable
  public mutating func stringContent(_ hasEscapes: inout Bool) -> Range<Int>? {
    let start = place + 1
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        place = index + 1
        return start..<index
      }
      if byte < 0x20 {
        place = index
        return nil
      }
      if byte == UInt8(ascii: "\\") {
        hasEscapes = true
        guard let length = escapeLength(at: index) else {
          place = index
          return nil
        }
        index += length
      } else {
        index += 1
      }
    }
    hasEndedEarly = true
    place = bytes.count
    return nil
  }

  @inlinable
  mutating func escapeLength(at index: Int) -> Int? {
    guard index + 1 < bytes.count else {
      hasEndedEarly = true
      return nil
    }
    switch bytes[index + 1] {
    case UInt8(ascii: "u"):
      for digit in index + 2..<index + 6 {
        guard digit < bytes.count else {
          hasEndedEarly = true
          return nil
        }
        guard Hex.value(bytes[digit]) != nil else { return nil }
      }
      return 6
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return 2
    default: return nil
    }
  }

  /// Takes `true`, `false` or `null`.
  @inlinable
  public mutating func take(word: StaticString) -> Bool {
    let expected = UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    let rest = bytes[place...].prefix(expected.count)
    guard rest.elementsEqual(expected.prefix(rest.count)) else { return false }
    guard rest.count == expected.count else {
      hasEndedEarly = true
      return false
    }
    place += expected.count
    return true
  }

  /// Takes a number; nil where none is.
  public mutating func number() -> UnsafeRawBufferPointer? {
    let rest = UnsafeRawBufferPointer(rebasing: bytes[place...])
    let length = JSONNumber.length(in: rest)
    guard length > 0 else {
      // `-`, `1.` and `1e` at the end of what is cut may go on as numbers.
      hasEndedEarly = rest.prefix(JSONNumber.lengthLimit + 1).allSatisfy {
        "+-.eE0123456789".utf8.contains($0)
      }
      return nil
    }
    place += length
    return UnsafeRawBufferPointer(rebasing: rest.prefix(length))
  }
}
