/// Large and compressed frames, whose payloads are handed on while they come.
///
/// So a message of 64 MiB is never held here, goes from the input to its keeper with one copy, and what a compressed
/// one becomes is looked at every 64 KiB.
extension WebSocketProtocol {
  /// 16 KiB. A longer frame that isn't whole is delivered in parts of at least this, but for the last one.
  static let partThreshold = 16 << 10

  enum PartStep {
    /// All that is here was used, or the part in hand is too small to be told; it takes so many bytes.
    case starved(needs: Int)
    /// The arena has no room; `resume` goes on.
    case full
    case ended
    case failed(ProtocolError, UnsafeRawBufferPointer)
  }

  /// A good header was parsed: its frame goes on in parts.
  mutating func begin(_ scan: HeaderScan, length: Int, at now: UInt64) {
    if scan.opcode != .continuation {
      incoming = IncomingMessage()
      incoming.opcode = scan.opcode
      incoming.began = now
      incoming.isCompressed = scan.firstByte & 0x40 != 0
    }
    let isAlone = scan.isFinal && scan.opcode != .continuation
    if !isAlone { incoming.fragments += 1 }
    incoming.length += length
    running = RunningFrame(
      header: scan.header, isCompressed: incoming.isCompressed, isText: incoming.opcode == .text,
      flags: toleranceFlags(scan).union(isAlone ? [] : .fragment),
      fragmentIndex: isAlone ? 0 : UInt32(truncatingIfNeeded: incoming.fragments))
  }

  /// Takes what is here of the running frame. `isLast`: nothing more will come, so nothing is waited for.
  mutating func takePart(
    _ region: UnsafeMutableRawBufferPointer, isLast: Bool = false, used: inout Int, parsed: inout Int,
    at now: UInt64, into batch: inout FrameBatch
  ) -> PartStep {
    guard let frame = running else { return .ended }
    let count = min(region.count, frame.remaining)
    let payload = UnsafeMutableRawBufferPointer(rebasing: region[..<count])
    let fresh = UnsafeMutableRawBufferPointer(rebasing: payload[min(processed, count)...])
    if frame.header.isMasked { Mask.apply(frame.header.maskKey, to: fresh, phase: frame.taken + processed) }
    processed = count
    if !frame.isCompressed, frame.isText, incoming.text.consume(UnsafeRawBufferPointer(fresh)) != nil {
      used += count
      return .failed(.invalidUTF8(offset: incoming.text.count), UnsafeRawBufferPointer(payload))
    }
    let isWorthIt = count == frame.remaining || count >= Self.partThreshold || isLast
    guard isWorthIt else { return .starved(needs: min(frame.remaining, Self.partThreshold)) }
    if frame.isCompressed {
      return inflatePart(UnsafeRawBufferPointer(payload), used: &used, parsed: &parsed, at: now, into: &batch)
    }
    running?.taken += count
    processed = 0
    used += count
    let isEnd = count == frame.remaining
    if isEnd, frame.header.isFinal, frame.isText, !incoming.text.isComplete {
      return .failed(.invalidUTF8(offset: incoming.text.count), UnsafeRawBufferPointer(payload))
    }
    append(UnsafeRawBufferPointer(payload), isEnd: isEnd, parsed: &parsed, at: now, into: &batch)
    return isEnd ? .ended : .starved(needs: 0)
  }

  private mutating func inflatePart(
    _ payload: UnsafeRawBufferPointer, used: inout Int, parsed: inout Int, at now: UInt64,
    into batch: inout FrameBatch
  ) -> PartStep {
    var offset = 0
    defer {
      used += offset
      processed = running == nil ? 0 : processed - offset
    }
    while true {
      guard let frame = running else { return .ended }
      guard let room = arena.room(startsFrame: !frame.hasParts) else { return .full }
      let (made, fault) = inflate(payload, from: &offset, into: room)
      let out = UnsafeRawBufferPointer(rebasing: room[..<made])
      arena.commit(made)
      let isEnd = fault == nil && made < room.count && running?.isComplete == true
      if let error = inflatedFault(out, frame, isEnd: isEnd) { return .failed(error, out) }
      if made > 0 || isEnd { append(out, isEnd: isEnd, parsed: &parsed, at: now, into: &batch) }
      if let fault {
        let rest = UnsafeRawBufferPointer(rebasing: payload[offset...])
        offset = payload.count
        return .failed(fault, rest)
      }
      if isEnd { return .ended }
      if made < room.count { return .starved(needs: 0) }
    }
  }

  /// Fills the room as far as the payload and, after its last byte, the tail go; or to the first byte that is not
  /// DEFLATE.
  private mutating func inflate(
    _ payload: UnsafeRawBufferPointer, from offset: inout Int, into room: UnsafeMutableRawBufferPointer
  ) -> (made: Int, ProtocolError?) {
    var made = 0
    while made < room.count, let frame = running {
      let rest = UnsafeMutableRawBufferPointer(rebasing: room[made...])
      let isInTail = offset == payload.count && frame.remaining == 0 && frame.header.isFinal
      let step: Inflater.Step
      if isInTail {
        step = inflater.takeTail(from: frame.tailTaken, into: rest)
        running?.tailTaken += step.used
      } else {
        step = inflater.inflate(UnsafeRawBufferPointer(rebasing: payload[offset...]), into: rest)
        offset += step.used
        running?.taken += step.used
      }
      made += step.made
      guard !step.isBroken else {
        return (
          made, isInTail ? .compressedMessageTruncated : .inflateFailed(offset: frame.taken + step.used)
        )
      }
      // With room left, all of the input is used and all of the output is out.
      if step.made < rest.count, isInTail || !frame.header.isFinal || running?.remaining != 0 { break }
    }
    return (made, nil)
  }

  /// The rules for what came out: whole, text, and no larger than allowed. Text up to the limit is looked at first, so
  /// that the outcome does not depend on where a chunk ends.
  private mutating func inflatedFault(
    _ out: UnsafeRawBufferPointer, _ frame: RunningFrame, isEnd: Bool
  ) -> ProtocolError? {
    let limit = options.limits.message
    let allowed = UnsafeRawBufferPointer(rebasing: out.prefix(limit - incoming.inflated))
    if frame.isText, incoming.text.consume(allowed) != nil {
      return .invalidUTF8(offset: incoming.text.count)
    }
    guard allowed.count == out.count else { return .messageTooLong(length: UInt64(limit) + 1, limit: limit) }
    incoming.inflated += out.count
    guard isEnd, frame.header.isFinal else { return nil }
    guard inflater.isAtBlockBoundary else { return .compressedMessageTruncated }
    return !frame.isText || incoming.text.isComplete ? nil : .invalidUTF8(offset: incoming.text.count)
  }

  private mutating func append(
    _ payload: UnsafeRawBufferPointer, isEnd: Bool, parsed: inout Int, at now: UInt64,
    into batch: inout FrameBatch
  ) {
    guard let frame = running else { return }
    var flags = frame.flags
    if frame.hasParts { flags.insert(.laterPart) }
    if !isEnd {
      flags.insert(.continues)
    } else if frame.header.isFinal {
      flags.insert(.endsMessage)
    }
    batch.append(event(of: frame, flags, payload, at: now))
    parsed &+= 1
    running?.hasParts = true
    guard isEnd else { return }
    running = nil
    processed = 0
    guard frame.header.isFinal else { return }
    if frame.isCompressed, !peerKeepsContext { inflater.reset() }
    incoming = IncomingMessage()
  }

  /// The running frame's last event, where it did not come to its end.
  mutating func cutPart(
    _ ending: FrameFlags, _ payload: UnsafeRawBufferPointer, at now: UInt64, into batch: inout FrameBatch
  ) {
    guard let frame = running else { return }
    let flags = frame.flags.union(ending).union(frame.hasParts ? .laterPart : [])
    batch.append(event(of: frame, flags, payload, at: now))
    running = nil
  }

  private func event(
    of frame: RunningFrame, _ flags: FrameFlags, _ payload: UnsafeRawBufferPointer, at now: UInt64
  ) -> FrameEvent {
    FrameEvent(
      header: frame.header, direction: .received, flags: flags, fragmentIndex: frame.fragmentIndex, time: now,
      payload: payload)
  }

  private var peerKeepsContext: Bool {
    guard let agreed = options.compression else { return true }
    return role == .client ? !agreed.serverNoContextTakeover : !agreed.clientNoContextTakeover
  }
}
