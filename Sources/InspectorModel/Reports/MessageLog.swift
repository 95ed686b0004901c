import Canvas

/// What was said in the hint row, so that it can be read again.
struct MessageLog: Sendable {
  struct Entry: Sendable {
    var notice: Notice
    /// Counts all that was said, from 1.
    var number: Int
    /// How often the same was said.
    var count = 1
  }

  /// 200: an evening's; each is a line.
  static let limit = 200

  /// The newest last.
  private(set) var entries: [Entry] = []
  private(set) var forgotten = 0
  private var said = 0

  /// What is said again is one line still, in the newest place.
  mutating func add(_ notice: Notice) {
    said += 1
    var entry = Entry(notice: notice, number: said)
    if let index = entries.lastIndex(where: { $0.notice == notice }) {
      entry.count += entries.remove(at: index).count
    }
    entries.append(entry)
    guard entries.count > Self.limit else { return }
    entries.removeFirst()
    forgotten += 1
  }
}

extension InspectorModel {
  /// The newest first: it is what is looked for.
  var messageLines: [ReportLine] {
    guard !messages.entries.isEmpty else { return [.text("Nothing was said yet.", .muted)] }
    var lines: [ReportLine] = messages.entries.reversed().map { entry in
      let notice = entry.notice
      let label =
        switch notice.kind {
        case .info: "\(entry.number)"
        case .warning: "\(entry.number) warning"
        case .error: "\(entry.number) error"
        }
      let times = entry.count > 1 ? "  (\(entry.count) times)" : ""
      return .fact(label, masked(notice.text) + times, notice.kind == .info ? .dialog : .stateError)
    }
    if messages.forgotten > 0 {
      lines.append(.text("\(Figures.plural(messages.forgotten, "older message")) forgotten", .muted))
    }
    return lines
  }
}
