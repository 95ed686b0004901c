public import FrameFilter

/// What is looked for in a tab's log, and the hits as far as they are known.
public struct Search: Sendable {
  public let pattern: SearchPattern
  public internal(set) var tab: TabID
  var isForward = true
  /// The hit after or before this record is gone to as soon as the scan knows it.
  var waitingFrom: Int?
  /// Nil until the scan has said its first word.
  public internal(set) var matches: MatchSet?
  /// How far payloads were moved to the left before it moved them.
  var offsetBefore: Int?
  /// The user stopped the scan: what it did not look at stays unknown.
  var isStopped = false

  init(_ pattern: SearchPattern, tab: TabID) {
    self.pattern = pattern
    self.tab = tab
  }

  /// The stretches of `bytes` that match, in order, at most `limit`.
  public func hits(in bytes: [UInt8], from start: Int = 0, limit: Int = 1024) -> [Range<Int>] {
    pattern.hits(in: bytes, from: start, limit: limit)
  }
}

/// Hits among the shown rows, for the status line.
public struct HitCount: Sendable, Equatable {
  public var count: Int
  /// There may be more: the log is not looked through, or counting was not worth it.
  public var isMore: Bool
  /// Which of them the chosen row is, from 1.
  public var ordinal: Int?

  /// "88 hits, 12th"
  public var words: String {
    let number = "\(count)\(isMore ? "+" : "")"
    let all = count == 1 && !isMore ? "1 hit" : "\(number) hits"
    return ordinal.map { "\(all), \(Figures.ordinal($0))" } ?? all
  }
}
