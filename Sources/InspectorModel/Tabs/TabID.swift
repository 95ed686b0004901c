/// Names a tab for its whole life; never used again after the tab is closed.
public struct TabID: Hashable, Sendable, Comparable {
  public let rawValue: Int
  public init(rawValue: Int) { self.rawValue = rawValue }
  public static func < (left: TabID, right: TabID) -> Bool { left.rawValue < right.rawValue }
}
