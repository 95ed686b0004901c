internal import CLinux
internal import Glibc
public import Loop

/// What a stream tells its owner, on the loop's thread. The stream may be closed from inside both.
public protocol ByteStreamDelegate: AnyObject {
  /// `read` will give bytes, an end or a failure. Repeated while there is more, unless reading is disabled.
  func streamIsReadable()
  /// After a short write: there is room again.
  func streamIsWritable()
}

/// A connected socket, plain or through TLS, as bytes in and out without blocking.
///
/// A class because the loop calls it. `@unchecked Sendable`: it is touched on its loop's thread only. The loop keeps it
/// until `close` or `abort`; a stream whose delegate has gone closes itself at its next event.
public final class ByteStream: IOHandler, @unchecked Sendable {
  private enum Writing {
    case open
    /// FIN follows when what TLS has made is sent.
    case ending
    case ended
  }

  public let loop: EventLoop
  public let peerName: SocketAddress
  public let socketName: SocketAddress
  /// What was agreed with the target; nil where nothing was.
  public internal(set) var tls: TLSFacts?
  /// What was agreed with a proxy on the way.
  public internal(set) var proxyTLS: TLSFacts?
  public weak var delegate: (any ByteStreamDelegate)?

  private let descriptor: Int32
  private let session: TLSSession?
  private var watch: Watch?
  private var registered: IOInterest = []
  private var isWriteWanted = false
  private var writing = Writing.open
  private var isReadEnded = false
  private var isRepeatQueued = false
  /// Handed back by one reader for the next.
  private var handedBack: ArraySlice<UInt8> = []

  /// Takes over the descriptor (and a finished handshake).
  init(
    _ descriptor: Int32, peerName: SocketAddress, session: TLSSession?, on loop: EventLoop
  ) throws(LoopError) {
    self.descriptor = descriptor
    self.session = session
    self.loop = loop
    self.peerName = peerName
    socketName = Socket.localName(descriptor) ?? .unix(path: "")
    tls = session?.facts
    watch = try loop.watch(descriptor, for: [], by: self)
    // The last flight of the handshake may still be on its way.
    if let session { _ = flush(session) }
  }

  public var isClosed: Bool { watch == nil }

  /// False at first. Off, nothing is read and TCP pushes back on the peer.
  public var isReadingEnabled = false {
    didSet {
      guard isReadingEnabled != oldValue, !isClosed, !isReadEnded else { return }
      // Switching off waits for the next event: a reader that stops and goes on per message costs no system call.
      if isReadingEnabled {
        register(registered.union(.readable))
        if session?.hasBufferedInput == true || !handedBack.isEmpty { queueRepeat() }
      }
    }
  }

  // MARK: Reading

  /// At most one receive from the socket. The buffer may be `loop.readBuffer`, and must not be empty.
  public func read(into buffer: UnsafeMutableRawBufferPointer) -> ReadResult {
    guard !isClosed else { return .failed(.closed) }
    if !handedBack.isEmpty { return readHandedBack(into: buffer) }
    let result = session.map { readSecurely($0, into: buffer) } ?? readPlainly(into: buffer)
    switch result {
    case .bytes, .wouldBlock: break
    case .end, .failed:
      isReadEnded = true
      isReadingEnabled = false
      register(registered.subtracting(.readable))
    }
    return result
  }

  /// Ends one owner's reading before the next one's: `bytes` were read too far and come first then. Reading is off at
  /// once, so that no event meets a stream without delegate.
  func handBack(_ bytes: [UInt8]) {
    delegate = nil
    handedBack = bytes[...]
    isReadingEnabled = false
    register(registered.subtracting(.readable))
  }

  private func readHandedBack(into buffer: UnsafeMutableRawBufferPointer) -> ReadResult {
    let count = min(buffer.count, handedBack.count)
    buffer.copyBytes(from: handedBack.prefix(count))
    handedBack = handedBack.dropFirst(count)
    if !handedBack.isEmpty || session?.hasBufferedInput == true { queueRepeat() }
    return .bytes(count)
  }

  private func readPlainly(into buffer: UnsafeMutableRawBufferPointer) -> ReadResult {
    let count = Socket.receive(descriptor, into: buffer)
    if count > 0 { return .bytes(count) }
    if count == 0 { return .end(truncated: false) }
    return count == -Int(EAGAIN) ? .wouldBlock : .failed(.system(errno: Int32(-count)))
  }

  private func readSecurely(
    _ session: TLSSession, into buffer: UnsafeMutableRawBufferPointer
  ) -> ReadResult {
    var result = session.read(into: buffer)
    if case .wouldBlock = result {
      let count = Socket.receive(descriptor, into: loop.wireBuffer)
      if count > 0 {
        session.give(UnsafeRawBufferPointer(rebasing: loop.wireBuffer[..<count]))
        result = session.read(into: buffer)
        session.keepInput()
      } else if count == 0 {
        result = .end(truncated: true)
      } else if count != -Int(EAGAIN) {
        result = .failed(.system(errno: Int32(-count)))
      }
    }
    if session.hasBufferedInput { queueRepeat() }
    // Reading makes output too: alerts, answers to key updates.
    if session.hasOutput { _ = flush(session) }
    return result
  }

  /// Bytes that TLS holds already make no event in epoll.
  private func queueRepeat() {
    guard !isRepeatQueued else { return }
    isRepeatQueued = true
    loop.execute { [weak self] in
      guard let self else { return }
      isRepeatQueued = false
      if isReadingEnabled, !isClosed, !isReadEnded { delegate?.streamIsReadable() }
    }
  }

  // MARK: Writing

  /// A short or blocked write is followed by `streamIsWritable`.
  public func write(_ bytes: UnsafeRawBufferPointer) -> WriteResult {
    guard !isClosed, writing == .open else { return .failed(.closed) }
    guard !bytes.isEmpty else { return .wrote(0) }
    if let session { return writeSecurely(session, bytes) }
    let count = Socket.send(descriptor, bytes)
    if count == bytes.count { return .wrote(count) }
    if count < 0, count != -Int(EAGAIN) { return .failed(.system(errno: Int32(-count))) }
    wantWrite()
    return count > 0 ? .wrote(count) : .wouldBlock
  }

  private func writeSecurely(_ session: TLSSession, _ bytes: UnsafeRawBufferPointer) -> WriteResult {
    var taken = 0
    while true {
      if let failure = flush(session) { return .failed(failure) }
      if session.hasOutput { return taken > 0 ? .wrote(taken) : .wouldBlock }
      guard taken < bytes.count else { return .wrote(taken) }
      let piece = bytes[taken..<min(bytes.count, taken + TLSSession.writeSize)]
      if let failure = session.write(UnsafeRawBufferPointer(rebasing: piece)) {
        return .failed(.tls(failure))
      }
      taken += piece.count
    }
  }

  /// Sends what TLS has made, as far as the socket takes it.
  private func flush(_ session: TLSSession) -> StreamError? {
    while session.hasOutput {
      let count = session.withOutput { Socket.send(descriptor, $0) }
      if count > 0 {
        session.outputSent(count)
      } else if count == -Int(EAGAIN) {
        wantWrite()
        return nil
      } else {
        return .system(errno: Int32(-count))
      }
    }
    return nil
  }

  private func wantWrite() {
    isWriteWanted = true
    register(registered.union(.writable))
  }

  // MARK: Ending

  /// Ends our side: close_notify, then FIN, after what was written. Reading goes on.
  public func closeWrite() {
    guard !isClosed, writing == .open else { return }
    writing = .ending
    session?.shutDown()
    finishWriting()
  }

  private func finishWriting() {
    if let session, flush(session) == nil, session.hasOutput { return }
    writing = .ended
    Socket.endWriting(descriptor)
  }

  /// Closes both ways; what the kernel has is still delivered.
  public func close() {
    guard !isClosed else { return }
    if let session, writing == .open {
      session.shutDown()
      _ = flush(session)
    }
    closeWithoutNotify()
  }

  /// Closes with RST; nothing more is delivered.
  public func abort() {
    guard !isClosed else { return }
    Socket.resetOnClose(descriptor)
    closeWithoutNotify()
  }

  /// What a peer sees as truncated inside TLS.
  func closeWithoutNotify() {
    guard let watch else { return }
    self.watch = nil
    loop.unwatch(watch)
    Socket.close(descriptor)
  }

  // MARK: Events

  public func ready(_ events: IOEvents) {
    guard let delegate else { return close() }
    if isReadingEnabled, !events.isDisjoint(with: [.readable, .hangup, .error]) {
      delegate.streamIsReadable()
    } else if !isReadingEnabled {
      register(registered.subtracting(.readable))
    }
    guard !isClosed, isWriteWanted, !events.isDisjoint(with: [.writable, .hangup, .error]) else { return }
    isWriteWanted = false
    register(registered.subtracting(.writable))
    if writing == .ending { return finishWriting() }
    if let session, flush(session) == nil, session.hasOutput { return }
    if writing == .open { delegate.streamIsWritable() }
  }

  private func register(_ interest: IOInterest) {
    guard let watch, interest != registered else { return }
    registered = interest
    loop.change(watch, to: interest)
  }
}
