import Glibc
import Synchronization
import WebSocketCore

/// A piece of a log: payloads from its front, their records from its back, full when the two meet.
///
/// Payloads are most of the bytes, and processors are at their best where these go up.
///
/// A class because a reader keeps a block alive while the writer drops it from the log.
/// `@unchecked Sendable`: only the log's writer writes, bytes below the published count never change, and the
/// count is released after them and acquired before them.
final class LogBlock: @unchecked Sendable {
  /// A record as it lies in memory: 48 bytes, no references.
  struct Entry {
    var wallTime: Int64
    var time: UInt64
    var framePayloadLength: Int
    var payloadOffset: UInt32
    var payloadLength: UInt32
    var maskKey: UInt32
    var fragmentIndex: UInt32
    var flags: UInt16
    var firstByte: UInt8
    var headerByteCount: UInt8
    /// Bit 0: note, bit 1: received, bit 2: masked, bit 3: came in parts (`LongFrame`).
    var bits: UInt8
    var note: UInt8
  }

  /// 2 MiB: what x86-64 and most arm64 kernels map as one page.
  static let hugePage = 2 << 20

  private(set) var first: Int
  let capacity: Int
  private let base: UnsafeMutableRawPointer
  private let published = Atomic<Int>(0)
  private var written = 0
  private(set) var payloadEnd = 0

  init(first: Int, capacity: Int) {
    self.first = first
    self.capacity = capacity
    let isHuge = capacity >= LogBlock.hugePage
    base = .allocate(byteCount: capacity, alignment: isHuge ? LogBlock.hugePage : 64)
    // First touch of fresh memory costs more than the copy into it: 512 page faults become one.
    if isHuge { madvise(base, capacity & ~(LogBlock.hugePage - 1), Int32(MADV_HUGEPAGE)) }
  }

  deinit { base.deallocate() }

  /// Makes the block empty again; the caller knows that nobody else holds it.
  func reuse(first: Int) {
    self.first = first
    written = 0
    payloadEnd = 0
    published.store(0, ordering: .relaxed)
  }

  /// Records that readers may read.
  var count: Int { published.load(ordering: .acquiring) }
  var writtenCount: Int { written }

  /// Readers see what was written up to here.
  func publish() { published.store(written, ordering: .releasing) }

  func hasRoom(for payloadLength: Int) -> Bool {
    (written + 1) * MemoryLayout<Entry>.stride + payloadLength + payloadEnd <= capacity
  }

  /// The caller has asked `hasRoom`. Inlined, so that a record's fields go straight to their place: put together on the
  /// stack in small pieces and copied in large ones, they made the processor wait longer than all the rest.
  @inline(__always)
  func append(_ entry: Entry, payload: UnsafeRawBufferPointer) {
    if let source = payload.baseAddress {
      (base + payloadEnd).copyMemory(from: source, byteCount: payload.count)
    }
    var entry = entry
    entry.payloadOffset = UInt32(truncatingIfNeeded: payloadEnd)
    entry.payloadLength = UInt32(truncatingIfNeeded: payload.count)
    payloadEnd += payload.count
    written += 1
    (base + capacity - written * MemoryLayout<Entry>.stride).storeBytes(of: entry, as: Entry.self)
  }

  /// Payload bytes that fit without a record.
  var room: Int { capacity - payloadEnd - written * MemoryLayout<Entry>.stride }

  /// Bytes of a frame whose record is there already; at most `room`. Returns where they are.
  func append(_ bytes: UnsafeRawBufferPointer) -> Int {
    let offset = payloadEnd
    if let source = bytes.baseAddress { (base + offset).copyMemory(from: source, byteCount: bytes.count) }
    payloadEnd += bytes.count
    return offset
  }

  func bytes(at offset: Int, count: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: base + offset, count: count)
  }

  /// `index` is below `count`.
  func entry(_ index: Int) -> Entry {
    base.load(fromByteOffset: capacity - (index + 1) * MemoryLayout<Entry>.stride, as: Entry.self)
  }

  /// The payload's bytes; the pointer holds as long as the block does.
  func payload(of entry: Entry) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: base + Int(entry.payloadOffset), count: Int(entry.payloadLength))
  }

  /// What a block must hold for one record with this payload; a multiple of 64, which keeps records aligned.
  static func size(for payloadLength: Int) -> Int { (MemoryLayout<Entry>.stride + payloadLength + 63) & ~63 }
}

extension LogBlock.Entry {
  /// Where its payload lies is filled in by the block.
  @inline(__always)
  init(_ event: FrameEvent, flags: FrameFlags, wallOffset: Int64) {
    self.init(
      wallTime: Int64(truncatingIfNeeded: event.time) &+ wallOffset, time: event.time,
      framePayloadLength: event.header.payloadLength, payloadOffset: 0, payloadLength: 0,
      maskKey: event.header.maskKey, fragmentIndex: event.fragmentIndex, flags: flags.rawValue,
      firstByte: event.header.firstByte, headerByteCount: event.header.byteCount,
      bits: (event.direction == .received ? 2 : 0) | (event.header.isMasked ? 4 : 0)
        | (flags.contains(.continues) ? 8 : 0), note: 0)
  }
}

extension LogBlock.Entry {
  /// As another log had it.
  init(_ record: LogRecord) {
    self.init(
      wallTime: record.wallTime, time: record.time, framePayloadLength: record.header.payloadLength,
      payloadOffset: 0, payloadLength: 0, maskKey: record.header.maskKey, fragmentIndex: record.fragmentIndex,
      flags: record.flags.rawValue, firstByte: record.header.firstByte,
      headerByteCount: record.header.byteCount,
      bits: (record.isFrame ? 0 : 1) | (record.direction == .received ? 2 : 0)
        | (record.header.isMasked ? 4 : 0), note: record.note.rawValue)
  }
}
