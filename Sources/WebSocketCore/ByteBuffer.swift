/// A queue of bytes that grow at the end and are used up at the front, in one allocation that it owns.
///
/// Unsafe because frame events point into it: an array would move its bytes when it likes.
struct ByteBuffer: ~Copyable {
  /// Bytes. What is empty and larger than this is given back.
  private static let retainedCapacity = 256 << 10
  private static let smallestCapacity = 512

  private var base: UnsafeMutableRawPointer?
  private var capacity = 0
  private var start = 0
  private var end = 0
  /// The allocation before the last growth, still pointed into by events of the running call.
  private var retired: UnsafeMutableRawPointer?
  private var retiredCapacity = 0

  deinit {
    base?.deallocate()
    retired?.deallocate()
  }

  var count: Int { end - start }
  var isEmpty: Bool { start == end }
  /// Bytes of memory, used or not.
  var heldByteCount: Int { capacity + retiredCapacity }

  var bytes: UnsafeMutableRawBufferPointer {
    guard let base else { return UnsafeMutableRawBufferPointer(start: nil, count: 0) }
    return UnsafeMutableRawBufferPointer(start: base + start, count: end - start)
  }

  /// Takes bytes back from the end.
  mutating func removeLast(_ count: Int) {
    end -= count
    precondition(start <= end, "more bytes taken back than there were")
  }

  /// Forgets bytes at the front; their addresses stay good until something is appended.
  mutating func consume(_ count: Int) {
    start += count
    precondition(start <= end, "more bytes used up than there were")
  }

  /// Nobody points into the buffer any more: old allocations go, and an empty buffer starts anew.
  mutating func forgetAddresses() {
    retired?.deallocate()
    retired = nil
    retiredCapacity = 0
    guard isEmpty else { return }
    start = 0
    end = 0
    guard capacity > Self.retainedCapacity else { return }
    base?.deallocate()
    base = nil
    capacity = 0
  }

  /// Room for `count` more bytes at the returned address; they count only after `commit`. May move what is there.
  mutating func reserve(_ count: Int) -> UnsafeMutableRawPointer {
    if let base, capacity - end >= count { return base + end }
    if let base, start >= capacity / 2, capacity - self.count >= count {
      base.copyMemory(from: base + start, byteCount: self.count)
      end -= start
      start = 0
      return base + end
    }
    return grow(by: count, retiring: false)
  }

  mutating func commit(_ count: Int) { end += count }

  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let source = bytes.baseAddress, !bytes.isEmpty else { return }
    reserve(bytes.count).copyMemory(from: source, byteCount: bytes.count)
    end += bytes.count
  }

  /// As `append`, but the addresses given out before stay good until `forgetAddresses`.
  mutating func appendKeepingAddresses(_ bytes: UnsafeRawBufferPointer) {
    guard let source = bytes.baseAddress, !bytes.isEmpty else { return }
    let room: UnsafeMutableRawPointer
    if let base, capacity - end >= bytes.count {
      room = base + end
    } else {
      room = grow(by: bytes.count, retiring: true)
    }
    room.copyMemory(from: source, byteCount: bytes.count)
    end += bytes.count
  }

  private mutating func grow(by extra: Int, retiring: Bool) -> UnsafeMutableRawPointer {
    let used = count
    let wanted = max(used + extra, min(used * 2, used + extra + (64 << 20)), Self.smallestCapacity)
    let fresh = UnsafeMutableRawPointer.allocate(byteCount: wanted, alignment: 16)
    if let base {
      fresh.copyMemory(from: base + start, byteCount: used)
      // Only the first growth of a call can have events pointing into what it leaves.
      if retiring, retired == nil {
        (retired, retiredCapacity) = (base, capacity)
      } else {
        base.deallocate()
      }
    }
    base = fresh
    capacity = wanted
    start = 0
    end = used
    return fresh + used
  }
}
