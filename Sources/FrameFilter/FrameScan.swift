public import FrameLog

/// Looks through a log for a filter or a pattern, from its start, and goes on as frames arrive; step by step, so that it
/// can be stopped between two.
///
/// A row is a message: a fragmented one is looked at as a whole and stands under its first fragment's number.
public struct FrameScan: ~Copyable {
  public enum Subject: Hashable, Sendable {
    /// `mark` is the record that `since:mark` counts from.
    case filter(FrameFilter, mark: Int?)
    case pattern(SearchPattern)
  }

  public let matches = MatchSet()

  public init(_ reader: LogReader, for subject: Subject) {}

  /// Looks at up to `limit` more records. False where there is nothing more to look at for now.
  public mutating func step(limit: Int) -> Bool { false }
}
