/// What the protocol does by itself: pongs, Close frames, and the account of how it ended.
extension WebSocketProtocol {
  /// RFC 6455 section 5.5.2. No pong after our Close frame; and to a peer that doesn't read, only the newest.
  mutating func answerPing(
    _ payload: UnsafeRawBufferPointer, at now: UInt64, random: inout some RandomNumberGenerator,
    into batch: inout FrameBatch
  ) {
    guard options.automaticPong, phase.maySend else { return }
    guard output.count > Self.pongHighWater else {
      hasPendingPong = false
      write(0x8A, payload, flags: .automatic, fragmentIndex: 0, at: now, random: &random, into: &batch)
      return
    }
    pendingPong.consume(pendingPong.count)
    pendingPong.forgetAddresses()
    pendingPong.append(payload)
    hasPendingPong = true
  }

  mutating func writePendingPong(
    at now: UInt64, random: inout some RandomNumberGenerator, into batch: inout FrameBatch
  ) {
    hasPendingPong = false
    let payload = UnsafeRawBufferPointer(pendingPong.bytes)
    write(0x8A, payload, flags: .automatic, fragmentIndex: 0, at: now, random: &random, into: &batch)
  }

  /// The peer's Close frame, found valid: answered with its code where it is the first (section 5.5.1).
  mutating func peerClosed(
    _ payload: UnsafeRawBufferPointer, at now: UInt64, random: inout some RandomNumberGenerator,
    into batch: inout FrameBatch
  ) {
    var received = Closure.Status(code: .noStatus)
    if payload.count >= 2 {
      received.code = CloseCode(rawValue: UInt16(payload[0]) << 8 | UInt16(payload[1]))
      received.reason = Array(payload[2...])
    }
    let isReply: Bool
    let sent: Closure.Status
    if case .closeSent(let ours) = phase {
      (isReply, sent) = (true, ours)
    } else {
      (isReply, sent) = (false, Closure.Status(code: received.code))
      writeClose(payload.isEmpty ? nil : sent, flags: .automatic, at: now, random: &random, into: &batch)
    }
    let closure = Closure(
      status: received, initiator: isReply ? .us : .peer, isClean: true, sent: sent, received: received)
    phase = .closed(closure)
    intake = .framesAfterClose
  }

  /// Fails the connection (section 7.1.7): one Close frame if none is out yet, and nothing is read any more.
  mutating func fail(
    _ error: ProtocolError, at now: UInt64, random: inout some RandomNumberGenerator,
    into batch: inout FrameBatch
  ) {
    let sent: Closure.Status
    if case .closeSent(let ours) = phase {
      sent = ours
    } else {
      sent = Closure.Status(code: error.closeCode, reason: error.closeReason)
      writeClose(sent, flags: .automatic, at: now, random: &random, into: &batch)
    }
    phase = .closed(
      Closure(
        status: Closure.Status(code: .abnormal), initiator: .us, isClean: false, sent: sent, violation: error)
    )
    intake = .nothing
  }

  /// The stream ended. A clean end stays what it was (section 7.1.5).
  mutating func endedWithoutClose() {
    let abnormal = Closure.Status(code: .abnormal)
    switch phase {
    case .open: phase = .closed(Closure(status: abnormal, initiator: .nobody, isClean: false))
    case .closeSent(let sent):
      phase = .closed(Closure(status: abnormal, initiator: .us, isClean: false, sent: sent))
    case .closed: break
    }
  }

  mutating func writeClose(
    _ status: Closure.Status?, flags: FrameFlags, at now: UInt64, random: inout some RandomNumberGenerator,
    into batch: inout FrameBatch
  ) {
    // A pong after a Close frame would be void.
    if hasPendingPong { writePendingPong(at: now, random: &random, into: &batch) }
    if let status {
      let code = status.code.rawValue
      withUnsafeBytes(of: code.bigEndian) { closePayload.append($0) }
      status.reason.withUnsafeBytes { closePayload.append($0) }
    }
    let payload = UnsafeRawBufferPointer(closePayload.bytes)
    write(0x88, payload, flags: flags, fragmentIndex: 0, at: now, random: &random, into: &batch)
  }

  /// Frames a payload that was found good: header, mask and all, into the output, with its event.
  mutating func write(
    _ firstByte: UInt8, _ payload: UnsafeRawBufferPointer, shown: UnsafeRawBufferPointer? = nil,
    flags: FrameFlags, fragmentIndex: UInt32, at now: UInt64, random: inout some RandomNumberGenerator,
    into batch: inout FrameBatch
  ) {
    // Fresh and unpredictable for each frame (sections 5.3 and 10.3).
    let maskKey: UInt32? = role.masksWhatItSends ? UInt32(truncatingIfNeeded: random.next()) : nil
    let header = frame(firstByte, payload, maskKey: maskKey)
    batch.append(
      FrameEvent(
        header: header, direction: .sent, flags: flags, fragmentIndex: fragmentIndex, time: now,
        payload: shown ?? payload))
  }

  /// Section 5.2, with the length in its shortest form.
  private mutating func frame(
    _ firstByte: UInt8, _ payload: UnsafeRawBufferPointer, maskKey: UInt32?
  ) -> FrameHeader {
    let length = payload.count
    let maskBit: UInt8 = maskKey == nil ? 0 : 0x80
    let room = output.reserve(14 + length)
    room.storeBytes(of: firstByte, as: UInt8.self)
    var size = 2
    if length <= 125 {
      room.storeBytes(of: UInt8(truncatingIfNeeded: length) | maskBit, toByteOffset: 1, as: UInt8.self)
    } else if length <= 0xFFFF {
      room.storeBytes(of: 126 | maskBit, toByteOffset: 1, as: UInt8.self)
      room.storeBytes(of: UInt16(truncatingIfNeeded: length).bigEndian, toByteOffset: 2, as: UInt16.self)
      size = 4
    } else {
      room.storeBytes(of: 127 | maskBit, toByteOffset: 1, as: UInt8.self)
      room.storeBytes(of: UInt64(length).bigEndian, toByteOffset: 2, as: UInt64.self)
      size = 10
    }
    if let maskKey {
      room.storeBytes(of: maskKey.littleEndian, toByteOffset: size, as: UInt32.self)
      size += 4
    }
    if let source = payload.baseAddress {
      if let maskKey {
        Mask.copy(source, to: room + size, count: length, key: maskKey)
      } else {
        (room + size).copyMemory(from: source, byteCount: length)
      }
    }
    output.commit(size + length)
    return FrameHeader(
      firstByte: firstByte, byteCount: UInt8(truncatingIfNeeded: size), isMasked: maskKey != nil,
      maskKey: maskKey ?? 0, payloadLength: length)
  }
}
