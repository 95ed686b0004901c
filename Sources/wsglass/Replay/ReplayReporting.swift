import Formats
import Scripts
import Sessions
import WebSocketCore

/// Makes the report of what came of playing a script.
struct ReplayReporting {
  let script: Script
  let target: SessionTarget
  let choice: ReplayChoice
  /// Wall nanoseconds since 1970.
  let began: Int64

  func report(_ result: ReplayResult, took duration: UInt64) -> ReplayReport {
    var report = ReplayReport(
      name: script.name.isEmpty ? script.file : script.name,
      facts: [
        ("script", script.file), ("url", target.request.url.displayString), ("speed", choice.speed.words),
        ("seed", "\(choice.seed)"),
      ], began: began)
    report.duration = duration
    // How late steps were by our own fault, so that nobody takes a busy machine for a slow server.
    if result.lateness.count > 0 {
      report.facts.append(
        (
          "lateness",
          "p50 \(ReportTime.words(result.lateness.percentile(50))), "
            + "p99 \(ReportTime.words(result.lateness.percentile(99))), \(result.lateness.count) steps"
        ))
    }
    report.totals.connections = result.connections
    report.totals.sent = result.sent
    report.totals.received = result.received
    report.totals.matched = result.matched
    report.totals.failed = result.failureCount
    report.totals.skipped = result.skipped
    report.cases = [connections(result)] + expectations(result) + others(result)
    for (index, expectation) in script.expectations.enumerated() {
      for limit in expectation.thresholds.compactMap(threshold) {
        report.check(limit, on: index + 1)
      }
    }
    report.check(choice.thresholds)
    return report
  }

  private func connections(_ result: ReplayResult) -> ReportCase {
    var one = ReportCase(name: "connect", kind: .connection)
    one.pass(result.connections - result.unconnectedCount)
    for failure in result.unconnected {
      let words = FailureWords(failure.error, answer: failure.answer, target: target)
      one.fail(
        ReportFinding(
          reason: ([words.what] + words.why).joined(separator: "\n"), connection: number(failure.connection)))
    }
    one.fail(result.unconnectedCount - result.unconnected.count)
    for (connection, ending) in result.lost {
      one.fail(ReportFinding(reason: EndingWords(ending).summary, connection: number(connection)))
    }
    return one
  }

  private func expectations(_ result: ReplayResult) -> [ReportCase] {
    script.expectations.enumerated().map { index, expectation in
      var one = ReportCase(name: expectation.name, kind: .expectation, place: place(expectation.place))
      guard index < result.tallies.count else { return one }
      let tally = result.tallies[index]
      one.pass(tally.matched)
      let own = result.failures.filter { $0.failure.step.place == expectation.place }.prefix(tally.failed)
      for (connection, failure) in own {
        one.fail(ReplayWords.finding(failure, connection: number(connection)))
      }
      one.fail(tally.failed - own.count)
      if tally.latency.count > 0 { one.latencies = LatencyFigures(tally.latency) }
      return one
    }
  }

  /// Steps that are no expectations and could not be done.
  private func others(_ result: ReplayResult) -> [ReportCase] {
    let known = Set(script.expectations.map(\.place))
    var cases: [ReportCase] = []
    var indices: [ScriptPlace: Int] = [:]
    for (connection, failure) in result.failures where !known.contains(failure.step.place) {
      let step = failure.step
      let index = indices[step.place] ?? cases.count
      if index == cases.count {
        indices[step.place] = index
        let name = step.name.isEmpty ? "\(step.kind.rawValue) \(step.text)" : step.name
        cases.append(ReportCase(name: name, kind: .expectation, place: place(step.place)))
      }
      cases[index].fail(ReplayWords.finding(failure, connection: number(connection)))
    }
    return cases
  }

  private func threshold(_ limit: ScriptExpectation.Threshold) -> LatencyThreshold? {
    LatencyThreshold.Measure(rawValue: "p\(limit.percentile)").map {
      LatencyThreshold(measure: $0, limit: limit.limit)
    }
  }

  private func number(_ connection: Int) -> Int? { choice.connections > 1 ? connection : nil }

  private func place(_ place: ScriptPlace) -> ReportCase.Place {
    ReportCase.Place(file: place.file, line: place.line)
  }
}

extension LatencyFigures {
  init(_ latency: LatencyHistogram) {
    self.init(
      count: latency.count, p50: latency.percentile(50), p90: latency.percentile(90),
      p95: latency.percentile(95), p99: latency.percentile(99), longest: latency.most,
      mean: UInt64(latency.mean))
  }
}
