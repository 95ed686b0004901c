public import FrameFilter
public import FrameLog

/// One connection on screen, with all that the user left in it.
public struct Tab: Sendable {
  public let id: TabID
  public var title: String
  /// As the user typed it, secrets included: for editing and reconnecting, never for drawing.
  public var address: String
  public var status: TabStatus
  /// Where it came from; nil for an address.
  public internal(set) var profile: ProfileMark?
  /// How it connects, where the runtime has said so.
  public internal(set) var options: ConnectOptions?
  /// What must not show of it.
  public var secrets = TabSecrets()
  public var reader: LogReader?
  public var view = LogView()
  public var detail: DetailState?
  /// How details were last shown, for the next one.
  public var detailMode = DetailMode.pretty
  public var composer = Composer()
  /// The number of the next frame when this tab was last looked at.
  public var seen = 1
  /// What is shown of the log; nil shows everything.
  public internal(set) var filter: RowFilter?
  /// Takes the filter's place while one is typed.
  public internal(set) var preview: FilterPreview?
  /// Where the view stood when the filter was opened, for Esc.
  var viewBefore: LogView?
  /// The chosen row's line on screen before the rows changed; it comes back there when they are known.
  var settleLine: Int?
  /// Counted as far as somebody asked for it.
  var traffic = Traffic()
  /// As of the last news.
  private var rates = RateHistory()
  /// Esc took the panel of the ended connection away.
  public var isOutcomeDismissed = false
  /// The script that is played here, or was played last.
  public internal(set) var replay: ReplayState?
  /// Esc took its panel away.
  public internal(set) var isReplayHidden = false
  /// The user has asked for a script, and none has begun yet.
  var awaitsReplay = false
  /// The script that was asked for last, as it was typed.
  var replayFile = ""

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
  /// Rows in each of the last seconds.
  public var rateHistory: RateHistory {
    var history = rates
    if let reader { history.advance(reader, range, from: view.floor) }
    return history
  }
  /// Rows came.
  mutating func logGrew() { if !isReadOnly { rates = rateHistory } }
  /// A capture of the past: nothing can be sent, and nothing reconnects.
  public var isReadOnly: Bool { status.phase == .capture }

  /// The rows to show, where a filter chooses them and has begun to.
  public var shownMatches: MatchSet? {
    switch preview {
    case .everything?: nil
    case .rows(let rows)?: rows.matches ?? filter?.matches
    case nil: filter?.matches
    }
  }
  /// What the filter looks for in the rows that it lets through.
  public var shownPatterns: [SearchPattern] {
    switch preview {
    case .everything?: []
    case .rows(let rows)?: rows.filter.patterns
    case nil: filter?.filter.patterns ?? []
    }
  }

  /// Shown now, of those that are kept.
  public var shownCount: Int? {
    shownMatches.map { $0.count - $0.rank(range.lowerBound) }
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
    filter = filter.map { RowFilter($0.filter, case: $0.letterCase, mark: nil) }
    preview = nil
    viewBefore = nil
    seen = reader.range.lowerBound
    traffic = Traffic()
    rates = RateHistory()
    self.reader = reader
  }
}
