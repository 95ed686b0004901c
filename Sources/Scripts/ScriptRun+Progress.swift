import WebSocketCore

extension ScriptRun {
  public func progress(now: UInt64) -> ScriptProgress {
    var progress = ScriptProgress()
    progress.done = counts.done
    progress.total = script.total
    progress.sent = counts.sent
    progress.received = counts.received
    progress.matched = counts.matched
    progress.failed = failureCount
    // At the end, what still waits is waited for by nobody.
    progress.skipped = counts.skipped + (verdict == nil ? 0 : inbox.count)
    progress.dropped = inbox.dropped
    progress.speed = schedule.speed
    progress.isPaused = schedule.pausedAt != nil
    progress.current = lastIndex.map { summary(of: $0, number: max(1, counts.done)) }
    if case .expecting(let expecting) = phase {
      progress.waitingFor = expecting.summary
      progress.deadline = expecting.deadline
      progress.current = expecting.summary
    }
    if verdict == nil, counter < end, script.steps[counter].kind != .loop, !isAtEndOfRound {
      progress.next = summary(of: counter, number: counts.done + (progress.waitingFor == nil ? 1 : 2))
      if progress.waitingFor == nil, schedule.pausedAt == nil {
        let after = isPlanned ? 0 : Double(script.steps[counter].after)
        progress.nextAt = max(now, schedule.clock(at: schedule.planned + after))
      }
    }
    progress.remaining = remaining(now)
    return progress
  }

  private var isAtEndOfRound: Bool { rounds.last.map { script.loops[$0.loop].end == counter } ?? false }

  private func remaining(_ now: UInt64) -> UInt64? {
    if verdict != nil { return 0 }
    guard let total = script.total, counts.done < total else { return script.total == nil ? nil : 0 }
    if let planned = script.plannedTime, planned > 100_000_000, schedule.speed != .maximum {
      let left = Double(planned) - schedule.spent
      let wait = schedule.due > now ? schedule.due - now : 0
      return ScriptSchedule.sum(wait, left > 0 ? schedule.scaled(UInt64(left)) : 0)
    }
    guard counts.done > 0, now > startedAt else { return nil }
    let left = Double(now - startedAt) / Double(counts.done) * Double(total - counts.done)
    return left < 9e18 ? UInt64(left) : nil
  }

  /// Payload or condition, as the script has it.
  func summary(of index: Int, number: Int) -> ScriptStepSummary {
    let step = script.steps[index]
    let opcode = Opcode(rawValue: step.opcode)
    let kind: ScriptStepSummary.Kind =
      switch step.kind {
      case .send: opcode == .ping ? .ping : opcode == .pong ? .pong : .send
      case .close: .close
      case .wait: .wait
      case .expect: .expect
      case .never: .never
      case .capture: .capture
      case .set: .set
      case .loop: .repeat
      case .parallel: .parallel
      }
    var text = ""
    var name = ""
    switch script.detail(of: index, if: step) {
    case .expect(let detail), .never(let detail): (text, name) = (detail.words, detail.name)
    case .capture(let captures): text = captures.map { "\($0.name) = \($0.words)" }.joined(separator: ", ")
    case .set(let all): text = all.map(\.name).joined(separator: ", ")
    case nil: text = Self.preview(script.arena[step.payload])
    }
    switch step.kind {
    case .close: text = (step.size == 0 ? "" : "\(step.size) ") + text
    case .wait: text = ScriptDuration.words(step.after)
    case .loop: text = "\(script.loops[Int(step.size)].count) times"
    case .parallel: text = "on \(script.branches[Int(step.size)].connections) connections"
    default: break
    }
    let isBinary =
      step.kind == .send && !step.flags.contains(.isTemplate)
      && (opcode == .binary
        || String(validating: script.arena[step.payload].prefix(1020), as: UTF8.self) == nil)
      && opcode != .text
    return ScriptStepSummary(
      number: number, kind: kind, place: script.place(of: step), name: name, text: text, isBinary: isBinary)
  }

  private static func preview(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.prefix(1024), as: UTF8.self)
  }
}

extension Script {
  /// Of a step that is kept as JSON; nil of others.
  func detail(of index: Int, if step: ScriptStep) -> StepDetail? {
    switch step.kind {
    case .expect, .never, .capture, .set: detail(of: index)
    case .send, .close, .wait, .loop, .parallel: nil
    }
  }
}
