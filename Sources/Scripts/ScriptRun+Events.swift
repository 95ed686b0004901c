public import WebSocketCore

extension ScriptRun {
  /// A frame of the connection, of either direction, in order. Fragments are put together here.
  public mutating func received(_ event: FrameEvent) {
    guard event.direction == .received else {
      guard script.looksAtSent, event.flags.isDisjoint(with: [.fragment, .continues, .laterPart]) else {
        return
      }
      return keep(event.opcode, event.payload, .sent, event.time)
    }
    let wantsMessages = wantsMessages
    // The usual case: a whole message in one frame.
    if event.flags.isDisjoint(with: [.fragment, .continues, .laterPart, .violation, .incomplete, .afterClose])
    {
      return received(event.opcode, event.payload, at: event.time)
    }
    guard wantsMessages || event.opcode.isControl else {
      if event.flags.contains(.endsMessage) { counts.received += 1 }
      return
    }
    switch assembler.append(event) {
    case nil: break
    case .text(let text):
      let bytes = Array(text.utf8)
      bytes.withUnsafeBytes { received(.text, $0, at: event.time) }
    case .binary(let bytes): bytes.withUnsafeBytes { received(.binary, $0, at: event.time) }
    case .ping(let bytes): bytes.withUnsafeBytes { received(.ping, $0, at: event.time) }
    case .pong(let bytes): bytes.withUnsafeBytes { received(.pong, $0, at: event.time) }
    case .close: received(.close, event.payload, at: event.time)
    }
  }

  /// A whole message or control frame; for owners that have put it together themselves.
  public mutating func received(_ opcode: Opcode, _ payload: UnsafeRawBufferPointer, at time: UInt64) {
    counts.received += 1
    if opcode == .close { sawClose = true }
    guard wantsMessages else { return }
    keep(opcode, payload, .received, time)
  }

  private mutating func keep(
    _ opcode: Opcode, _ payload: UnsafeRawBufferPointer, _ direction: Direction, _ time: UInt64
  ) {
    guard verdict == nil else { return }
    let gone = inbox.append(
      ScriptInbox.Entry(opcode: opcode, direction: direction, payload: Array(payload), time: time))
    counts.skipped += gone
    if gone > 0, case .expecting(var expecting) = phase {
      expecting.examined = max(0, expecting.examined - gone)
      phase = .expecting(expecting)
    }
  }

  /// The connection has ended. A Close frame that was received was told before.
  public mutating func closed(_ closure: Closure, now: UInt64) {
    guard self.closure == nil else { return }
    self.closure = closure.status.code
    guard !sawClose else { return }
    let code = closure.status.code.rawValue
    let payload = [UInt8(code >> 8), UInt8(code & 0xFF)] + closure.status.reason
    payload.withUnsafeBytes { keep(.close, $0, .received, now) }
  }

  /// What `next` ordered was refused, in words that end a sentence.
  public mutating func sendFailed(_ words: String, now: UInt64) {
    guard verdict == nil, let index = lastIndex else { return }
    if case .fragments = phase { phase = .ready }
    // It was counted when it was ordered.
    counts.sent = max(0, counts.sent - 1)
    fail(index, .notSent(words), now)
    end(.failed)
  }

  // MARK: Failures

  mutating func fault(_ fault: ScriptTemplate.Fault, _ index: Int, _ now: UInt64) {
    done()
    switch fault {
    case .unknown(let name): fail(index, .unknownVariable(name), now)
    case .words(let words, _): fail(index, .invalid(words), now)
    }
  }

  mutating func fail(
    _ index: Int, _ cause: ScriptFailure.Cause, isSoft: Bool = false, expected: [UInt8] = [],
    seen: [UInt8]? = nil, seenOpcode: Opcode? = nil, differences: [JSONDifference.Entry] = [],
    examined: Int = 0,
    _ now: UInt64
  ) {
    failureCount += 1
    if failures.count < Self.failureLimit {
      failures.append(
        ScriptFailure(
          step: summary(of: index, number: counts.done), cause: cause, expected: expected, seen: seen,
          seenOpcode: seenOpcode, differences: differences, examined: examined, time: now))
    }
    if !isSoft, !settings.goesOn { end(.failed) }
  }

  mutating func end(_ verdict: ScriptVerdict) {
    if self.verdict == nil { phase = .ended(verdict) }
  }
}
