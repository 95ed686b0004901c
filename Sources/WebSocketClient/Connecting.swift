import Loop
import Transport
public import WebSocketCore

/// A connect under way: who waits for it, and the step that it is at.
///
/// A class so that an open connection, which asks at every read whether it is connecting, has one word of it and no room
/// kept for the rest. On the loop only.
final class Connecting {
  enum Phase {
    case starting
    case lookingUp(Dialer.LookUp)
    /// Holds no time against `connectTimeout`: so much of it is left.
    case queued(left: UInt64)
    case dialling(Dialer.Dial)
    /// `unsent` of the request is not yet taken by the socket.
    case upgrading(TimerID, unsent: ArraySlice<UInt8>)
  }

  let waiter: CheckedContinuation<Upgrade, any Error>
  let opened: (@Sendable (isolated WebSocketConnection) -> Void)?
  var deadline: UInt64
  /// Of this hop; a redirect makes another one.
  var request: UpgradeRequest
  var tls: TLSSettings?
  var handshake: ClientHandshake
  var phase = Phase.starting
  /// Its place in the connect queue.
  var ticket: ConnectQueue.Ticket?

  init(
    _ request: UpgradeRequest, _ tls: TLSSettings?, _ handshake: ClientHandshake, deadline: UInt64,
    waiter: CheckedContinuation<Upgrade, any Error>,
    opened: (@Sendable (isolated WebSocketConnection) -> Void)?
  ) {
    self.request = request
    self.tls = tls
    self.handshake = handshake
    self.deadline = deadline
    self.waiter = waiter
    self.opened = opened
  }
}

extension WebSocketConnection {
  /// Dials, does TLS and the upgrade (RFC 6455 section 4.1), all within `options.connectTimeout`; cancelling the task
  /// ends each of these at once. On failure nothing is left behind. `opened` runs before the first frame is delivered.
  ///
  /// From the first step to the last everything happens on the loop, by callbacks: a step in between that waited for
  /// a task would wait for the global executor, and use up the time limit there.
  @discardableResult
  public func connect(
    opened: (@Sendable (isolated WebSocketConnection) -> Void)? = nil
  ) async throws(ConnectError) -> Upgrade {
    guard case .idle = state else { throw .alreadyUsed }
    state = .connecting
    do {
      return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { waiter in begin(waiter, opened) }
      } onCancel: {
        loop.execute { self.assumeIsolated { $0.finishConnecting(.failure(.cancelled)) } }
      }
    } catch let error as ConnectError {
      throw error
    } catch {
      throw .cancelled
    }
  }

  private func begin(
    _ waiter: CheckedContinuation<Upgrade, any Error>,
    _ opened: (@Sendable (isolated WebSocketConnection) -> Void)?
  ) {
    let now = loop.now()
    timings = ConnectReport(start: now)
    var random = shared.random
    do throws(HandshakeError) {
      let handshake = try ClientHandshake(request, limits: options.protocolOptions.limits, random: &random)
      connecting = Connecting(
        request, options.tls, handshake, deadline: now &+ options.connectTimeout, waiter: waiter,
        opened: opened)
    } catch {
      timings.end = now
      state = .failed(.handshake(error))
      owner = nil
      return waiter.resume(throwing: ConnectError.handshake(error))
    }
    if Task.isCancelled { return finishConnecting(.failure(.cancelled)) }
    startHop()
  }

  /// Begins the way to `connecting.request`: to its address, and through the queue.
  func startHop() {
    guard let started = connecting else { return }
    let url = started.request.url
    timings.hops.append(ConnectHop(url: url, start: loop.now()))
    let target: DialTarget
    do throws(ConnectError) {
      target = try self.target(of: started)
    } catch {
      return finishConnecting(.failure(error))
    }
    guard let queue = options.connectQueue else { return dial(target) }
    precondition(queue.loop === loop, "a connect queue is for the connections of its own loop")
    step(.resolving)
    // The connection is kept until the look-up is over, which the deadline sees to; so it is with queue and dial.
    let lookUp = Dialer.lookUp(target, on: loop, deadline: started.deadline) { result, step in
      self.assumeIsolated { $0.lookedUp(result, step, target, queue) }
    }
    if case .starting = connecting?.phase { connecting?.phase = .lookingUp(lookUp) }
  }

  private func lookedUp(
    _ result: Result<[SocketAddress]?, DialError>, _ step: DialStep?, _ target: DialTarget,
    _ queue: ConnectQueue
  ) {
    guard let started = connecting else { return }
    if let step { edit { $0.dial.steps.append(step) } }
    var target = target
    let places: Set<ConnectQueue.Place>
    switch result {
    case .failure(let error): return finishConnecting(.failure(.dial(error)))
    case .success(nil): places = [.name(target.host, port: target.port)]
    case .success(let addresses?):
      places = Set(addresses.map { .address($0) })
      if target.unixSocket == nil {
        target.resolve["\(target.host.lowercased()):\(target.port)"] = addresses.map(\.host)
      }
    }
    let now = loop.now()
    let left = started.deadline > now ? started.deadline - now : 0
    let found = target
    connecting?.phase = .queued(left: left)
    let (ticket, isThrough) = queue.enter(places) { self.assumeIsolated { $0.admitted(found) } }
    connecting?.ticket = ticket
    if isThrough { return dial(found) }
    self.step(.queued)
  }

  /// Those before it are over.
  private func admitted(_ target: DialTarget) {
    guard case .queued(let left)? = connecting?.phase else { return }
    let now = loop.now()
    connecting?.deadline = now &+ left
    edit { $0.admitted = now }
    dial(target)
  }

  private func dial(_ target: DialTarget) {
    guard let deadline = connecting?.deadline else { return }
    connecting?.phase = .starting
    step(.dialling)
    let dial = Dialer.start(target, on: loop, deadline: deadline) { result, report in
      self.assumeIsolated { $0.dialled(result, report) }
    }
    if case .starting = connecting?.phase { connecting?.phase = .dialling(dial) }
  }

  private func dialled(_ result: Result<ByteStream, DialError>, _ report: DialReport) {
    edit { $0.dial.steps += report.steps }
    switch result {
    case .failure(let error): finishConnecting(.failure(.dial(error)))
    case .success(let stream):
      guard connecting != nil else { return stream.close() }
      upgrade(over: stream)
    }
  }

  private func target(of hop: Connecting) throws(ConnectError) -> DialTarget {
    let url = hop.request.url
    var tls: TLSSettings?
    if url.isSecure {
      var settings = hop.tls ?? TLSSettings(serverName: url.host)
      if settings.serverName.isEmpty { settings.serverName = url.host }
      tls = settings
    }
    return DialTarget(
      host: url.host, port: url.port, tls: tls, family: options.family, resolve: options.resolve,
      unixSocket: options.unixSocket, proxy: try options.proxy.proxy(for: url))
  }

  // MARK: Telling

  private func step(_ step: ConnectStep) {
    connectStep = step
    owner?.connection(self, isAt: step)
  }

  /// Writes into the report of the running hop.
  func edit(_ change: (inout ConnectHop) -> Void) {
    guard !timings.hops.isEmpty else { return }
    change(&timings.hops[timings.hops.count - 1])
  }

  func upgradeBegan(_ timer: TimerID, sending bytes: [UInt8]) {
    connecting?.phase = .upgrading(timer, unsent: bytes[...])
    step(.upgrading)
  }

  // MARK: The end

  /// Gives up what a hop holds: the next one, or the end of the connect, follows.
  func release(_ hop: Connecting) {
    switch hop.phase {
    case .starting, .queued: break
    case .lookingUp(let lookUp): lookUp.cancel()
    // Tells its report, and that it was cancelled, before this returns.
    case .dialling(let dial): dial.cancel()
    case .upgrading(let timer, _): loop.cancel(timer)
    }
    if let ticket = hop.ticket { options.connectQueue?.leave(ticket) }
  }

  /// The one way in which a connect ends.
  func finishConnecting(_ result: Result<Upgrade, ConnectError>) {
    guard let ended = connecting else { return }
    connecting = nil
    release(ended)
    timings.end = loop.now()
    connectStep = nil
    if case .failure(let error) = result {
      edit { $0.answer = ended.handshake.answerBytes }
      state = .failed(error)
      stream?.close()
      stream = nil
      owner = nil
    }
    ended.waiter.resume(with: result.mapError { $0 })
  }
}
