import FrameLog

/// The list of a tab's marks.
public struct MarkList: Sendable, Equatable {
  public struct Entry: Sendable, Equatable {
    public var sequence: Int
    public var note: String
  }
  public let tab: TabID
  public var entries: [Entry]
  public var selected = 0

  init(tab: TabID, _ marks: FrameMarks) {
    self.tab = tab
    entries = marks.all.map { Entry(sequence: $0.sequence, note: $0.note) }
  }
}
