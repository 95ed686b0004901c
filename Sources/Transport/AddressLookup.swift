public import Loop

extension Dialer {
  /// A look-up under way. On its loop only.
  public struct LookUp {
    let work: AddressLookup
    /// The completion is not called any more.
    public func cancel() { work.cancel() }
  }

  /// Finds what a dial to `target` would try, in its order, without dialling: for whoever may have but one dial to an
  /// address at a time (RFC 6455 section 4.1). Nil where a proxy looks the name up, so that nobody here knows.
  ///
  /// `completion` is called on the loop once, perhaps before this returns, with the step that it took, if it took one.
  /// Fails as a dial would: `.resolve`, `.noAddress`, `.badHost`, `.timedOut`, `.noResources`.
  public static func lookUp(
    _ target: DialTarget, on loop: EventLoop, deadline: UInt64,
    _ completion: @escaping (Result<[SocketAddress]?, DialError>, DialStep?) -> Void
  ) -> LookUp {
    let work = AddressLookup(target, on: loop, completion)
    work.start(until: deadline)
    return LookUp(work: work)
  }
}

/// One look-up of a target's name, ahead of its dial.
///
/// A class because a timer and the resolver call it. `@unchecked Sendable`: it is touched on its loop's thread only.
final class AddressLookup: @unchecked Sendable {
  private let target: DialTarget
  private let loop: EventLoop
  private var completion: ((Result<[SocketAddress]?, DialError>, DialStep?) -> Void)?
  private var ticket: ResolverQueue.Ticket?
  private var timer: TimerID?
  private var start: UInt64 = 0

  init(
    _ target: DialTarget, on loop: EventLoop,
    _ completion: @escaping (Result<[SocketAddress]?, DialError>, DialStep?) -> Void
  ) {
    self.target = target
    self.loop = loop
    self.completion = completion
  }

  func start(until deadline: UInt64) {
    start = loop.now()
    if let path = target.unixSocket { return finish(.success([.unix(path: path)])) }
    if target.proxy?.resolvesTarget == true { return finish(.success(nil)) }
    let host = target.host
    guard (1...253).contains(host.utf8.count), !host.utf8.contains(0) else {
      return finish(.failure(.badHost(host)))
    }
    let name = host.lowercased()
    if let fixed = target.resolve["\(name):\(target.port)"] ?? target.resolve[name] {
      return finish(numbers(fixed))
    }
    if let answer = Resolver.immediate(host, target.port, target.family) { return answered(answer, nil) }
    let admission = Resolver.lookUp(host, target.port, target.family, on: loop) { [weak self] answer in
      self?.looked(answer)
    }
    switch admission {
    case .admitted(let ticket): self.ticket = ticket
    case .refused(let errno): return finish(.failure(.noResources(errno: errno)))
    }
    // Strong: this keeps the look-up until it ends.
    timer = loop.schedule(at: deadline) { self.timedOut() }
  }

  func cancel() {
    completion = nil
    end()
  }

  private func numbers(_ texts: [String]) -> Result<[SocketAddress]?, DialError> {
    var all: [SocketAddress] = []
    for text in texts {
      let bare = text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
      switch Resolver.immediate(bare, target.port, target.family) {
      case .success(let numbers): all += numbers
      case .failure: continue
      case nil: return .failure(.badHost(text))
      }
    }
    return all.isEmpty ? .failure(.noAddress(host: target.host)) : .success(all)
  }

  private func looked(_ answer: Resolver.Answer) {
    let addresses = (try? answer.get()).map(ConnectRace.interleaved) ?? []
    let step = DialStep(
      kind: .resolve(host: target.host, addresses: addresses), start: start, end: loop.now(),
      outcome: addresses.isEmpty ? .failed : .succeeded)
    ticket = nil
    answered(answer.map { _ in addresses }, step)
  }

  private func answered(_ answer: Resolver.Answer, _ step: DialStep?) {
    switch answer {
    case .success(let addresses): finish(.success(addresses), step)
    case .failure(.noAddress): finish(.failure(.noAddress(host: target.host)), step)
    case .failure(.code(let code, let text)):
      finish(.failure(.resolve(host: target.host, code: code, text: text)), step)
    }
  }

  private func timedOut() {
    timer = nil
    let step = DialStep(
      kind: .resolve(host: target.host, addresses: []), start: start, end: loop.now(), outcome: .abandoned)
    finish(.failure(.timedOut(.resolving, attempts: [])), step)
  }

  private func finish(_ result: Result<[SocketAddress]?, DialError>, _ step: DialStep? = nil) {
    let completion = completion
    self.completion = nil
    end()
    completion?(result, step)
  }

  private func end() {
    timer.map(loop.cancel)
    timer = nil
    ticket.map(ResolverQueue.shared.cancel)
    ticket = nil
  }
}
