import InspectorModel

extension InspectorModel {
  /// Takes over what config.json says of keys and questions.
  mutating func prefer(_ configuration: Configuration) {
    isMouseOn = configuration.flag(.mouse) ?? true
    let isHistoryKept = configuration.flag(.history) ?? true
    tips = isHistoryKept && configuration.flag(.tips) ?? true ? Tips() : nil
    showsRowCursor = configuration.flag(.cursor) ?? false
    let questions: [(ConfigurationKey, Question)] = [
      (.confirmQuit, .quit), (.confirmClose, .close), (.confirmClear, .clear),
    ]
    unasked = Set(questions.filter { configuration.flag($0.0) == false }.map(\.1))
  }
}

extension ScreenLayout {
  /// As config.json has it.
  init(_ configuration: Configuration) {
    self.init()
    switch configuration.word(.time) {
    case "utc"?: time = .utc
    case "since-open"?: time = .sinceOpen
    default: time = .local
    }
    columns = ColumnChoice(configuration.columns)
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
