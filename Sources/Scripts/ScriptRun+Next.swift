import WebSocketCore

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

  private mutating func send(_ step: ScriptStep, _ index: Int, _ now: UInt64) -> ScriptOrder? {
    guard closure == nil else {
      fail(index, .closed(closure ?? .abnormal), now)
      // Nothing can be sent any more.
      end(.failed)
      return nil
    }
    let opcode = Opcode(rawValue: step.opcode)
    var payload = script.arena[step.payload]
    if step.flags.contains(.isTemplate) {
      do throws(ScriptTemplate.Fault) {
        payload = try filled(step, index, now)[...]
        if opcode.isControl, payload.count > 125 {
          throw .words("a \(opcode.name?.description ?? "") carries at most 125 bytes", "")
        }
      } catch {
        fault(error, index, now)
        return nil
      }
    }
    done()
    lastSent = now
    if opcode != .continuation { counts.sent += 1 }
    let size = Int(step.size)
    if size > 0, payload.count > size {
      phase = .fragments(opcode: Opcode.continuation.rawValue, rest: payload.dropFirst(size))
      return .send(ScriptFrame(opcode: opcode, isFinal: false, payload: payload.prefix(size)))
    }
    return .send(ScriptFrame(opcode: opcode, isFinal: step.flags.contains(.isFinal), payload: payload))
  }

  private mutating func fragment(_ opcode: UInt8, _ rest: ArraySlice<UInt8>) -> ScriptOrder {
    let size = lastIndex.map { Int(script.steps[$0].size) } ?? rest.count
    let piece = rest.prefix(max(1, size))
    let left = rest.dropFirst(piece.count)
    phase = left.isEmpty ? .ready : .fragments(opcode: opcode, rest: left)
    return .send(ScriptFrame(opcode: Opcode(rawValue: opcode), isFinal: left.isEmpty, payload: piece))
  }

  private mutating func close(_ step: ScriptStep, _ index: Int, _ now: UInt64) -> ScriptOrder? {
    var reason = Array(script.arena[step.payload])
    if step.flags.contains(.isTemplate) {
      do throws(ScriptTemplate.Fault) {
        reason = try filled(step, index, now)
        if reason.count > 123 { throw .words("a reason has at most 123 bytes", "") }
      } catch {
        fault(error, index, now)
        return nil
      }
    }
    done()
    // Where the peer was first, that is what was wanted.
    if closure != nil { return nil }
    counts.sent += 1
    lastSent = now
    return .close(
      step.size == 0 ? nil : CloseCode(rawValue: UInt16(truncatingIfNeeded: step.size)), reason: reason)
  }

  private mutating func filled(
    _ step: ScriptStep, _ index: Int, _ now: UInt64
  ) throws(ScriptTemplate.Fault) -> [UInt8] {
    var template = templates[index]
    if template == nil {
      let style: ScriptTemplate.Style = step.flags.contains(.isJSON) ? .json : .plain
      do throws(ScriptTemplate.PlacedFault) {
        template = try ScriptTemplate(Array(script.arena[step.payload]), style: style)
      } catch {
        throw error.fault
      }
      // Of a script without loops each is used once.
      if !rounds.isEmpty, templates.count < 1024 { templates[index] = template }
    }
    guard let template else { return [] }
    let bytes = try fill(template, now)
    let encoding: ScriptEncoding? =
      step.flags.contains(.isBase64) ? .base64 : step.flags.contains(.isHex) ? .hex : nil
    guard let encoding else { return bytes }
    guard let decoded = encoding.bytes(of: bytes) else {
      throw .words("with its variables filled in, this is no \(encoding.rawValue)", "")
    }
    return decoded
  }

  mutating func fill(_ template: ScriptTemplate, _ now: UInt64) throws(ScriptTemplate.Fault) -> [UInt8] {
    if template.isConstant { return template.text }
    let moment = ScriptMoment(
      wall: wallOffset &+ Int64(truncatingIfNeeded: now), iteration: rounds.last?.number ?? 1,
      connection: settings.connection)
    var (sequence, random) = (sequence, random)
    let values = values
    let bytes = try template.filled { slot in
      slot.value.map { $0.text(moment, sequence: &sequence, random: &random) } ?? values[slot.name]
    }
    (self.sequence, self.random) = (sequence, random)
    return bytes
  }

  /// False where the variables would have more than 256 MiB together; then it stays what it was.
  @discardableResult
  mutating func assign(_ name: String, _ value: [UInt8]) -> Bool {
    let bytes = valueBytes - (values[name]?.count ?? 0) + value.count
    guard bytes <= Self.valueLimit else { return false }
    valueBytes = bytes
    values[name] = value
    return true
  }

  private mutating func set(_ index: Int, _ now: UInt64) {
    guard case .set(let all)? = script.detail(of: index) else { return done() }
    for (name, template) in all {
      do throws(ScriptTemplate.Fault) {
        let value = try fill(template, now)
        guard assign(name, value) else { throw .words("the variables have more than 256 MiB", "") }
      } catch {
        return fault(error, index, now)
      }
    }
    done()
  }

  private mutating func capture(_ index: Int, _ now: UInt64) {
    guard case .capture(let captures)? = script.detail(of: index) else { return done() }
    done()
    if let missing = take(captures) { fail(index, .notFound(missing), seen: lastMatched, now) }
  }

  /// Returns what was not found.
  mutating func take(_ captures: [ScriptCapture]) -> String? {
    for capture in captures {
      guard let value = capture.value(in: lastMatched ?? []) else { return capture.words }
      guard assign(capture.name, value) else { return "room for ${\(capture.name)}" }
    }
    return nil
  }

  private mutating func fork(_ step: ScriptStep, _ index: Int) -> ScriptOrder {
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
