internal import Glibc
internal import Loop

/// One dial from its start to a stream or an error: addresses, TCP, TLS with the proxy, the proxy, TLS.
///
/// A class because timers and its steps call it. `@unchecked Sendable`: it is touched on its loop's thread only.
final class DialAttempt: @unchecked Sendable {
  typealias Outcome = Result<ByteStream, DialError>

  /// 8 addresses of the target are named to a `.socks5` proxy one after the other, each over a connection of its own.
  private static let socksAddressLimit = 8

  private let target: DialTarget
  private let loop: EventLoop
  private let deadline: UInt64
  private var stage = DialStage.idle
  private var completion: ((Outcome, DialReport) -> Void)?
  private var deadlineTimer: TimerID?
  /// Of the target or of the proxy, for another race.
  private var addresses: [SocketAddress] = []
  /// What a `.socks5` proxy has not been asked for yet.
  private var targetAddresses: ArraySlice<SocketAddress> = []
  private var failed: [ConnectAttempt] = []
  private var report = DialReport()

  init(_ target: DialTarget, on loop: EventLoop, deadline: UInt64) {
    self.target = target
    self.loop = loop
    self.deadline = deadline
  }

  private var proxy: Proxy? { target.unixSocket == nil ? target.proxy : nil }

  // MARK: API (on the loop)

  /// `completion` is called exactly once, on the loop, perhaps before this returns.
  func start(_ completion: @escaping (Outcome, DialReport) -> Void) {
    if case .finished = stage { return completion(.failure(.cancelled), report) }
    self.completion = completion
    guard loop.now() < deadline else { return finish(.failure(.timedOut(.resolving, attempts: []))) }
    // Strong: this keeps the attempt until it ends.
    deadlineTimer = loop.schedule(at: deadline) { self.timedOut() }
    begin()
  }

  func cancel() { finish(.failure(.cancelled)) }

  private func timedOut() {
    switch stage {
    case .connecting(let race):
      finish(.failure(.timedOut(.connecting, attempts: race.unanswered)))
    case .talking(let exchange, _):
      let refusal = exchange.pendingRefusal.map { DialError.proxy($0) }
      finish(.failure(refusal ?? .timedOut(.proxy, attempts: failed)))
    default: finish(.failure(.timedOut(stage.phase, attempts: failed)))
    }
  }

  // MARK: Addresses

  private func begin() {
    if let path = target.unixSocket {
      guard (1...SocketAddress.unixPathLimit).contains(path.utf8.count), !path.utf8.contains(0) else {
        return finish(.failure(.unixPathTooLong(path)))
      }
      addresses = [.unix(path: path)]
      return connect()
    }
    guard AddressLookup.isHost(target.host) else { return finish(.failure(.badHost(target.host))) }
    guard let proxy else {
      return lookUp(target.host, target.port) { [weak self] in
        self?.addresses = $0
        self?.connect()
      }
    }
    guard AddressLookup.isHost(proxy.host) else { return finish(.failure(.badHost(proxy.host))) }
    do throws(ProxyRequestFault) {
      _ = try proxy.talk(to: target.host, target.port, at: nil)
    } catch {
      return finish(.failure(.proxy(.cannotAsk(error))))
    }
    guard !proxy.resolvesTarget else { return reach(proxy) }
    lookUp(target.host, target.port) { [weak self] in
      self?.targetAddresses = $0.prefix(Self.socksAddressLimit)
      self?.reach(proxy)
    }
  }

  private func reach(_ proxy: Proxy) {
    lookUp(proxy.host, proxy.port) { [weak self] in
      self?.addresses = $0
      self?.connect()
    }
  }

  private func lookUp(_ host: String, _ port: UInt16, _ found: @escaping ([SocketAddress]) -> Void) {
    let lookup = AddressLookup(host, port, of: target, on: loop) { [weak self] result, step in
      guard let self, case .resolving = stage else { return }
      stage = .idle
      if let step { report.steps.append(step) }
      switch result {
      case .success(let addresses): found(addresses)
      case .failure(let error): finish(.failure(error))
      }
    }
    stage = .resolving(lookup)
    lookup.start()
  }

  // MARK: TCP

  private func connect() {
    let race = ConnectRace(addresses, on: loop)
    stage = .connecting(race)
    race.start { [weak self, unowned race] result in
      guard let self, case .connecting = stage else { return }
      stage = .idle
      report.steps += race.steps
      switch result {
      case .success(let winner):
        failed = race.unanswered
        connected(winner.descriptor, winner.address)
      case .failure(.refused(let attempts)): finish(.failure(.connect(attempts)))
      case .failure(.noResources(let errno)): finish(.failure(.noResources(errno: errno)))
      }
    }
  }

  private func connected(_ descriptor: Int32, _ address: SocketAddress) {
    if target.unixSocket == nil { Socket.disableDelay(descriptor) }
    let stream: ByteStream
    do throws(LoopError) {
      stream = try ByteStream(descriptor, peerName: address, on: loop)
    } catch {
      Socket.close(descriptor)
      return finish(.failure(.noResources(errno: ENOSPC)))
    }
    guard let proxy else { return secure(stream, early: []) }
    guard proxy.kind == .https else { return ask(proxy, over: stream) }
    secureProxy(proxy, stream)
  }

  // MARK: The proxy

  private func secureProxy(_ proxy: Proxy, _ stream: ByteStream) {
    var settings = proxy.tls ?? TLSSettings(serverName: proxy.host)
    if settings.serverName.isEmpty { settings.serverName = proxy.host }
    let start = loop.now()
    stage = .securingProxy(stream, since: start)
    stream.secure(settings, with: .proxy, early: UnsafeRawBufferPointer(start: nil, count: 0)) {
      [weak self] result in
      guard let self, case .securingProxy = stage else { return }
      switch result {
      case .failure(let error): finish(.failure(.proxy(.tls(error))))
      case .success:
        step(.proxyTLS, since: start, .succeeded)
        stage = .idle
        ask(proxy, over: stream)
      }
    }
  }

  private func ask(_ proxy: Proxy, over stream: ByteStream) {
    let exchange: ProxyExchange
    do throws(ProxyRequestFault) {
      let address = targetAddresses.popFirst()
      exchange = ProxyExchange(try proxy.talk(to: target.host, target.port, at: address), over: stream)
    } catch {
      stream.close()
      return finish(.failure(.proxy(.cannotAsk(error))))
    }
    let start = loop.now()
    stage = .talking(exchange, since: start)
    exchange.start { [weak self] result in
      guard let self, case .talking = stage else { return }
      switch result {
      case .success(let early):
        step(.proxy, since: start, .succeeded)
        stage = .idle
        secure(stream, early: early)
      case .failure(.socks(let reply)) where !targetAddresses.isEmpty && reply.isAboutAddress:
        step(.proxy, since: start, .failed)
        stage = .idle
        connect()
      case .failure(let error): finish(.failure(.proxy(error)))
      }
    }
  }

  // MARK: TLS

  /// `early` is what came with the proxy's last answer: the tunnel's first bytes.
  private func secure(_ stream: ByteStream, early: [UInt8]) {
    guard let settings = target.tls else {
      stream.handBack(early)
      return finish(.success(stream))
    }
    let start = loop.now()
    stage = .securing(stream, since: start)
    early.withUnsafeBytes { bytes in
      stream.secure(settings, with: .target, early: bytes) { [weak self] result in
        guard let self, case .securing = stage else { return }
        switch result {
        case .failure(let error): finish(.failure(.tls(error, address: stream.peerName)))
        case .success:
          step(.tls, since: start, .succeeded)
          stage = .idle
          finish(.success(stream))
        }
      }
    }
  }

  // MARK: The end

  private func step(_ kind: DialStep.Kind, since start: UInt64, _ outcome: DialStep.Outcome) {
    report.steps.append(DialStep(kind: kind, start: start, end: loop.now(), outcome: outcome))
  }

  /// The one way in which a dial ends; every descriptor is closed before it is told.
  private func finish(_ outcome: Outcome) {
    let ended = stage
    if case .finished = ended { return }
    stage = .finished
    let how: DialStep.Outcome =
      switch outcome {
      case .failure(.cancelled), .failure(.timedOut): .abandoned
      default: .failed
      }
    report.steps += ended.letGo(how, at: loop.now())
    deadlineTimer.map(loop.cancel)
    let completion = completion
    self.completion = nil
    completion?(outcome, report)
  }
}
