extension WebSocketProtocol {
  /// How the inner loop stopped. Small and without references, because it is what the loop gives back per read.
  enum Step {
    /// The frame in front isn't whole; it takes so many bytes, as far as is known.
    case starved(needs: Int)
    case demandSpent
    case batchFull
    /// The frame in front ends the connection, and others came before it in this call.
    case heldBack
    case pinged(UnsafeRawBufferPointer)
    case closed(UnsafeRawBufferPointer)
    case failed(ProtocolError)
  }

  /// The inner loop: frames out of one stretch of memory. Not generic and free of allocation, reference counting
  /// and calls out of the module, because it runs once per frame.
  mutating func parse(
    _ region: UnsafeMutableRawBufferPointer, used: inout Int, parsed: inout Int, at now: UInt64,
    demand: inout Int, into batch: inout FrameBatch
  ) -> Step {
    let count = region.count
    let isClient = role == .client
    let countsFrames = options.granularity == .frames
    var position = 0
    defer { used = position }
    while true {
      if running != nil {
        guard demand > 0 else { return .demandSpent }
        guard parsed < Self.batchLimit else { return .batchFull }
        let step = part(
          UnsafeMutableRawBufferPointer(rebasing: region[position...]), position: &position, parsed: &parsed,
          at: now, demand: &demand, into: &batch)
        if let step { return step }
      }
      guard let base = region.baseAddress else { return .starved(needs: 0) }
      let left = count &- position
      guard left > 0 else { return .starved(needs: 0) }
      guard demand > 0 else { return .demandSpent }
      guard parsed < Self.batchLimit else { return .batchFull }
      guard left >= 2 else { return .starved(needs: 2) }
      let frame = base + position
      let first = frame.load(as: UInt8.self)
      let short = Int(frame.load(fromByteOffset: 1, as: UInt8.self))
      // Most of what a client gets: one short data frame that is a whole message. No limit can be under 125 bytes.
      if isClient, short <= 125, left &- 2 >= short, first == 0x81 || first == 0x82, processed == 0,
        !incoming.isOpen, first == 0x82 || UTF8Validator.isValid(frame + 2, count: short)
      {
        batch.append(
          FrameEvent(
            header: FrameHeader(
              firstByte: first, byteCount: 2, isMasked: false, maskKey: 0, payloadLength: short),
            direction: .received, flags: .endsMessage, fragmentIndex: 0, time: now,
            payload: UnsafeRawBufferPointer(start: frame + 2, count: short)))
        demand &-= 1
        parsed &+= 1
        position &+= 2 &+ short
        continue
      }

      let scan = HeaderScan(frame, count: left)
      if let error = pendingFailure ?? headerFault(scan) {
        guard holdBack(error, parsed: parsed) else {
          position += recordViolation(scan, in: frame, left: left, at: now, into: &batch)
          return .failed(error)
        }
        return .heldBack
      }
      guard scan.isWhole else { return .starved(needs: scan.needs) }
      // Within the frame limit, which is an Int: `headerFault` has seen to that.
      let length = Int(truncatingIfNeeded: scan.length)
      if isTakenInParts(scan, length: length, left: left) {
        begin(scan, length: length, at: now)
        position &+= scan.byteCount
        continue
      }
      let payload = frame + scan.byteCount
      let here = min(length, left - scan.byteCount)
      if let error = process(scan, payload, upTo: here, of: length) {
        guard holdBack(error, parsed: parsed) else {
          position += recordViolation(scan, in: frame, left: left, at: now, into: &batch)
          return .failed(error)
        }
        return .heldBack
      }
      guard here == length else { return .starved(needs: scan.byteCount + length) }
      let opcode = scan.opcode
      if opcode == .close, parsed > 0, case .open = phase { return .heldBack }

      processed = 0
      position &+= scan.byteCount &+ length
      parsed &+= 1
      let bytes = UnsafeRawBufferPointer(start: payload, count: length)
      let (flags, index) = account(scan, length: length, at: now)
      batch.append(
        FrameEvent(
          header: scan.header, direction: .received, flags: flags, fragmentIndex: index, time: now,
          payload: bytes))
      if countsFrames || opcode.isControl || flags.contains(.endsMessage) { demand &-= 1 }
      if opcode == .ping { return .pinged(bytes) }
      if opcode == .close { return .closed(bytes) }
    }
  }

  /// What is compressed is inflated as it comes; what is large and not whole is handed on as it comes.
  private func isTakenInParts(_ scan: HeaderScan, length: Int, left: Int) -> Bool {
    guard scan.opcode.isData else { return false }
    if scan.firstByte & 0x40 != 0 { return true }
    if scan.opcode == .continuation, incoming.isCompressed { return true }
    return length > Self.partThreshold && left - scan.byteCount < length && processed == 0
  }

  /// Goes on with the running frame; nil where it has ended and another may follow.
  private mutating func part(
    _ region: UnsafeMutableRawBufferPointer, position: inout Int, parsed: inout Int, at now: UInt64,
    demand: inout Int, into batch: inout FrameBatch
  ) -> Step? {
    if let error = pendingFailure {
      pendingFailure = nil
      cutPart(.violation, UnsafeRawBufferPointer(heldBackPart.bytes), at: now, into: &batch)
      heldBackPart.consume(heldBackPart.count)
      return .failed(error)
    }
    let isFinal = running?.header.isFinal ?? true
    switch takePart(region, used: &position, parsed: &parsed, at: now, into: &batch) {
    case .starved(let needs): return .starved(needs: needs)
    case .full: return .batchFull
    case .ended:
      if options.granularity == .frames || isFinal { demand &-= 1 }
      return nil
    case .failed(let error, let payload):
      guard parsed == 0 else {
        heldBackPart.append(payload)
        pendingFailure = error
        return .heldBack
      }
      cutPart(.violation, payload, at: now, into: &batch)
      return .failed(error)
    }
  }

  /// The rule that the header breaks, as soon as its bytes are here: what byte 2 shows isn't put off.
  private func headerFault(_ scan: HeaderScan) -> ProtocolError? {
    let opcode = scan.opcode
    if scan.firstByte & 0x70 != 0 {
      // RFC 7692 section 6: RSV1 marks the first frame of a compressed message, and nothing else.
      let isCompressed = scan.firstByte & 0x70 == 0x40 && (opcode == .text || opcode == .binary)
      guard isCompressed, options.compression != nil else { return .reservedBits(firstByte: scan.firstByte) }
    }
    if opcode.isReserved { return .reservedOpcode(opcode.rawValue) }
    if opcode.isControl {
      guard scan.isFinal else { return .fragmentedControl(opcode) }
      // An extended length is one too many even where it says 125: byte 2 has shown that it comes.
      guard scan.isShort else { return .controlTooLong(opcode) }
    }
    switch role {
    case .client: if scan.isMasked, !unmasks { return .maskedByServer }
    case .server: if !scan.isMasked { return .unmaskedByClient }
    }
    guard opcode.isData else { return nil }
    if opcode == .continuation, !incoming.isOpen { return .unexpectedContinuation }
    if opcode != .continuation, incoming.isOpen { return .expectedContinuation(opcode) }
    return scan.isWhole ? lengthFault(scan) : nil
  }

  /// A mask is to be taken off: a client's always, a server's where it is tolerated.
  private var unmasks: Bool { role == .server || options.tolerated.contains(.maskedFrames) }

  /// What the frame is flagged with that has passed `headerFault`.
  func toleranceFlags(_ scan: HeaderScan) -> FrameFlags {
    !scan.isMinimal || scan.isMasked && role == .client ? .tolerated : []
  }

  private func lengthFault(_ scan: HeaderScan) -> ProtocolError? {
    let limits = options.limits
    guard scan.length >> 63 == 0 else { return .lengthOutOfRange }
    guard scan.isMinimal || options.tolerated.contains(.nonMinimalLength) else { return .lengthNotMinimal }
    guard scan.length <= UInt64(limits.frame) else {
      return .frameTooLong(length: scan.length, limit: limits.frame)
    }
    // Both summands are within their limits, far from overflow.
    let total = UInt64(incoming.length) + scan.length
    guard total <= UInt64(limits.message) else {
      return .messageTooLong(length: total, limit: limits.message)
    }
    guard incoming.fragments < limits.fragments else { return .tooManyFragments(limit: limits.fragments) }
    return nil
  }

  /// Unmasks what has newly come of the frame's payload, and checks it where it is text: a fault shows at its byte,
  /// not at the frame's end.
  private mutating func process(
    _ scan: HeaderScan, _ payload: UnsafeMutableRawPointer, upTo here: Int, of length: Int
  ) -> ProtocolError? {
    let opcode = scan.opcode
    let isStart = processed == 0
    let fresh = UnsafeMutableRawBufferPointer(start: payload + processed, count: here - processed)
    if scan.isMasked { Mask.apply(scan.maskKey, to: fresh, phase: processed) }
    processed = here
    if opcode == .close { return here == length ? closeFault(payload, count: length) : nil }
    guard opcode == .text || opcode == .continuation && incoming.opcode == .text else { return nil }
    if opcode == .text, isStart {
      if here == length, scan.isFinal, UTF8Validator.isValid(payload, count: length) { return nil }
      incoming.text = UTF8Validator()
    }
    if incoming.text.consume(UnsafeRawBufferPointer(fresh)) != nil {
      return .invalidUTF8(offset: incoming.text.count)
    }
    guard here == length, scan.isFinal, !incoming.text.isComplete else { return nil }
    return .invalidUTF8(offset: incoming.text.count)
  }

  /// RFC 6455 sections 5.5.1 and 7.4.
  private func closeFault(_ payload: UnsafeRawPointer, count: Int) -> ProtocolError? {
    guard count > 0 else { return nil }
    guard count > 1 else { return .closeLengthOne }
    let code = UInt16(bigEndian: payload.loadUnaligned(as: UInt16.self))
    guard CloseCode(rawValue: code).mayTravel else { return .closeCodeForbidden(code) }
    return UTF8Validator.isValid(payload + 2, count: count - 2) ? nil : .closeReasonNotUTF8
  }

  /// Puts a violation off to the next call where frames before it were parsed in this one.
  private mutating func holdBack(_ error: ProtocolError, parsed: Int) -> Bool {
    guard parsed > 0 else {
      pendingFailure = nil
      return false
    }
    pendingFailure = error
    return true
  }

  /// Keeps the account of the message to which a whole frame belongs.
  private mutating func account(_ scan: HeaderScan, length: Int, at now: UInt64) -> (FrameFlags, UInt32) {
    let tolerance = toleranceFlags(scan)
    guard scan.opcode.isData else { return (tolerance, 0) }
    if scan.opcode != .continuation {
      guard !scan.isFinal else { return (tolerance.union(.endsMessage), 0) }
      incoming.opcode = scan.opcode
      incoming.began = now
      incoming.isCompressed = false
    }
    incoming.fragments += 1
    incoming.length += length
    let index = UInt32(truncatingIfNeeded: incoming.fragments)
    guard scan.isFinal else { return (tolerance.union(.fragment), index) }
    incoming = IncomingMessage()
    return (tolerance.union([.fragment, .endsMessage]), index)
  }

  /// Appends the frame that fails the connection, with what is here of its payload. Returns its bytes at hand.
  private mutating func recordViolation(
    _ scan: HeaderScan, in frame: UnsafeMutableRawPointer, left: Int, at now: UInt64,
    into batch: inout FrameBatch
  ) -> Int {
    let here = min(left - scan.byteCount, Int(clamping: scan.length))
    let payload = UnsafeMutableRawBufferPointer(start: frame + scan.byteCount, count: scan.isWhole ? here : 0)
    if scan.isWhole, scan.isMasked, unmasks, processed < here {
      let fresh = UnsafeMutableRawBufferPointer(rebasing: payload[processed...])
      Mask.apply(scan.maskKey, to: fresh, phase: processed)
    }
    batch.append(
      FrameEvent(
        header: scan.header, direction: .received, flags: .violation, fragmentIndex: 0, time: now,
        payload: UnsafeRawBufferPointer(payload)))
    return scan.byteCount + payload.count
  }

  /// Frames after a clean end (RFC 6455 section 5.5.1: they have no meaning): shown as long as they can be told apart.
  mutating func parseAfterClose(
    _ region: UnsafeMutableRawBufferPointer, used: inout Int, parsed: inout Int, at now: UInt64,
    demand: inout Int,
    into batch: inout FrameBatch
  ) -> Step {
    guard let base = region.baseAddress else { return .starved(needs: 0) }
    while used < region.count {
      guard demand > 0 else { return .demandSpent }
      guard parsed < Self.batchLimit else { return .batchFull }
      let frame = base + used
      let scan = HeaderScan(frame, count: region.count - used)
      guard scan.isWhole else { return .starved(needs: max(scan.needs, 2)) }
      guard scan.length <= UInt64(min(options.limits.frame, Self.afterCloseLimit)) else {
        intake = .nothing
        return .starved(needs: 0)
      }
      let length = Int(truncatingIfNeeded: scan.length)
      guard region.count - used - scan.byteCount >= length else {
        return .starved(needs: scan.byteCount + length)
      }
      let payload = UnsafeMutableRawBufferPointer(start: frame + scan.byteCount, count: length)
      if scan.isMasked, unmasks { Mask.apply(scan.maskKey, to: payload) }
      batch.append(
        FrameEvent(
          header: scan.header, direction: .received, flags: .afterClose, fragmentIndex: 0, time: now,
          payload: UnsafeRawBufferPointer(payload)))
      used += scan.byteCount + length
      parsed += 1
      if options.granularity == .frames || scan.opcode.isControl || scan.isFinal { demand -= 1 }
    }
    return .starved(needs: 0)
  }
}
