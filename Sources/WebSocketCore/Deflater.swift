internal import CZlib

/// Puts messages into DEFLATE (RFC 7692 section 7.2.1). Nothing is allocated before the first: then 256 KiB for the
/// largest window, less for smaller ones.
struct Deflater: ~Copyable {
  /// zlib's own default: 6 of 9.
  private static let level: Int32 = 6
  private static let memoryLevel: Int32 = 8
  /// What deflate may add to a piece: stored blocks' headers and the flush.
  private static let overhead = 64

  /// zlib refuses raw streams with a window of 256 bytes, so nothing is compressed where 8 was agreed.
  static func canUse(windowBits: Int) -> Bool { windowBits > 8 }

  private let windowBits: Int32
  private var stream: UnsafeMutablePointer<z_stream>?

  init(windowBits: Int) { self.windowBits = Int32(truncatingIfNeeded: windowBits) }

  /// Bytes of memory: zlib's state, the window twice and tables (zconf.h has the sum).
  var heldByteCount: Int {
    stream == nil ? 0 : (1 << (Int(windowBits) + 2)) + (1 << (Int(Self.memoryLevel) + 9)) + (6 << 10)
  }

  deinit {
    guard let stream else { return }
    deflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  /// Appends the compressed bytes of one frame. The last frame of a message loses the tail that the receiver adds.
  /// False where there is no memory for it: nothing was appended then.
  mutating func deflate(_ input: UnsafeRawBufferPointer, isFinal: Bool, into output: inout ByteBuffer) -> Bool
  {
    guard let stream = ready() else { return false }
    let start = output.count
    let source = UnsafeMutablePointer(mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.pointee.next_in = source
    stream.pointee.avail_in = UInt32(clamping: input.count)
    var piece = input.count / 2 + Self.overhead
    repeat {
      let room = output.reserve(piece)
      stream.pointee.next_out = room.assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_out = UInt32(clamping: piece)
      _ = CZlib.deflate(stream, Z_SYNC_FLUSH)
      output.commit(piece - Int(stream.pointee.avail_out))
      piece = max(piece / 2, Self.overhead)
    } while stream.pointee.avail_out == 0
    guard isFinal else { return true }
    if output.count - start >= 4, UnsafeRawBufferPointer(output.bytes).suffix(4).elementsEqual(Inflater.tail)
    {
      output.removeLast(4)
    } else {
      // Nothing new since the last flush: the header of an empty stored block, which the tail completes.
      output.reserve(1).storeBytes(of: 0, as: UInt8.self)
      output.commit(1)
    }
    return true
  }

  /// The next message stands alone.
  mutating func reset() {
    guard let stream else { return }
    deflateReset(stream)
  }

  private mutating func ready() -> UnsafeMutablePointer<z_stream>? {
    if let stream { return stream }
    let fresh = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    fresh.initialize(to: z_stream())
    guard wsglass_deflate_init(fresh, Self.level, windowBits, Self.memoryLevel) == Z_OK else {
      fresh.deallocate()
      return nil
    }
    stream = fresh
    return fresh
  }
}
