public import FrameLog
import WebSocketCore

/// A message's fragments, as far as the log has them and a bounded look reached.
public struct FragmentSummary: Sendable {
  public var fragments: Int
  public var payloadLength: Int
  /// Payload bytes as they travelled.
  public var wireLength: Int
  public var isComplete: Bool
  /// A fragment breaks a rule or is cut short.
  public var isBroken: Bool
  public var last: Int
}

extension LogRows {
  /// How many fragments a message has, as far as the log and the budget reach.
  public mutating func summary(of start: LogRecord) -> FragmentSummary {
    var summary = FragmentSummary(
      fragments: 1, payloadLength: start.payloadLength, wireLength: start.header.payloadLength,
      isComplete: start.fragmentIndex == 0 && !start.isArriving, isBroken: start.isBroken,
      last: start.sequence)
    guard start.fragmentIndex == 1 else { return summary }
    var expected: UInt32 = 2
    let end = min(range.upperBound, start.sequence + Self.fragmentScanLimit)
    var sequence = start.sequence + 1
    while sequence < end, spend(), let record = reader.record(sequence) {
      sequence += 1
      guard record.isFrame, record.direction == start.direction, record.opcode.isData else { continue }
      guard record.fragmentIndex == expected else { break }
      summary.fragments += 1
      summary.payloadLength += record.payloadLength
      summary.wireLength += record.header.payloadLength
      summary.last = record.sequence
      summary.isBroken = summary.isBroken || record.isBroken
      if record.flags.contains(.endsMessage) {
        summary.isComplete = !record.isArriving
        break
      }
      expected += 1
    }
    return summary
  }

  /// The first bytes of a message, from as many fragments as it takes.
  public mutating func preview(of start: LogRecord, limit: Int) -> [UInt8] {
    var bytes = reader.payload(start.sequence, limit: limit)
    guard start.fragmentIndex == 1 else { return bytes }
    var expected: UInt32 = 2
    var sequence = start.sequence + 1
    while bytes.count < limit, sequence < range.upperBound, spend(), let record = reader.record(sequence) {
      sequence += 1
      guard record.isFrame, record.direction == start.direction, record.opcode.isData else { continue }
      guard record.fragmentIndex == expected else { break }
      bytes += reader.payload(record.sequence, limit: limit - bytes.count)
      if record.flags.contains(.endsMessage) { break }
      expected += 1
    }
    return bytes
  }

  /// The other parts of a message, one way, as far as the log and the budget reach; ends where `body` returns false.
  mutating func walk(from part: LogRecord, step: Int, _ body: (LogReader, Int) -> Bool) {
    var sequence = part.sequence + step
    var expected = Int(part.fragmentIndex) + step
    while expected > 0, reader.range.contains(sequence), spend(), let record = reader.record(sequence) {
      sequence += step
      guard record.isFrame, record.direction == part.direction, record.opcode.isData else { continue }
      guard Int(record.fragmentIndex) == expected, body(reader, record.sequence) else { return }
      expected += step
    }
  }
}

extension LogRecord {
  fileprivate var isBroken: Bool { !flags.isDisjoint(with: [.violation, .incomplete]) }
}
