import WebSocketCore

/// What a script waits for, with a line for each in reports.
extension ScriptBuilder {
  mutating func expect(
    _ step: ScriptStep, _ fields: StepFields, _ value: Int, _ reader: inout StepReader
  ) {
    var step = step
    step.kind = fields.kind == .expect ? .expect : .never
    let detail = reader.expect(fields)
    script.lastLook = script.steps.count
    if detail.conditions.contains(where: { $0.direction == .sent }) { script.looksAtSent = true }
    note(detail, step, &reader, value)
    step.size = UInt32(script.expectations.count - 1)
    keep(step, fields.kind == .expect ? .expect(detail) : .never(detail), value, reader)
  }

  /// A line for it in reports.
  private mutating func note(
    _ detail: ExpectDetail, _ step: ScriptStep, _ reader: inout StepReader, _ value: Int
  ) {
    let place = script.place(of: step)
    if script.expectations.count < Script.expectationLimit {
      script.expectations.append(
        ScriptExpectation(
          name: detail.name.isEmpty ? detail.words : detail.name, place: place, thresholds: detail.thresholds)
      )
      return
    }
    if !detail.thresholds.isEmpty {
      reader.faults.add(
        reader.offset(value),
        "p50, p95 and p99 stand in the first \(Script.expectationLimit) expectations only")
    }
    if script.expectations.count == Script.expectationLimit {
      script.expectations.append(ScriptExpectation(name: Script.others, place: place, thresholds: []))
    }
  }
}
