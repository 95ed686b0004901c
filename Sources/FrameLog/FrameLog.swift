import Locks
import Synchronization
public import WebSocketCore

/// One connection's capture. One writer at a time appends; any number of readers, on other threads, read.
///
/// A class because writer and readers share it; `LogReader` is what readers get.
/// `@unchecked Sendable`: `current` and what stands with it belong to the writer, the rest is behind the lock or atomic.
public final class FrameLog: @unchecked Sendable {
  /// The first block is small, so that a thousand quiet connections cost little; each next one is twice as large.
  static let smallestBlock = 16 << 10
  static let largestBlock = LogBlock.hugePage

  /// What the user marked.
  public let marks: FrameMarks
  /// The file behind this log; nil where it is kept in memory only.
  let writer: CaptureWriter?
  /// What the files have, also of a log that is only read.
  let stored: StoredCapture?
  let budget: LogBudget
  let keepsPayload: Bool
  let shelf = Lock(LogShelf())
  private let published: Atomic<Int>
  var publishedEnd: Int { published.load(ordering: .acquiring) }
  var current: LogBlock?
  var next = 1
  private var end = 0
  private var nextCapacity = FrameLog.smallestBlock
  /// The frame of which more parts are to come.
  var openFrame: Int?

  /// In memory, within the budget; with `capture`, in its files too. Without payloads, those of Close frames are kept.
  public init(budget: LogBudget, capture: CaptureWriter? = nil, keepsPayload: Bool = true) {
    self.budget = budget
    self.keepsPayload = keepsPayload
    writer = capture
    stored = capture?.stored
    marks = capture?.stored.marks ?? FrameMarks()
    published = Atomic(1)
    budget.join(self)
    capture?.attach(self)
  }

  /// A capture that somebody else writes, or wrote: for reading only.
  public init(reading capture: StoredCapture) {
    budget = LogBudget(bytes: 0)
    keepsPayload = true
    writer = nil
    stored = capture
    marks = capture.marks
    published = Atomic(1)
  }

  deinit {
    current = nil
    let blocks = shelf.withLock { $0.takeAll() }
    writer?.finish()
    budget.giveBack(blocks)
  }

  public var reader: LogReader { LogReader(log: self) }

  // MARK: Appending (the writer)

  /// Appends every event of the batch; one copy of each payload. `wallOffset` is wall time less monotonic time, in ns.
  public func append(_ batch: borrowing FrameBatch, wallOffset: Int64) {
    let events = batch.events
    guard !events.isEmpty else { return }
    // What a loop over a hundred thousand frames a second reads and writes is kept out of the object.
    let limit = payloadLimit
    let keepsAll = keepsPayload
    let seals = writer != nil
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
      let kept = keepsAll || events[index].opcode == .close ? limit : 0
      let payload = UnsafeRawBufferPointer(rebasing: events[index].payload.prefix(kept))
      let isShortened = payload.count < events[index].payload.count
      if block?.hasRoom(for: payload.count) != true {
        next = sequence
        block = newBlock(for: payload.count)
      }
      block?.append(
        LogBlock.Entry(
          events[index], flags: isShortened ? flags.union(.shortened) : flags, sequence: sequence,
          wallOffset: wallOffset),
        payload: payload, seals: seals)
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
    let entry = LogBlock.Entry(
      note: note, sequence: next, length: text.count, time: time,
      wallTime: Int64(truncatingIfNeeded: time) &+ wallOffset)
    text.withUnsafeBytes { append(entry, fitting($0), facts) }
  }

  /// Appends a record as another log had it, its number included: for imports. `record.sequence` is above all before it.
  public func append(_ record: LogRecord, payload: UnsafeRawBufferPointer, facts: ConnectionFacts? = nil) {
    next = max(next, record.sequence)
    var entry = LogBlock.Entry(record)
    entry.sequence = next
    append(entry, fitting(payload), facts)
  }

  private func append(_ entry: LogBlock.Entry, _ payload: UnsafeRawBufferPointer, _ facts: ConnectionFacts?) {
    let attached = facts.map { $0.encoded } ?? []
    let needed = RecordLayout.size(payload.count) + RecordLayout.size(attached.count)
    if current?.hasRoom(for: needed) != true { newBlock(for: needed) }
    current?.append(entry, payload: payload, seals: writer != nil)
    if !attached.isEmpty {
      attached.withUnsafeBytes { bytes in
        _ = current?.attach(
          LogBlock.Entry(kind: .facts, sequence: entry.sequence), payload: bytes, seals: writer != nil)
      }
    }
    next += 1
    publish()
  }

  /// Drops what memory keeps; numbering goes on, and so does the capture.
  public func clear() {
    publish()
    current = nil
    nextCapacity = FrameLog.smallestBlock
    let dropped = shelf.withLock { shelf in
      shelf.floor = next
      return shelf.takeAll()
    }
    budget.giveBack(dropped)
  }

  // MARK: Blocks

  /// A payload of more than half the budget would push out everything else: its front is kept.
  private var payloadLimit: Int { min(budget.bytes / 2, RecordLayout.payloadLimit) }

  private func fitting(_ payload: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: payload.prefix(payloadLimit))
  }

  @discardableResult
  func newBlock(for payloadLength: Int) -> LogBlock {
    let capacity = max(nextCapacity, LogBlock.size(for: payloadLength))
    if let current {
      if writer != nil, capacity >= LogBlock.hugePage { current.pad() }
      current.publish()
      end = current.start + current.length
      writer?.advanced(to: end)
    }
    writer?.waitForRoom()
    let block = budget.block(first: next, start: end, capacity: capacity)
    nextCapacity = min(FrameLog.largestBlock, nextCapacity * 2)
    current = block
    shelf.withLock { shelf in
      shelf.blocks.append(block)
      shelf.bytes += block.capacity
      shelf.closeOpenPart()
    }
    writer?.began(block)
    return block
  }

  private func publish() {
    if let current {
      current.publish()
      end = current.start + current.length
      writer?.advanced(to: end)
    }
    published.store(next, ordering: .releasing)
  }

  // MARK: Eviction

  /// What could be given up: all but the block that is being written, and what no file has yet.
  var evictableBytes: Int {
    shelf.withLock { shelf in
      guard shelf.blocks.count > 1, let last = shelf.blocks.last, canDrop(shelf.blocks[0]) else { return 0 }
      return shelf.bytes - last.capacity
    }
  }

  private func canDrop(_ block: LogBlock) -> Bool { writer?.mayDrop(block) ?? true }

  /// Takes the oldest block out, unless it is the one being written.
  func takeOldestBlock() -> LogBlock? {
    shelf.withLock { shelf in
      guard shelf.blocks.count > 1, canDrop(shelf.blocks[0]) else { return nil }
      return shelf.takeOldest { writer?.dropped($0) ?? false }
    }
  }
}
