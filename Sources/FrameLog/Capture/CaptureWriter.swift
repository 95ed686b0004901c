import CLinux
import Glibc
import Locks
import Synchronization

/// Brings a log's blocks into the files of its capture: the log says how far it is, the disk's thread writes.
///
/// What was said is in a file 50 ms later, or as soon as the disk lets it be. Where writing fails the connection goes on:
/// memory keeps what it can, a new file is tried every second, and what memory had to give up meanwhile is counted.
///
/// A class because the log, the disk's threads and the screen share it.
/// `@unchecked Sendable`: what the log's writer and the disk's thread share is behind the lock or atomic; the rest is the
/// disk's thread's own.
public final class CaptureWriter: @unchecked Sendable {
  /// 2 MiB behind: the disk's thread is woken before its time.
  static let urgent = 2 << 20
  /// 64 MiB behind, or half of what memory may hold: the log's writer waits for the disk.
  private static let highWater = 64 << 20
  /// 64 KiB: what is written at once after a failure.
  private static let cautious = 64 << 10
  /// 2 s: a disk that takes nothing for so long has failed.
  static let patience: UInt64 = 2_000_000_000

  struct State {
    /// Blocks that a file does not have whole.
    var pending: [LogBlock] = []
    /// Stream offset up to which files have everything that they will get.
    var committed = 0
    var failing: (errno: Int32, since: Int)?
    /// Records that memory gave up before a file had them, since the failure began.
    var lost: ClosedRange<Int>?
    var isFinished = false
  }

  /// What its files have; to be read on any thread.
  public let stored: StoredCapture
  let state = Lock(State())
  let segment = Lock<SegmentFile?>(nil)
  private let disk: CaptureDisk
  private let operations: FileOperations
  private let published = Atomic<Int>(0)
  /// As `State.committed`, for a look without the lock.
  private let committedEnd = Atomic<Int>(0)
  /// The stream offset that the log's writer waits for in `relief`.
  private let awaited = Atomic<Int>(.max)
  /// Wakes it; the value says nothing. One without bytes would lie where the monitor's own head is, to ThreadSanitizer.
  private let relief = Monitor(false)
  private let isQueued = Atomic<Bool>(false)
  /// The log's writer's own.
  private var highWater = CaptureWriter.highWater
  private let link = Lock(Link())
  /// The disk's thread's own.
  private var index = CaptureIndexWriter()

  private struct Link {
    weak var log: FrameLog?
    var changed: (@Sendable (CaptureHealth, _ lost: ClosedRange<Int>?) -> Void)?
    var completed: [(sequence: Int, long: LongFrame)] = []
    var isDirty = false
  }

  init(stored: StoredCapture, disk: CaptureDisk, _ operations: FileOperations) {
    self.stored = stored
    self.disk = disk
    self.operations = operations
  }

  deinit { flock(stored.folder, LOCK_UN) }

  /// Told from the disk's thread: nothing can be written any more; or again, with what was lost in between.
  public func onChange(_ changed: @escaping @Sendable (CaptureHealth, _ lost: ClosedRange<Int>?) -> Void) {
    link.withLock { $0.changed = changed }
  }

  public var health: CaptureHealth {
    state.withLock { state in
      state.failing.map { .failing(errno: $0.errno, since: $0.since) } ?? .writing
    }
  }

  // MARK: From the log

  func attach(_ log: FrameLog) {
    link.withLock { $0.log = log }
    highWater = min(CaptureWriter.highWater, log.budget.bytes / 2)
  }

  func began(_ block: LogBlock) { state.withLock { $0.pending.append(block) } }

  /// Records up to this stream offset may be written.
  func advanced(to end: Int) {
    published.store(end, ordering: .releasing)
    if !isQueued.load(ordering: .relaxed), !isQueued.exchange(true, ordering: .acquiringAndReleasing) {
      disk.queue(self)
    }
  }

  func completed(_ sequence: Int, _ long: LongFrame) {
    link.withLock { $0.completed.append((sequence, long)) }
  }

  /// Holds the log's writer back while the disk is far behind.
  func waitForRoom() {
    let end = published.load(ordering: .relaxed)
    if end - committedEnd.load(ordering: .relaxed) < CaptureWriter.urgent { return }
    disk.hurry()
    guard end - committedEnd.load(ordering: .relaxed) > highWater else { return }
    // Woken for each block, it would change places with the disk's thread all the time.
    let wanted = end - highWater / 2
    awaited.store(wanted, ordering: .sequentiallyConsistent)
    var seen = committedEnd.load(ordering: .relaxed)
    while true {
      let isThere: Bool? = relief.wait(until: Monotonic.now() &+ CaptureWriter.patience) { _, _ in
        committedEnd.load(ordering: .sequentiallyConsistent) >= wanted || isFailing ? true : nil
      }
      let reached = committedEnd.load(ordering: .relaxed)
      if isThere != nil { break }
      guard reached > seen else {
        fail(ETIMEDOUT)
        break
      }
      seen = reached
    }
    awaited.store(.max, ordering: .relaxed)
  }

  /// A file has it, or none is going to.
  func mayDrop(_ block: LogBlock) -> Bool {
    committedEnd.load(ordering: .acquiring) >= block.start + block.length
      || isFailing
  }

  private var isFailing: Bool { state.withLock { $0.failing != nil } }

  /// True where a file has it; else it is counted as lost.
  func dropped(_ block: LogBlock) -> Bool {
    state.withLock { state in
      let end = block.start + block.length
      if state.committed >= end { return true }
      state.pending.removeAll { $0 === block }
      state.committed = end
      committedEnd.store(end, ordering: .releasing)
      if let last = block.last {
        state.lost = min(state.lost?.lowerBound ?? block.first, block.first)...last
      }
      return false
    }
  }

  /// Nothing more comes; what is there is still written.
  func finish() {
    state.withLock { $0.isFinished = true }
    disk.queue(self)
  }

  // MARK: The disk's thread

  /// Writes all that is there, or the blocks that nothing more comes into. False where that failed.
  func commit(wholeBlocksOnly: Bool = false) -> Bool {
    if !wholeBlocksOnly { isQueued.store(false, ordering: .releasing) }
    let end = wholeBlocksOnly ? wholeEnd() : closeOpenPart()
    if isFailing { startAgain() }
    // One by one: a block that nobody holds any more is the log's again, without a new page.
    var hasWritten = false
    while let block = nextPending(before: end) {
      guard write(block, upTo: end) else { return false }
      hasWritten = true
    }
    // Nothing was tried: nothing is known.
    if !hasWritten, wholeBlocksOnly { return true }
    let (changed, resumed) = state.withLock { state in
      // The log's writer may still add to the last.
      let (last, committed) = (state.pending.last, state.committed)
      let isFinished = state.isFinished
      state.pending.removeAll { (isFinished || $0 !== last) && $0.start + $0.length <= committed }
      let resumed = state.failing != nil ? (true, state.lost) : (false, nil)
      state.failing = nil
      if resumed.0 { state.lost = nil }
      return (link.withLock { $0.changed }, resumed)
    }
    if resumed.0 { changed?(.writing, resumed.1) }
    return true
  }

  /// What the log's writer may still be adding to a part is the next one's.
  private func closeOpenPart() -> Int {
    guard let log = link.withLock({ $0.log }) else {
      // A log that is going closes the part itself, and then says that it has finished.
      return state.withLock { $0.isFinished ? published.load(ordering: .acquiring) : $0.committed }
    }
    return log.shelf.withLock { shelf in
      shelf.closeOpenPart()
      return published.load(ordering: .acquiring)
    }
  }

  /// Where the block begins that the log is writing.
  private func wholeEnd() -> Int { state.withLock { $0.pending.last?.start ?? $0.committed } }

  private func nextPending(before end: Int) -> LogBlock? {
    state.withLock { state in
      let committed = state.committed
      guard committed < end else { return nil }
      let last = state.pending.last
      state.pending.removeAll { $0 !== last && $0.start + $0.length <= committed }
      guard let first = state.pending.first, first.start < end,
        max(committed, first.start) < first.start + first.publishedLength
      else { return nil }
      return first
    }
  }

  private func write(_ block: LogBlock, upTo end: Int) -> Bool {
    let (committed, isFailing) = state.withLock { ($0.committed, $0.failing != nil) }
    let from = max(committed, block.start) - block.start
    var to = min(end - block.start, block.publishedLength)
    guard from < to else { return true }
    // Where there is little room, what fits into it is kept.
    if isFailing { to = block.boundary(in: from..<to, limit: CaptureWriter.cautious) }
    guard let segment = segment(for: block.start + from) else { return false }
    let records = block.firstIndex(at: from)..<block.firstIndex(at: to)
    let checkpoints = index.checkpoints(in: block, records)
    let next = records.last.map { block.entry($0).sequence + 1 }
    let error = segment.write(block.bytes(at: block.start + from, count: to - from), at: block.start + from)
    if error != 0 {
      fail(error)
      return false
    }
    let written = block.start + to
    // Memory may have given up the block meanwhile, where the disk had failed.
    state.withLock { state in
      state.committed = max(state.committed, written)
      committedEnd.store(state.committed, ordering: .sequentiallyConsistent)
    }
    if written >= awaited.load(ordering: .sequentiallyConsistent) { relief.withLock { _ in } }
    stored.advanced(to: written, next: next, checkpoints)
    let completed = link.withLock { link in
      defer { link.completed = [] }
      return link.completed
    }
    index.write(checkpoints, completed, upTo: written, of: stored, operations)
    link.withLock { $0.isDirty = true }
    return true
  }

  /// The file that goes on at this place; a new one at the first, and where one has become long.
  private func segment(for offset: Int) -> SegmentFile? {
    if let current = segment.withLock({ $0 }), offset - current.start < SegmentFile.largest { return current }
    switch SegmentFile.create(start: offset, in: stored.folder, operations) {
    case .success(let created):
      segment.withLock { $0 = created }
      stored.began(created)
      index.beginFile()
      return created
    case .failure(.cannotWrite(_, let number)):
      fail(number)
      return nil
    case .failure:
      fail(EIO)
      return nil
    }
  }

  private func startAgain() { segment.withLock { $0 = nil } }

  /// What a file may have of the last write does not count: the next file begins before it.
  private func fail(_ number: Int32) {
    let news: (@Sendable (CaptureHealth, ClosedRange<Int>?) -> Void)? = state.withLock { state in
      if state.failing != nil { return nil }
      let since = stored.range.upperBound
      state.failing = (number, since)
      return link.withLock { $0.changed }
    }
    segment.withLock { $0 = nil }
    relief.withLock { _ in }
    news?(health, nil)
  }

  // MARK: The syncing thread

  /// Makes what was written survive a loss of power.
  func sync() {
    let isDirty = link.withLock { link in
      defer { link.isDirty = false }
      return link.isDirty
    }
    guard isDirty, let segment = segment.withLock({ $0 }) else { return }
    let error = segment.sync()
    // What a failed sync has dropped is not known to the next one: never again by this file.
    guard error != 0 else { return }
    fail(error)
    disk.queue(self)
  }
}
