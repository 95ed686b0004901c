/// Which columns the log has at a width, and where.
///
/// The payload keeps about half of the width: where the others would take more, TIME goes first, then the others that
/// nobody asked for by name.
public struct LogColumns: Equatable, Sendable {
  public private(set) var number: Range<Int>?
  public private(set) var time: Range<Int>?
  public private(set) var delta: Range<Int>?
  public private(set) var direction = 0
  public private(set) var opcode = 0..<0
  public private(set) var flags: Range<Int>?
  public private(set) var size: Range<Int>?
  public private(set) var wire: Range<Int>?
  public private(set) var payload = 0..<0

  /// Per cent of the width that the payload keeps.
  static let payloadShare = 45
  /// Columns that it keeps whatever was asked for.
  static let leastPayload = 10

  public init(width: Int, lastSequence: Int, choice: ColumnChoice = ColumnChoice()) {
    var shown = Set(LogColumn.allCases.filter { choice.shows($0, width: width) })
    self.init(shown, width: width, lastSequence: lastSequence)
    if time != nil, !choice.forced.contains(.time), payload.count * 100 < width * Self.payloadShare {
      shown.remove(.time)
      self.init(shown, width: width, lastSequence: lastSequence)
    }
    for column in [LogColumn.time] + LogColumn.allCases.reversed() where payload.count < Self.leastPayload {
      guard shown.remove(column) != nil else { continue }
      self.init(shown, width: width, lastSequence: lastSequence)
    }
  }

  private init(_ shown: Set<LogColumn>, width: Int, lastSequence: Int) {
    var x = 1
    func take(_ column: LogColumn, _ count: Int, gap: Int) -> Range<Int>? {
      guard shown.contains(column) else { return nil }
      let range = x..<(x + count)
      x += count + gap
      return range
    }
    number = take(
      .number, max(width >= 100 ? 6 : 5, String(max(0, lastSequence)).utf8.count), gap: 2)
    time = take(.time, 12, gap: 2)
    delta = take(.delta, 7, gap: 2)
    direction = x
    x += 2
    let isFollowed = shown.contains(.flags) || shown.contains(.size) || shown.contains(.wire)
    opcode = x..<x + 5
    x += 5 + (isFollowed ? (width >= 100 ? 2 : 1) : width < 40 ? 1 : 2)
    flags = take(.flags, width >= 100 ? 3 : 2, gap: shown.contains(.size) || shown.contains(.wire) ? 1 : 2)
    size = take(.size, 6, gap: 2)
    wire = take(.wire, 6, gap: 2)
    payload = x..<max(x, width)
  }
}

/// A column that can be there or not.
public enum LogColumn: String, Sendable, CaseIterable {
  case number, time, delta, flags, size, wire

  /// Its word in the head of the log.
  public var head: String {
    switch self {
    case .number: "#"
    case .time: "TIME"
    case .delta: "DT"
    case .flags: "FL"
    case .size: "SIZE"
    case .wire: "WIRE"
    }
  }

  public var help: String {
    switch self {
    case .number: "number in the log"
    case .time: "when; t changes what it counts from"
    case .delta: "time since the row above"
    case .flags: "z deflate, f3 fragments, m mark, ! fault, r replay, ~ cut"
    case .size: "bytes of payload, inflated"
    case .wire: "bytes of payload as they travelled"
    }
  }

  /// Columns of the screen from which it is there by itself.
  public var from: Int {
    switch self {
    case .number: 40
    case .time, .flags, .size: 60
    case .delta: 100
    case .wire: 160
    }
  }
}

/// What the user wants of the columns; the rest goes by the width.
public struct ColumnChoice: Sendable, Equatable {
  public private(set) var forced: Set<LogColumn> = []
  public private(set) var hidden: Set<LogColumn> = []

  public init() {}

  /// True: always there; false: never; a column that is not named goes by the width.
  public init(_ wanted: [LogColumn: Bool]) {
    for (column, isWanted) in wanted {
      if isWanted { forced.insert(column) } else { hidden.insert(column) }
    }
  }

  public var isEmpty: Bool { forced.isEmpty && hidden.isEmpty }

  public func shows(_ column: LogColumn, width: Int) -> Bool {
    forced.contains(column) || width >= column.from && !hidden.contains(column)
  }

  mutating func toggle(_ column: LogColumn, width: Int) {
    let isShown = shows(column, width: width)
    forced.remove(column)
    hidden.remove(column)
    if isShown { hidden.insert(column) } else { forced.insert(column) }
  }
}
