import Glibc

/// Keeps a capture's index beside what is written: where numbered records are, and which long frames are whole.
struct CaptureIndexWriter {
  /// Bytes of the index; nil after a fault: readers do without what is behind its last whole entry.
  private var fileEnd: Int? = 0
  private var lastCheckpoint: Int?
  /// Whole, and not in the files yet.
  private var unindexed: [(sequence: Int, long: LongFrame)] = []

  /// A file can be read from its first numbered record on, whatever became of those before it.
  mutating func beginFile() { lastCheckpoint = nil }

  /// Places of numbered records, one a step.
  mutating func checkpoints(in block: LogBlock, _ records: Range<Int>) -> [CaptureIndex.Checkpoint] {
    var checkpoints: [CaptureIndex.Checkpoint] = []
    var index = records.lowerBound
    if let lastCheckpoint {
      index = max(index, block.firstIndex(at: lastCheckpoint + CaptureIndex.step - block.start))
    }
    while index < records.upperBound {
      let place = block.start + block.offset(index)
      checkpoints.append(CaptureIndex.Checkpoint(sequence: block.entry(index).sequence, offset: place))
      lastCheckpoint = place
      index = block.firstIndex(at: place + CaptureIndex.step - block.start)
    }
    return checkpoints
  }

  mutating func write(
    _ checkpoints: [CaptureIndex.Checkpoint], _ completed: [(sequence: Int, long: LongFrame)], upTo end: Int,
    of stored: StoredCapture, _ operations: FileOperations
  ) {
    unindexed += completed
    var bytes: [UInt8] = []
    for point in checkpoints { CaptureIndex.Entry.checkpoint(point).append(to: &bytes) }
    for (sequence, long) in unindexed where long.lastRecord < end {
      CaptureIndex.Entry.longFrame(sequence, last: long.lastRecord).append(to: &bytes)
      stored.indexed(sequence, last: long.lastRecord)
    }
    unindexed.removeAll { $0.long.lastRecord < end }
    if bytes.isEmpty { return }
    guard let end = fileEnd else { return }
    if end == 0 { bytes = CaptureIndex.magic + bytes }
    // Opened for each entry: a quiet capture has no descriptor for it.
    let opened = operations.open(CaptureIndex.name, in: stored.folder, O_WRONLY | O_CREAT)
    let written = bytes.withUnsafeBytes {
      opened < 0 ? opened : operations.write($0, to: Int32(opened), at: end)
    }
    if opened >= 0 { operations.close(Int32(opened)) }
    fileEnd = written < 0 ? nil : end + bytes.count
  }
}
