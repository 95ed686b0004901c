/// From step to step: what is due, and when.
extension ScriptRun {
  /// What to do now. To be asked again at once after `.send` and `.close`.
  public mutating func next(_ now: UInt64) -> ScriptOrder {
    var budget = Self.stepsAtOnce
    while true {
      switch phase {
      case .ended(let verdict): return .finished(verdict)
      case .fragments(let opcode, let rest): return fragment(opcode, rest)
      // Told when all of them have ended.
      case .forked: return .wait(until: .max)
      case .expecting(let expecting):
        if look(now) { continue }
        let isPaused = schedule.pausedAt != nil && stepsAllowed == 0
        return .expecting(deadline: isPaused ? .max : expecting.deadline)
      case .ready:
        guard goOn(now) else { return .finished(finish()) }
        if schedule.pausedAt != nil {
          guard stepsAllowed > 0 else { return .paused }
          plan()
          schedule.skipAhead(now)
        } else {
          plan()
          let due = schedule.due
          if due > now { return .wait(until: due) }
        }
        budget -= 1
        guard budget > 0 else { return .wait(until: now) }
        if let order = perform(now) { return order }
      }
    }
  }

  /// To the step that is to be done next, over the ends of loops; false at the end of all.
  private mutating func goOn(_ now: UInt64) -> Bool {
    while let round = rounds.last, counter == script.loops[round.loop].end {
      let loop = script.loops[round.loop]
      guard round.number < loop.count else {
        rounds.removeLast()
        continue
      }
      rounds[rounds.count - 1].number += 1
      counter = round.begin
      begin(rounds[rounds.count - 1])
    }
    return counter < end
  }

  /// A round has its time by the rate, and its row.
  private mutating func begin(_ round: Round) {
    let loop = script.loops[round.loop]
    if loop.period > 0 { schedule.wait(for: round.start + Double(loop.period) * Double(round.number - 1)) }
    guard let rows = loop.rows else { return }
    for (name, value) in zip(rows.names, rows.values(of: round.number - 1)) { assign(name, value ?? []) }
  }

  private mutating func plan() {
    if isPlanned { return }
    isPlanned = true
    let after = script.steps[counter].after
    if after > 0 { schedule.add(after) }
  }

  private mutating func finish() -> ScriptVerdict {
    let verdict = failureCount > 0 ? ScriptVerdict.failed : .passed
    phase = .ended(verdict)
    return verdict
  }

  // MARK: Steps

  /// Does the step at `counter`; nil where there is nothing to do outside.
  private mutating func perform(_ now: UInt64) -> ScriptOrder? {
    let index = counter
    let step = script.steps[index]
    isPlanned = false
    counter += 1
    lastIndex = index
    switch step.kind {
    case .loop:
      let loop = script.loops[Int(step.size)]
      guard loop.count > 0 else {
        counter = loop.end
        return nil
      }
      let round = Round(loop: Int(step.size), begin: counter, number: 1, start: schedule.planned)
      rounds.append(round)
      begin(round)
      return nil
    case .wait: done()
    case .send: return send(step, index, now)
    case .close: return close(step, index, now)
    case .expect, .never: expect(step, index, now)
    case .capture: capture(index, now)
    case .set: set(index, now)
    case .parallel: return fork(step, index)
    }
    return nil
  }

  mutating func done() {
    counts.done += 1
    if stepsAllowed > 0 { stepsAllowed -= 1 }
  }
}
