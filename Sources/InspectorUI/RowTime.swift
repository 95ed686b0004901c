import FrameLog
import InspectorModel

/// The two time columns of a row.
struct RowTime {
  var clock: String
  var delta: String
  /// A second or more went by.
  var isSlow: Bool

  static let slow: UInt64 = 1_000_000_000

  init(_ record: LogRecord, after previous: LogRecord?, tab: Tab, utcOffset: Int) {
    func since(_ zero: UInt64?) -> String {
      guard let zero else { return Figures.span(0) }
      return record.time >= zero
        ? Figures.span(record.time - zero) : "-" + Figures.span(zero - record.time).dropFirst()
    }
    switch tab.view.timeMode {
    case .local: clock = Figures.clock(record.wallTime, offset: utcOffset)
    case .utc: clock = Figures.clock(record.wallTime, offset: 0)
    case .sinceOpen: clock = since(tab.status.openedAt ?? tab.reader?.record(tab.range.lowerBound)?.time)
    case .sinceMark: clock = since(tab.view.zero)
    case .delta: clock = ""
    }
    guard let previous else {
      delta = ""
      if tab.view.timeMode == .delta { clock = "-" }
      isSlow = false
      return
    }
    let passed = record.time >= previous.time ? record.time - previous.time : 0
    delta = Figures.delta(passed)
    if tab.view.timeMode == .delta { clock = delta }
    isSlow = passed >= Self.slow
  }
}
