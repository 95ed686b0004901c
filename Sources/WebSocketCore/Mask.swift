/// The exclusive-or of RFC 6455 section 5.3, 8 bytes at a time.
enum Mask {
  /// Masks or unmasks in place. `phase` is the offset in the payload of the first byte, so a payload can come in pieces.
  static func apply(_ key: UInt32, to bytes: UnsafeMutableRawBufferPointer, phase: Int = 0) {
    guard let base = bytes.baseAddress else { return }
    copy(UnsafeRawPointer(base), to: base, count: bytes.count, key: key, phase: phase)
  }

  /// Copies and masks; source and target may be the same address.
  static func copy(
    _ source: UnsafeRawPointer, to target: UnsafeMutableRawPointer, count: Int, key: UInt32, phase: Int = 0
  ) {
    let key32 = rotated(key, by: phase)
    let key64 = UInt64(key32) | UInt64(key32) << 32
    var index = 0
    while count - index >= 32 {
      let a = source.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ key64
      let b = source.loadUnaligned(fromByteOffset: index &+ 8, as: UInt64.self) ^ key64
      let c = source.loadUnaligned(fromByteOffset: index &+ 16, as: UInt64.self) ^ key64
      let d = source.loadUnaligned(fromByteOffset: index &+ 24, as: UInt64.self) ^ key64
      target.storeBytes(of: a, toByteOffset: index, as: UInt64.self)
      target.storeBytes(of: b, toByteOffset: index &+ 8, as: UInt64.self)
      target.storeBytes(of: c, toByteOffset: index &+ 16, as: UInt64.self)
      target.storeBytes(of: d, toByteOffset: index &+ 24, as: UInt64.self)
      index &+= 32
    }
    while count - index >= 8 {
      let word = source.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ key64
      target.storeBytes(of: word, toByteOffset: index, as: UInt64.self)
      index &+= 8
    }
    var rest = key64
    while index < count {
      let byte = source.load(fromByteOffset: index, as: UInt8.self) ^ UInt8(truncatingIfNeeded: rest)
      target.storeBytes(of: byte, toByteOffset: index, as: UInt8.self)
      rest >>= 8
      index &+= 1
    }
  }

  /// The key whose first byte meets the byte at `phase` of the payload.
  private static func rotated(_ key: UInt32, by phase: Int) -> UInt32 {
    let bits = UInt32(truncatingIfNeeded: phase & 3) * 8
    return bits == 0 ? key : key >> bits | key << (32 - bits)
  }
}
