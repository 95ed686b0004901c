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
  let unfolded: [Int]
  let choice: RowChoice
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

  // MARK: Private steps

  mutating func spend() -> Bool {
    guard budget > 0 else { return false }
    budget -= 1
    return true
  }

  /// None, one, or two rows: an unfolded message's first fragment is both.
  mutating func rows(of record: LogRecord) -> [RowID] {
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

  mutating func last(ofUnfolded first: LogRecord) -> Int? {
    if lastOfUnfolded[first.sequence] == nil { lastOfUnfolded[first.sequence] = summary(of: first).last }
    return lastOfUnfolded[first.sequence]
  }
}
