import Formats
import Scripts

/// What people read: of a script that was checked, and of a run.
enum ReplaySummary {
  /// Of one case; the report has more.
  private static let mostFindings = 3
  /// Cases that are told; the report has all.
  private static let mostCases = 20

  static func ofScript(_ script: Script) -> [String] {
    var lines = [
      "\(script.file): \(ReplayWords.count(script.stepCount, "step"))"
        + (script.total.map { $0 == script.stepCount ? "" : ", \($0) with repetitions" }
          ?? ", repeated without end")
        + ", \(ReplayWords.count(script.expectations.count, "expectation"))"
    ]
    if let time = script.plannedTime, time > 0 { lines.append("takes at least \(ReportTime.words(time))") }
    if let url = script.url { lines.append("to be played to \(url)") }
    let recording = script.recording
    if recording.frames + recording.notes > 0 {
      lines.append(
        "a recording\(script.recordedURL.map { " of \($0)" } ?? ""): \(ReplayWords.count(recording.frames, "frame")), "
          + "\(ReplayWords.count(recording.notes, "note")); \(recording.skipped) received or automatic, not sent"
          + (recording.unplayable > 0 ? "; \(recording.unplayable) can't be sent again" : ""))
    }
    for need in script.needs {
      lines.append("needs \(need.name)\(need.help.isEmpty ? "" : ": \(need.help)")")
    }
    return lines
  }

  static func lines(of report: ReplayReport, redactor: Redactor) -> [String] {
    let report = report.redacted(by: redactor)
    var lines: [String] = []
    let bad = report.cases.filter { $0.outcome == .failed || $0.outcome == .broken }
    for one in bad.prefix(mostCases) { lines += failure(one) }
    if bad.count > mostCases { lines.append("and \(bad.count - mostCases) more failed") }
    for one in report.cases.prefix(200) {
      guard let latencies = one.latencies else { continue }
      lines.append("latency \(line(one.name)): \(latencies.words)")
    }
    let totals = report.totals
    let verdict = report.interruption ?? (report.isPassed ? "passed" : "failed")
    let skipped = report.skipped > 0 ? ", \(report.skipped) never reached" : ""
    lines.append(
      "\(line(report.name)): \(verdict): \(report.cases.count - bad.count - report.skipped) of "
        + "\(report.cases.count) checks ok\(skipped); sent \(totals.sent), received \(totals.received)"
        + (totals.connections > 1 ? " on \(totals.connections) connections" : "")
        + " in \(ReportTime.words(report.duration))")
    return lines
  }

  private static func failure(_ one: ReportCase) -> [String] {
    let place = one.place.map { "\($0.file):\($0.line): " } ?? ""
    let times = one.runs > 1 ? " (\(one.failed) of \(one.runs) times)" : ""
    var lines = ["FAILED \(place)\(line(one.name))\(times)"]
    for finding in one.findings.prefix(mostFindings) {
      lines += finding.lines.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false) }
        .map { "  \($0)" }
    }
    if one.failed > mostFindings { lines.append("  and \(one.failed - mostFindings) more") }
    return lines
  }

  private static func line(_ text: String) -> String { text.replacing("\n", with: " ") }
}
