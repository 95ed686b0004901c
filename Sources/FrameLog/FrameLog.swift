import Locks
import Synchronization
public import WebSocketCore

/// One connection's capture. One writer at a time appends; any number of readers, on other threads, read.
///
/// A class because writer and readers share it; `LogReader` is what readers get.
/// `@unchecked Sendable`: `current` and `next` belong to the writer, the rest is behind the lock or atomic.
public final class FrameLog: @unchecked Sendable {
  /// The first block is small, so that a thousand quiet connections cost little; each next one is twice as large.
  static let smallestBlock = 16 << 10
  static let largestBlock = LogBlock.hugePage

  struct Shelf {
    var blocks: [LogBlock] = []
    var evicted = 0
    var bytes = 0
    /// By sequence number: frames that came in parts. A few, so the rest pay nothing for them.
    var longFrames: [Int: LongFrame] = [:]
    /// By sequence number of their note.
    var facts: [Int: ConnectionFacts] = [:]
  }

  /// What the user marked.
  public let marks = FrameMarks()

  private let budget: LogBudget
  private let shelf = Lock(Shelf())
  private let published = Atomic<Int>(1)
  private var current: LogBlock?
  private var next = 1
  private var nextCapacity = FrameLog.smallestBlock
  /// The frame of which more parts are to come.
  private var openFrame: Int?

  public init(budget: LogBudget) {
    self.budget = budget
    budget.join(self)
  }

  deinit {
    current = nil
    let blocks = shelf.withLock { shelf in
      let blocks = shelf.blocks
      shelf.blocks = []
      shelf.longFrames = [:]
      return blocks
    }
    budget.giveBack(blocks)
  }

  public var reader: LogReader { LogReader(log: self) }

  /// Appends every event of the batch; one copy of each payload. `wallOffset` is wall time less monotonic time, in ns.
  public func append(_ batch: borrowing FrameBatch, wallOffset: Int64) {
    let events = batch.events
    guard !events.isEmpty else { return }
    // What a loop over a hundred thousand frames a second reads and writes is kept out of the object.
    let limit = budget.bytes / 2
    var block = current
    var sequence = next
    for index in events.indices {
      let flags = events[index].flags
      if flags.contains(.laterPart) {
        next = sequence
        appendPart(events[index])
        block = current
        continue
      }
      let payload = UnsafeRawBufferPointer(rebasing: events[index].payload.prefix(limit))
      let isShortened = payload.count < events[index].payload.count
      if block?.hasRoom(for: payload.count) != true {
        next = sequence
        block = newBlock(for: payload.count)
      }
      block?.append(
        LogBlock.Entry(
          events[index], flags: isShortened ? flags.union(.shortened) : flags, wallOffset: wallOffset),
        payload: payload)
      if flags.contains(.continues) {
        next = sequence
        beginLongFrame(isShortened ? flags.union(.shortened) : flags, payload.count)
      }
      sequence &+= 1
    }
    next = sequence
    publish()
  }

  /// Appends a note; `text` may hold peer bytes and is shown through `DisplayText` only.
  public func append(
    note: NoteKind, text: [UInt8], facts: ConnectionFacts? = nil, at time: UInt64, wallOffset: Int64
  ) {
    if let facts { shelf.withLock { $0.facts[next] = facts } }
    text.withUnsafeBytes { bytes in
      let payload = fitting(bytes)
      if current?.hasRoom(for: payload.count) != true { newBlock(for: payload.count) }
      current?.append(
        LogBlock.Entry(
          wallTime: Int64(truncatingIfNeeded: time) &+ wallOffset, time: time,
          framePayloadLength: bytes.count,
          payloadOffset: 0, payloadLength: 0, maskKey: 0, fragmentIndex: 0, flags: 0, firstByte: 0,
          headerByteCount: 0, bits: 1, note: note.rawValue),
        payload: payload)
      next += 1
    }
    publish()
  }

  /// Appends a record as another log had it, its number included: for imports. `record.sequence` is above all before it.
  public func append(_ record: LogRecord, payload: UnsafeRawBufferPointer, facts: ConnectionFacts? = nil) {
    if let facts { shelf.withLock { $0.facts[next] = facts } }
    let kept = fitting(payload)
    if current?.hasRoom(for: kept.count) != true { newBlock(for: kept.count) }
    current?.append(LogBlock.Entry(record), payload: kept)
    next += 1
    publish()
  }

  /// Drops what is kept; numbering goes on. For the writer only.
  public func clear() {
    current?.publish()
    current = nil
    nextCapacity = FrameLog.smallestBlock
    let dropped = shelf.withLock { shelf in
      let dropped = shelf.blocks
      shelf.blocks = []
      shelf.bytes = 0
      shelf.longFrames = [:]
      return dropped
    }
    budget.giveBack(dropped)
  }

  // MARK: Writing

  /// The record just written is the front of a frame that goes on.
  private func beginLongFrame(_ flags: FrameFlags, _ count: Int) {
    guard let block = current else { return }
    openFrame = next
    let piece = LongFrame.Piece(block: block, offset: block.payloadEnd - count, count: count)
    shelf.withLock { $0.longFrames[next] = LongFrame(piece, flags: flags) }
  }

  /// Adds to the frame that is open; where it was dropped meanwhile, so is this.
  private func appendPart(_ event: FrameEvent) {
    guard let sequence = openFrame, let kept = shelf.withLock({ $0.longFrames[sequence]?.payloadLength })
    else {
      return
    }
    var rest = UnsafeRawBufferPointer(rebasing: event.payload.prefix(budget.bytes / 2 - kept))
    let isShortened = rest.count < event.payload.count
    while !rest.isEmpty {
      if current?.room ?? 0 < LongFrame.smallestPiece {
        newBlock(for: min(rest.count, Self.largestBlock / 2))
      }
      guard let block = current else { return }
      let bytes = UnsafeRawBufferPointer(rebasing: rest.prefix(block.room))
      let piece = LongFrame.Piece(block: block, offset: block.append(bytes), count: bytes.count)
      // In place: a copy of the pieces for each part would make the cost of a long frame grow with its square. And a
      // new block may have pushed out the one with the frame's record.
      shelf.withLock { $0.longFrames[sequence]?.append(piece) }
      rest = UnsafeRawBufferPointer(rebasing: rest[bytes.count...])
    }
    let flags = event.flags.subtracting(.laterPart).union(isShortened ? .shortened : [])
    shelf.withLock { $0.longFrames[sequence]?.takeFlags(flags) }
    if !event.flags.contains(.continues) { openFrame = nil }
  }

  /// A payload of more than half the budget would push out everything else: its front is kept.
  private func fitting(_ payload: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: payload.prefix(budget.bytes / 2))
  }

  @discardableResult
  private func newBlock(for payloadLength: Int) -> LogBlock {
    current?.publish()
    let needed = LogBlock.size(for: payloadLength)
    let block = budget.block(first: next, capacity: max(nextCapacity, needed))
    nextCapacity = min(FrameLog.largestBlock, nextCapacity * 2)
    current = block
    shelf.withLock { shelf in
      shelf.blocks.append(block)
      shelf.bytes += block.capacity
    }
    return block
  }

  private func publish() {
    current?.publish()
    published.store(next, ordering: .releasing)
  }

  // MARK: Eviction

  /// What could be given up: all but the block that is being written.
  var evictableBytes: Int {
    shelf.withLock { shelf in
      guard let last = shelf.blocks.last else { return 0 }
      return shelf.bytes - last.capacity
    }
  }

  /// Takes the oldest block out, unless it is the one being written.
  func takeOldestBlock() -> LogBlock? {
    shelf.withLock { shelf in
      guard shelf.blocks.count > 1 else { return nil }
      let oldest = shelf.blocks.removeFirst()
      shelf.evicted += oldest.writtenCount
      if !shelf.longFrames.isEmpty {
        let end = oldest.first + oldest.writtenCount
        shelf.longFrames = shelf.longFrames.filter { $0.key >= end }
      }
      shelf.bytes -= oldest.capacity
      return oldest
    }
  }

  // MARK: Reading (any thread)

  var range: Range<Int> {
    let end = published.load(ordering: .acquiring)
    let start = shelf.withLock { $0.blocks.first?.first } ?? end
    return min(start, end)..<end
  }

  var evicted: Int { shelf.withLock { $0.evicted } }

  func facts(_ sequence: Int) -> ConnectionFacts? { shelf.withLock { $0.facts[sequence] } }

  /// For a record that came in parts.
  func longFrame(_ sequence: Int) -> LongFrame? { shelf.withLock { $0.longFrames[sequence] } }

  /// The block that holds `sequence`, if it is still kept and published.
  func block(holding sequence: Int) -> LogBlock? {
    let found: LogBlock? = shelf.withLock { shelf in
      var low = 0
      var high = shelf.blocks.count
      while low < high {
        let middle = (low + high) / 2
        if shelf.blocks[middle].first <= sequence { low = middle + 1 } else { high = middle }
      }
      return low == 0 ? nil : shelf.blocks[low - 1]
    }
    guard let found, sequence - found.first < found.count else { return nil }
    return found
  }
}
