/// Where the user stands in a log. The view never moves unless the user moved it.
public struct LogView: Sendable, Equatable {
  public enum Position: Sendable, Equatable {
    /// The newest row is at the bottom.
    case follow
    /// This row is at the top; `since` is the number the next frame had when following stopped.
    case paused(top: RowID, since: Int)
  }

  public var position: Position = .follow
  /// `nil` while following and nothing is chosen: the newest row is meant.
  public var cursor: RowID?
  /// Columns by which payloads are moved to the left.
  public var columnOffset = 0
  public var hidesPings = false
  /// First sequence numbers of the messages whose fragments are shown, in order.
  public var unfolded: [Int] = []
  /// Rows before this one were cleared by the user.
  public var floor = 0
  public var marks: Set<Int> = []
  public var timeMode = TimeMode.local
  /// Monotonic nanoseconds: the zero of `.sinceMark`.
  public var zero: UInt64?

  /// Messages that can be unfolded at once; the first one folds again beyond it.
  static let unfoldLimit = 32

  public init() {}

  public var isFollowing: Bool { position == .follow }
}

/// What the TIME column counts.
public enum TimeMode: Sendable, Equatable, CaseIterable {
  case local, utc, sinceOpen, sinceMark
}
