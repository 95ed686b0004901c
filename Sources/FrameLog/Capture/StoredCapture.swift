import CLinux
import Glibc
import Locks

/// What the files of one capture have: read while they are written, or later.
///
/// A class because the writer adds to it and readers on other threads ask it.
/// `@unchecked Sendable`: all that changes is behind the lock.
public final class StoredCapture: @unchecked Sendable {
  typealias Checkpoint = CaptureIndex.Checkpoint

  enum Known {
    case whole(LongFrame)
    /// Only where its last piece begins; the others are found from there.
    case last(Int)
  }

  struct State {
    /// By where they start.
    var segments: [SegmentFile] = []
    var checkpoints: [Checkpoint] = []
    /// Number of the first record.
    var first: Int?
    /// Number of the record to come.
    var next = 1
    /// Stream offset behind the last record.
    var end = 0
    var longFrames: [Int: Known] = [:]
    var damage: [CaptureDamage] = []
  }

  /// Of its folder.
  public let name: String
  public let marks: FrameMarks
  let folder: Int32
  let operations: FileOperations
  let state = Lock(State())

  init(name: String, folder: Int32, _ operations: FileOperations) {
    self.name = name
    self.folder = folder
    self.operations = operations
    marks = FrameMarks(in: folder, operations)
  }

  deinit {
    StretchCache.shared.forget(ObjectIdentifier(self))
    operations.close(folder)
  }

  // MARK: What there is

  /// Numbers that have records, without those lost in between.
  public var range: Range<Int> {
    state.withLock { state in
      let first = state.first ?? state.next
      return first..<max(first, state.next)
    }
  }
  var first: Int? { state.withLock { $0.first } }
  /// Bytes of records.
  public var length: Int { state.withLock { $0.end } }
  /// Places that turned out not to be readable, so far.
  public var damage: [CaptureDamage] { state.withLock { $0.damage } }

  // MARK: From the writer

  func began(_ segment: SegmentFile) { state.withLock { $0.segments.append(segment) } }

  func advanced(to end: Int, next: Int?, _ checkpoints: [Checkpoint]) {
    state.withLock { state in
      if state.first == nil { state.first = checkpoints.first?.sequence }
      state.checkpoints += checkpoints
      state.end = end
      if let next { state.next = next }
    }
  }

  func completed(_ sequence: Int, _ long: LongFrame) {
    state.withLock { $0.longFrames[sequence] = .whole(long) }
  }

  /// The index has it: its pieces can be found again.
  func indexed(_ sequence: Int, last: Int) { state.withLock { $0.longFrames[sequence] = .last(last) } }

  // MARK: Stretches

  /// The records around this number, of which there may be none; checked as they are read.
  func stretch(holding sequence: Int) -> LogBlock? {
    guard let (index, bounds) = bounds(holding: sequence) else { return nil }
    let key = StretchCache.Key(
      capture: ObjectIdentifier(self), offset: bounds.lowerBound, length: bounds.count)
    if let kept = StretchCache.shared[key] { return kept }
    guard let block = load(index, bounds) else { return nil }
    StretchCache.shared.keep(block, as: key)
    return block
  }

  /// The first stretch with a record of this number or a higher one; not kept.
  func stretch(from sequence: Int) -> LogBlock? {
    guard var (index, bounds) = bounds(holding: sequence) ?? bounds(at: 0) else { return nil }
    while true {
      if let block = load(index, bounds), let last = block.last, last >= sequence { return block }
      guard let next = self.bounds(at: index + 1) else { return nil }
      index += 1
      bounds = next.bounds
    }
  }

  private func bounds(holding sequence: Int) -> (index: Int, bounds: Range<Int>)? {
    state.withLock { state in
      var low = 0
      var high = state.checkpoints.count
      while low < high {
        let middle = (low + high) / 2
        if state.checkpoints[middle].sequence <= sequence { low = middle + 1 } else { high = middle }
      }
      return low == 0 ? nil : state.bounds(at: low - 1).map { (low - 1, $0) }
    }
  }

  private func bounds(at index: Int) -> (index: Int, bounds: Range<Int>)? {
    state.withLock { state in state.bounds(at: index).map { (index, $0) } }
  }

  private func load(_ index: Int, _ bounds: Range<Int>) -> LogBlock? {
    let first = state.withLock { $0.checkpoints[index].sequence }
    let block = LogBlock(
      first: first, start: bounds.lowerBound, capacity: LogBlock.capacity(loading: bounds.count))
    let read = fill(
      UnsafeMutableRawBufferPointer(rebasing: block.storage[..<bounds.count]), at: bounds.lowerBound)
    let bad = block.takeRecords(read)
    for range in bad { report(bounds.lowerBound + range.lowerBound, range.count) }
    if read < bounds.count, bad.isEmpty { report(bounds.lowerBound + read, bounds.count - read) }
    return block.count == 0 ? nil : block
  }

  private func report(_ offset: Int, _ bytes: Int) {
    state.withLock { state in
      guard let segment = state.segment(at: offset) else { return }
      let damage = CaptureDamage(file: segment.name, offset: segment.position(offset), bytes: bytes)
      if !state.damage.contains(damage), state.damage.count < 1000 { state.damage.append(damage) }
    }
  }

  // MARK: Bytes

  /// As many as follow each other from `offset` on.
  func fill(_ bytes: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
    var done = 0
    while done < bytes.count {
      let place = offset + done
      guard let (segment, end) = state.withLock({ $0.segment(holding: place) }) else { break }
      let part = UnsafeMutableRawBufferPointer(
        rebasing: bytes[done..<(done + min(bytes.count - done, end - place))])
      let read = segment.read(into: part, at: place)
      if read <= 0 { break }
      done += read
      if read < part.count { break }
    }
    return done
  }

  func bytes(at offset: Int, count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    let read = bytes.withUnsafeMutableBytes { fill($0, at: offset) }
    return read == count ? bytes : nil
  }
}

extension StoredCapture.State {
  func bounds(at index: Int) -> Range<Int>? {
    guard checkpoints.indices.contains(index) else { return nil }
    let start = checkpoints[index].offset
    let end = index + 1 < checkpoints.count ? checkpoints[index + 1].offset : self.end
    return start < end ? start..<end : nil
  }

  func segment(at offset: Int) -> SegmentFile? { segments.last { $0.start <= offset } }

  /// And where in the stream it stops to count: where the next one begins.
  func segment(holding offset: Int) -> (segment: SegmentFile, end: Int)? {
    guard let index = segments.lastIndex(where: { $0.start <= offset }) else { return nil }
    let end = index + 1 < segments.count ? segments[index + 1].start : Int.max
    return offset < end ? (segments[index], end) : nil
  }
}
