public import Canvas

/// A line of a report, before it is folded to a width.
public enum ReportLine: Sendable, Equatable {
  case blank
  /// A part's name.
  case heading(String)
  /// At the left edge.
  case text(DisplayText, Role)
  /// "Who    closed by the server"; without a label it goes on with the one before.
  case fact(String, DisplayText, Role)
  case bar(ReportBar)

  /// Columns that labels take.
  public static let labelWidth = 13
  /// Screen lines that one line may take: a header of 8 KiB at 120 columns.
  static let foldLimit = 80

  static func fact(_ label: String, _ text: String, _ role: Role = .dialog) -> ReportLine {
    .fact(label, DisplayText(text), role)
  }
  static func text(_ text: String, _ role: Role = .dialog) -> ReportLine { .text(DisplayText(text), role) }

  /// The same as lines that fit the screen.
  public func folded(to width: Int, repertoire: Repertoire) -> [ReportLine] {
    switch self {
    case .blank, .heading, .bar: return [self]
    case .text(let text, let role):
      return Self.hanging(text.adapted(to: repertoire), width).map { .text($0, role) }
    case .fact(let label, let text, let role):
      let indent = Self.indent(width)
      let pieces = text.adapted(to: repertoire).wrapped(to: width - indent, limit: Self.foldLimit)
      return pieces.enumerated().map { .fact($0.offset == 0 ? label : "", $0.element, role) }
    }
  }

  /// What is indented stays so on the lines that it goes on to.
  private static func hanging(_ text: DisplayText, _ width: Int) -> [DisplayText] {
    let blanks = text.cells.prefix { $0.scalar == 0x20 }.count
    guard blanks > 0, blanks * 2 < width else { return text.wrapped(to: width, limit: foldLimit) }
    let lines = text.dropFirst(columns: blanks).wrapped(to: width - blanks, limit: foldLimit)
    return lines.map { DisplayText.blanks(blanks) + $0 }
  }

  /// On narrow screens labels keep less room from the words.
  public static func indent(_ width: Int) -> Int { width < 50 ? 9 : labelWidth }

  /// For the clipboard.
  var plain: String {
    switch self {
    case .blank: ""
    case .heading(let words): words
    case .text(let text, _): text.text
    case .fact(let label, let text, _):
      label + String(repeating: " ", count: max(1, Self.labelWidth - label.utf8.count)) + text.text
    case .bar(let bar):
      bar.label + String(repeating: " ", count: max(1, Self.labelWidth - bar.label.utf8.count))
        + "\(bar.words)  \(bar.detail)"
    }
  }
}

/// A stretch of a whole, drawn as a bar: a step of a connect, a share of the frames.
public struct ReportBar: Sendable, Equatable {
  public let label: String
  /// "10.2 ms", at the right of its column.
  public let words: String
  /// Thousandths of the whole.
  public let start: Int
  public let end: Int
  /// Behind the bar, where there is room.
  public let detail: String

  /// Cells that it takes at least.
  private let least: Int

  init(
    _ label: String, words: String, from start: UInt64, to end: UInt64, of whole: UInt64, detail: String = "",
    least: Int = 1
  ) {
    func share(_ part: UInt64) -> Int {
      guard whole > 0 else { return 0 }
      return Int(min(1000, (Double(part) * 1000 / Double(whole)).rounded()))
    }
    self.label = label
    self.words = words
    self.detail = detail
    self.least = least
    self.start = share(start)
    self.end = max(self.start, share(end))
  }

  /// Cells of a bar of `width`; at least one where there is anything.
  public func cells(_ width: Int) -> Range<Int> {
    guard width > 0 else { return 0..<0 }
    let first = min(width - 1, start * width / 1000)
    return first..<min(width, max(first + least, (end * width + 999) / 1000))
  }
}
