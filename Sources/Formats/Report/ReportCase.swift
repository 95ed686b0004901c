/// One thing that a run was to show: an expectation of the script, a limit on its latency, a connection, a comparison.
public struct ReportCase: Sendable {
  public enum Kind: String, Sendable {
    case expectation, threshold, difference, connection
  }

  public enum Outcome: String, Sendable {
    case passed, failed, skipped
    /// It could not be tried: what failed was the way there.
    case broken
  }

  /// Where in a script a step stands; counted from 1.
  public struct Place: Sendable, Equatable {
    public var file: String
    public var line: Int
    public init(file: String, line: Int) {
      self.file = file
      self.line = line
    }
  }

  public var name: String
  public let kind: Kind
  public var place: Place?
  /// How often it was tried, on all connections.
  public private(set) var runs = 0
  /// How often it was not as expected.
  public private(set) var failed = 0
  /// The first few of those.
  public private(set) var findings: [ReportFinding] = []
  /// Of an expectation that was met at least once.
  public var latencies: LatencyFigures?

  public init(name: String, kind: Kind, place: Place? = nil) {
    self.name = name
    self.kind = kind
    self.place = place
  }

  init(_ threshold: LatencyThreshold, of measured: ReportCase) {
    self.init(name: "\(measured.name): \(threshold.text)", kind: .threshold, place: measured.place)
    guard let figures = measured.latencies else { return }
    let value = threshold.value(in: figures)
    guard value >= threshold.limit else {
      pass()
      return
    }
    let words = "\(threshold.measure.rawValue) = \(ReportTime.words(value))"
    let replies = figures.count == 1 ? "1 reply" : "\(figures.count) replies"
    fail(ReportFinding(reason: "\(words) over \(replies)", expected: threshold.text, seen: words))
  }

  public var outcome: Outcome {
    if failed > 0 { return kind == .connection ? .broken : .failed }
    return runs == 0 ? .skipped : .passed
  }

  public mutating func pass(_ times: Int = 1) { runs += times }

  /// Once, and how.
  public mutating func fail(_ finding: ReportFinding) {
    fail(1)
    if findings.count < ReplayReport.mostFindings { findings.append(finding) }
  }

  /// So many times more, of which nothing else is known.
  public mutating func fail(_ times: Int) {
    runs += times
    failed += times
  }

  mutating func redact(_ redactor: Redactor) {
    name = redactor.redacted(name)
    if let place { self.place = Place(file: redactor.redacted(place.file), line: place.line) }
    findings = findings.map { finding in
      var finding = finding
      finding.reason = redactor.redacted(finding.reason)
      finding.expected = finding.expected.map { redactor.redacted($0) }
      finding.seen = finding.seen.map { redactor.redacted($0) }
      return finding
    }
  }
}

/// Why a case failed, once.
public struct ReportFinding: Sendable, Equatable {
  public var reason: String
  public var expected: String?
  public var seen: String?
  /// From 1; nil where there is but one.
  public var connection: Int?

  public init(reason: String, expected: String? = nil, seen: String? = nil, connection: Int? = nil) {
    self.reason = reason
    self.expected = expected
    self.seen = seen
    self.connection = connection
  }

  /// In lines, for people.
  public var lines: [String] {
    var lines = [(connection.map { "connection \($0): " } ?? "") + reason]
    if let expected { lines.append("expected: \(expected)") }
    if let seen { lines.append("seen:     \(seen)") }
    return lines
  }
}
