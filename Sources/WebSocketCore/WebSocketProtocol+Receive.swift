extension WebSocketProtocol {
  /// Parses frames out of what was kept and then `input`, until these or the demand are used up, the batch has
  /// `batchLimit` of them, or a frame that ends the connection is in front and others were parsed in this call
  /// (`endIsPending`).
  ///
  /// - Parameters:
  ///   - input: Unmasked in place (server). Must stay until `keepUnparsed`.
  ///   - now: Monotonic nanoseconds, copied into the events.
  ///   - demand: Decreased by one per unit (`Granularity`); parsing stops at exactly 0. Frames sent, and the frame that
  ///     breaks a rule, cost nothing, but nothing is parsed at 0.
  ///   - random: Asked only when a client sends a pong or a Close frame.
  ///   - batch: Gets an event per frame, also for those sent by itself (`.automatic`). Payloads are valid until the next
  ///     `receive`, `resume`, `keepUnparsed` or `inputEnded`; sending does not touch them.
  public mutating func receive(
    _ input: UnsafeMutableRawBufferPointer, at now: UInt64, demand: inout Int,
    random: inout some RandomNumberGenerator, into batch: inout FrameBatch
  ) {
    precondition(self.input.isEmpty, "keepUnparsed must be called before the next input")
    self.input = input
    resume(at: now, demand: &demand, random: &random, into: &batch)
  }

  /// Parses on where the last call stopped, when demand has opened again or `endIsPending`.
  public mutating func resume(
    at now: UInt64, demand: inout Int, random: inout some RandomNumberGenerator, into batch: inout FrameBatch
  ) {
    kept.forgetAddresses()
    heldBackPart.forgetAddresses()
    arena.removeAll()
    var parsed = 0
    while true {
      guard intake != .nothing else {
        discardInput()
        break
      }
      let isFromKept = !kept.isEmpty
      let region = isFromKept ? kept.bytes : input
      var used = 0
      let step =
        intake == .frames
        ? parse(region, used: &used, parsed: &parsed, at: now, demand: &demand, into: &batch)
        : parseAfterClose(region, used: &used, parsed: &parsed, at: now, demand: &demand, into: &batch)
      if isFromKept { kept.consume(used) } else { dropFirstOfInput(used) }
      switch step {
      case .starved(let needs):
        if isFromKept, !input.isEmpty {
          completeKept(needs)
          continue
        }
        if intake == .nothing { continue }
        halt = .starved
        if inputHasEnded { endOfInput(at: now, into: &batch) }
        return
      case .demandSpent, .batchFull:
        halt = .demand
        return
      case .heldBack:
        halt = .end
        return
      case .pinged(let payload):
        answerPing(payload, at: now, random: &random, into: &batch)
      case .closed(let payload):
        peerClosed(payload, at: now, random: &random, into: &batch)
      case .failed(let error):
        fail(error, at: now, random: &random, into: &batch)
      }
    }
    halt = .starved
  }

  /// To be called when the batch was delivered and before the input is used again: copies what was not parsed.
  public mutating func keepUnparsed() {
    kept.forgetAddresses()
    arena.removeAll()
    kept.append(UnsafeRawBufferPointer(input))
    input = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  }

  /// The peer's stream is over, orderly or not. Where frames still wait for demand, the end shows after them, by
  /// `resume`; else now: a partial frame flagged `.incomplete`, and a closure with 1006 unless the end was clean.
  public mutating func inputEnded(at now: UInt64, into batch: inout FrameBatch) {
    inputHasEnded = true
    guard halt == .starved else { return }
    endOfInput(at: now, into: &batch)
  }

  /// The peer's stream has ended and `resume` would find nothing more.
  private mutating func endOfInput(at now: UInt64, into batch: inout FrameBatch) {
    let all = kept.isEmpty ? input : kept.bytes
    let rest = UnsafeRawBufferPointer(all)
    if running != nil {
      endPart(all, at: now, into: &batch)
    } else if let base = rest.baseAddress, !rest.isEmpty, intake != .nothing {
      let scan = HeaderScan(base, count: rest.count)
      let payload = UnsafeRawBufferPointer(rebasing: rest[scan.byteCount...])
      let flags: FrameFlags = intake == .frames ? .incomplete : [.incomplete, .afterClose]
      batch.append(
        FrameEvent(
          header: scan.header, direction: .received, flags: flags, fragmentIndex: 0, time: now,
          payload: payload))
    }
    kept.consume(kept.count)
    input = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    intake = .nothing
    endedWithoutClose()
  }

  /// The stream ended inside a frame of which parts were told already, or whose message is compressed.
  private mutating func endPart(
    _ rest: UnsafeMutableRawBufferPointer, at now: UInt64, into batch: inout FrameBatch
  ) {
    var used = 0
    var parsed = 0
    switch takePart(rest, isLast: true, used: &used, parsed: &parsed, at: now, into: &batch) {
    case .failed(_, let payload): cutPart(.incomplete, payload, at: now, into: &batch)
    case .full:
      cutPart([.incomplete, .shortened], UnsafeRawBufferPointer(start: nil, count: 0), at: now, into: &batch)
    case .starved, .ended:
      cutPart(.incomplete, UnsafeRawBufferPointer(start: nil, count: 0), at: now, into: &batch)
    }
  }

  /// Brings the partial frame in `kept` forward by what `input` has of it.
  private mutating func completeKept(_ needs: Int) {
    let taken = min(max(needs - kept.count, 0), input.count)
    kept.appendKeepingAddresses(UnsafeRawBufferPointer(rebasing: input[..<taken]))
    dropFirstOfInput(taken)
  }

  private mutating func dropFirstOfInput(_ count: Int) {
    input = UnsafeMutableRawBufferPointer(rebasing: input[count...])
  }

  private mutating func discardInput() {
    ignoredByteCount += kept.count + input.count
    kept.consume(kept.count)
    input = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  }
}
