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
  /// Only what is marked is shown.
  public var showsMarkedOnly = false
  public var selection: RowSelection?
  public var timeMode = TimeMode.local
  /// Monotonic nanoseconds: the zero of `.sinceMark`.
  public var zero: UInt64?
  /// The row that `zero` is the time of; `since:mark` in a filter counts from it.
  public var zeroSequence: Int?

  /// Messages that can be unfolded at once; the first one folds again beyond it.
  static let unfoldLimit = 32

  public init() {}

  public var isFollowing: Bool { position == .follow }
}

/// Rows from here to the cursor are chosen together.
public struct RowSelection: Sendable, Equatable {
  public var anchor: RowID
  /// Begun with V: every move extends it. Else the next move without Shift ends it.
  public var isSticky: Bool
}

/// What the TIME column counts.
public enum TimeMode: Sendable, Equatable, CaseIterable {
  case local, utc, sinceOpen, sinceMark
  /// The row above.
  case delta
}
