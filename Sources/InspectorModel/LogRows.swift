import FrameFilter
public import FrameLog
import WebSocketCore

/// Which records are rows, in order: later fragments hide behind their message, pings when they are to.
///
/// Every walk has a budget, so that no log, however hostile, makes a paint cost more than a bounded scan.
public struct LogRows {
  public let reader: LogReader
  public let range: Range<Int>
  private let hidesPings: Bool
  private let unfolded: [Int]
  private let choice: RowChoice
  /// Records that this value may still look at. 65,536 are some milliseconds.
  public private(set) var budget = 65_536
  private var lastOfUnfolded: [Int: Int] = [:]

  /// A message has at most 16,384 fragments by the protocol's own limit; some more for what comes in between.
  static let fragmentScanLimit = 20_000

  public init?(_ tab: Tab) {
    guard let reader = tab.reader else { return nil }
    self.reader = reader
    range = tab.range
    hidesPings = tab.view.hidesPings
    unfolded = tab.view.unfolded
    choice = RowChoice(tab)
  }

  /// Not every record may be a row.
  private var isChosen: Bool { if case .all = choice { false } else { true } }

  // MARK: Walking

  public mutating func first() -> RowID? {
    range.isEmpty ? nil : next(after: RowID(range.lowerBound - 1, isFragment: true))
  }
  public mutating func last() -> RowID? { range.isEmpty ? nil : previous(before: RowID(range.upperBound)) }

  public mutating func next(after row: RowID) -> RowID? {
    if !row.isFragment, range.contains(row.sequence), unfolded.contains(row.sequence) {
      return RowID(row.sequence, isFragment: true)
    }
    if isChosen { return nextChosen(after: max(row.sequence, range.lowerBound - 1)) }
    var sequence = max(row.sequence + 1, range.lowerBound)
    while sequence < range.upperBound, spend() {
      if let record = reader.record(sequence), let found = rows(of: record).first { return found }
      sequence += 1
    }
    return nil
  }

  public mutating func previous(before row: RowID) -> RowID? {
    if row.isFragment, range.contains(row.sequence), unfolded.contains(row.sequence) {
      return RowID(row.sequence)
    }
    if isChosen { return previousChosen(before: min(row.sequence, range.upperBound)) }
    var sequence = min(row.sequence, range.upperBound) - 1
    while sequence >= range.lowerBound, spend() {
      if let record = reader.record(sequence), let found = rows(of: record).last { return found }
      sequence -= 1
    }
    return nil
  }

  /// The row itself where it is still shown, else the next one that is, else the last.
  public mutating func nearest(_ row: RowID) -> RowID? {
    if shows(row) { return row }
    return next(after: RowID(row.sequence - 1, isFragment: true)) ?? last()
  }

  public mutating func shows(_ row: RowID) -> Bool {
    guard range.contains(row.sequence), let record = reader.record(row.sequence),
      rows(of: record).contains(row)
    else { return false }
    return choice.contains(row.sequence)
      || row.isFragment && fragment(after: row.sequence - 1) == row.sequence
  }

  // MARK: Screenfuls

  public mutating func rows(from top: RowID, count: Int) -> [RowID] {
    guard count > 0, var row = nearest(top) else { return [] }
    var result = [row]
    while result.count < count, let following = next(after: row) {
      result.append(following)
      row = following
    }
    return result
  }

  public mutating func rows(endingAt bottom: RowID, count: Int) -> [RowID] {
    guard count > 0 else { return [] }
    var result = [bottom]
    while result.count < count, let earlier = previous(before: result[result.count - 1]) {
      result.append(earlier)
    }
    return result.reversed()
  }

  /// What a log pane of this height shows.
  public mutating func visible(_ view: LogView, height: Int) -> [RowID] {
    switch view.position {
    case .follow:
      guard let last = last() else { return [] }
      return rows(endingAt: last, count: height)
    case .paused(let top, _):
      // The filter has not come to the place yet: what it found so far stands for it.
      if case .found(let matches) = choice, matches.examined <= top.sequence, let last = last() {
        return rows(endingAt: last, count: height)
      }
      return rows(from: top, count: height)
    }
  }

  // MARK: Fragments

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

  // MARK: Chosen rows

  /// Costs what it passes over, not what lies between: the choice knows its own next.
  private mutating func nextChosen(after start: Int) -> RowID? {
    var sequence = start
    while spend() {
      let found = [choice.next(after: sequence), fragment(after: sequence)].compactMap(\.self).min()
      guard let found, found < range.upperBound else { return nil }
      sequence = found
      if let record = reader.record(found), let row = rows(of: record).first { return row }
    }
    return nil
  }

  private mutating func previousChosen(before start: Int) -> RowID? {
    var sequence = start
    while spend() {
      let found = [choice.previous(before: sequence), fragment(before: sequence)].compactMap(\.self).max()
      guard let found, found >= range.lowerBound else { return nil }
      sequence = found
      if let record = reader.record(found), let row = rows(of: record).last { return row }
    }
    return nil
  }

  /// The next later fragment of an unfolded message that is a row.
  private mutating func fragment(after sequence: Int) -> Int? {
    var nearest: Int?
    for start in unfolded where start <= sequence && choice.contains(start) {
      guard let first = reader.record(start), let last = last(ofUnfolded: first), sequence < last else {
        continue
      }
      var place = sequence + 1
      while place <= last, spend() {
        if let record = reader.record(place), record.isLaterFragment, record.direction == first.direction {
          nearest = min(nearest ?? place, place)
          break
        }
        place += 1
      }
    }
    return nearest
  }

  private mutating func fragment(before sequence: Int) -> Int? {
    var nearest: Int?
    for start in unfolded where start < sequence && choice.contains(start) {
      guard let first = reader.record(start), let last = last(ofUnfolded: first) else { continue }
      var place = min(sequence - 1, last)
      while place > start, spend() {
        if let record = reader.record(place), record.isLaterFragment, record.direction == first.direction {
          nearest = max(nearest ?? place, place)
          break
        }
        place -= 1
      }
    }
    return nearest
  }

  // MARK: Private steps

  private mutating func spend() -> Bool {
    guard budget > 0 else { return false }
    budget -= 1
    return true
  }

  /// None, one, or two rows: an unfolded message's first fragment is both.
  private mutating func rows(of record: LogRecord) -> [RowID] {
    guard record.isFrame else { return [RowID(record.sequence)] }
    if hidesPings, record.opcode == .ping || record.opcode == .pong { return [] }
    if record.isLaterFragment {
      return isOrphan(record) || isUnfolded(record) ? [RowID(record.sequence, isFragment: true)] : []
    }
    if record.fragmentIndex == 1, unfolded.contains(record.sequence) {
      return [RowID(record.sequence), RowID(record.sequence, isFragment: true)]
    }
    return [RowID(record.sequence)]
  }

  /// The message's start is no longer in the log, so that its fragments stand for themselves.
  private func isOrphan(_ record: LogRecord) -> Bool {
    record.sequence - Int(record.fragmentIndex) + 1 < range.lowerBound
  }

  private mutating func isUnfolded(_ record: LogRecord) -> Bool {
    for start in unfolded.reversed() where start < record.sequence {
      guard let first = reader.record(start), first.direction == record.direction else { continue }
      return record.sequence <= (last(ofUnfolded: first) ?? start)
    }
    return false
  }

  private mutating func last(ofUnfolded first: LogRecord) -> Int? {
    if lastOfUnfolded[first.sequence] == nil { lastOfUnfolded[first.sequence] = summary(of: first).last }
    return lastOfUnfolded[first.sequence]
  }
}

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

extension LogRecord {
  fileprivate var isBroken: Bool { !flags.isDisjoint(with: [.violation, .incomplete]) }
}
