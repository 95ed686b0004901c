import JSONBytes

/// Steps in steps: loops, and what is done on several connections.
extension ScriptBuilder {
  mutating func loop(_ step: ScriptStep, _ fields: StepFields, _ reader: inout StepReader) {
    var loop = ScriptLoop(end: 0, count: 0, period: 0, rows: nil)
    if let over = fields[.over], let name = reader.text(over, .over) {
      loop.rows = rows(name, over, &reader)
    }
    if reader.document.kind(of: fields.value) == .null {
      if fields[.over] == nil {
        reader.faults.add(
          reader.offset(fields.value), "null is as many rounds as \"over\" has rows", "a number")
      }
      loop.count = loop.rows?.count ?? 0
    } else {
      loop.count = reader.count(fields.value, .repeat, in: 0...options.limits.repetitions) ?? 0
    }
    if let rate = fields[.rate] {
      let number = reader.document.number(rate) ?? 0
      if number > 0, let period = ScriptDuration.nanoseconds(1e9 / number) {
        loop.period = period
      } else {
        reader.wrong(.rate, rate)
      }
    }
    variables.learn(loop.rows?.names ?? [])
    var step = step
    step.kind = .loop
    step.size = UInt32(script.loops.count)
    script.loops.append(loop)
    add(step)
    let sum = body(fields, &reader)
    script.loops[Int(step.size)].end = script.steps.count
    sums[sums.count - 1].add(ScriptTotals(steps: 0, time: step.after))
    sums[sums.count - 1].add(sum, times: loop.count, atLeast: loop.period)
  }

  mutating func branch(_ step: ScriptStep, _ fields: StepFields, _ reader: inout StepReader) {
    var branch = ScriptBranch(end: 0, connections: 1, spread: 0)
    branch.connections =
      reader.count(fields.value, .parallel, in: 1...options.limits.connections) ?? 1
    if let spread = fields[.spread] { branch.spread = reader.duration(spread, .spread) ?? 0 }
    var step = step
    step.kind = .parallel
    step.size = UInt32(script.branches.count)
    script.branches.append(branch)
    add(step)
    _ = body(fields, &reader)
    script.branches[Int(step.size)].end = script.steps.count
  }

  /// Its steps, which follow its own.
  private mutating func body(_ fields: StepFields, _ reader: inout StepReader) -> ScriptTotals {
    guard let value = fields[.steps] else {
      reader.faults.add(
        reader.offset(fields.kindKey), "\"steps\" is missing", #""steps":[{"send":"hello"}]"#)
      return ScriptTotals()
    }
    guard sums.count <= options.limits.depth else {
      reader.faults.add(reader.offset(value), "more than \(options.limits.depth) steps in steps")
      return ScriptTotals()
    }
    sums.append(ScriptTotals())
    let before = script.steps.count
    switch reader.document.kind(of: value) {
    case .text:
      if let name = reader.text(value, .steps) { include(name, value, &reader) }
    case .array:
      for child in reader.document.children(of: value) { step(child, &reader) }
    default: reader.wrong(.steps, value)
    }
    if script.steps.count == before, reader.faults.isEmpty, errors.all.isEmpty {
      reader.faults.add(reader.offset(value), "there are no steps in it")
    }
    return sums.removeLast()
  }
}
