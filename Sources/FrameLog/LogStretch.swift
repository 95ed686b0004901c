/// Records that lie one behind the other in memory, so that what looks for bytes needs not go from one to the next.
/// Holds as long as the call that gives it.
public struct LogStretch {
  private let block: LogBlock
  private let indices: Range<Int>
  /// From the head of its first record to the end of its last one's payload: heads and what else lies between are bytes too.
  public let bytes: UnsafeRawBufferPointer

  init?(_ block: LogBlock, in sequences: Range<Int>) {
    let indices = block.firstIndex(from: sequences.lowerBound)..<block.firstIndex(from: sequences.upperBound)
    guard let last = indices.last else { return nil }
    self.block = block
    self.indices = indices
    let start = block.offset(indices.lowerBound)
    let payload = block.payload(last)
    bytes = block.bytes(
      at: block.start + start, count: block.offset(last) + RecordLayout.headSize + payload.count - start)
  }

  public var count: Int { indices.count }
  /// Number of its last record.
  public var last: Int { block.entry(indices.upperBound - 1).sequence }
  /// Each record is a message of its own, and whole; or a note.
  public var isPlain: Bool { block.isPlain }

  /// Each record with its payload, in order, without a copy unless that lies in pieces. False, and no further, where
  /// `body` says so.
  public func forEach(
    _ reader: LogReader, _ body: (LogRecord, UnsafeRawBufferPointer) throws -> Bool
  ) rethrows -> Bool {
    for index in indices {
      let entry = block.entry(index)
      if entry.cameInParts {
        if let record = reader.record(in: block, index),
          try reader.withPayload(entry.sequence, { try body(record, $0) }) == false
        {
          return false
        }
      } else {
        let payload = block.payload(index)
        if try !body(LogRecord(entry, payloadLength: payload.count), payload) { return false }
      }
    }
    return true
  }

  /// The record that lies at a place in `bytes`, or the last before it, and where in them its payload is.
  public func record(at place: Int) -> (record: LogRecord, payload: Range<Int>) {
    let first = block.offset(indices.lowerBound)
    // One further than the place asked for: the first that begins behind it.
    let behind = block.firstIndex(at: first + place + 1)
    let index = min(max(behind, indices.lowerBound + 1), indices.upperBound) - 1
    let count = block.payload(index).count
    let start = block.offset(index) + RecordLayout.headSize - first
    return (LogRecord(block.entry(index), payloadLength: count), start..<start + count)
  }
}

extension LogReader {
  /// As `forEach`, by the stretch. Ends early where `body` returns false.
  public func forEachStretch(in range: Range<Int>, _ body: (LogStretch) throws -> Bool) rethrows {
    let end = min(range.upperBound, self.range.upperBound)
    var sequence = max(range.lowerBound, self.range.lowerBound)
    while sequence < end {
      guard let block = log.blockForScan(from: sequence) else { return }
      let isMore = try withExtendedLifetime(block) {
        guard let stretch = LogStretch(block, in: sequence..<end) else { return false }
        sequence = stretch.last + 1
        return try body(stretch)
      }
      if !isMore { return }
    }
  }
}
