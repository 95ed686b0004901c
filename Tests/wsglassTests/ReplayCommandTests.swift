import Formats
import FoundationEssentials
import JSONBytes
import Scripts
import Secrets
import TestSupport
import Testing
import WebSocketCore

@testable import Sessions
@testable import wsglass

@Suite(.serialized) struct ReplayCommandTests {
  private func choice(_ words: String...) throws(Complaint) -> ReplayChoice {
    try ReplayChoice(Arguments(["wsglass", "replay", "a.jsonl"] + words))
  }

  private func script(_ lines: String...) throws -> Script {
    try Script(parsing: Array(lines.joined(separator: "\n").utf8), named: "login.jsonl")
  }

  /// A run on one connection that hears `replies` after its first message, and nothing else.
  private func played(_ script: Script, replies: [String]) -> ScriptRun {
    var run = ScriptRun(script, now: 0, wall: 0)
    var now: UInt64 = 0
    var replies = replies
    while true {
      switch run.next(now) {
      case .send:
        for reply in replies {
          Array(reply.utf8).withUnsafeBytes { run.received(.text, $0, at: now + 1_000_000) }
        }
        replies = []
      case .wait(let until), .expecting(let until): now = until
      case .close, .fork, .paused: return run
      case .finished: return run
      }
    }
  }

  private func result(_ run: ScriptRun) -> ReplayResult {
    var result = ReplayResult()
    result.passed = run.verdict == .passed ? 1 : 0
    result.failed = run.verdict == .failed ? 1 : 0
    result.tallies = run.tallies
    result.failures = run.failures.map { (1, $0) }
    result.failureCount = run.failureCount
    let progress = run.progress(now: 0)
    result.sent = progress.sent
    result.received = progress.received
    return result
  }

  private func target() throws -> SessionTarget {
    try ConnectionSettings(Arguments(["wsglass", "replay"])).target(for: "ws://localhost:9/x")
  }

  @Test func `speed, connections, limits and reports are read`() throws {
    let choice = try choice(
      "--speed", "max", "--connections", "40", "--threshold", "ack:p99<50ms", "--report", "r.xml", "--report",
      "-",
      "--seed", "7", "--keep-going", "--against", "ws://b", "--ignore", "time,**.id", "--ignore", "x",
      "--align", "id", "--spread", "1.5s")
    #expect(choice.speed == .maximum)
    #expect(choice.connections == 40)
    #expect(choice.spread == 1_500_000_000)
    #expect(choice.seed == 7)
    #expect(choice.goesOn)
    #expect(choice.thresholds == [LatencyThreshold(name: "ack", measure: .p99, limit: 50_000_000)])
    #expect(choice.reports.map(\.format) == [.junit, .tap])
    #expect(choice.ignored.map(\.words) == ["time", "**.id", "x"])
    #expect(choice.align?.words == "id")
  }

  @Test(
    "what can't be meant is told before anything is sent",
    arguments: [
      (["--speed", "0"], "--speed 0: neither 0.1 to 100 nor \"max\""),
      (["--threshold", "p98<5ms"], "--threshold p98<5ms: no limit"),
      (["--report", "r.doc"], "--report r.doc: its ending says nothing"),
      (["--ignore", "a"], "--ignore compares two servers, and there is one"),
      (["--connections", "0"], "--connections 0: not a number from 1 to 10000"),
      (["--connections", "2", "--spread", "soon"], "--spread soon: no time such as 500ms, 1s or 1.5m"),
      (["--spread", "1s"], "--spread says when several connections begin, and there is one"),
      (["--set", "x"], "--set x: not NAME=VALUE"),
      (["--against", "ws://b", "--align", "a..b"], "--align a..b: no JSON path, from byte 3 on"),
    ])
  func complaints(words: [String], what: String) {
    #expect {
      try ReplayChoice(Arguments(["wsglass", "replay", "a.jsonl"] + words))
    } throws: { error in
      (error as? Complaint)?.what == what && (error as? Complaint)?.code == .usage
    }
  }

  @Test func `variables come as they are, from the environment and from files; the latter two are secrets`()
    throws
  {
    let folder = TemporaryFolder()
    let path = folder.write("from-a-file\n", to: "secret")
    let home = try #require(ProcessInfo.processInfo.environment["PATH"])
    let given = try ReplayVariables(["a=b=c", "p=${env:PATH}", "f=${file:\(path)}", "token=t", "u=${uuid}"])
    #expect(given.values == ["a": "b=c", "p": home, "f": "from-a-file", "token": "t", "u": "${uuid}"])
    #expect(given.secrets.map(\.name) == ["p", "f", "token"])
    #expect(throws: Complaint.self) { try ReplayVariables(["a=${env:WSGLASS_NO_SUCH_VARIABLE}"]) }
    #expect(throws: Complaint.self) { try ReplayVariables(["a=${file:/no/such/file}"]) }
  }

  @Test func `a report has each expectation once, with what was seen of those that failed`() throws {
    let script = try script(
      #"{"send":"login"}"#, #"{"expect":{"json":{"ok":true}},"name":"login","p95":"5ms"}"#,
      #"{"expect":{"json":{"type":"ack"}},"within":"10ms"}"#, #"{"expect":"bye","name":"bye"}"#)
    let run = played(script, replies: [#"{"ok":true}"#, #"{"type":"nak"}"#])
    let reporting = ReplayReporting(
      script: script, target: try target(), choice: try choice("--threshold", "login:p50<1us"), began: 0)
    let report = reporting.report(result(run), took: 12_000_000)
    #expect(
      ReplaySummary.lines(of: report, redactor: Redactor()) == [
        #"FAILED login.jsonl:3: {"json":{"type":"ack"}}"#,
        #"  nothing that matches came within 10 ms, of 1 message: at type: expected "ack", seen "nak""#,
        #"  expected: {"type":"ack"}"#, #"  seen:     {"type":"nak"}"#,
        "FAILED login.jsonl:2: login: p50 < 1 us",
        "  p50 = 1 ms over 1 reply", "  expected: p50 < 1 us", "  seen:     p50 = 1 ms",
        "latency login: p50 1 ms, p95 1 ms, p99 1 ms, longest 1 ms, 1 reply",
        "login.jsonl: failed: 3 of 6 checks ok, 1 never reached; sent 1, received 2 in 12 ms",
      ])
    #expect(report.cases.map(\.outcome) == [.passed, .passed, .failed, .skipped, .passed, .failed])
  }

  @Test func `replies of two servers are compared by order and by key, but for what is ignored`() throws {
    func replies(_ texts: [String]) -> ReplayResult {
      var result = ReplayResult()
      var record = ReplyRecord()
      for (index, text) in texts.enumerated() {
        Array(text.utf8).withUnsafeBytes { bytes in
          record.received(
            FrameEvent(
              header: FrameHeader(
                firstByte: 0x81, byteCount: 2, isMasked: false, maskKey: 0, payloadLength: bytes.count),
              direction: .received,
              flags: .endsMessage, fragmentIndex: 0, time: UInt64(index), payload: bytes), matched: index)
        }
      }
      result.replies = record
      return result
    }
    func compared(_ one: [String], _ other: [String], _ words: String...) throws -> [[String]] {
      let choice = try ReplayChoice(Arguments(["wsglass", "replay", "a", "--against", "ws://b"] + words))
      return TwinComparison(replies(one), replies(other), choice: choice).cases
        .filter { $0.outcome != .passed }.map { [$0.name] + $0.findings.map(\.reason) }
    }
    let one = [#"{"id":1,"v":1,"at":5}"#, #"{"id":2,"v":2,"at":6}"#]
    let other = [#"{"at":9,"v":2,"id":2}"#, #"{"at":8,"v":1,"id":1}"#]
    #expect(try compared(one, one) == [])
    #expect(try compared(one, other, "--align", "id", "--ignore", "at") == [])
    #expect(
      try compared(one, other, "--align", "id") == [
        ["reply 1", "at at: expected 5, seen 8"], ["reply 2", "at at: expected 6, seen 9"],
      ])
    #expect(
      try compared(one, other, "--ignore", "at,v").first == [
        "reply 1 after 0 expectations", "at id: expected 1, seen 2",
      ])
    #expect(
      try compared(one, [one[0]]) == [["reply 1 after 1 expectation", "--against did not reply"]])
    #expect(try compared(["text"], ["other"]).first == ["reply 1 after 0 expectations", "another payload"])
    #expect(try compared([], []) == [["same replies", "no reply came from either: nothing was compared"]])
  }

  @Test func `a recording keeps its credentials from any other origin`() throws {
    let url = try WebSocketURL(parsing: "wss://Example.com/x")
    #expect(ScriptOrigin(url) == ScriptOrigin(isSecure: true, host: "example.com", port: 443))
    #expect(ScriptOrigin(isSecure: false, host: "::1", port: 80).words == "ws://[::1]:80")
    #expect(OriginGuard(try script(#"{"send":"a"}"#), for: url, given: .none) == nil)
  }

  @Test func `binary and long payloads are told in hex and cut between characters`() {
    #expect(ReplayWords.payload([0, 255, 16], .binary) == "00 ff 10")
    #expect(ReplayWords.payload([0xC3], .text) == "c3")
    #expect(ReplayWords.payload(Array("aéé".utf8), .text, limit: 4) == "aé ... (5 bytes)")
    #expect(ReplayWords.payload(Array("abc".utf8), nil) == "abc")
  }
}
