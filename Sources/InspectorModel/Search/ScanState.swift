public import FrameFilter

/// What a scan through a tab's log is for; a tab has at most one for each.
public enum ScanPurpose: Hashable, Sendable, CaseIterable {
  /// The filter that is set.
  case filter
  /// The filter that is being typed.
  case preview
  case search
}

/// How far a scan has come. The matches are shared with it: they grow while the screen reads them.
public struct ScanProgress: Sendable {
  /// Late news of a scan that was replaced is told apart by it.
  public var subject: FrameScan.Subject
  public var matches: MatchSet
  /// The number of the next record to come.
  public var end: Int
  /// There is nothing more to look at for now.
  public var isDone: Bool
  /// Nanoseconds since it began.
  public var elapsed: UInt64

  public init(subject: FrameScan.Subject, matches: MatchSet, end: Int, isDone: Bool, elapsed: UInt64) {
    self.subject = subject
    self.matches = matches
    self.end = end
    self.isDone = isDone
    self.elapsed = elapsed
  }
}

/// A filter of a tab, with the rows that it lets through as far as they are known.
public struct RowFilter: Sendable {
  public let filter: FrameFilter
  public let subject: FrameScan.Subject
  /// How its words take capitals, for the switch.
  let letterCase: SearchPattern.Case
  /// Until the scan has said its first word, those that were shown before it.
  public internal(set) var matches: MatchSet?
  /// The whole log was looked at once; from then on it keeps up.
  public internal(set) var isDone = false

  init(_ filter: FrameFilter, case letterCase: SearchPattern.Case, mark: Int?) {
    self.filter = filter
    self.letterCase = letterCase
    subject = .filter(filter, mark: filter.asksForMark ? mark : nil)
  }

  public var text: String { filter.text }

  mutating func take(_ progress: ScanProgress) {
    matches = progress.matches
    isDone = isDone || progress.isDone
  }
}

/// What a filter that is being typed shows.
public enum FilterPreview: Sendable {
  /// The field is blank.
  case everything
  case rows(RowFilter)
}
