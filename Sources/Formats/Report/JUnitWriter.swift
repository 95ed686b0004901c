/// JUnit's XML, as the common schema (junit-10.xsd) has it: one suite, a test case for each case of the report.
enum JUnitWriter {
  static func bytes(of report: ReplayReport) -> [UInt8] {
    var output: [UInt8] = []
    output.add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    let counts = [
      ("tests", "\(report.cases.count)"), ("failures", "\(report.failures)"),
      ("errors", "\(report.errors + (report.interruption == nil ? 0 : 1))"),
    ]
    open("testsuites", [("name", "wsglass replay")] + counts + time(report.duration), to: &output)
    output.add(">\n")
    let suite =
      [("name", report.name)] + counts
      + [("skipped", "\(report.skipped)")] + time(report.duration)
      + [("timestamp", Timestamp.seconds(report.began)), ("hostname", "localhost")]
    open(" <testsuite", suite, to: &output)
    output.add(">\n")
    properties(of: report, to: &output)
    for one in report.cases { testCase(one, of: report, to: &output) }
    if let interruption = report.interruption {
      element("  <system-err", text: interruption, to: &output)
    }
    output.add(" </testsuite>\n</testsuites>\n")
    return output
  }

  private static func properties(of report: ReplayReport, to output: inout [UInt8]) {
    let totals = report.totals
    var all = report.facts
    all += [
      ("connections", "\(totals.connections)"), ("sent", "\(totals.sent)"),
      ("received", "\(totals.received)"),
      ("matched", "\(totals.matched)"), ("failed", "\(totals.failed)"), ("skipped", "\(totals.skipped)"),
    ]
    for one in report.cases {
      guard let latencies = one.latencies else { continue }
      for (name, value) in [("p50", latencies.p50), ("p95", latencies.p95), ("p99", latencies.p99)] {
        all.append(("latency.\(name) \(one.name)", ReportTime.seconds(value)))
      }
    }
    output.add("  <properties>\n")
    for (name, value) in all {
      open("   <property", [("name", name), ("value", value)], to: &output)
      output.add("/>\n")
    }
    output.add("  </properties>\n")
  }

  private static func testCase(_ one: ReportCase, of report: ReplayReport, to output: inout [UInt8]) {
    let place = one.place.map { ".line\($0.line)" } ?? ""
    let classname = "\(one.place?.file ?? report.name)\(place)"
    open(
      "  <testcase", [("name", one.name), ("classname", classname)] + time(one.latencies?.mean ?? 0),
      to: &output)
    output.add(">\n")
    switch one.outcome {
    case .passed: break
    case .skipped: output.add("   <skipped/>\n")
    case .failed: findings("failure", of: one, to: &output)
    case .broken: findings("error", of: one, to: &output)
    }
    if let words = one.latencies?.words { element("   <system-out", text: "latency: \(words)", to: &output) }
    output.add("  </testcase>\n")
  }

  private static func findings(_ element: StaticString, of one: ReportCase, to output: inout [UInt8]) {
    output.add("   <")
    output.add(element)
    attributes([("message", one.findings.first?.reason ?? ""), ("type", one.kind.rawValue)], to: &output)
    output.append(UInt8(ascii: ">"))
    var lines = one.place.map { ["at \($0.file):\($0.line)"] } ?? []
    lines += one.findings.flatMap(\.lines)
    if one.failed > one.findings.count { lines.append("and \(one.failed - one.findings.count) more") }
    XMLText.append(lines.joined(separator: "\n"), in: .element, to: &output)
    output.add("</")
    output.add(element)
    output.add(">\n")
  }

  // MARK: Elements

  private static func time(_ nanoseconds: UInt64) -> [(String, String)] {
    [("time", ReportTime.seconds(nanoseconds))]
  }

  /// `start` with its "<"; the ">" is the caller's.
  private static func open(_ start: String, _ attributes: [(String, String)], to output: inout [UInt8]) {
    output.add(text: start.contains("<") ? start : "<" + start)
    self.attributes(attributes, to: &output)
  }

  private static func attributes(_ attributes: [(String, String)], to output: inout [UInt8]) {
    for (name, value) in attributes {
      output.append(0x20)
      output.add(text: name)
      output.add("=\"")
      XMLText.append(value, in: .attribute, to: &output)
      output.add("\"")
    }
  }

  private static func element(_ start: String, text: String, to output: inout [UInt8]) {
    output.add(text: start)
    output.append(UInt8(ascii: ">"))
    XMLText.append(text, in: .element, to: &output)
    output.add("</")
    output.add(text: String(start.drop { $0 == " " || $0 == "<" }))
    output.add(">\n")
  }
}
