import WebSocketCore

/// Waiting for messages.
extension ScriptRun {
  /// Messages of one expectation that are compared in full, to find the nearest.
  private static let comparisons = 64

  mutating func expect(_ step: ScriptStep, _ index: Int, _ now: UInt64) {
    let detail: ExpectDetail
    let isNever: Bool
    switch script.detail(of: index) {
    case .expect(let found): (detail, isNever) = (found, false)
    case .never(let found): (detail, isNever) = (found, true)
    default: return done()
    }
    var open: [ReadyCondition] = []
    for condition in detail.conditions {
      do throws(ScriptTemplate.Fault) {
        open.append(try condition.ready { template throws(ScriptTemplate.Fault) in try fill(template, now) })
      } catch {
        return fault(error, index, now)
      }
    }
    phase = .expecting(
      Expecting(
        detail: detail, open: open, isNever: isNever,
        deadline: ScriptSchedule.sum(now, detail.within),
        summary: summary(of: index, number: counts.done + 1),
        tally: Int(step.size), sentAt: lastSent))
  }

  /// Looks at what has come. True where the expectation is over.
  mutating func look(_ now: UInt64) -> Bool {
    guard case .expecting(var expecting) = phase else { return true }
    // What comes meanwhile is put back below.
    phase = .ready
    while expecting.examined < inbox.count {
      let entry = inbox[expecting.examined]
      if let match = expecting.open.firstIndex(where: { $0.matches(entry) }) {
        if expecting.isNever {
          over(expecting, .appeared, entry, now)
          return true
        }
        take(match, &expecting)
        if expecting.open.isEmpty {
          met(expecting, entry, now)
          return true
        }
        continue
      }
      note(entry, &expecting)
      expecting.examined += 1
      if expecting.detail.isNext, !expecting.isNever, isNext(entry, expecting) {
        inbox.removeFirst(expecting.examined)
        counts.skipped += expecting.examined
        over(expecting, .mismatch, entry, now)
        return true
      }
    }
    // Who looks at a message for a while doesn't want it to be too late then.
    let isPaused = schedule.pausedAt != nil && stepsAllowed == 0
    if now >= expecting.deadline, !isPaused {
      if expecting.isNever {
        counts.matched += 1
        tallies[expecting.tally].matched += 1
        done()
      } else {
        over(expecting, .timeout(expecting.detail.within), nil, now)
      }
      return true
    }
    if let closure {
      // Nothing more can come.
      if expecting.isNever {
        expecting.deadline = now
        phase = .expecting(expecting)
        return look(now)
      }
      over(expecting, .closed(closure), nil, now)
      return true
    }
    phase = .expecting(expecting)
    return false
  }

  /// A message that is asked for by `next`: any of the same class.
  private func isNext(_ entry: ScriptInbox.Entry, _ expecting: Expecting) -> Bool {
    expecting.open.contains {
      $0.condition.direction == entry.direction && $0.condition.asksForControl == entry.opcode.isControl
    }
  }

  private mutating func take(_ match: Int, _ expecting: inout Expecting) {
    let entry = inbox[expecting.examined]
    expecting.open.remove(at: match)
    lastMatched = entry.payload
    if let sent = expecting.sentAt, entry.time >= sent, entry.direction == .received {
      tallies[expecting.tally].latency.record(entry.time - sent)
    }
    guard !expecting.open.isEmpty else { return }
    // What others are to be matched by may have come before it.
    inbox.remove(at: expecting.examined)
  }

  private mutating func met(_ expecting: Expecting, _ entry: ScriptInbox.Entry, _ now: UInt64) {
    counts.skipped += expecting.examined
    inbox.removeFirst(expecting.examined + 1)
    counts.matched += 1
    tallies[expecting.tally].matched += 1
    schedule.reached(now)
    done()
    if let missing = take(expecting.detail.captures), let index = lastIndex {
      tallies[expecting.tally].failed += 1
      fail(
        index, .notFound(missing), isSoft: expecting.detail.isSoft, seen: entry.payload,
        seenOpcode: entry.opcode, now)
    }
  }

  /// It was not met.
  private mutating func over(
    _ expecting: Expecting, _ cause: ScriptFailure.Cause, _ entry: ScriptInbox.Entry?, _ now: UInt64
  ) {
    tallies[expecting.tally].failed += 1
    schedule.reached(now)
    done()
    let nearest = entry ?? expecting.nearest?.entry
    let condition = expecting.open.first
    let differences =
      expecting.isNever ? [] : nearest.flatMap { entry in condition?.differences(from: entry) } ?? []
    guard let index = lastIndex else { return }
    fail(
      index, cause, isSoft: expecting.detail.isSoft, expected: condition?.expected ?? [],
      seen: nearest.map(\.payload), seenOpcode: nearest?.opcode, differences: differences,
      examined: expecting.examinedInAll, now)
  }

  /// Keeps the message where it is nearer than those before.
  private func note(_ entry: ScriptInbox.Entry, _ expecting: inout Expecting) {
    guard let condition = expecting.open.first, condition.isOfKind(entry) else { return }
    expecting.examinedInAll += 1
    guard !expecting.isNever, expecting.examinedInAll <= Self.comparisons else { return }
    let differences = condition.differences(from: entry)
    // What is no JSON at all is farthest; of those that are as near, the last.
    let distance = differences.contains { $0.kind == .notJSON } ? Int.max : differences.count
    if distance <= expecting.nearest?.distance ?? Int.max { expecting.nearest = (entry, distance) }
  }
}
