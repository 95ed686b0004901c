public import FrameLog

/// One connection on screen, with all that the user left in it.
public struct Tab: Sendable {
  public let id: TabID
  public var title: String
  /// As the user typed it, secrets included: for editing and reconnecting, never for drawing.
  public var address: String
  public var status: TabStatus
  public var reader: LogReader?
  public var view = LogView()
  public var detail: DetailState?
  /// How details were last shown, for the next one.
  public var detailMode = DetailMode.pretty
  public var composer = Composer()
  /// The number of the next frame when this tab was last looked at.
  public var seen = 1
  /// Esc took the panel of the ended connection away.
  public var isOutcomeDismissed = false

  public init(id: TabID, title: String, address: String, status: TabStatus) {
    self.id = id
    self.title = title
    self.address = address
    self.status = status
  }

  /// Sequence numbers that can be shown.
  public var range: Range<Int> {
    guard let range = reader?.range else { return 1..<1 }
    let start = min(max(range.lowerBound, view.floor), range.upperBound)
    return start..<range.upperBound
  }
  /// Frames that came while the tab was not looked at.
  public var unread: Int { max(0, range.upperBound - max(seen, range.lowerBound)) }

  /// Another log has other numbers: whatever named a row in the old one is gone, how rows are shown stays.
  mutating func takeLog(_ reader: LogReader) {
    var fresh = LogView()
    fresh.hidesPings = view.hidesPings
    fresh.timeMode = view.timeMode == .sinceMark ? .local : view.timeMode
    view = fresh
    detail = nil
    seen = reader.range.lowerBound
    self.reader = reader
  }
}
