/// A polynomial over the bytes of a window that moves on a byte at a time (Rabin and Karp), modulo the prime 2^61 - 1.
struct RollingHash: Sendable {
  static let prime: UInt64 = (1 << 61) - 1

  let base: UInt64
  /// Bytes of the window.
  let length: Int
  /// What each byte is worth when it leaves the window, negated.
  private let leaving: [UInt64]

  init(base: UInt64, length: Int) {
    self.base = base & RollingHash.prime
    self.length = length
    var power: UInt64 = 1
    for _ in 0..<length { power = RollingHash.product(power, self.base) }
    leaving = (0..<256).map { RollingHash.prime - RollingHash.product(UInt64($0) + 1, power) }
  }

  /// Of the first `length` bytes; no more than 32 bits of it are ever kept.
  func hash(_ bytes: some Collection<UInt8>) -> UInt32 {
    UInt32(truncatingIfNeeded: bytes.prefix(length).reduce(0) { enter($1, $0) })
  }

  /// Calls `body` with where each window starts whose hash `isWanted`.
  @inline(__always)
  func scan(_ bytes: UnsafeRawBufferPointer, for wanted: [UInt32], _ body: (Int, UInt32) -> Void) {
    guard bytes.count >= length, let first = wanted.first else { return }
    var hash: UInt64 = 0
    for index in 0..<length { hash = enter(bytes[index], hash) }
    let isAlone = wanted.count == 1
    leaving.withUnsafeBufferPointer { leaving in
      var start = 0
      while true {
        let short = UInt32(truncatingIfNeeded: hash)
        if isAlone ? short == first : wanted.contains(short) { body(start, short) }
        guard start &+ length < bytes.count else { return }
        hash = RollingHash.reduced(
          RollingHash.product(hash, base) &+ UInt64(bytes[start &+ length]) &+ 1
            &+ leaving[Int(bytes[start])])
        start &+= 1
      }
    }
  }

  /// One more than the byte, so that zeros at the front count.
  private func enter(_ byte: UInt8, _ hash: UInt64) -> UInt64 {
    RollingHash.reduced(RollingHash.product(hash, base) &+ UInt64(byte) &+ 1)
  }

  @inline(__always)
  private static func product(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let (high, low) = a.multipliedFullWidth(by: b)
    return reduced((low & prime) &+ (high << 3 | low >> 61))
  }

  @inline(__always)
  private static func reduced(_ sum: UInt64) -> UInt64 {
    let folded = (sum & prime) &+ (sum >> 61)
    return folded >= prime ? folded &- prime : folded
  }
}
