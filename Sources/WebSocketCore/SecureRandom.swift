internal import COpenSSL

/// Random numbers from libcrypto, for mask keys and handshake keys (RFC 6455 section 10.3).
///
/// Draws 4 KiB at a time, so a frame's key costs a load. Copies share the pool: no number is given out twice.
public struct SecureRandom: RandomNumberGenerator {
  private let pool = Pool()

  /// Nothing is drawn yet.
  public init() {}

  /// Eight fresh bytes.
  public mutating func next() -> UInt64 { pool.next() }

  /// A class because the buffer needs one owner that zeroes and frees it, however often the struct is copied.
  private final class Pool {
    private static let byteCount = 4_096
    private let bytes = UnsafeMutableRawPointer.allocate(byteCount: Pool.byteCount, alignment: 8)
    private var position = Pool.byteCount

    func next() -> UInt64 {
      if position == Self.byteCount { refill() }
      let value = bytes.load(fromByteOffset: position, as: UInt64.self)
      // A number that is out must not be found here later.
      bytes.storeBytes(of: 0, toByteOffset: position, as: UInt64.self)
      position += MemoryLayout<UInt64>.size
      return value
    }

    private func refill() {
      guard RAND_bytes(bytes.assumingMemoryBound(to: UInt8.self), Int32(Self.byteCount)) == 1 else {
        preconditionFailure("libcrypto has no random bytes, and a guessable mask key is worse than stopping")
      }
      position = 0
    }

    deinit {
      OPENSSL_cleanse(bytes, Self.byteCount)
      bytes.deallocate()
    }
  }
}
