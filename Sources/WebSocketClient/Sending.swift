import Loop
public import WebSocketCore

/// A whole message, a control frame or a fragment to send. Close frames go through `close`.
public enum OutgoingMessage: Sendable {
  /// Up to `Limits.frame` bytes of UTF-8 (16 MiB by the standard); longer ones go as fragments.
  case text(String)
  /// Up to `Limits.frame` bytes.
  case binary([UInt8])
  /// At most 125 bytes. How long its pong took stands in `roundTrips`.
  case ping([UInt8] = [])
  /// At most 125 bytes. Pings are answered by themselves; this one is unasked for (RFC 6455 section 5.5.3).
  case pong([UInt8] = [])
  /// One fragment of a message: `.text` or `.binary` opens it, `.continuation` goes on (RFC 6455 section 5.4).
  case fragment(Opcode, [UInt8], isFinal: Bool)
}

extension WebSocketConnection {
  /// Frames and masks the message and gives it to the socket; waits while over 1 MiB is queued. It throws before a byte
  /// is sent: `.notConnected`, `.ended`, `.queueFull`, or the rule of RFC 6455 that does not allow it.
  public func send(
    _ message: OutgoingMessage, compression: MessageCompression = .automatic
  ) async throws(SendRefusal) {
    try post(message, compression: compression)
    while core.outputCount > ConnectionOptions.sendHighWater, isOpen {
      await withCheckedContinuation { drainWaiters.append($0) }
    }
  }

  /// As `send`, without waiting: for owners, from inside `delivered`.
  public func post(
    _ message: OutgoingMessage, compression: MessageCompression = .automatic
  ) throws(SendRefusal) {
    switch message {
    case .text(let text): try post(.text, Array(text.utf8), compression)
    case .binary(let bytes): try post(.binary, bytes, compression)
    case .ping(let bytes): try post(.ping, bytes, compression)
    case .pong(let bytes): try post(.pong, bytes, compression)
    case .fragment(let opcode, let bytes, let isFinal):
      try post(opcode, bytes, isFinal: isFinal, compression)
    }
  }

  private func post(
    _ opcode: Opcode, _ bytes: [UInt8], isFinal: Bool = true, _ compression: MessageCompression
  ) throws(SendRefusal) {
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(SendRefusal) in
        try post(opcode, bytes, isFinal: isFinal, compression: compression)
      }
    }
    try result.get()
  }

  /// One frame from the caller's bytes, copied once: masked, into the output.
  public func post(
    _ opcode: Opcode, _ payload: UnsafeRawBufferPointer, isFinal: Bool = true,
    compression: MessageCompression = .automatic
  ) throws(SendRefusal) {
    switch state {
    case .open, .closing: break
    case .idle, .connecting, .failed: throw .notConnected
    case .ended: throw .ended
    }
    guard core.outputCount + payload.count <= options.sendQueue else {
      throw .queueFull(limit: options.sendQueue)
    }
    try frame(opcode, payload, isFinal: isFinal, compression: compression)
  }

  /// Into the output, to the owner, and to the socket as far as it goes.
  func frame(
    _ opcode: Opcode, _ payload: UnsafeRawBufferPointer, isFinal: Bool, compression: MessageCompression
  ) throws(SendRefusal) {
    let now = loop.now()
    var random = shared.random
    var batch = shared.take()
    var fault: SendError?
    do throws(SendError) {
      try core.send(
        opcode, payload, isFinal: isFinal, compression: compression, at: now, random: &random,
        into: &batch)
      if opcode == .ping { pings.sent(Array(payload), at: now) }
    } catch {
      fault = error
    }
    report(&batch)
    shared.put(batch)
    if let fault { throw .rule(fault) }
    flush()
  }
}
