internal import Loop

/// One look-up of a name: in what is fixed for it, as the number that it is, or by the resolver.
///
/// A class because a timer and the resolver call it. `@unchecked Sendable`: it is touched on its loop's thread only.
final class AddressLookup: @unchecked Sendable {
  typealias Found = Result<[SocketAddress], DialError>

  private let host: String
  private let port: UInt16
  private let target: DialTarget
  private let loop: EventLoop
  private var completion: ((Found, DialStep?) -> Void)?
  private var ticket: ResolverQueue.Ticket?
  private var timer: TimerID?
  private var start: UInt64 = 0

  /// Of the target itself or of its proxy. `completion` is called once, with the step that it took, if it took one.
  init(
    _ host: String, _ port: UInt16, of target: DialTarget, on loop: EventLoop,
    _ completion: @escaping (Found, DialStep?) -> Void
  ) {
    self.host = host
    self.port = port
    self.target = target
    self.loop = loop
    self.completion = completion
  }

  /// A name that can be asked for at all.
  static func isHost(_ host: String) -> Bool { (1...253).contains(host.utf8.count) && !host.utf8.contains(0) }

  /// Without a deadline whoever started it has one.
  func start(until deadline: UInt64? = nil) {
    start = loop.now()
    guard Self.isHost(host) else { return finish(.failure(.badHost(host))) }
    let name = host.lowercased()
    if let fixed = target.resolve["\(name):\(port)"] ?? target.resolve[name] {
      return finish(numbers(fixed))
    }
    if let answer = Resolver.immediate(host, port, target.family) { return answered(answer, nil) }
    let admission = Resolver.lookUp(host, port, target.family, on: loop) { [weak self] answer in
      self?.looked(answer)
    }
    switch admission {
    case .admitted(let ticket): self.ticket = ticket
    case .refused(let errno): return finish(.failure(.noResources(errno: errno)))
    }
    // Strong: this keeps the look-up until it ends.
    timer = deadline.map { loop.schedule(at: $0) { self.timedOut() } }
  }

  /// The completion is not called any more. Returns the step that ends here.
  @discardableResult
  func cancel() -> DialStep? {
    completion = nil
    let abandoned = ticket.map { _ in step([], .abandoned) }
    end()
    return abandoned
  }

  private func numbers(_ texts: [String]) -> Found {
    var all: [SocketAddress] = []
    for text in texts {
      let bare = text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
      switch Resolver.immediate(bare, port, target.family) {
      case .success(let numbers): all += numbers
      case .failure: continue
      case nil: return .failure(.badHost(text))
      }
    }
    return all.isEmpty ? .failure(.noAddress(host: host)) : .success(all)
  }

  private func looked(_ answer: Resolver.Answer) {
    let addresses = (try? answer.get()).map(ConnectRace.interleaved) ?? []
    ticket = nil
    answered(answer.map { _ in addresses }, step(addresses, addresses.isEmpty ? .failed : .succeeded))
  }

  private func answered(_ answer: Resolver.Answer, _ step: DialStep?) {
    switch answer {
    case .success(let addresses): finish(.success(addresses), step)
    case .failure(.noAddress): finish(.failure(.noAddress(host: host)), step)
    case .failure(.code(let code, let text)):
      finish(.failure(.resolve(host: host, code: code, text: text)), step)
    }
  }

  private func timedOut() {
    timer = nil
    finish(.failure(.timedOut(.resolving, attempts: [])), step([], .abandoned))
  }

  private func step(_ addresses: [SocketAddress], _ outcome: DialStep.Outcome) -> DialStep {
    DialStep(
      kind: .resolve(host: host, addresses: addresses), start: start, end: loop.now(), outcome: outcome)
  }

  private func finish(_ found: Found, _ step: DialStep? = nil) {
    let completion = completion
    self.completion = nil
    end()
    completion?(found, step)
  }

  private func end() {
    timer.map(loop.cancel)
    timer = nil
    ticket.map(ResolverQueue.shared.cancel)
    ticket = nil
  }
}
