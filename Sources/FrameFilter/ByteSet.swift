import ByteText

/// Which of the 256 bytes.
struct ByteSet: Hashable, Sendable {
  private var words = SIMD4<UInt64>()

  static let all = ByteSet().inverted
  /// The later bytes of a character in UTF-8.
  static let continuation = ByteSet(0x80...0xBF)
  static let digits = ByteSet(0x30...0x39)
  static let word = ByteSet(where: ASCII.isWord)
  static let blanks = ByteSet(where: ASCII.isBlank)

  init() {}
  init(_ bytes: ClosedRange<UInt8>) { for byte in bytes { insert(byte) } }
  init(where isIn: (UInt8) -> Bool) { for byte in UInt8.min...UInt8.max where isIn(byte) { insert(byte) } }

  func contains(_ byte: UInt8) -> Bool { words[Int(byte) >> 6] & (1 << UInt64(byte & 63)) != 0 }
  mutating func insert(_ byte: UInt8) { words[Int(byte) >> 6] |= 1 << UInt64(byte & 63) }
  mutating func formUnion(_ other: ByteSet) { words |= other.words }

  var inverted: ByteSet {
    var set = ByteSet()
    set.words = ~words
    return set
  }

  /// With the other case of every ASCII letter.
  var withBothCases: ByteSet {
    var set = self
    for byte in UInt8(0x41)...0x5A where contains(byte) || contains(byte | 0x20) {
      set.insert(byte)
      set.insert(byte | 0x20)
    }
    return set
  }

  /// The one byte that it holds; with `foldsCase`, the small one of a letter's two.
  func single(foldsCase: Bool) -> UInt8? {
    var found: UInt8?
    for byte in UInt8.min...UInt8.max where contains(byte) {
      if foldsCase, let upper = found, ASCII.isLetter(byte), upper | 0x20 == byte, upper != byte {
        found = byte
      } else if found != nil {
        return nil
      } else {
        found = byte
      }
    }
    // With `foldsCase` a lone letter can't be told from both of its cases afterwards.
    if foldsCase, let found, ASCII.isLetter(found), !contains(found & 0xDF) || !contains(found | 0x20) {
      return nil
    }
    return found
  }
}
