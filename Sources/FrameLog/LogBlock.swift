import CLinux
import Glibc
import Synchronization
import WebSocketCore

/// A stretch of a log's records: those from its front as they lie in a file, where each numbered one begins from its
/// back; full when the two meet.
///
/// A class because a reader keeps a block alive while the writer drops it from the log.
/// `@unchecked Sendable`: only the log's writer writes, bytes below the published counts never change but for the checksum
/// of a part that was open, which no reader of a block looks at, and the counts are released after them and acquired before.
final class LogBlock: @unchecked Sendable {
  typealias Entry = RecordLayout.Entry

  /// 1 KiB: some records before they are written.
  private static let ahead = 1024
  /// 2 MiB: what x86-64 and most arm64 kernels map as one page.
  static let hugePage = 2 << 20
  /// Blocks of a file that may be written past the page cache begin and end at a multiple of this.
  static let alignment = 4096

  /// The number of its first record; of the next to come where it has none yet.
  private(set) var first: Int
  /// How many bytes of records the log had before this block.
  private(set) var start: Int
  let capacity: Int
  /// Numbers follow each other without a hole.
  private(set) var isGapless = true
  private let base: UnsafeMutableRawPointer
  private let hasFragments = Atomic<Bool>(false)
  private let published = Atomic<Int>(0)
  private let publishedBytes = Atomic<Int>(0)
  private var written = 0
  /// Bytes of records.
  private(set) var length = 0

  init(first: Int, start: Int, capacity: Int) {
    self.first = first
    self.start = start
    self.capacity = capacity
    let isHuge = capacity >= LogBlock.hugePage
    base = .allocate(byteCount: capacity, alignment: isHuge ? LogBlock.hugePage : 64)
    // First touch of fresh memory costs more than the copy into it: 512 page faults become one.
    if isHuge { madvise(base, capacity & ~(LogBlock.hugePage - 1), Int32(MADV_HUGEPAGE)) }
  }

  deinit { base.deallocate() }

  /// Makes the block empty again; the caller knows that nobody else holds it.
  func reuse(first: Int, start: Int) {
    self.first = first
    self.start = start
    isGapless = true
    written = 0
    length = 0
    hasFragments.store(false, ordering: .relaxed)
    published.store(0, ordering: .relaxed)
    publishedBytes.store(0, ordering: .relaxed)
  }

  // MARK: Writing

  /// Records that readers may read.
  var count: Int { published.load(ordering: .acquiring) }
  /// Of the records below `count` none is a fragment, or came in parts.
  var isPlain: Bool { !hasFragments.load(ordering: .relaxed) }
  /// Bytes that a file may take.
  var publishedLength: Int { publishedBytes.load(ordering: .acquiring) }
  var writtenCount: Int { written }

  /// Readers and the file see what was written up to here.
  func publish() {
    published.store(written, ordering: .releasing)
    publishedBytes.store(length, ordering: .releasing)
  }

  func hasRoom(for payloadLength: Int) -> Bool { room >= RecordLayout.size(payloadLength) }

  /// Bytes for records, heads included, so that one more can be numbered and the block be padded.
  var room: Int { capacity - length - (written + 1) * 4 - LogBlock.reserve(capacity) }

  private static func reserve(_ capacity: Int) -> Int {
    capacity >= hugePage ? alignment + RecordLayout.headSize : 0
  }

  /// The caller has asked `hasRoom`. Inlined, so that a record's fields go straight to their place: put together on the
  /// stack in small pieces and copied in large ones, they made the processor wait longer than all the rest.
  /// - Parameter seals: With its checksum, for a file: now its bytes are near.
  @inline(__always)
  func append(_ entry: Entry, payload: UnsafeRawBufferPointer, seals: Bool) {
    if written == 0 { first = entry.sequence }
    if entry.sequence != first &+ written { isGapless = false }
    if !entry.isWholeMessage { hasFragments.store(true, ordering: .relaxed) }
    written &+= 1
    (base + capacity - written &* 4).storeBytes(of: UInt32(truncatingIfNeeded: length), as: UInt32.self)
    attach(entry, payload: payload, seals: seals)
  }

  /// As `append`, for a record without a number of its own. Returns where in the block it begins.
  @inline(__always) @discardableResult
  func attach(_ entry: Entry, payload: UnsafeRawBufferPointer, seals: Bool) -> Int {
    let offset = length
    let record = base + offset
    let size = RecordLayout.size(payload.count)
    // Lines that were never read come slower than a stream of records asks for them.
    wsglass_will_write(record + LogBlock.ahead)
    // What a reused block had there must not get into a file.
    (record + size - 8).storeBytes(of: 0, as: UInt64.self)
    if seals {
      RecordLayout.seal(entry, payload: payload, at: record)
    } else {
      record.storeBytes(of: UInt64(UInt32(truncatingIfNeeded: payload.count)) << 32, as: UInt64.self)
      RecordLayout.store(entry, at: record)
      if let source = payload.baseAddress {
        (record + RecordLayout.headSize).copyMemory(from: source, byteCount: payload.count)
      }
    }
    length = offset &+ size
    return offset
  }

  /// Makes the last record longer, which is at `offset`; nobody may have taken it yet. The caller knows that there is room.
  func extend(_ offset: Int, by bytes: UnsafeRawBufferPointer) {
    let record = base + offset
    let before = RecordLayout.payloadLength(record)
    let end = RecordLayout.headSize + before + bytes.count
    let size = RecordLayout.size(before + bytes.count)
    memset(record + end, 0, size - end)
    if let source = bytes.baseAddress {
      (record + RecordLayout.headSize + before).copyMemory(from: source, byteCount: bytes.count)
    }
    (record + 4).storeBytes(of: UInt32(truncatingIfNeeded: before + bytes.count), as: UInt32.self)
    length = offset + size
  }

  /// Fills up to where the next block of a file may begin.
  func pad() {
    let rest = -(start + length) & (LogBlock.alignment - 1)
    if rest == 0 { return }
    let size = rest >= RecordLayout.headSize ? rest : rest + LogBlock.alignment
    guard capacity - length - written * 4 >= size else { return }
    let record = base + length
    memset(record, 0, size)
    let offset = attach(
      Entry(kind: .padding, sequence: first + written),
      payload: UnsafeRawBufferPointer(start: nil, count: 0), seals: false)
    (record + 4).storeBytes(
      of: UInt32(truncatingIfNeeded: size - RecordLayout.headSize), as: UInt32.self)
    seal(offset)
    length = offset + size
  }

  /// Gives a record its checksum that could still grow, and no longer can.
  func seal(_ offset: Int) {
    let record = base + offset
    let sum = RecordLayout.checksum(record, payload: RecordLayout.payloadLength(record))
    record.storeBytes(of: sum, as: UInt32.self)
  }

  // MARK: Reading

  /// The place of a record by its number; below `count`.
  func index(of sequence: Int) -> Int? {
    let count = self.count
    if isGapless {
      let index = sequence - first
      return index >= 0 && index < count ? index : nil
    }
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if entry(middle).sequence < sequence { low = middle + 1 } else { high = middle }
    }
    return low < count && entry(low).sequence == sequence ? low : nil
  }

  /// Where in the block the record begins; `index` is below `count`.
  @inline(__always)
  func offset(_ index: Int) -> Int {
    Int(base.load(fromByteOffset: capacity - (index + 1) * 4, as: UInt32.self))
  }

  @inline(__always)
  func entry(_ index: Int) -> Entry { RecordLayout.entry(base + offset(index)) }

  /// The payload's bytes; the pointer holds as long as the block does.
  @inline(__always)
  func payload(_ index: Int) -> UnsafeRawBufferPointer {
    let record = base + offset(index)
    return UnsafeRawBufferPointer(
      start: record + RecordLayout.headSize, count: RecordLayout.payloadLength(record))
  }

  /// The record behind the one at `index`, where it is of this kind and belongs to it.
  func attachment(_ kind: RecordLayout.Kind, behind index: Int) -> UnsafeRawBufferPointer? {
    let sequence = entry(index).sequence
    let offset = self.offset(index) + RecordLayout.size(payload(index).count)
    guard offset + RecordLayout.headSize <= publishedLength else { return nil }
    let entry = RecordLayout.entry(base + offset)
    let count = RecordLayout.payloadLength(base + offset)
    guard entry.kind == kind.rawValue, entry.sequence == sequence,
      offset + RecordLayout.headSize + count <= publishedLength
    else { return nil }
    return UnsafeRawBufferPointer(start: base + offset + RecordLayout.headSize, count: count)
  }

  /// Bytes of records, by their stream offset; the block has them.
  func bytes(at offset: Int, count: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: base + (offset - start), count: count)
  }

  /// Number of the last record that readers may read.
  var last: Int? {
    let count = self.count
    return count == 0 ? nil : entry(count - 1).sequence
  }

  /// The place of the first record with this number or a higher one; `count` where there is none.
  func firstIndex(from sequence: Int) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if entry(middle).sequence < sequence { low = middle + 1 } else { high = middle }
    }
    return low
  }

  // MARK: From a file

  /// What a block must hold for so many bytes of records, however many records they are.
  static func capacity(loading bytes: Int) -> Int {
    (bytes + (bytes / RecordLayout.headSize + 2) * 4 + 63) & ~63
  }

  /// Memory for records that come from a file; `takeRecords` makes them readable.
  var storage: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(start: base, count: capacity) }

  /// Makes the records readable that the file put there, `bytes` in all. Returns the places that are none.
  func takeRecords(_ bytes: Int) -> [Range<Int>] {
    var bad: [Range<Int>] = []
    var offset = 0
    var last: Int?
    while offset < bytes {
      guard let size = validSize(offset, bytes) else {
        // A record that is damaged inside leaves those behind it readable.
        let next = claimedSize(offset, bytes).map { offset + $0 }
        guard let next, next == bytes || validSize(next, bytes) != nil else {
          bad.append(offset..<bytes)
          break
        }
        bad.append(offset..<next)
        offset = next
        continue
      }
      let entry = RecordLayout.entry(base + offset)
      // Numbers go up: what goes back is not of this log.
      if entry.kind == RecordLayout.Kind.numbered.rawValue, last.map({ entry.sequence > $0 }) ?? true {
        last = entry.sequence
        if written == 0 { first = entry.sequence }
        if entry.sequence != first + written { isGapless = false }
        if !entry.isWholeMessage { hasFragments.store(true, ordering: .relaxed) }
        written += 1
        (base + capacity - written * 4).storeBytes(of: UInt32(truncatingIfNeeded: offset), as: UInt32.self)
      }
      offset += size
    }
    length = bytes
    publish()
    return bad
  }

  private func claimedSize(_ offset: Int, _ bytes: Int) -> Int? {
    guard offset + RecordLayout.headSize <= bytes else { return nil }
    let size = RecordLayout.size(RecordLayout.payloadLength(base + offset))
    return offset + size <= bytes ? size : nil
  }

  private func validSize(_ offset: Int, _ bytes: Int) -> Int? {
    guard let size = claimedSize(offset, bytes) else { return nil }
    let record = base + offset
    let payload = RecordLayout.payloadLength(record)
    let isRight = RecordLayout.checksum(record, payload: payload) == record.load(as: UInt32.self)
    return isRight && RecordLayout.entry(record).isSane ? size : nil
  }

  /// The first record that begins at this place in the block or behind it; `count` where there is none.
  func firstIndex(at place: Int) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if offset(middle) < place { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Where the records end that begin in the first `limit` bytes of `range`; at least one of them.
  func boundary(in range: Range<Int>, limit: Int) -> Int {
    var offset = range.lowerBound
    while offset < range.upperBound, offset - range.lowerBound < limit {
      offset += RecordLayout.size(RecordLayout.payloadLength(base + offset))
    }
    return min(offset, range.upperBound)
  }

  /// What a block must hold for one record with this payload; a multiple of 64, which keeps records aligned.
  static func size(for payloadLength: Int) -> Int {
    let bare = RecordLayout.size(payloadLength) + 8
    return (bare + reserve(bare + alignment) + 63) & ~63
  }
}
