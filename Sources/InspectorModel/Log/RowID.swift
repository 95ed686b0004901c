/// Names a row of the log by what it shows, so that it stays the same row whatever arrives or is evicted.
public struct RowID: Hashable, Sendable, Comparable {
  public var sequence: Int
  /// One fragment of an unfolded message; a message's first fragment has both a message row and a fragment row.
  public var isFragment: Bool

  public init(_ sequence: Int, isFragment: Bool = false) {
    self.sequence = sequence
    self.isFragment = isFragment
  }

  public static func < (left: RowID, right: RowID) -> Bool {
    left.sequence != right.sequence
      ? left.sequence < right.sequence : !left.isFragment && right.isFragment
  }
}
