import CLinux
import Glibc
import Locks

/// Opening a capture, and looking again at one that somebody writes.
extension StoredCapture {
  /// Reads what its folder has; the longest valid prefix of each segment counts. Nothing is changed.
  public static func open(
    _ path: String, _ operations: FileOperations = FileOperations()
  ) throws(CaptureError) -> StoredCapture {
    let opened = operations.open(path, O_RDONLY | O_DIRECTORY)
    guard opened >= 0 else { throw .noFolder(path, Int32(-opened)) }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let capture = StoredCapture(name: name, folder: Int32(opened), operations)
    try capture.openSegments()
    capture.readIndex()
    capture.scan()
    return capture
  }

  /// Takes in what was written since; true where there is more than before.
  public func refresh() -> Bool {
    let before = state.withLock { $0.end }
    try? openSegments()
    scan()
    return state.withLock { $0.end } > before
  }

  /// A writer has it open.
  public var isLive: Bool {
    CaptureFolder.isWritten(folder)
  }

  private func openSegments() throws(CaptureError) {
    let known = state.withLock { state in Set(state.segments.map(\.name)) }
    let names = operations.names(in: folder).filter { SegmentFile.start($0) != nil }
    if names.isEmpty, known.isEmpty { throw .notACapture(name) }
    var fault: CaptureError?
    for name in names where !known.contains(name) {
      switch SegmentFile.open(name, in: folder, operations) {
      case .success(let segment):
        state.withLock { state in
          state.segments.append(segment)
          state.segments.sort { $0.start < $1.start }
        }
      case .failure(let error):
        // One file that is none does not make the others unreadable.
        fault = fault ?? error
        state.withLock { $0.damage.append(CaptureDamage(file: name, offset: 0, bytes: SegmentFile.headSize)) }
      }
    }
    if let fault, state.withLock({ $0.segments.isEmpty }) { throw fault }
  }

  private func readIndex() {
    let entries = CaptureIndex.read(in: folder, operations)
    state.withLock { state in
      for entry in entries where RecordLayout.isSane(entry.a) && RecordLayout.isSane(entry.b) {
        switch entry.kind {
        case 1:
          let last = state.checkpoints.last
          // Where one makes no sense, what is behind it is scanned.
          guard entry.a > last?.sequence ?? -1, entry.b > last?.offset ?? -1 else { return }
          state.checkpoints.append(Checkpoint(sequence: entry.a, offset: entry.b))
        case 2: state.longFrames[entry.a] = .last(entry.b)
        default: return
        }
      }
    }
    dropFalseCheckpoints()
  }

  /// A checkpoint is believed where a record of its number is there; the last ones are asked, and with them those before.
  private func dropFalseCheckpoints() {
    while let last = state.withLock({ $0.checkpoints.last }), !hasRecord(last) {
      state.withLock { state in
        // An index of another capture would be wrong from its start.
        let count = state.checkpoints.count
        state.checkpoints.removeLast(count > 64 ? count / 2 : 1)
      }
    }
    state.withLock { state in
      state.first = state.checkpoints.first?.sequence
      guard let last = state.checkpoints.last else { return }
      state.end = last.offset
      state.next = last.sequence
    }
  }

  private func hasRecord(_ point: Checkpoint) -> Bool {
    guard let head = bytes(at: point.offset, count: RecordLayout.headSize) else { return false }
    return head.withUnsafeBytes { head in
      let entry = head.loadUnaligned(fromByteOffset: 8, as: RecordLayout.Entry.self)
      return entry.sequence == point.sequence && entry.kind == RecordLayout.Kind.numbered.rawValue
    }
  }

  // MARK: Scanning

  /// From the end known so far: whole records are taken in, and where they stop, the next segment is looked at.
  private func scan() {
    var walk = RecordWalk(capture: self, from: state.withLock { $0.end })
    while true {
      let found = walk.run()
      state.withLock { state in
        for point in found.checkpoints {
          if state.checkpoints.last.map({ point.sequence <= $0.sequence }) == true { continue }
          state.checkpoints.append(point)
        }
        state.first = state.first ?? state.checkpoints.first?.sequence
        state.next = max(state.next, found.next)
        state.end = max(state.end, found.end)
        for (sequence, last) in found.parts { state.longFrames[sequence] = .last(last) }
      }
      let next = state.withLock { state in state.segments.first { $0.start > found.end } }
      tell(of: found.end, before: next)
      guard let next else { return }
      walk = RecordWalk(capture: self, from: next.start)
    }
  }

  /// What lies behind the last whole record, where nobody is about to complete it.
  private func tell(of end: Int, before next: SegmentFile?) {
    guard let segment = state.withLock({ $0.segment(at: end) }) else { return }
    let stop = min(segment.end, next?.start ?? .max)
    guard stop > end, !isLive else { return }
    let damage = CaptureDamage(file: segment.name, offset: segment.position(end), bytes: stop - end)
    state.withLock { state in
      if !state.damage.contains(damage) { state.damage.append(damage) }
    }
  }
}

/// Goes through records that no index tells of.
private struct RecordWalk {
  struct Found {
    var checkpoints: [CaptureIndex.Checkpoint] = []
    var parts: [Int: Int] = [:]
    var next = 1
    var end: Int
  }

  /// 1 MiB is read at a time, more where one record is longer.
  private static let piece = 1 << 20

  let capture: StoredCapture
  private var buffer: [UInt8] = []
  private var start: Int

  init(capture: StoredCapture, from start: Int) {
    self.capture = capture
    self.start = start
  }

  /// Up to the first place that is no record.
  mutating func run() -> Found {
    var found = Found(end: start)
    var last = capture.state.withLock { state in
      (sequence: state.checkpoints.last?.sequence ?? 0, offset: state.checkpoints.last?.offset)
    }
    var wanted = RecordWalk.piece
    while true {
      let asked = wanted
      if buffer.count < asked { buffer = [UInt8](repeating: 0, count: asked) }
      let read = buffer.withUnsafeMutableBytes {
        capture.fill(UnsafeMutableRawBufferPointer(rebasing: $0[..<asked]), at: found.end)
      }
      var used = 0
      wanted = RecordWalk.piece
      buffer.withUnsafeBytes { bytes in
        guard let base = bytes.baseAddress else { return }
        while used + RecordLayout.headSize <= read {
          let record = base + used
          let length = RecordLayout.payloadLength(record)
          guard length <= RecordLayout.payloadLimit else { return }
          let size = RecordLayout.size(length)
          if used + size > read {
            wanted = max(RecordWalk.piece, size)
            return
          }
          guard RecordLayout.checksum(record, payload: length) == record.load(as: UInt32.self) else { return }
          let entry = RecordLayout.entry(record)
          guard entry.isSane else { return }
          let place = found.end + used
          switch RecordLayout.Kind(rawValue: entry.kind) {
          case .numbered:
            // The last checkpoint's own record is met again.
            guard entry.sequence > last.sequence || place == last.offset else { return }
            if last.offset.map({ place - $0 >= CaptureIndex.step }) ?? true {
              found.checkpoints.append(CaptureIndex.Checkpoint(sequence: entry.sequence, offset: place))
              last.offset = place
            }
            if entry.bits & 8 != 0 { found.parts[entry.sequence] = place }
            last.sequence = entry.sequence
            found.next = entry.sequence + 1
          case .part: found.parts[entry.sequence] = place
          case .facts, .padding: break
          case nil: return
          }
          used += size
        }
      }
      found.end += used
      if used == 0, wanted <= asked || read < asked { return found }
    }
  }
}
