extension WebSocketProtocol {
  /// Frames `payload`: data, with `.continuation` for what follows a non-final frame, or a ping or pong.
  ///
  /// Text is checked over its fragments, and nothing is written where a check fails. The event's payload is the
  /// caller's, also where it travels compressed. `compression` counts where a message begins. Does not wait: the owner
  /// looks at `outputCount` and keeps its own limit.
  public mutating func send(
    _ opcode: Opcode, _ payload: UnsafeRawBufferPointer, isFinal: Bool = true,
    compression: MessageCompression = .automatic, at now: UInt64,
    random: inout some RandomNumberGenerator, into batch: inout FrameBatch
  ) throws(SendError) {
    try requireOpen()
    if opcode.isControl {
      guard opcode == .ping || opcode == .pong else { throw .opcodeForbidden(opcode) }
      guard isFinal else { throw .fragmentedControl(opcode) }
      guard payload.count <= 125 else { throw .controlTooLong(length: payload.count) }
      write(
        opcode.rawValue | 0x80, payload, flags: [], fragmentIndex: 0, at: now, random: &random, into: &batch)
      return
    }
    guard opcode.isData else { throw .opcodeForbidden(opcode) }
    guard payload.count <= options.limits.frame else {
      throw .frameTooLong(length: payload.count, limit: options.limits.frame)
    }
    let startsMessage = opcode != .continuation
    let isCompressed =
      startsMessage ? compresses(payload, isFinal: isFinal, compression) : outgoing.isCompressed
    let (flags, index) = try account(opcode, payload, isFinal: isFinal, isCompressed: isCompressed)
    let firstByte = opcode.rawValue | (isFinal ? 0x80 : 0)
    guard isCompressed, deflated(payload, isFinal: isFinal) else {
      write(firstByte, payload, flags: flags, fragmentIndex: index, at: now, random: &random, into: &batch)
      return
    }
    write(
      firstByte | (startsMessage ? 0x40 : 0), UnsafeRawBufferPointer(deflated.bytes), shown: payload,
      flags: flags, fragmentIndex: index, at: now, random: &random, into: &batch)
    deflated.consume(deflated.count)
    deflated.forgetAddresses()
  }

  /// Starts the closing handshake (RFC 6455 section 7.1.2); nil sends a Close frame without a code. Messages of the
  /// peer are delivered until its own Close frame comes. The time to wait for that is the owner's to choose.
  public mutating func close(
    _ status: Closure.Status?, at now: UInt64, random: inout some RandomNumberGenerator,
    into batch: inout FrameBatch
  ) throws(SendError) {
    try requireOpen()
    if let status {
      guard status.code.mayTravel else { throw .codeForbidden(status.code) }
      guard status.reason.count <= 123 else { throw .reasonTooLong(length: status.reason.count) }
      if let offset = Self.firstFault(in: status.reason) { throw .notUTF8(offset: offset) }
    }
    writeClose(status, flags: [], at: now, random: &random, into: &batch)
    phase = .closeSent(status ?? Closure.Status(code: .noStatus))
  }

  /// Bytes that wait to be written.
  public var outputCount: Int { output.count }

  /// Lends the bytes that wait to be written.
  public func withOutput<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try body(UnsafeRawBufferPointer(output.bytes))
  }

  /// The first `count` of them are written.
  public mutating func outputWritten(_ count: Int) {
    output.consume(count)
    output.forgetAddresses()
  }

  /// Frames the pong that was kept back while too much output waited. To be called after `outputWritten`.
  public mutating func flushPendingPong(
    at now: UInt64, random: inout some RandomNumberGenerator, into batch: inout FrameBatch
  ) {
    guard hasPendingPong, output.count <= Self.pongHighWater else { return }
    writePendingPong(at: now, random: &random, into: &batch)
  }

  /// RFC 7692 section 6: an endpoint may send any message as it is.
  private func compresses(
    _ payload: UnsafeRawBufferPointer, isFinal: Bool, _ compression: MessageCompression
  ) -> Bool {
    guard deflater != nil else { return false }
    return switch compression {
    case .never: false
    case .always: true
    case .automatic: !isFinal || payload.count >= MessageCompression.threshold
    }
  }

  /// Leaves the frame's compressed bytes in `deflated`.
  private mutating func deflated(_ payload: UnsafeRawBufferPointer, isFinal: Bool) -> Bool {
    guard deflater?.deflate(payload, isFinal: isFinal, into: &deflated) == true else {
      // No memory for it, which shows at a message's first frame: the others travel as that one does.
      outgoing.isCompressed = false
      return false
    }
    if isFinal, !keepsContext { deflater?.reset() }
    return true
  }

  private var keepsContext: Bool {
    guard let agreed = options.compression else { return true }
    return role == .client ? !agreed.clientNoContextTakeover : !agreed.serverNoContextTakeover
  }

  /// The rules for our own fragments (RFC 6455 section 5.4) and our own text. Changes nothing where it throws.
  private mutating func account(
    _ opcode: Opcode, _ payload: UnsafeRawBufferPointer, isFinal: Bool, isCompressed: Bool
  ) throws(SendError) -> (FrameFlags, UInt32) {
    var message = outgoing
    if opcode == .continuation {
      guard message.isOpen else { throw .unexpectedContinuation }
    } else {
      guard !message.isOpen else { throw .expectedContinuation }
      message = MessageUnderway()
      message.opcode = opcode
      message.isCompressed = isCompressed
    }
    if message.opcode == .text {
      if let offset = message.text.consume(payload) { throw .notUTF8(offset: offset) }
      if isFinal, !message.text.isComplete { throw .notUTF8(offset: payload.count) }
    }
    if isFinal, opcode != .continuation { return (.endsMessage, 0) }
    message.fragments &+= 1
    outgoing = isFinal ? MessageUnderway() : message
    return (isFinal ? [.fragment, .endsMessage] : .fragment, message.fragments)
  }

  private func requireOpen() throws(SendError) {
    switch phase {
    case .open: return
    case .closeSent: throw .closing
    case .closed: throw .notOpen
    }
  }

  private static func firstFault(in text: [UInt8]) -> Int? {
    var validator = UTF8Validator()
    if let offset = text.withUnsafeBytes({ validator.consume($0) }) { return offset }
    return validator.isComplete ? nil : text.count
  }
}
