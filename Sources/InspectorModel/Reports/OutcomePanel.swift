public import Canvas
import WebSocketCore

/// The words of the panel that tells why a connection ended.
public struct OutcomePanel: Sendable {
  public struct Line: Sendable {
    /// "Why", "Try"; empty on a line that goes on.
    public var label: String
    public var text: DisplayText
    /// The headline stands at the left edge; all else is indented by the labels' width.
    public var isHeadline = false
  }
  public var title: String
  public var isError: Bool
  public var lines: [Line] = []

  static let keysLabel = "Keys"
  /// What is left out first where there is no room for all: what to do is worth more than codes.
  private static let long = ["Why", "Answer"]
  private static let spared = ["", "Code", "Answer", "Sent", "Came", "Who", "Why"]

  /// Columns that labels take.
  public static let labelWidth = 7
  /// Lines of an HTTP answer that are shown.
  static let headLimit = 8
  /// Screen lines that one line of words may take.
  static let foldLimit = 8

  public init?(_ tab: Tab) {
    switch tab.status.outcome {
    case nil: return nil
    case .closed(let closure, let openFor)?:
      isError =
        !closure.isClean || closure.violation != nil
        || ![1000, 1001, 1005].contains(closure.status.code.rawValue)
      title = "Connection closed"
      describe(closure, openFor: openFor)
      addKeys(tab, other: "o another address")
    case .failed(let report)?:
      isError = true
      title = report.title
      lines.append(Line(label: "", text: DisplayText(report.what), isHeadline: true))
      if !report.code.isEmpty || !report.why.isEmpty || !report.tries.isEmpty || !report.responseHead.isEmpty
      {
        add("", "")
      }
      if !report.code.isEmpty { add("Code", report.code) }
      for (index, line) in report.responseHead.prefix(Self.headLimit).enumerated() {
        add(index == 0 ? "Answer" : "", line)
      }
      for (index, line) in report.why.enumerated() { add(index == 0 ? "Why" : "", line) }
      for (index, line) in report.tries.enumerated() { add(index == 0 ? "Try" : "", line) }
      addKeys(tab, other: "^O edit the address")
    }
  }

  private mutating func addKeys(_ tab: Tab, other: String) {
    guard let retry = tab.status.retry else {
      add(Self.keysLabel, "r reconnect   I why   \(other)   X close tab   Esc hide")
      return
    }
    add("Retry", "\(retry)   r now   D stop")
  }

  private mutating func describe(_ closure: Closure, openFor: UInt64) {
    let (head, reason) = CloseWords.line(closure.status)
    let reasonText = reason.isEmpty ? DisplayText.empty : DisplayText(": ") + DisplayText(bytes: reason)
    lines.append(Line(label: "", text: DisplayText(head) + reasonText, isHeadline: true))
    add("", "")
    let who =
      switch closure.initiator {
      case .us: "closed by us"
      case .peer: "closed by the server"
      case .nobody: "nobody said Close"
      }
    add("Who", "\(who), \(closure.isClean ? "clean" : "not clean"), after \(Figures.duration(openFor)) open")
    if let violation = closure.violation { add("Why", "the server sent \(ViolationWords.phrase(violation))") }
    addFrame("Sent", closure.sent, unless: closure.status)
    addFrame("Came", closure.received, unless: closure.status)
    if let advice = CloseWords.advice(for: closure.status.code) { add("Try", advice) }
  }

  /// One Close frame, where it says something else than the first line.
  private mutating func addFrame(_ label: String, _ status: Closure.Status?, unless shown: Closure.Status) {
    guard let status, status != shown else { return }
    let (head, reason) = CloseWords.line(status)
    let text = DisplayText("Close \(head) ") + DisplayText(bytes: reason)
    lines.append(Line(label: label, text: text))
  }

  private mutating func add(_ label: String, _ text: String) {
    lines.append(Line(label: label, text: DisplayText(text)))
  }

  /// The lines folded to a width, labels in front.
  public func wrapped(to width: Int, repertoire: Repertoire) -> [Line] {
    lines.flatMap { line -> [Line] in
      let columns = line.isHeadline ? width : width - Self.labelWidth
      let pieces = line.text.adapted(to: repertoire).wrapped(to: columns, limit: Self.foldLimit)
      return pieces.enumerated().map { offset, text in
        Line(label: offset == 0 ? line.label : "", text: text, isHeadline: line.isHeadline)
      }
    }
  }

  /// As many of them as fit: what goes on for long is shortened, then whole things are left out, before what to try is cut.
  public func wrapped(to width: Int, rows: Int, repertoire: Repertoire) -> [Line] {
    var panel = self
    var lines = panel.wrapped(to: width, repertoire: repertoire)
    func shorten(_ label: String, to least: Int) {
      while lines.count > rows,
        // None takes more than `foldLimit` rows, so that never too many go.
        panel.leaveOut(max(1, (lines.count - rows) / Self.foldLimit), of: label, keeping: least)
      {
        lines = panel.wrapped(to: width, repertoire: repertoire)
      }
    }
    for label in Self.long { shorten(label, to: 1) }
    for label in Self.spared { shorten(label, to: 0) }
    return Array(lines.prefix(max(0, rows)))
  }

  /// The last of the lines that stand under a label; false where no more than `least` are left.
  private mutating func leaveOut(_ count: Int, of label: String, keeping least: Int) -> Bool {
    var current: String?
    var found: [Int] = []
    for (index, line) in lines.enumerated() where !line.isHeadline {
      // The blank line has a label of its own, which is empty.
      if !line.label.isEmpty || line.text.isEmpty { current = line.label }
      if current == label { found.append(index) }
    }
    guard found.count > least else { return false }
    for index in found.suffix(min(count, found.count - least)).reversed() { lines.remove(at: index) }
    return true
  }

  /// All that fits where the panel has one row.
  public var headline: DisplayText { lines.first?.text ?? .empty }
}
