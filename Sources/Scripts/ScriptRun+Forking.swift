/// Steps that are done on several connections at once.
extension ScriptRun {
  mutating func fork(_ step: ScriptStep, _ index: Int) -> ScriptOrder {
    let branch = script.branches[Int(step.size)]
    let fork = ScriptFork(
      connections: branch.connections, spread: schedule.scaled(branch.spread), place: script.place(of: step),
      script: script, steps: counter..<branch.end, variables: values, settings: settings,
      speed: schedule.speed)
    counter = branch.end
    phase = .forked
    return .fork(fork)
  }

  /// All runs of the fork that `next` ordered have finished.
  public mutating func joined(_ runs: [ScriptRun], now: UInt64) {
    guard case .forked = phase else { return }
    phase = .ready
    done()
    var failed = 0
    for run in runs {
      counts.sent += run.counts.sent
      counts.received += run.counts.received
      counts.matched += run.counts.matched
      counts.skipped += run.counts.skipped
      for (index, tally) in run.tallies.enumerated() where index < tallies.count { tallies[index].add(tally) }
      failures += run.failures.prefix(max(0, Self.failureLimit - failures.count))
      failureCount += run.failureCount
      if run.verdict != .passed { failed += 1 }
    }
    schedule.reached(now)
    if failed > 0, let index = lastIndex { fail(index, .branches(failed: failed, of: runs.count), now) }
  }
}
