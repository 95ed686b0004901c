internal import CZlib

/// Takes messages out of DEFLATE (RFC 7692 section 7.2.2), with the window of earlier ones where that was agreed.
///
/// The z_stream stays where it was made, because zlib's state points back to it. Nothing is allocated before the first
/// message: 7 KiB, and a window of 32 KiB.
struct Inflater: ~Copyable {
  /// What one call did.
  struct Step {
    var used = 0
    var made = 0
    /// What comes after the bytes used is not DEFLATE, and the stream is gone: a message after it would be read with a
    /// window that nobody agreed on.
    var isBroken = false
  }

  /// The four bytes that end each message and are left out on the wire.
  static let tail: [UInt8] = [0x00, 0x00, 0xFF, 0xFF]

  private var stream: UnsafeMutablePointer<z_stream>?
  private var isBroken = false
  /// After the tail: all of the message was there. zlib itself takes a message that was cut short, and then
  /// stumbles over the next one.
  private(set) var isAtBlockBoundary = false

  init() {}

  deinit { if let stream { Self.free(stream) } }

  /// Bytes of memory: zlib's state and its window.
  var heldByteCount: Int { stream == nil ? 0 : 40 << 10 }

  /// Inflates as much as both buffers allow. Where less was made than there is room for, all of the input was used.
  mutating func inflate(
    _ input: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer
  ) -> Step {
    guard let stream = ready() else { return Step(isBroken: true) }
    // zlib does not write to its input; its type says otherwise for old compilers' sake.
    let source = UnsafeMutablePointer(mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.pointee.next_in = source
    stream.pointee.avail_in = UInt32(clamping: input.count)
    stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(clamping: room.count)
    var result: Int32
    repeat {
      result = CZlib.inflate(stream, Z_SYNC_FLUSH)
      // A block with BFINAL ends the stream but not the message: the rest goes on with the same window (section
      // 7.2.3.4). Resetting all of it and copying the window over would cost 64 KiB for a block of two bytes.
      if result == Z_STREAM_END { result = inflateResetKeep(stream) }
    } while result == Z_OK && stream.pointee.avail_out > 0 && stream.pointee.avail_in > 0
    var step = Step()
    step.used = input.count - Int(stream.pointee.avail_in)
    step.made = room.count - Int(stream.pointee.avail_out)
    // A call that can do nothing leaves a state that says nothing.
    if step.used > 0 || step.made > 0 { isAtBlockBoundary = stream.pointee.data_type & 128 != 0 }
    if result != Z_OK, result != Z_BUF_ERROR {
      step.isBroken = true
      isBroken = true
      Self.free(stream)
      self.stream = nil
    }
    return step
  }

  /// Gives the tail's bytes from `index` on.
  mutating func takeTail(from index: Int, into room: UnsafeMutableRawBufferPointer) -> Step {
    withUnsafeBytes(of: UInt32(bigEndian: 0x0000_FFFF)) { tail in
      inflate(UnsafeRawBufferPointer(rebasing: tail[index...]), into: room)
    }
  }

  /// Forgets the window: the next message stands alone ("no context takeover").
  mutating func reset() {
    guard let stream else { return }
    inflateReset(stream)
  }

  private mutating func ready() -> UnsafeMutablePointer<z_stream>? {
    if let stream { return stream }
    guard !isBroken else { return nil }
    let fresh = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    fresh.initialize(to: z_stream())
    // A server may use a larger window than it agreed to; with all of it, the outcome never depends on how the
    // message was cut.
    guard wsglass_inflate_init(fresh) == Z_OK else {
      fresh.deallocate()
      return nil
    }
    stream = fresh
    return fresh
  }

  private static func free(_ stream: UnsafeMutablePointer<z_stream>) {
    inflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }
}
