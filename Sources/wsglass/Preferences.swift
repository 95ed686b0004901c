import InspectorModel

extension InspectorModel {
  /// Takes over what config.json says of the screen.
  mutating func prefer(_ configuration: Configuration) {
    isMouseOn = configuration.flag(.mouse) ?? true
    let isHistoryKept = configuration.flag(.history) ?? true
    tips = isHistoryKept && configuration.flag(.tips) ?? true ? Tips() : nil
    showsRowCursor = configuration.flag(.cursor) ?? false
    switch configuration.word(.time) {
    case "utc"?: firstTimeMode = .utc
    case "since-open"?: firstTimeMode = .sinceOpen
    default: firstTimeMode = .local
    }
    let questions: [(ConfigurationKey, Question)] = [
      (.confirmQuit, .quit), (.confirmClose, .close), (.confirmClear, .clear),
    ]
    unasked = Set(questions.filter { configuration.flag($0.0) == false }.map(\.1))
    columnChoice = ColumnChoice(configuration.columns)
  }
}

extension Configuration {
  /// The columns that the file names.
  fileprivate var columns: [LogColumn: Bool] {
    var columns: [LogColumn: Bool] = [:]
    for column in LogColumn.allCases { columns[column] = flag(column.key) }
    return columns
  }
}

extension LogColumn {
  fileprivate var key: ConfigurationKey {
    switch self {
    case .number: .columnNumber
    case .time: .columnTime
    case .delta: .columnDelta
    case .flags: .columnFlags
    case .size: .columnSize
    case .wire: .columnWire
    }
  }
}
