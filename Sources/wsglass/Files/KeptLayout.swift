import InspectorModel

/// A screen's layout in the words of state.json: a word for each setting.
struct KeptLayout {
  /// "columns.delta": "always"
  private(set) var words: [String: String]

  init(_ layout: ScreenLayout) {
    words = [
      "time": layout.time.word, "pings": layout.hidesPings ? "hidden" : "shown",
      "detail": layout.detailMode.word,
      "detail.wrap": layout.wraps ? "yes" : "no", "detail.side": layout.isDetailRight ? "right" : "below",
      "detail.share": "\(layout.detailShare)", "split": layout.isSplit ? "yes" : "no",
    ]
    for column in LogColumn.allCases { words["columns.\(column.rawValue)"] = layout.columns.word(of: column) }
  }

  /// What is kept of a layout that was left, over the one that holds without it.
  static func entries(from old: ScreenLayout, to new: ScreenLayout, over standard: ScreenLayout)
    -> [String: StateFile.Entry?]
  {
    let (old, new, standard) = (KeptLayout(old).words, KeptLayout(new).words, KeptLayout(standard).words)
    var changes: [String: StateFile.Entry?] = [:]
    for (key, word) in new where old[key] != word {
      let over = standard[key] ?? ""
      changes.updateValue(word == over ? nil : StateFile.Entry(value: word, over: over), forKey: key)
    }
    return changes
  }

  /// `standard` with what was kept over it; a setting whose standard is another one by now holds as that.
  static func layout(_ entries: [String: StateFile.Entry], over standard: ScreenLayout) -> ScreenLayout {
    let standards = KeptLayout(standard).words
    let kept = entries.filter { standards[$0.key] == $0.value.over }.mapValues(\.value)
    var layout = standard
    if let time = kept["time"].flatMap({ TimeMode(word: $0) }) { layout.time = time }
    if let pings = kept["pings"] { layout.hidesPings = pings == "hidden" }
    if let mode = kept["detail"].flatMap({ DetailMode(word: $0) }) { layout.detailMode = mode }
    if let wraps = kept["detail.wrap"] { layout.wraps = wraps == "yes" }
    if let side = kept["detail.side"] { layout.isDetailRight = side == "right" }
    if let share = kept["detail.share"].flatMap({ Int($0) }), ScreenLayout.shares.contains(share) {
      layout.detailShare = share
    }
    if let split = kept["split"] { layout.isSplit = split == "yes" }
    var columns: [LogColumn: Bool] = [:]
    for column in LogColumn.allCases {
      switch kept["columns.\(column.rawValue)"] ?? standard.columns.word(of: column) {
      case "always": columns[column] = true
      case "never": columns[column] = false
      default: break
      }
    }
    layout.columns = ColumnChoice(columns)
    return layout
  }

  static let theme = "theme"
}

extension ColumnChoice {
  fileprivate func word(of column: LogColumn) -> String {
    forced.contains(column) ? "always" : hidden.contains(column) ? "never" : "by width"
  }
}

extension TimeMode {
  fileprivate var word: String {
    switch self {
    case .local, .sinceMark: "local"
    case .utc: "utc"
    case .sinceOpen: "since-open"
    case .delta: "delta"
    }
  }
  fileprivate init?(word: String) {
    guard let mode = Self.allCases.first(where: { $0.word == word }) else { return nil }
    self = mode
  }
}

extension DetailMode {
  fileprivate var word: String {
    switch self {
    case .pretty: "pretty"
    case .raw: "as-sent"
    case .hex: "hex"
    }
  }
  fileprivate init?(word: String) {
    guard let mode = Self.allCases.first(where: { $0.word == word }) else { return nil }
    self = mode
  }
}
