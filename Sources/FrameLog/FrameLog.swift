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

  struct Shelf {
    var blocks: [LogBlock] = []
    var evicted = 0
    var bytes = 0
    /// By sequence number: frames that came in parts. A few, so the rest pay nothing for them.
    var longFrames: [Int: LongFrame] = [:]
    /// The record of a part that may still grow: nothing came behind it, and no file has it.
    var openPart: OpenPart?
    /// What the user cleared is below.
    var floor = 1
  }

  struct OpenPart {
    let block: LogBlock
    let offset: Int
  }

  /// What the user marked.
  public let marks: FrameMarks
  /// The file behind this log; nil where it is kept in memory only.
  let writer: CaptureWriter?
  /// What the files have, also of a log that is only read.
  let stored: StoredCapture?
  let budget: LogBudget
  private let keepsPayload: Bool
  let shelf = Lock(Shelf())
  private let published: Atomic<Int>
  var publishedEnd: Int { published.load(ordering: .acquiring) }
  private var current: LogBlock?
  private var next = 1
  private var end = 0
  private var nextCapacity = FrameLog.smallestBlock
  /// The frame of which more parts are to come.
  private var openFrame: Int?

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
    let blocks = shelf.withLock { shelf in
      let blocks = shelf.blocks
      shelf.blocks = []
      shelf.longFrames = [:]
      shelf.closeOpenPart()
      return blocks
    }
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
      let dropped = shelf.blocks
      shelf.blocks = []
      shelf.bytes = 0
      shelf.longFrames = [:]
      shelf.closeOpenPart()
      shelf.floor = next
      return dropped
    }
    budget.giveBack(dropped)
  }

  // MARK: Long frames

  /// The record just written is the front of a frame that goes on.
  private func beginLongFrame(_ flags: FrameFlags, _ count: Int) {
    guard let block = current else { return }
    openFrame = next
    let offset = block.start + block.offset(block.writtenCount - 1) + RecordLayout.headSize
    shelf.withLock {
      $0.longFrames[next] = LongFrame(LongFrame.Piece(offset: offset, count: count), flags: flags)
    }
  }

  /// Adds to the frame that is open; where it was dropped meanwhile, so is this.
  private func appendPart(_ event: FrameEvent) {
    guard let sequence = openFrame, let kept = shelf.withLock({ $0.longFrames[sequence]?.payloadLength })
    else { return }
    var rest = UnsafeRawBufferPointer(rebasing: event.payload.prefix(max(0, longFrameLimit - kept)))
    let isShortened = rest.count < event.payload.count
    // Flags first: files get them with the part that they came with.
    let flags = event.flags.subtracting(.laterPart).union(isShortened ? .shortened : [])
    while !rest.isEmpty || !flags.contains(.continues) {
      if current?.room ?? 0 < RecordLayout.size(LongFrame.smallestPiece) {
        newBlock(for: min(rest.count, Self.largestBlock / 2))
      }
      guard let block = current else { return }
      let count = min(rest.count, LongFrame.longestPiece, (block.room - RecordLayout.headSize) & ~7)
      let bytes = UnsafeRawBufferPointer(rebasing: rest.prefix(count))
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      let isLast = rest.isEmpty
      shelf.withLock { shelf in
        shelf.append(bytes, to: sequence, in: block, isLast ? flags : flags.union(.continues))
        // Before anyone else may take the record: what a file takes is as long as it says.
        block.publish()
        writer?.advanced(to: block.start + block.length)
      }
      if isLast { break }
    }
    if !event.flags.contains(.continues) {
      openFrame = nil
      shelf.withLock { $0.closeOpenPart() }
      if let writer, let long = longFrame(sequence) {
        writer.stored.completed(sequence, long)
        writer.completed(sequence, long)
      }
    }
  }

  // MARK: Blocks

  /// A payload of more than half the budget would push out everything else: its front is kept.
  private var payloadLimit: Int { min(budget.bytes / 2, RecordLayout.payloadLimit) }
  /// Where files keep what memory does not, the protocol's own limit holds.
  private var longFrameLimit: Int { keepsPayload ? writer == nil ? budget.bytes / 2 : .max : 0 }

  private func fitting(_ payload: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: payload.prefix(payloadLimit))
  }

  @discardableResult
  private func newBlock(for payloadLength: Int) -> LogBlock {
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
      let oldest = shelf.blocks.removeFirst()
      let isStored = writer?.dropped(oldest) ?? false
      if !isStored { shelf.evicted += oldest.writtenCount }
      if !shelf.longFrames.isEmpty, let next = shelf.blocks.first?.first {
        // Files know those that are whole; the one that is still coming is known here only.
        shelf.longFrames = shelf.longFrames.filter {
          $0.key >= next || isStored && $0.value.flags.contains(.continues)
        }
      }
      shelf.bytes -= oldest.capacity
      return oldest
    }
  }
}

extension FrameLog.Shelf {
  /// Nothing more comes into that record: a file may have it.
  mutating func closeOpenPart() {
    if let open = openPart { open.block.seal(open.offset) }
    openPart = nil
  }

  /// More of a long frame: in the record before it where that is still ours alone, else in one of its own.
  mutating func append(
    _ bytes: UnsafeRawBufferPointer, to sequence: Int, in block: LogBlock, _ flags: FrameFlags
  ) {
    guard var long = longFrames.removeValue(forKey: sequence) else { return }
    // In place: a copy of the pieces for each part would make the cost of a long frame grow with its square.
    defer { longFrames[sequence] = long }
    long.takeFlags(flags)
    if let open = openPart, open.block === block, flags.contains(.continues),
      let last = long.pieces.last, last.count + bytes.count <= LongFrame.longestPiece,
      open.offset + RecordLayout.size(last.count) == block.length,
      block.room >= bytes.count + 8
    {
      block.extend(open.offset, by: bytes)
      return long.extend(by: bytes.count)
    }
    let offset = block.attach(
      LogBlock.Entry(kind: .part, sequence: sequence, flags: long.flags, before: long.lastRecord),
      payload: bytes, seals: false)
    closeOpenPart()
    openPart = FrameLog.OpenPart(block: block, offset: offset)
    long.append(
      LongFrame.Piece(offset: block.start + offset + RecordLayout.headSize, count: bytes.count))
  }
}
