import Canvas

/// What was said in the hint row, so that it can be read again.
struct MessageLog: Sendable {
  /// 200: an evening's; each is a line.
  static let limit = 200

  private(set) var entries: [Notice] = []
  private(set) var forgotten = 0

  mutating func add(_ notice: Notice) {
    entries.append(notice)
    guard entries.count > Self.limit else { return }
    entries.removeFirst()
    forgotten += 1
  }
}

extension InspectorModel {
  /// The newest first: it is what is looked for.
  var messageLines: [ReportLine] {
    guard !messages.entries.isEmpty else { return [.text("Nothing was said yet.", .muted)] }
    let first = messages.forgotten + 1
    var lines: [ReportLine] = messages.entries.enumerated().reversed().map { offset, notice in
      let label =
        switch notice.kind {
        case .info: "\(first + offset)"
        case .warning: "\(first + offset) warning"
        case .error: "\(first + offset) error"
        }
      return .fact(label, masked(notice.text), notice.kind == .info ? .dialog : .stateError)
    }
    if messages.forgotten > 0 {
      lines.append(.text("\(Figures.plural(messages.forgotten, "older message")) forgotten", .muted))
    }
    return lines
  }
}
