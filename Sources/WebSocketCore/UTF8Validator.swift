/// Finds the first byte that can't be UTF-8, in bytes that come in pieces (RFC 3629 section 4, RFC 6455 section 8.1).
///
/// Fails at the byte that makes the text invalid, not at the end of its character.
public struct UTF8Validator: Hashable, Sendable {
  /// Continuation bytes that the character in hand still lacks: 0 to 3.
  private var missing: UInt8 = 0
  /// What the next continuation byte may be: narrower than 80-BF after E0, ED, F0 and F4.
  private var lowest: UInt8 = 0x80
  private var highest: UInt8 = 0xBF
  /// Good bytes so far.
  public private(set) var count = 0

  /// For the first byte of a text.
  public init() {}

  /// Nothing is missing: the text may end here.
  public var isComplete: Bool { missing == 0 }

  /// Checks the next bytes. Returns the offset in `bytes` of the first bad one, or nil; after a fault the value is spent.
  public mutating func consume(_ bytes: UnsafeRawBufferPointer) -> Int? {
    guard let base = bytes.baseAddress else { return nil }
    var index = 0
    while index < bytes.count {
      if missing == 0 {
        index = Self.skipWholeCharacters(base, from: index, to: bytes.count)
        guard index < bytes.count else { break }
        guard begin(with: base.load(fromByteOffset: index, as: UInt8.self)) else { return fault(at: index) }
      } else {
        let byte = base.load(fromByteOffset: index, as: UInt8.self)
        guard byte >= lowest, byte <= highest else { return fault(at: index) }
        missing -= 1
        lowest = 0x80
        highest = 0xBF
      }
      index &+= 1
    }
    count += bytes.count
    return nil
  }

  /// The text is whole and right. For a message of one frame: no state, no second pass.
  static func isValid(_ base: UnsafeRawPointer, count: Int) -> Bool {
    skipWholeCharacters(base, from: 0, to: count) == count
  }

  private mutating func fault(at index: Int) -> Int {
    count += index
    return index
  }

  /// Takes the first byte of a character; false where none can start so (RFC 3629 section 4, the ABNF).
  private mutating func begin(with byte: UInt8) -> Bool {
    switch byte {
    case 0x00...0x7F: return true
    case 0xC2...0xDF: missing = 1
    case 0xE0: (missing, lowest) = (2, 0xA0)
    case 0xED: (missing, highest) = (2, 0x9F)
    case 0xE1...0xEF: missing = 2
    case 0xF0: (missing, lowest) = (3, 0x90)
    case 0xF1...0xF3: missing = 3
    case 0xF4: (missing, highest) = (3, 0x8F)
    default: return false
    }
    return true
  }

  /// The first index that isn't part of a whole, right character, at or after `from`.
  @inline(__always)
  private static func skipWholeCharacters(_ base: UnsafeRawPointer, from: Int, to count: Int) -> Int {
    var index = from
    while index < count {
      index = skipASCII(base, from: index, to: count)
      // Text that isn't ASCII is mostly not ASCII for a while.
      while index < count {
        let length = characterLength(base, at: index, to: count)
        guard length > 0 else { return index }
        index &+= length
        if length == 1 { break }
      }
    }
    return index
  }

  @inline(__always)
  private static func skipASCII(_ base: UnsafeRawPointer, from: Int, to count: Int) -> Int {
    let high: UInt64 = 0x8080_8080_8080_8080
    var index = from
    while count &- index >= 32 {
      let a = base.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let b = base.loadUnaligned(fromByteOffset: index &+ 8, as: UInt64.self)
      let c = base.loadUnaligned(fromByteOffset: index &+ 16, as: UInt64.self)
      let d = base.loadUnaligned(fromByteOffset: index &+ 24, as: UInt64.self)
      guard (a | b | c | d) & high == 0 else { break }
      index &+= 32
    }
    while count &- index >= 8 {
      let bad = base.loadUnaligned(fromByteOffset: index, as: UInt64.self) & high
      guard bad == 0 else { return index &+ bad.trailingZeroBitCount >> 3 }
      index &+= 8
    }
    while index < count, base.load(fromByteOffset: index, as: UInt8.self) < 0x80 { index &+= 1 }
    return index
  }

  /// 1 to 4 where a whole, right character starts at `index`, else 0.
  @inline(__always)
  private static func characterLength(_ base: UnsafeRawPointer, at index: Int, to count: Int) -> Int {
    let first = base.load(fromByteOffset: index, as: UInt8.self)
    if first < 0x80 { return 1 }
    let left = count &- index
    guard left >= 2, first >= 0xC2, first <= 0xF4 else { return 0 }
    let second = base.load(fromByteOffset: index &+ 1, as: UInt8.self)
    guard second & 0xC0 == 0x80 else { return 0 }
    if first < 0xE0 { return 2 }
    guard left >= 3, base.load(fromByteOffset: index &+ 2, as: UInt8.self) & 0xC0 == 0x80 else { return 0 }
    if first < 0xF0 {
      if first == 0xE0, second < 0xA0 { return 0 }
      if first == 0xED, second > 0x9F { return 0 }
      return 3
    }
    guard left >= 4, base.load(fromByteOffset: index &+ 3, as: UInt8.self) & 0xC0 == 0x80 else { return 0 }
    if first == 0xF0, second < 0x90 { return 0 }
    if first == 0xF4, second > 0x8F { return 0 }
    return 4
  }
}
