internal import CLinux
internal import Glibc
internal import Loop

/// One dial from its start to a stream or an error.
///
/// A class because the loop calls it. `@unchecked Sendable`: it is touched on its loop's thread only.
final class DialAttempt: IOHandler, @unchecked Sendable {
  typealias Outcome = Result<ByteStream, DialError>

  private enum Phase {
    case idle
    case resolving
    case connecting(Int32, Watch, SocketAddress)
    case securing(TLSHandshake, SocketAddress)
    case finished

    var step: DialPhase {
      switch self {
      case .idle, .resolving: .resolving
      case .connecting: .connecting
      case .securing, .finished: .tls
      }
    }
  }

  private let target: DialTarget
  private let loop: EventLoop
  private let deadline: UInt64
  private var phase = Phase.idle
  private var completion: ((Outcome, DialReport) -> Void)?
  private var untried: ArraySlice<SocketAddress> = []
  private var failed: [ConnectAttempt] = []
  private var deadlineTimer: TimerID?
  private var shareTimer: TimerID?

  init(_ target: DialTarget, on loop: EventLoop, deadline: UInt64) {
    self.target = target
    self.loop = loop
    self.deadline = deadline
  }

  // MARK: API (on the loop)

  /// `completion` is called exactly once, on the loop, perhaps before this returns.
  func start(_ completion: @escaping (Outcome, DialReport) -> Void) {
    if case .finished = phase { return completion(.failure(.cancelled), DialReport()) }
    self.completion = completion
    guard loop.now() < deadline else { return finish(.failure(.timedOut(.resolving, attempts: []))) }
    deadlineTimer = loop.schedule(at: deadline) { [weak self] in
      guard let self else { return }
      finish(.failure(.timedOut(phase.step, attempts: failed)))
    }
    resolve()
  }

  func cancel() { finish(.failure(.cancelled)) }

  // MARK: Addresses

  private func resolve() {
    // Never past a proxy that was asked for.
    if target.proxy != nil { return finish(.failure(.proxy(.closed(after: 0)))) }
    if let path = target.unixSocket {
      guard (1...SocketAddress.unixPathLimit).contains(path.utf8.count), !path.utf8.contains(0) else {
        return finish(.failure(.unixPathTooLong(path)))
      }
      return connect([.unix(path: path)])
    }
    let host = target.host
    guard (1...253).contains(host.utf8.count), !host.utf8.contains(0) else {
      return finish(.failure(.badHost(host)))
    }
    let name = host.lowercased()
    if let fixed = target.resolve["\(name):\(target.port)"] ?? target.resolve[name] {
      return connect(toFixed: fixed)
    }
    if let answer = Resolver.immediate(host, target.port, target.family) { return resolved(answer) }
    phase = .resolving
    let failure = Resolver.lookUp(host, target.port, target.family, on: loop) { [weak self] answer in
      guard let self, case .resolving = phase else { return }
      resolved(answer)
    }
    if failure != 0 { finish(.failure(.noResources(errno: failure))) }
  }

  private func connect(toFixed addresses: [String]) {
    var all: [SocketAddress] = []
    for text in addresses {
      let bare = text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
      switch Resolver.immediate(bare, target.port, target.family) {
      case .success(let numbers): all += numbers
      case .failure: continue
      case nil: return finish(.failure(.badHost(text)))
      }
    }
    resolved(all.isEmpty ? .failure(.noAddress) : .success(all))
  }

  private func resolved(_ answer: Resolver.Answer) {
    switch answer {
    case .success(let addresses): connect(addresses)
    case .failure(.noAddress): finish(.failure(.noAddress(host: target.host)))
    case .failure(.code(let code, let text)):
      finish(.failure(.resolve(host: target.host, code: code, text: text)))
    }
  }

  // MARK: TCP

  private func connect(_ addresses: [SocketAddress]) {
    untried = addresses[...]
    tryNext()
  }

  private func tryNext() {
    while let address = untried.popFirst() {
      switch Socket.connect(to: address) {
      case .connected(let descriptor):
        return connected(descriptor, address)
      case .connecting(let descriptor):
        return waitFor(descriptor, address)
      case .failed(let reason) where [EMFILE, ENFILE, ENOMEM, ENOBUFS].contains(reason):
        return finish(.failure(.noResources(errno: reason)))
      case .failed(let reason):
        failed.append(ConnectAttempt(address: address, errno: reason))
      }
    }
    finish(.failure(.connect(failed)))
  }

  private func waitFor(_ descriptor: Int32, _ address: SocketAddress) {
    do throws(LoopError) {
      phase = .connecting(descriptor, try loop.watch(descriptor, for: .writable, by: self), address)
    } catch {
      Socket.close(descriptor)
      return finish(.failure(.noResources(errno: ENOSPC)))
    }
    // The last address has all the time that is left.
    guard !untried.isEmpty else { return }
    let now = loop.now()
    let share = deadline > now ? (deadline - now) / UInt64(untried.count + 1) : 0
    shareTimer = loop.schedule(at: now + share) { [weak self] in self?.connectEnded(ETIMEDOUT) }
  }

  func ready(_ events: IOEvents) {
    guard case .connecting(let descriptor, _, _) = phase else { return }
    connectEnded(Socket.connectError(descriptor))
  }

  private func connectEnded(_ reason: Int32) {
    guard case .connecting(let descriptor, let watch, let address) = phase else { return }
    loop.unwatch(watch)
    shareTimer.map(loop.cancel)
    shareTimer = nil
    phase = .idle
    guard reason != 0 else { return connected(descriptor, address) }
    Socket.close(descriptor)
    failed.append(ConnectAttempt(address: address, errno: reason))
    tryNext()
  }

  // MARK: After TCP

  private func connected(_ descriptor: Int32, _ address: SocketAddress) {
    if target.unixSocket == nil { Socket.disableDelay(descriptor) }
    guard let settings = target.tls else { return deliver(descriptor, address, nil) }
    let session: TLSSession
    do throws(TLSError) {
      session = try TLSSession(client: settings)
    } catch {
      Socket.close(descriptor)
      return finish(.failure(.tls(error, address: address)))
    }
    let handshake = TLSHandshake(session, descriptor, on: loop)
    phase = .securing(handshake, address)
    handshake.start { [weak self] failure in
      guard let self, case .securing = phase else { return }
      if let failure { return finish(.failure(.tls(failure, address: address))) }
      phase = .idle
      deliver(handshake.release(), address, session)
    }
  }

  private func deliver(_ descriptor: Int32, _ address: SocketAddress, _ session: TLSSession?) {
    do throws(LoopError) {
      finish(.success(try ByteStream(descriptor, peerName: address, session: session, on: loop)))
    } catch {
      Socket.close(descriptor)
      finish(.failure(.noResources(errno: ENOSPC)))
    }
  }

  private func finish(_ outcome: Outcome) {
    switch phase {
    case .finished: return
    case .connecting(let descriptor, let watch, _):
      loop.unwatch(watch)
      Socket.close(descriptor)
    case .securing(let handshake, _):
      handshake.cancel()
    case .idle, .resolving: break
    }
    phase = .finished
    deadlineTimer.map(loop.cancel)
    shareTimer.map(loop.cancel)
    let completion = completion
    self.completion = nil
    completion?(outcome, DialReport())
  }
}
