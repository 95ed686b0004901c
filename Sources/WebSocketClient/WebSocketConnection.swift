public import Loop
public import Transport
public import WebSocketCore

/// One WebSocket connection, as hackney's process per connection: an actor that lives on an event loop.
///
/// Reading, sending and closing never wait for each other. With an owner, frames of both directions go to it as they
/// are framed; without one, whole messages are read through `receive(timeout:)` or `events`, by the reading mode.
/// The loop has to outlive the connection.
public actor WebSocketConnection {
  // Properties lie in memory in this order: what each read touches comes first, together, because a connection among a
  // thousand finds nothing of itself in the processor's cache.

  /// Where everything happens.
  public nonisolated let loop: EventLoop
  nonisolated let shared: Workspace
  var stream: ByteStream?
  /// A connection with an owner lives until its end, whoever else keeps it: its stream keeps it.
  var owner: (any ConnectionOwner)?
  /// Where it is in its life.
  public internal(set) var state = ConnectionState.idle
  var connecting: Connecting?
  /// What the owner may still get, in frames; unused without an owner.
  var ownerDemand = Int.max
  /// Monotonic nanoseconds of the last read that brought something; 0 before the first.
  var lastArrival: UInt64 = 0
  /// When the frame or message began that is not whole (monotonic nanoseconds); nil where none is.
  public internal(set) var incompleteSince: UInt64?
  var isDelivering = false
  /// It did not take all of what waits to be written.
  var isSocketFull = false
  var stallTimer: TimerID?
  var drainWaiters: [CheckedContinuation<Void, Never>] = []
  var pings = PingLedger()
  /// `nonisolated(unsafe)`: touched on the loop, and where the connection goes, when nobody else has it any more.
  nonisolated(unsafe) var core: WebSocketProtocol

  var assembler = MessageAssembler()
  var closeTimer: TimerID?
  var timings = ConnectReport()
  var keepaliveRun: KeepaliveRun?
  /// What made us give up, where the peer did not.
  var ownCause: Ending.Cause?
  /// The reset that a write was told of; the read after it would take the end for an orderly one.
  var writeFailure: StreamError?
  var drained = 0
  var endWaiters: [CheckedContinuation<Ending, Never>] = []
  /// As it was given; where redirects have led stands in `url`.
  public nonisolated let request: UpgradeRequest
  /// As they were given.
  public nonisolated let options: ConnectionOptions
  /// While `state` is `.connecting`.
  public internal(set) var connectStep: ConnectStep?
  /// What the server agreed to; nil before the upgrade.
  public internal(set) var upgrade: Upgrade?
  /// Nil before the dial has succeeded and for a plain stream.
  public internal(set) var tls: TLSFacts?
  /// What was agreed with an https proxy.
  public internal(set) var proxyTLS: TLSFacts?
  /// The other end of the socket: the proxy's, where there is one. Nil before the dial has succeeded.
  public internal(set) var peerName: SocketAddress?
  /// Our own end.
  public internal(set) var socketName: SocketAddress?
  /// Monotonic nanoseconds of the upgrade.
  public internal(set) var openedAt: UInt64 = 0
  /// Last, because the size of a continuation is known at run time only, and so is the place of what lies behind it.
  var queue = ReadQueue()

  /// A connection that is not yet made. `owner` is kept until the connection has ended.
  public init(
    _ request: UpgradeRequest, options: ConnectionOptions = ConnectionOptions(), on loop: EventLoop,
    owner: (any ConnectionOwner)? = nil
  ) {
    self.request = request
    self.options = options
    self.loop = loop
    self.owner = owner
    shared = loop.shared { Workspace() }
    var protocolOptions = options.protocolOptions
    // An owner is given frames; readers are given messages.
    protocolOptions.granularity = owner == nil ? .messages : .frames
    protocolOptions.compression = nil
    core = WebSocketProtocol.open(as: .client, options: protocolOptions)
  }

  /// Nobody can read, send or close any more: the peer is told so (Close 1001), which takes 1 s at most.
  /// Not an isolated deinit: with one, the compiler (6.3) does not build the modules that use this actor for release.
  deinit {
    guard let stream else { return }
    var batch = FrameBatch()
    var random = SecureRandom()
    var last: [UInt8]?
    if case .open = state {
      try? core.close(Closure.Status(code: .goingAway), at: loop.now(), random: &random, into: &batch)
      last = core.withOutput { Array($0) }
    }
    loop.execute { [last] in
      if let last { Farewell.begin(stream, sending: last) } else { stream.close() }
    }
  }

  // MARK: State

  /// The loop: whoever runs on it reaches the connection without a hop, by `assumeIsolated`.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
  /// What the connect did and when, also where it failed; made of monotonic nanoseconds.
  public var connectReport: ConnectReport { timings }
  /// The one that the server chose; nil where none was agreed on (RFC 6455 section 4.2.2).
  public var subprotocol: String? { upgrade?.subprotocol }
  /// Of the 101. A refusal's head and body are in the error that `connect` threw, and in `.failed`.
  public var responseHead: ResponseHead? { upgrade?.head }
  /// Where the connection really goes: its own address, or that of the last redirect.
  public var url: WebSocketURL { timings.hops.last?.url ?? request.url }
  /// How long our pings took to be answered: those of the keepalive, and those sent by hand.
  public var roundTrips: RoundTrips { pings.roundTrips }
  /// Bytes that `send` has taken and the socket has not.
  public var unsentBytes: Int { core.outputCount }
  /// The socket is not being read, because the reader is behind.
  public var isHeldBack: Bool { stream.map { !$0.isReadingEnabled } ?? false }

  var isOpen: Bool {
    switch state {
    case .open, .closing: true
    case .idle, .connecting, .ended, .failed: false
    }
  }

  // MARK: Reading

  /// Everything that the reading mode lets through, ending with `.ended`. One iterator at a time. The end is told in
  /// every mode; messages that the mode held back until then can still be had by `receive`.
  public nonisolated var events: ConnectionEvents { ConnectionEvents(connection: self) }

  /// Sets how much is delivered from now on; what was received before is delivered first, at once.
  public func setActive(_ mode: ReadingMode) {
    setDemand(mode)
    if owner == nil { serveReaders() } else if ownerDemand > 0 { resume() }
    updateReading()
  }

  func setDemand(_ mode: ReadingMode) {
    if owner == nil { queue.setDemand(mode.demand) } else { ownerDemand = mode.demand }
  }

  /// The next event, in passive mode, waiting as long as `options.receiveTimeout` says.
  public func receive() async throws(ReceiveError) -> ConnectionEvent {
    try await receive(timeout: options.receiveTimeout)
  }

  /// The next event, in passive mode. A timeout (nanoseconds; nil waits for ever) or cancellation loses nothing: the
  /// event stays for the next reader. Sending and closing go on meanwhile.
  public func receive(timeout: UInt64?) async throws(ReceiveError) -> ConnectionEvent {
    if queue.isActive || owner != nil { throw .active }
    if let event = queue.takeForReceiver() {
      updateReading()
      return event
    }
    if let ending = queue.ending { throw .ended(ending) }
    guard isOpen else { throw .notConnected }
    let ticket = Ticket()
    do {
      return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { waiter in
          let id = queue.addReceiver(waiter)
          ticket.id = id
          if let timeout {
            let timer = loop.schedule(at: loop.now() &+ timeout) { [weak self] in
              self?.assumeIsolated { $0.giveUp(id, ReceiveError.timedOut) }
            }
            queue.setTimer(timer, of: id)
          }
          if Task.isCancelled { giveUp(id, ReceiveError.cancelled) }
          resume()
        }
      } onCancel: {
        loop.execute { self.assumeIsolated { $0.giveUp(ticket.id, ReceiveError.cancelled) } }
      }
    } catch let error as ReceiveError {
      throw error
    } catch {
      throw .cancelled
    }
  }

  func nextStreamEvent() async -> ConnectionEvent? {
    if let event = queue.takeForStream() {
      updateReading()
      return event
    }
    let ticket = Ticket()
    return try? await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { waiter in
        let (id, replaced) = queue.setStream(waiter)
        ticket.id = id
        replaced?.resume(throwing: ReceiveError.cancelled)
        if Task.isCancelled { giveUp(id, ReceiveError.cancelled) }
        resume()
      }
    } onCancel: {
      loop.execute { self.assumeIsolated { $0.giveUp(ticket.id, ReceiveError.cancelled) } }
    }
  }

  private func giveUp(_ id: Int, _ error: ReceiveError) {
    guard let (waiter, timer) = queue.remove(id) else { return }
    if let timer { loop.cancel(timer) }
    waiter.resume(throwing: error)
  }

  /// Hands what is queued to whoever waits.
  func serveReaders() {
    while let (waiter, result, timer) = queue.nextDelivery() {
      if let timer { loop.cancel(timer) }
      waiter.resume(with: result)
    }
  }
}

/// Tells a cancellation handler which waiter it is about.
/// `@unchecked Sendable`: written on the loop before the handler's own work can run there.
private final class Ticket: @unchecked Sendable { var id = 0 }
