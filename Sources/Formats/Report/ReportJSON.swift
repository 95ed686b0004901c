import ByteText

/// The report as one JSON object, with all that is known.
enum ReportJSON {
  static func bytes(of report: ReplayReport) -> [UInt8] {
    var output: [UInt8] = []
    output.add("{\n  \"format\": \"wsglass-replay-report\", \"version\": 1,\n  \"name\": ")
    add(report.name, to: &output)
    output.add(",\n  \"passed\": ")
    output.add(text: "\(report.isPassed)")
    output.add(",\n  \"began\": ")
    add(Timestamp.seconds(report.began) + "Z", to: &output)
    output.add(",\n  \"seconds\": ")
    output.add(text: ReportTime.seconds(report.duration))
    if let interruption = report.interruption {
      output.add(",\n  \"interruption\": ")
      add(interruption, to: &output)
    }
    output.add(",\n  \"facts\": {")
    for (index, fact) in report.facts.enumerated() {
      if index > 0 { output.add(", ") }
      add(fact.name, to: &output)
      output.add(": ")
      add(fact.value, to: &output)
    }
    output.add("},\n  \"totals\": ")
    add(report.totals, to: &output)
    output.add(",\n  \"cases\": [")
    for (index, one) in report.cases.enumerated() {
      output.add(text: index > 0 ? ",\n    " : "\n    ")
      add(one, to: &output)
    }
    output.add("\n  ]\n}\n")
    return output
  }

  private static func add(_ totals: ReplayReport.Totals, to output: inout [UInt8]) {
    let counts = [
      ("connections", totals.connections), ("sent", totals.sent), ("received", totals.received),
      ("matched", totals.matched), ("failed", totals.failed), ("skipped", totals.skipped),
    ]
    output.add(text: "{" + counts.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}")
  }

  private static func add(_ one: ReportCase, to output: inout [UInt8]) {
    output.add("{\"name\": ")
    add(one.name, to: &output)
    output.add(text: ", \"kind\": \"\(one.kind.rawValue)\", \"outcome\": \"\(one.outcome.rawValue)\"")
    if let place = one.place {
      output.add(", \"file\": ")
      add(place.file, to: &output)
      output.add(text: ", \"line\": \(place.line)")
    }
    output.add(text: ", \"runs\": \(one.runs), \"failed\": \(one.failed)")
    if let latencies = one.latencies { add(latencies, to: &output) }
    if !one.findings.isEmpty {
      output.add(", \"findings\": [")
      for (index, finding) in one.findings.enumerated() {
        if index > 0 { output.add(", ") }
        add(finding, to: &output)
      }
      output.add("]")
    }
    output.add("}")
  }

  /// Seconds, as all durations here.
  private static func add(_ latencies: LatencyFigures, to output: inout [UInt8]) {
    let values = [
      ("p50", latencies.p50), ("p90", latencies.p90), ("p95", latencies.p95), ("p99", latencies.p99),
      ("max", latencies.longest), ("mean", latencies.mean),
    ]
    let words = values.map { "\"\($0.0)\": \(ReportTime.seconds($0.1))" }
    output.add(text: ", \"latency\": {\"count\": \(latencies.count), " + words.joined(separator: ", ") + "}")
  }

  private static func add(_ finding: ReportFinding, to output: inout [UInt8]) {
    output.add("{\"reason\": ")
    add(finding.reason, to: &output)
    if let expected = finding.expected {
      output.add(", \"expected\": ")
      add(expected, to: &output)
    }
    if let seen = finding.seen {
      output.add(", \"seen\": ")
      add(seen, to: &output)
    }
    if let connection = finding.connection { output.add(text: ", \"connection\": \(connection)") }
    output.add("}")
  }

  private static func add(_ text: String, to output: inout [UInt8]) {
    JSONText.append(text, asciiOnly: false, to: &output)
  }
}
