/// What came of playing a script: each expectation once, however often and on however many connections it was checked.
public struct ReplayReport: Sendable {
  /// How many details of one case are kept; further failures are counted.
  public static let mostFindings = 10

  public struct Totals: Sendable, Equatable {
    public var connections = 0
    public var sent = 0
    public var received = 0
    public var matched = 0
    public var failed = 0
    public var skipped = 0
    public init() {}
  }

  /// The script's file name.
  public var name: String
  /// What else is to be known, for people and for whoever compares runs: address, seed, speed. No secrets by themselves;
  /// all values go through the redactor.
  public var facts: [(name: String, value: String)]
  /// Wall time in nanoseconds since 1970.
  public var began: Int64
  /// Nanoseconds.
  public var duration: UInt64 = 0
  public var totals = Totals()
  public var cases: [ReportCase] = []
  /// Why it ended early, in words; nil where it went to its end.
  public var interruption: String?

  public init(name: String, facts: [(name: String, value: String)] = [], began: Int64) {
    self.name = name
    self.facts = facts
    self.began = began
  }

  public var failures: Int { cases.count { $0.outcome == .failed } }
  public var errors: Int { cases.count { $0.outcome == .broken } }
  public var skipped: Int { cases.count { $0.outcome == .skipped } }
  public var isPassed: Bool { failures == 0 && errors == 0 && interruption == nil }

  /// Takes in what came of the same script elsewhere.
  public mutating func add(_ other: ReplayReport, named name: String) {
    facts += other.facts.filter { fact in !facts.contains { $0 == fact } }.map {
      ("\(name) \($0.name)", $0.value)
    }
    totals.connections += other.totals.connections
    totals.sent += other.totals.sent
    totals.received += other.totals.received
    totals.matched += other.totals.matched
    totals.failed += other.totals.failed
    totals.skipped += other.totals.skipped
    for var one in other.cases {
      one.name = "\(name): \(one.name)"
      cases.append(one)
    }
  }

  /// Checks `thresholds` against what was measured; each is a case of its own. One that applies to nothing fails: it would
  /// be believed to have held.
  public mutating func check(_ thresholds: [LatencyThreshold]) {
    for threshold in thresholds {
      let measured = cases.filter { $0.latencies != nil && threshold.applies(to: $0.name) }
      for one in measured { cases.append(ReportCase(threshold, of: one)) }
      guard measured.isEmpty else { continue }
      var none = ReportCase(name: "\(threshold.name ?? "*"): \(threshold.text)", kind: .threshold)
      none.fail(
        ReportFinding(
          reason: "nothing was measured that this limit is for", expected: threshold.text, seen: "no latency")
      )
      cases.append(none)
    }
  }

  /// Checks one limit against one case that there is; where that was measured not once, the limit was not tried.
  public mutating func check(_ threshold: LatencyThreshold, on index: Int) {
    cases.append(ReportCase(threshold, of: cases[index]))
  }

  /// Without secrets, known ones and those that a name tells of, in whatever text they are.
  public func redacted(by redactor: Redactor?) -> ReplayReport {
    guard let redactor else { return self }
    var report = self
    report.name = redactor.redacted(name)
    report.facts = facts.map { ($0.name, redactor.redacted($0.value)) }
    report.interruption = interruption.map { redactor.redacted($0) }
    for index in report.cases.indices { report.cases[index].redact(redactor) }
    return report
  }
}
