import Formats
import Secrets
import Testing

struct ReportTests {
  /// 2026-11-27T12:00:00Z.
  private static let noon: Int64 = 1_795_780_800_000_000_000

  private static func report() -> ReplayReport {
    var report = ReplayReport(
      name: "login.jsonl", facts: [("url", "ws://localhost/a"), ("seed", "7")], began: noon)
    report.duration = 1_500_000_000
    report.totals.connections = 1
    report.totals.sent = 3
    report.totals.received = 5
    report.totals.matched = 1
    report.totals.failed = 1
    report.totals.skipped = 1
    var met = ReportCase(name: "ack", kind: .expectation, place: .init(file: "login.jsonl", line: 2))
    met.pass()
    met.latencies = LatencyFigures(
      count: 1, p50: 1_240_000, p90: 1_240_000, p95: 1_240_000, p99: 1_240_000, longest: 1_240_000,
      mean: 1_240_000)
    var failed = ReportCase(
      name: "a <b> & \"c\"", kind: .expectation, place: .init(file: "login.jsonl", line: 4))
    failed.fail(
      ReportFinding(
        reason: "type differs", expected: "json.type=ack",
        seen: "{\"type\":\"\u{1B}[31m\u{202E}\n#nak\u{0}\"}"))
    let never = ReportCase(name: "bye #1", kind: .expectation, place: .init(file: "login.jsonl", line: 5))
    report.cases = [met, failed, never]
    return report
  }

  private static func text(_ format: ReportFormat, _ report: ReplayReport, _ redactor: Redactor? = nil)
    -> String
  {
    String(decoding: format.bytes(of: report, redactor: redactor), as: UTF8.self)
  }

  @Test
  func
    `JUnit has a test case for each expectation, with what was expected and seen, and no character that XML can't hold`()
  {
    #expect(
      Self.text(.junit, Self.report()) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="wsglass replay" tests="3" failures="1" errors="0" time="1.500000">
         <testsuite name="login.jsonl" tests="3" failures="1" errors="0" skipped="1" time="1.500000" timestamp="2026-11-27T12:00:00" hostname="localhost">
          <properties>
           <property name="url" value="ws://localhost/a"/>
           <property name="seed" value="7"/>
           <property name="connections" value="1"/>
           <property name="sent" value="3"/>
           <property name="received" value="5"/>
           <property name="matched" value="1"/>
           <property name="failed" value="1"/>
           <property name="skipped" value="1"/>
           <property name="latency.p50 ack" value="0.001240"/>
           <property name="latency.p95 ack" value="0.001240"/>
           <property name="latency.p99 ack" value="0.001240"/>
          </properties>
          <testcase name="ack" classname="login.jsonl.line2" time="0.001240">
           <system-out>latency: p50 1.24 ms, p95 1.24 ms, p99 1.24 ms, longest 1.24 ms, 1 reply</system-out>
          </testcase>
          <testcase name="a &lt;b&gt; &amp; &quot;c&quot;" classname="login.jsonl.line4" time="0.000000">
           <failure message="type differs" type="expectation">at login.jsonl:4
        type differs
        expected: json.type=ack
        seen:     {"type":"\\x1b[31m\\u{202e}
        #nak\\x00"}</failure>
          </testcase>
          <testcase name="bye #1" classname="login.jsonl.line5" time="0.000000">
           <skipped/>
          </testcase>
         </testsuite>
        </testsuites>

        """)
  }

  @Test func `TAP has a line for each expectation and the failure's details as YAML`() {
    #expect(
      Self.text(.tap, Self.report()) == """
        TAP version 14
        1..3
        # url: ws://localhost/a
        # seed: 7
        ok 1 - ack
          ---
          latency: "p50 1.24 ms, p95 1.24 ms, p99 1.24 ms, longest 1.24 ms, 1 reply"
          ...
        not ok 2 - a <b> & "c"
          ---
          message: "type differs"
          expected: "json.type=ack"
          seen: "{\\"type\\":\\"\\u001b[31m\u{202E}\\n#nak\\u0000\\"}"
          failures: "1 of 1"
          at: "login.jsonl:4"
          ...
        ok 3 - bye \\#1 # SKIP never reached
        # sent 3, received 5, matched 1, failed 1

        """)
  }

  @Test func `JSON has it all as one object`() {
    #expect(
      Self.text(.json, Self.report()) == """
        {
          "format": "wsglass-replay-report", "version": 1,
          "name": "login.jsonl",
          "passed": false,
          "began": "2026-11-27T12:00:00Z",
          "seconds": 1.500000,
          "facts": {"url": "ws://localhost/a", "seed": "7"},
          "totals": {"connections": 1, "sent": 3, "received": 5, "matched": 1, "failed": 1, "skipped": 1},
          "cases": [
            {"name": "ack", "kind": "expectation", "outcome": "passed", "file": "login.jsonl", "line": 2, "runs": 1, "failed": 0, "latency": {"count": 1, "p50": 0.001240, "p90": 0.001240, "p95": 0.001240, "p99": 0.001240, "max": 0.001240, "mean": 0.001240}},
            {"name": "a <b> & \\"c\\"", "kind": "expectation", "outcome": "failed", "file": "login.jsonl", "line": 4, "runs": 1, "failed": 1, "findings": [{"reason": "type differs", "expected": "json.type=ack", "seen": "{\\"type\\":\\"\\u001b[31m\u{202E}\\n#nak\\u0000\\"}"}]},
            {"name": "bye #1", "kind": "expectation", "outcome": "skipped", "file": "login.jsonl", "line": 5, "runs": 0, "failed": 0}
          ]
        }

        """)
  }

  @Test(arguments: ReportFormat.allCases)
  func `secrets are in no report, wherever they turn up`(format: ReportFormat) {
    var report = Self.report()
    report.facts.append(("url", "ws://localhost/?t=s3cr3t-canary"))
    report.interruption = "s3cr3t-canary"
    var one = ReportCase(
      name: "with s3cr3t-canary", kind: .expectation, place: .init(file: "s3cr3t-canary", line: 1))
    one.fail(
      ReportFinding(
        reason: "s3cr3t-canary", expected: "czNjcjN0LWNhbmFyeQ==", seen: "{\"password\":\"hunter22\"}"))
    report.cases.append(one)
    let redactor = Redactor(values: [.init(name: "token", bytes: Array("s3cr3t-canary".utf8))])
    let text = Self.text(format, report, redactor)
    #expect(!text.contains("canary"))
    #expect(!text.contains("czNjcjN0"))
    #expect(!text.contains("hunter22"))
    #expect(text.contains("‹redacted:token:"))
  }

  @Test func `a threshold is a case of its own, and fails where nothing was measured`() {
    var report = Self.report()
    report.cases.removeLast(2)
    report.check([
      LatencyThreshold(name: "ack", measure: .p99, limit: 5_000_000),
      LatencyThreshold(measure: .max, limit: 1_000_000),
      LatencyThreshold(name: "nak", measure: .p50, limit: 1_000_000),
    ])
    #expect(report.cases.map(\.name) == ["ack", "ack: p99 < 5 ms", "ack: max < 1 ms", "nak: p50 < 1 ms"])
    #expect(report.cases.map(\.outcome) == [.passed, .passed, .failed, .failed])
    #expect(report.cases[2].findings.map(\.reason) == ["max = 1.24 ms over 1 reply"])
    #expect(!report.isPassed)
  }

  @Test func `a case keeps the first ten failures and counts the rest`() {
    var one = ReportCase(name: "ack", kind: .expectation)
    for connection in 1...12 { one.fail(ReportFinding(reason: "late", connection: connection)) }
    one.pass(5)
    one.fail(3)
    #expect(one.runs == 20)
    #expect(one.failed == 15)
    #expect(one.findings.compactMap(\.connection) == Array(1...10))
    var report = Self.report()
    report.cases = [one]
    #expect(Self.text(.junit, report).contains("connection 10: late\nand 5 more</failure>"))
    #expect(Self.text(.tap, report).contains("failures: \"15 of 20\""))
  }

  @Test func `an interrupted run says so in each format, and has not passed`() {
    var report = ReplayReport(name: "a.jsonl", began: Self.noon)
    #expect(report.isPassed)
    report.interruption = "stopped by a signal"
    #expect(!report.isPassed)
    #expect(Self.text(.tap, report).hasSuffix("Bail out! stopped by a signal\n"))
    #expect(Self.text(.junit, report).contains("<system-err>stopped by a signal</system-err>"))
    #expect(Self.text(.junit, report).contains("tests=\"0\" failures=\"0\" errors=\"1\""))
    #expect(Self.text(.json, report).contains("\"interruption\": \"stopped by a signal\""))
  }

  @Test(arguments: [("r.xml", ReportFormat.junit), ("a.b.TAP", .tap), ("r.json", .json)])
  func `the file's ending chooses`(name: String, format: ReportFormat) {
    #expect(ReportFormat(fileName: name) == format)
    #expect(ReportFormat(fileName: name + "x") == nil)
  }
}
