/// One TLS session of a stream and the way its encrypted bytes take: the socket, or a proxy's TLS beneath it.
///
/// A class because it is shared with the layer that goes through it. On the loop only.
final class TLSLayer {
  enum Flushed {
    case all
    case blocked
    case failed(StreamError)
  }

  private enum Path {
    /// The buffer is the loop's.
    case socket(Int32, UnsafeMutableRawBufferPointer)
    /// The buffer is this layer's own, because the one beneath uses the loop's.
    case layer(TLSLayer, UnsafeMutableRawBufferPointer)
  }

  /// Two records of the layer beneath at a time.
  private static let innerBufferSize = 32 * 1024

  let session: TLSSession
  private let path: Path

  init(_ session: TLSSession, over descriptor: Int32, _ wireBuffer: UnsafeMutableRawBufferPointer) {
    self.session = session
    path = .socket(descriptor, wireBuffer)
  }

  init(_ session: TLSSession, inside beneath: TLSLayer) {
    self.session = session
    path = .layer(beneath, .allocate(byteCount: Self.innerBufferSize, alignment: 16))
  }

  deinit { if case .layer(_, let buffer) = path { buffer.deallocate() } }

  /// The proxy's TLS that this goes through.
  var beneath: TLSLayer? {
    if case .layer(let beneath, _) = path { beneath } else { nil }
  }

  /// Encrypted bytes that the socket has not taken yet.
  var outputCount: Int { session.outputCount + (beneath?.outputCount ?? 0) }
  var hasOutput: Bool { outputCount > 0 }
  /// `read` may give more without an event of the socket.
  var hasBufferedInput: Bool { session.hasBufferedInput || beneath?.hasBufferedInput == true }

  /// At most one receive from the socket.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> ReadResult {
    let result = session.read(into: buffer)
    guard case .wouldBlock = result else { return result }
    switch receive() {
    case .bytes:
      defer { session.keepInput() }
      return session.read(into: buffer)
    case .end: return .end(truncated: true)
    case let other: return other
    }
  }

  /// Gives the session what has come, at most one receive from the socket. It must be read, and then kept, before the
  /// next.
  func receive() -> ReadResult {
    let result: ReadResult
    let input: UnsafeMutableRawBufferPointer
    switch path {
    case .socket(let descriptor, let buffer):
      input = buffer
      result = ReadResult(received: Socket.receive(descriptor, into: buffer))
    case .layer(let beneath, let buffer):
      input = buffer
      result = beneath.read(into: buffer)
    }
    if case .bytes(let count) = result { session.give(UnsafeRawBufferPointer(rebasing: input[..<count])) }
    return result
  }

  /// Encrypts piece by piece, so that output stays bounded while the socket is full.
  func write(_ bytes: UnsafeRawBufferPointer) -> WriteResult {
    var taken = 0
    while true {
      switch flush() {
      case .failed(let failure): return .failed(failure)
      case .blocked: return taken > 0 ? .wrote(taken) : .wouldBlock
      case .all: break
      }
      guard taken < bytes.count else { return .wrote(taken) }
      let piece = bytes[taken..<min(bytes.count, taken + TLSSession.writeSize)]
      if let failure = session.write(UnsafeRawBufferPointer(rebasing: piece)) {
        return .failed(.tls(failure))
      }
      taken += piece.count
    }
  }

  /// Sends what TLS has made, as far as the socket takes it.
  func flush() -> Flushed {
    switch path {
    case .socket(let descriptor, _):
      while session.outputCount > 0 {
        let result = session.withOutput { WriteResult(sent: Socket.send(descriptor, $0)) }
        if let stop = sent(result) { return stop }
      }
      return .all
    case .layer(let beneath, _):
      while session.outputCount > 0 {
        if let stop = sent(session.withOutput { beneath.write($0) }) { return stop }
      }
      return beneath.flush()
    }
  }

  private func sent(_ result: WriteResult) -> Flushed? {
    switch result {
    case .wrote(let count):
      session.outputSent(count)
      return nil
    case .wouldBlock: return .blocked
    case .failed(let failure): return .failed(failure)
    }
  }

  /// Makes a close_notify in each layer, after what was written.
  func shutDown() {
    session.shutDown()
    guard let beneath else { return }
    // Past the bound of `write`, by at most one piece: what comes after the outer close_notify would be lost.
    while session.outputCount > 0 {
      let piece = session.withOutput { bytes in
        let piece = UnsafeRawBufferPointer(rebasing: bytes.prefix(TLSSession.writeSize))
        return beneath.session.write(piece) == nil ? piece.count : bytes.count
      }
      session.outputSent(piece)
    }
    beneath.shutDown()
  }
}
