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

  /// Encrypted bytes that wait for the socket (256 KiB); above, nothing more is read, because reading makes answers: a
  /// peer that asks for new keys without end and reads nothing must not fill our memory.
  private static let outputLimit = 256 * 1024

  // Properties lie in memory in this order: what each event touches comes first.

  public let loop: EventLoop
  /// A delegate that events reach without a weak load, which would cost as much as all else here.
  private var kept: (any ByteStreamDelegate)?
  let descriptor: Int32
  /// False at first. Off, nothing is read and TCP pushes back on the peer.
  public var isReadingEnabled = false {
    didSet {
      guard isReadingEnabled != oldValue, !isClosed, !isReadEnded else { return }
      // Switching off waits for the next event: a reader that stops and goes on per message costs no system call.
      if isReadingEnabled {
        isBetweenOwners = false
        resumeReading()
      }
    }
  }
  private var registered: IOInterest = []
  private var isWriteWanted = false
  private var writing = Writing.open
  private var isReadEnded = false
  private var isReadHeldBack = false
  private var isRepeatQueued = false
  private var isBetweenOwners = false
  private var watch: Watch?
  /// The innermost TLS; nil: plain.
  var layer: TLSLayer?
  /// Under way in the innermost layer.
  var handshake: Handshake?
  /// Handed back by one reader for the next.
  private var handedBack: ArraySlice<UInt8> = []
  private weak var visitor: (any ByteStreamDelegate)?

  public let peerName: SocketAddress
  public let socketName: SocketAddress
  /// What was agreed with the target; nil where nothing was.
  public internal(set) var tls: TLSFacts?
  /// What was agreed with a proxy on the way.
  public internal(set) var proxyTLS: TLSFacts?

  /// Takes over the descriptor.
  init(_ descriptor: Int32, peerName: SocketAddress, on loop: EventLoop) throws(LoopError) {
    self.descriptor = descriptor
    self.loop = loop
    self.peerName = peerName
    socketName = Socket.localName(descriptor) ?? .unix(path: "")
    watch = try loop.watch(descriptor, for: [], by: self)
  }

  public var isClosed: Bool { watch == nil }

  /// Makes it the delegate, and lets it live until the stream closes. `count`: the first bytes of it that each event touches;
  /// it has so many at least.
  public func keep(_ delegate: any ByteStreamDelegate, touching count: Int = 0) {
    self.delegate = nil
    guard let watch else { return }
    kept = delegate
    let address = Unmanaged.passUnretained(delegate as AnyObject).toOpaque()
    loop.tell(watch, touches: UnsafeRawBufferPointer(start: address, count: count))
  }

  /// Not kept by the stream, unless it was given to `keep`.
  public var delegate: (any ByteStreamDelegate)? {
    get { kept ?? visitor }
    set {
      if kept != nil, let watch {
        loop.tell(watch, touches: UnsafeRawBufferPointer(start: nil, count: 0))
        kept = nil
      }
      visitor = newValue
      isBetweenOwners = false
    }
  }

  private func resumeReading() {
    guard !isReadHeldBack else { return }
    register(registered.union(.readable))
    if layer?.hasBufferedInput == true || !handedBack.isEmpty { queueRepeat() }
  }

  // MARK: Reading

  /// At most one receive from the socket. The buffer may be `loop.readBuffer`, and must not be empty.
  public func read(into buffer: UnsafeMutableRawBufferPointer) -> ReadResult {
    guard !isClosed else { return .failed(.closed) }
    guard handshake == nil else { return .wouldBlock }
    if !handedBack.isEmpty { return readHandedBack(into: buffer) }
    let result =
      layer.map { readSecurely($0, into: buffer) }
      ?? ReadResult(received: Socket.receive(descriptor, into: buffer))
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
    waitForOwner()
  }

  /// Until somebody becomes the delegate or switches reading on, the stream does not close itself.
  func waitForOwner() {
    isReadingEnabled = false
    isBetweenOwners = true
    register(registered.subtracting(.readable))
  }

  /// What was handed back and not read.
  func takeHandedBack() -> [UInt8] {
    defer { handedBack = [] }
    return Array(handedBack)
  }

  private func readHandedBack(into buffer: UnsafeMutableRawBufferPointer) -> ReadResult {
    let count = min(buffer.count, handedBack.count)
    buffer.copyBytes(from: handedBack.prefix(count))
    handedBack = handedBack.dropFirst(count)
    if !handedBack.isEmpty || layer?.hasBufferedInput == true { queueRepeat() }
    return .bytes(count)
  }

  private func readSecurely(_ layer: TLSLayer, into buffer: UnsafeMutableRawBufferPointer) -> ReadResult {
    let result = layer.read(into: buffer)
    if layer.hasBufferedInput { queueRepeat() }
    // Reading makes output too: alerts, answers to key updates.
    if layer.hasOutput, case .blocked = layer.flush() {
      wantWrite()
      if layer.outputCount > Self.outputLimit {
        isReadHeldBack = true
        register(registered.subtracting(.readable))
      }
    }
    return result
  }

  /// Bytes that TLS holds already make no event in epoll.
  private func queueRepeat() {
    guard !isRepeatQueued else { return }
    isRepeatQueued = true
    loop.execute { [weak self] in
      guard let self else { return }
      isRepeatQueued = false
      if isReadingEnabled, !isClosed, !isReadEnded, !isReadHeldBack { delegate?.streamIsReadable() }
    }
  }

  // MARK: Writing

  /// A short or blocked write is followed by `streamIsWritable`.
  public func write(_ bytes: UnsafeRawBufferPointer) -> WriteResult {
    // Nothing of the application's before the peer is known: during a handshake there is no stream to write to.
    guard !isClosed, writing == .open, handshake == nil else { return .failed(.closed) }
    guard !bytes.isEmpty else { return .wrote(0) }
    let result = layer.map { $0.write(bytes) } ?? WriteResult(sent: Socket.send(descriptor, bytes))
    switch result {
    case .wrote(bytes.count) where layer?.hasOutput != true: break
    case .wrote, .wouldBlock: wantWrite()
    case .failed: break
    }
    return result
  }

  func wantWrite() {
    isWriteWanted = true
    register(registered.union(.writable))
  }

  // MARK: Ending

  /// Ends our side: close_notify, then FIN, after what was written. Reading goes on.
  public func closeWrite() {
    guard !isClosed, writing == .open else { return }
    writing = .ending
    layer?.shutDown()
    finishWriting()
  }

  private func finishWriting() {
    if let layer, case .blocked = layer.flush() { return wantWrite() }
    writing = .ended
    Socket.endWriting(descriptor)
  }

  /// Closes both ways; what the kernel has is still delivered.
  public func close() {
    guard !isClosed else { return }
    if let layer, writing == .open {
      layer.shutDown()
      _ = layer.flush()
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
    handshake = nil
    let kept = kept
    self.kept = nil
    defer { withExtendedLifetime(kept) {} }
    loop.unwatch(watch)
    Socket.close(descriptor)
  }

  // MARK: Events

  public func ready(_ events: IOEvents) {
    if handshake != nil {
      writeIsDone()
      return advance()
    }
    let reader = delegate
    guard reader != nil || isBetweenOwners else { return close() }
    if isReadingEnabled, !events.isDisjoint(with: [.readable, .hangup, .error]) {
      reader?.streamIsReadable()
    } else if !isReadingEnabled {
      register(registered.subtracting(.readable))
    }
    guard !isClosed, isWriteWanted, !events.isDisjoint(with: [.writable, .hangup, .error]) else { return }
    writeIsDone()
    if writing == .ending { return finishWriting() }
    if let layer, case .blocked = layer.flush() { return wantWrite() }
    if isReadHeldBack {
      isReadHeldBack = false
      if isReadingEnabled, !isReadEnded { resumeReading() }
    }
    if writing == .open { delegate?.streamIsWritable() }
  }

  private func writeIsDone() {
    isWriteWanted = false
    register(registered.subtracting(.writable))
  }

  func wantRead() { register(registered.union(.readable)) }

  private func register(_ interest: IOInterest) {
    guard let watch, interest != registered else { return }
    registered = interest
    loop.change(watch, to: interest)
  }
}
