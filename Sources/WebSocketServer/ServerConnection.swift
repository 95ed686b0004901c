public import Loop
public import Transport
public import WebSocketCore

/// The server's end of one WebSocket after its handshake.
///
/// A class because the stream calls it. `@unchecked Sendable`: it is touched on its loop's thread only.
public final class ServerConnection: ByteStreamDelegate, @unchecked Sendable {
  /// Bytes of output that are written at once, not at the end of the loop's turn.
  private static let promptSize = 64 << 10
  /// Messages that are parsed before output and the handler's wishes are looked at.
  private static let messagesPerStep = 256

  public let request: ServerRequest
  public var loop: EventLoop { stream.loop }
  public var peerName: SocketAddress { stream.peerName }

  private let stream: ByteStream
  private let handler: any ConnectionHandler
  private let options: ServerOptions
  private let gone: (ServerConnection) -> Void
  private var websocket: WebSocketProtocol
  private var random = SecureRandom()
  private var received = FrameBatch()
  private var sent = FrameBatch()
  private var isFlushQueued = false
  private var hasFinished = false
  private var hasSaidClosed = false
  private var inputHasEnded = false
  private var isLingering = false
  private var owesDrained = false
  private var closeTimer: TimerID?

  init(
    _ stream: ByteStream, _ request: ServerRequest, _ handler: any ConnectionHandler,
    _ compression: DeflateAgreement?, _ options: ServerOptions,
    gone: @escaping (ServerConnection) -> Void
  ) {
    self.stream = stream
    self.request = request
    self.handler = handler
    self.options = options
    self.gone = gone
    var protocolOptions = options.protocolOptions
    protocolOptions.compression = compression
    websocket = .open(as: .server, options: protocolOptions)
  }

  // MARK: API (on the loop)

  public var maySend: Bool { websocket.phase.maySend && !hasFinished }
  /// Bytes that wait for the socket.
  public var waitingByteCount: Int { websocket.outputCount }
  /// Much output waits; the handler should send on in `drained` only.
  public var isBlocked: Bool {
    guard websocket.outputCount > options.highWater else { return false }
    owesDrained = true
    return true
  }

  /// Asks for `drained`: at the loop's next turn, or when little output waits.
  public func wantsDrained() {
    owesDrained = true
    queueFlush()
  }

  /// True, no frame is delivered and TCP pushes back on the client.
  public var isReadingPaused = false {
    didSet { if oldValue, !isReadingPaused { queueFlush() } }
  }

  public func send(
    _ opcode: Opcode, _ payload: UnsafeRawBufferPointer, isFinal: Bool = true
  ) throws(SendError) {
    defer { sent.removeAll() }
    try websocket.send(opcode, payload, isFinal: isFinal, at: loop.now(), random: &random, into: &sent)
    written()
  }

  public func send(_ text: String) throws(SendError) {
    var text = text
    let result = text.withUTF8 { bytes in
      Result { () throws(SendError) in try send(.text, UnsafeRawBufferPointer(bytes)) }
    }
    try result.get()
  }

  /// Starts the closing handshake; `nil` sends no code. Ends by itself when the client does not answer in time.
  public func close(_ status: Closure.Status?) throws(SendError) {
    defer { sent.removeAll() }
    try websocket.close(status, at: loop.now(), random: &random, into: &sent)
    startCloseTimer()
    written()
  }

  /// Ends TCP with a reset.
  public func abort() {
    stream.abort()
    finish()
  }

  // MARK: Life

  /// `first` are bytes that came with the handshake's request.
  func begin(_ first: [UInt8]) {
    stream.delegate = self
    handler.opened(self)
    guard !hasFinished else { return }
    var first = first
    first.withUnsafeMutableBytes { take($0) }
    settle()
  }

  /// Says goodbye, because the server stops.
  func goAway() {
    do throws(SendError) {
      try close(Closure.Status(code: .goingAway))
      flush()
    } catch {
      // Closing already, or over: it ends by itself.
    }
  }

  public func streamIsReadable() {
    switch stream.read(into: loop.readBuffer) {
    case .bytes(let count):
      take(UnsafeMutableRawBufferPointer(rebasing: loop.readBuffer[..<count]))
    case .wouldBlock:
      return
    case .end:
      websocket.inputEnded(at: loop.now(), into: &received)
      deliver()
      inputHasEnded = true
    case .failed:
      return finish()
    }
    settle()
  }

  public func streamIsWritable() { settle() }

  // MARK: Input

  private var mayTake: Bool {
    !isReadingPaused && !hasFinished && websocket.outputCount <= options.highWater
  }

  private func take(_ input: UnsafeMutableRawBufferPointer) {
    var demand = mayTake ? Self.messagesPerStep : 0
    websocket.receive(input, at: loop.now(), demand: &demand, random: &random, into: &received)
    deliver()
    takeUnparsed()
    websocket.keepUnparsed()
  }

  /// Goes on with frames that came and were not wanted yet.
  private func takeUnparsed() {
    while websocket.hasUnparsed, mayTake {
      var demand = Self.messagesPerStep
      websocket.resume(at: loop.now(), demand: &demand, random: &random, into: &received)
      deliver()
    }
  }

  private func deliver() {
    guard !received.isEmpty else { return }
    // The handler may make this connection receive again.
    var batch = FrameBatch()
    swap(&batch, &received)
    for event in batch.events
    where event.direction == .received && !event.flags.contains(.afterClose) && !hasFinished {
      handler.received(event, on: self)
    }
    batch.removeAll()
    received = batch
  }

  // MARK: Output

  private func written() {
    if websocket.outputCount >= Self.promptSize { flush() } else { queueFlush() }
  }

  /// Frames that are sent in one turn of the loop leave in one write.
  private func queueFlush() {
    guard !isFlushQueued else { return }
    isFlushQueued = true
    loop.execute { [self] in
      isFlushQueued = false
      settle()
    }
  }

  /// False where the stream has failed.
  @discardableResult
  private func flush() -> Bool {
    while websocket.outputCount > 0 {
      switch websocket.withOutput({ stream.write($0) }) {
      case .wrote(let count): websocket.outputWritten(count)
      case .wouldBlock: return true
      case .failed: return false
      }
    }
    websocket.flushPendingPong(at: loop.now(), random: &random, into: &sent)
    sent.removeAll()
    return true
  }

  /// Brings everything in line after something has happened: output, input that waits, the end.
  private func settle() {
    guard !hasFinished else { return }
    guard flush() else { return finish() }
    if owesDrained, websocket.outputCount <= options.highWater / 4 {
      owesDrained = false
      handler.drained(self)
    }
    takeUnparsed()
    guard !hasFinished else { return }
    if websocket.outputCount > 0, !flush() { return finish() }
    if websocket.outputCount == 0 {
      if inputHasEnded { return finish() }
      if websocket.closure != nil { return linger() }
    }
    stream.isReadingEnabled = mayTake
  }

  // MARK: End

  /// The WebSocket level is over. The server closes TCP first (RFC 6455 section 7.1.1), but input that nobody has read
  /// would turn that into a reset which can overtake our Close frame: so FIN first, and the rest is thrown away.
  private func linger() {
    guard !isLingering else { return }
    isLingering = true
    sayClosed()
    stream.closeWrite()
    startCloseTimer()
    stream.isReadingEnabled = true
  }

  private func startCloseTimer() {
    guard closeTimer == nil else { return }
    closeTimer = loop.schedule(at: loop.now() + options.closeTime) { [weak self] in
      self?.closeTimer = nil
      self?.finish()
    }
  }

  private func finish() {
    guard !hasFinished else { return }
    hasFinished = true
    stream.close()
    closeTimer.map(loop.cancel)
    sayClosed()
    gone(self)
  }

  /// To the handler the connection is over when its WebSocket is; TCP may take a little longer.
  private func sayClosed() {
    guard !hasSaidClosed else { return }
    hasSaidClosed = true
    let lost = Closure(status: Closure.Status(code: .abnormal), initiator: .nobody, isClean: false)
    handler.closed(self, websocket.closure ?? lost)
  }
}
