internal import CZlib

/// Takes messages out of DEFLATE (RFC 7692 section 7.2.2), with the window of earlier ones where that was agreed.
///
/// The z_stream stays where it was made, because zlib's state points back to it. Nothing is allocated before the first
/// message: 7 KiB, and a window of 32 KiB.
struct Inflater: ~Copyable {
  /// Why a message can't be inflated. The stream must not be used again.
  struct Failure: Error {}

  /// The four bytes that end each message and are left out on the wire.
  static let tail: [UInt8] = [0x00, 0x00, 0xFF, 0xFF]
  private static let windowSize = 32 << 10

  private var stream: UnsafeMutablePointer<z_stream>?

  init() {}

  deinit { free() }

  private func free() {
    guard let stream else { return }
    inflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  /// Inflates as much as both buffers allow. Returns bytes used up and bytes made; where the second is less than the
  /// room, the first is all of the input.
  mutating func inflate(
    _ input: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer
  ) throws(Failure) -> (used: Int, made: Int) {
    let stream = try ready()
    // zlib does not write to its input; its type says otherwise for old compilers' sake.
    let source = UnsafeMutablePointer(mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.pointee.next_in = source
    stream.pointee.avail_in = UInt32(clamping: input.count)
    stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(clamping: room.count)
    while true {
      let result = CZlib.inflate(stream, Z_SYNC_FLUSH)
      if result == Z_STREAM_END { try goOnAfterFinalBlock(stream) }
      guard result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR else { throw Failure() }
      if result == Z_BUF_ERROR || stream.pointee.avail_out == 0 || stream.pointee.avail_in == 0 { break }
    }
    let used = input.count - Int(stream.pointee.avail_in)
    let made = room.count - Int(stream.pointee.avail_out)
    // A call that can do nothing leaves a state that says nothing.
    if used > 0 || made > 0 { isAtBlockBoundary = stream.pointee.data_type & 128 != 0 }
    return (used, made)
  }

  /// Gives the tail's bytes from `index` on.
  mutating func takeTail(
    from index: Int, into room: UnsafeMutableRawBufferPointer
  ) throws(Failure) -> (used: Int, made: Int) {
    let rest = Self.tail[index...]
    return try rest.withUnsafeBytes { bytes in Result { () throws(Failure) in try inflate(bytes, into: room) }
    }
    .get()
  }

  /// After the tail: all of the message was there. zlib itself takes a message that was cut short, and then
  /// stumbles over the next one.
  private(set) var isAtBlockBoundary = false

  /// Forgets the window: the next message stands alone ("no context takeover").
  mutating func reset() {
    guard let stream else { return }
    inflateReset(stream)
  }

  private mutating func ready() throws(Failure) -> UnsafeMutablePointer<z_stream> {
    if let stream { return stream }
    let fresh = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    fresh.initialize(to: z_stream())
    // A server may use a larger window than it agreed to; with all of it, the outcome never depends on how the
    // message was cut.
    guard wsglass_inflate_init(fresh) == Z_OK else {
      fresh.deallocate()
      throw Failure()
    }
    stream = fresh
    return fresh
  }

  /// A block with BFINAL ends the stream but not the message: the rest goes on with the same window
  /// (section 7.2.3.4).
  private func goOnAfterFinalBlock(_ stream: UnsafeMutablePointer<z_stream>) throws(Failure) {
    let isGood = withUnsafeTemporaryAllocation(byteCount: Self.windowSize, alignment: 1) { window in
      var length: UInt32 = 0
      let bytes = window.baseAddress?.assumingMemoryBound(to: UInt8.self)
      return inflateGetDictionary(stream, bytes, &length) == Z_OK && inflateReset(stream) == Z_OK
        && inflateSetDictionary(stream, bytes, length) == Z_OK
    }
    if !isGood { throw Failure() }
  }
}
