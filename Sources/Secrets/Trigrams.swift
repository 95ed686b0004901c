/// Finds places where one of some words may begin, at a table look-up a byte: three bytes, letters of either case.
///
/// What it finds is only a candidate; a few false ones cost less than looking closely everywhere.
struct Trigrams: Sendable {
  /// 8 KiB: stays in the processor's nearest cache.
  private static let bits: UInt32 = 13

  private var table = [Bool](repeating: false, count: 1 << Int(Trigrams.bits))
  private(set) var isEmpty = true

  mutating func add(_ a: UInt8, _ b: UInt8, _ c: UInt8) {
    table[Trigrams.slot(UInt32(a) | UInt32(b) << 8 | UInt32(c) << 16)] = true
    isEmpty = false
  }

  mutating func add(_ word: String) {
    let bytes = Array(word.utf8)
    if bytes.count >= 3 { add(bytes[0], bytes[1], bytes[2]) }
  }

  @inline(__always)
  private static func slot(_ three: UInt32) -> Int {
    // Bit 5 is what letters of either case differ in.
    Int(truncatingIfNeeded: ((three | 0x20_2020) &* 0x9E37_79B1) >> (32 - bits))
  }

  /// Calls `body` with each candidate's index, in order; it returns where to go on, at the earliest behind it.
  @inline(__always)
  func scan(_ bytes: UnsafeRawBufferPointer, _ body: (Int) -> Int) {
    guard let base = bytes.baseAddress, bytes.count >= 3, !isEmpty else { return }
    table.withUnsafeBufferPointer { table in
      var index = 0
      let whole = bytes.count - 3
      while index < whole {
        let three = base.loadUnaligned(fromByteOffset: index, as: UInt32.self) & 0xFF_FFFF
        if table[Trigrams.slot(three)] { index = max(index &+ 1, body(index)) } else { index &+= 1 }
      }
      guard index == whole else { return }
      let last = UInt32(bytes[whole]) | UInt32(bytes[whole + 1]) << 8 | UInt32(bytes[whole + 2]) << 16
      if table[Trigrams.slot(last)] { _ = body(whole) }
    }
  }
}
