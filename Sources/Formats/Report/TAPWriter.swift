import ByteText

/// TAP version 14: a line for each case, and what was expected and seen of those that failed as YAML.
enum TAPWriter {
  static func bytes(of report: ReplayReport) -> [UInt8] {
    var lines = ["TAP version 14", "1..\(report.cases.count)"]
    lines += report.facts.map { "# \($0.name): \(VisibleText.line($0.value))" }
    for (index, one) in report.cases.enumerated() {
      let isFine = one.outcome == .passed || one.outcome == .skipped
      let skip = one.outcome == .skipped ? " # SKIP never reached" : ""
      lines.append("\(isFine ? "ok" : "not ok") \(index + 1) - \(description(one.name))\(skip)")
      lines += diagnostics(of: one)
    }
    let totals = report.totals
    lines.append(
      "# sent \(totals.sent), received \(totals.received), matched \(totals.matched), failed \(totals.failed)"
    )
    // What comes after it would not be read.
    if let interruption = report.interruption {
      lines.append("Bail out! \(VisibleText.line(interruption))")
    }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  /// A hash would begin a directive.
  private static func description(_ text: String) -> String {
    var escaped = ""
    for scalar in VisibleText.line(text).unicodeScalars {
      if scalar == "#" || scalar == "\\" { escaped.append("\\") }
      escaped.unicodeScalars.append(scalar)
    }
    return escaped
  }

  private static func diagnostics(of one: ReportCase) -> [String] {
    var facts: [(String, String)] = []
    if let finding = one.findings.first {
      facts.append(("message", finding.reason))
      if let expected = finding.expected { facts.append(("expected", expected)) }
      if let seen = finding.seen { facts.append(("seen", seen)) }
      if let connection = finding.connection { facts.append(("connection", "\(connection)")) }
      facts.append(("failures", "\(one.failed) of \(one.runs)"))
      if let place = one.place { facts.append(("at", "\(place.file):\(place.line)")) }
    }
    if let words = one.latencies?.words { facts.append(("latency", words)) }
    guard !facts.isEmpty else { return [] }
    return ["  ---"] + facts.map { "  \($0.0): \(yaml($0.1))" } + ["  ..."]
  }

  /// A JSON string is one of YAML too.
  private static func yaml(_ text: String) -> String {
    var bytes: [UInt8] = []
    JSONText.append(text, asciiOnly: false, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
