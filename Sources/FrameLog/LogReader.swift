import WebSocketCore

/// Reads a log from any thread. What was evicted or cleared meanwhile reads as nil or empty.
public struct LogReader: Sendable {
  let log: FrameLog

  /// Sequence numbers that can be read now: the oldest kept ..< the next to come.
  public var range: Range<Int> { log.range }
  /// Records dropped at the front because memory ran short, not those cleared by the user.
  public var evicted: Int { log.evicted }

  public func record(_ sequence: Int) -> LogRecord? {
    guard let (block, index) = log.find(sequence) else { return nil }
    return withExtendedLifetime(block) { record(in: block, index) }
  }

  func record(in block: LogBlock, _ index: Int) -> LogRecord? {
    let entry = block.entry(index)
    var record = LogRecord(entry, payloadLength: block.payload(index).count)
    guard entry.cameInParts else { return record }
    guard let long = log.longFrame(entry.sequence) else {
      // Of a frame that nobody completed a file may have the front alone.
      guard log.stored != nil else { return nil }
      record.flags = record.flags.subtracting(.continues).union(.incomplete)
      return record
    }
    record.flags = long.flags
    record.payloadLength = long.payloadLength
    return record
  }

  /// The first `limit` bytes of the record's payload.
  public func payload(_ sequence: Int, limit: Int = .max) -> [UInt8] {
    guard let (block, index) = log.find(sequence) else { return [] }
    if block.entry(index).cameInParts, let long = log.longFrame(sequence) {
      return log.joined(long, limit: limit)
    }
    return withExtendedLifetime(block) { Array(block.payload(index).prefix(limit)) }
  }

  /// The record's payload, without a copy unless it lies in several pieces; the pointer ends with the call.
  public func withPayload<Result>(_ sequence: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows
    -> Result?
  {
    guard let (block, index) = log.find(sequence) else { return nil }
    guard block.entry(index).cameInParts, let long = log.longFrame(sequence) else {
      return try withExtendedLifetime(block) { try body(block.payload(index)) }
    }
    return try log.joined(long).withUnsafeBytes(body)
  }

  /// Every record of `range` that can be read, in order, with its payload, without a copy unless that lies in pieces; the
  /// pointer ends with the call. Ends early where `body` returns false. For scans: what is read is not kept.
  public func forEach(in range: Range<Int>, _ body: (LogRecord, UnsafeRawBufferPointer) throws -> Bool)
    rethrows
  {
    try forEachStretch(in: range) { stretch in try stretch.forEach(self, body) }
  }

  /// What came with a note: the handshake, a connect's waterfall, how it ended.
  public func facts(_ sequence: Int) -> ConnectionFacts? { log.facts(sequence) }

  /// What the user marked.
  public var marks: FrameMarks { log.marks }

  /// The message that starts with the fragment `sequence`; a message of one frame has `fragments` 1.
  /// Nil where the record is gone, is a note, or is a later fragment.
  public func message(startingAt sequence: Int) -> MessageSummary? {
    guard let start = record(sequence), start.isFrame, !start.isLaterFragment else { return nil }
    var summary = MessageSummary(
      fragments: 1, payloadLength: start.payloadLength,
      wireLength: start.header.payloadLength, isComplete: start.fragmentIndex == 0, last: sequence)
    if start.fragmentIndex == 0 { return summary }
    for fragment in laterFragments(of: start) {
      summary.fragments += 1
      summary.payloadLength += fragment.payloadLength
      summary.wireLength += fragment.header.payloadLength
      summary.last = fragment.sequence
      if fragment.flags.contains(.endsMessage) { summary.isComplete = true }
    }
    return summary
  }

  /// The payload of the whole message that starts with `sequence`, fragments joined, at most `limit` bytes.
  public func messagePayload(startingAt sequence: Int, limit: Int = .max) -> [UInt8] {
    guard let start = record(sequence) else { return [] }
    var bytes = payload(sequence, limit: limit)
    guard start.fragmentIndex == 1 else { return bytes }
    for fragment in laterFragments(of: start) where bytes.count < limit {
      bytes += payload(fragment.sequence, limit: limit - bytes.count)
    }
    return bytes
  }

  /// The fragments after `start`, in order; control frames and the other direction in between are passed over.
  private func laterFragments(of start: LogRecord) -> some Sequence<LogRecord> {
    let end = range.upperBound
    var next = start.sequence + 1
    var expected: UInt32 = 2
    var isDone = false
    return AnyIterator {
      while !isDone, next < end, let record = record(next) {
        next += 1
        guard record.isFrame, record.direction == start.direction, record.opcode.isData else { continue }
        guard record.fragmentIndex == expected else { break }
        expected += 1
        isDone = record.flags.contains(.endsMessage)
        return record
      }
      return nil
    }
  }
}
