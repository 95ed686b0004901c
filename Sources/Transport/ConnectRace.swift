internal import CLinux
internal import Glibc
internal import Loop

/// TCP to the first of several addresses that answers (Happy Eyeballs, RFC 8305 section 5).
///
/// A class because the loop and timers call it. On the loop only. Its owner keeps the deadline.
final class ConnectRace {
  enum Failure: Error, Equatable {
    /// Every address refused, in order; at least one, unless there was none to try.
    case refused([ConnectAttempt])
    case noResources(errno: Int32)
  }
  typealias Winner = (descriptor: Int32, address: SocketAddress)

  /// 250 ms (RFC 8305 section 8): how long one attempt may run alone.
  static let attemptDelay: UInt64 = 250_000_000
  /// RFC 8305 section 8 allows no less than 10 ms and no more than 2 s.
  static let attemptDelays: ClosedRange<UInt64> = 10_000_000...2_000_000_000
  /// 64 addresses: at 250 ms each twice what the standard deadline has time for. Further ones are not tried.
  static let addressLimit = 64

  private enum State {
    case running(Running)
    case ended(DialStep.Outcome, end: UInt64, errno: Int32?)
  }
  private struct Attempt {
    let address: SocketAddress
    let start: UInt64
    var state: State
  }

  private let loop: EventLoop
  private let delay: UInt64
  private var untried: ArraySlice<SocketAddress>
  private var attempts: [Attempt] = []
  private var timer: TimerID?
  private var completion: ((Result<Winner, Failure>) -> Void)?

  init(_ addresses: [SocketAddress], on loop: EventLoop, delay: UInt64 = ConnectRace.attemptDelay) {
    untried = addresses.prefix(Self.addressLimit)
    self.loop = loop
    self.delay = min(max(delay, Self.attemptDelays.lowerBound), Self.attemptDelays.upperBound)
  }

  // MARK: API

  /// `completion` is called once, perhaps before this returns, unless `cancel` comes first.
  func start(_ completion: @escaping (Result<Winner, Failure>) -> Void) {
    self.completion = completion
    startNext()
  }

  /// Closes every descriptor at once.
  func cancel() { end(nil) }

  /// Every attempt so far, in the order of their starts.
  var steps: [DialStep] {
    let now = loop.now()
    return attempts.map { attempt in
      switch attempt.state {
      case .running:
        DialStep(
          kind: .connect(attempt.address, errno: nil), start: attempt.start, end: now, outcome: .abandoned)
      case .ended(let outcome, let end, let errno):
        DialStep(
          kind: .connect(attempt.address, errno: errno), start: attempt.start, end: end, outcome: outcome)
      }
    }
  }

  /// What failed so far, and with ETIMEDOUT what did not answer.
  var unanswered: [ConnectAttempt] {
    attempts.compactMap { attempt in
      switch attempt.state {
      case .running, .ended(.abandoned, _, _): ConnectAttempt(address: attempt.address, errno: ETIMEDOUT)
      case .ended(_, _, let errno?): ConnectAttempt(address: attempt.address, errno: errno)
      case .ended: nil
      }
    }
  }

  /// The families by turns, the first one first (RFC 8305 section 4); the order within a family stays.
  static func interleaved(_ addresses: [SocketAddress]) -> [SocketAddress] {
    guard let family = addresses.first?.family else { return [] }
    let first = addresses.filter { $0.family == family }
    let second = addresses.filter { $0.family != family }
    var result: [SocketAddress] = []
    for index in 0..<max(first.count, second.count) {
      if index < first.count { result.append(first[index]) }
      if index < second.count { result.append(second[index]) }
    }
    return result
  }

  // MARK: Attempts

  private var isAnyRunning: Bool {
    attempts.contains { if case .running = $0.state { true } else { false } }
  }

  private func startNext() {
    timer.map(loop.cancel)
    timer = nil
    while let address = untried.popFirst() {
      let start = loop.now()
      switch Socket.connect(to: address) {
      case .connected(let descriptor):
        attempts.append(
          Attempt(address: address, start: start, state: .ended(.succeeded, end: loop.now(), errno: nil)))
        return end(.success((descriptor, address)))
      case .connecting(let descriptor):
        if let reason = wait(for: descriptor, address, since: start) { return shortOfResources(reason) }
        if !untried.isEmpty {
          timer = loop.schedule(at: start + delay) { [weak self] in self?.startNext() }
        }
        return
      case .failed(let reason):
        attempts.append(
          Attempt(address: address, start: start, state: .ended(.failed, end: loop.now(), errno: reason)))
        if [EMFILE, ENFILE, ENOMEM, ENOBUFS].contains(reason) { return shortOfResources(reason) }
      }
    }
    if !isAnyRunning { end(.failure(.refused(unanswered))) }
  }

  /// Those that run already may still arrive.
  private func shortOfResources(_ reason: Int32) {
    untried = []
    if !isAnyRunning { end(.failure(.noResources(errno: reason))) }
  }

  /// Why the loop does not take the descriptor, which is closed then.
  private func wait(for descriptor: Int32, _ address: SocketAddress, since start: UInt64) -> Int32? {
    let index = attempts.count
    let running = Running(descriptor) { [weak self] in self?.answered(index, $0) }
    do throws(LoopError) {
      running.watch = try loop.watch(descriptor, for: .writable, by: running)
    } catch {
      Socket.close(descriptor)
      return ENOSPC
    }
    attempts.append(Attempt(address: address, start: start, state: .running(running)))
    return nil
  }

  private func answered(_ index: Int, _ running: Running) {
    guard case .running(let current) = attempts[index].state, current === running else { return }
    let reason = Socket.connectError(running.descriptor)
    running.watch.map(loop.unwatch)
    guard reason != 0 else {
      attempts[index].state = .ended(.succeeded, end: loop.now(), errno: nil)
      return end(.success((running.descriptor, attempts[index].address)))
    }
    Socket.close(running.descriptor)
    attempts[index].state = .ended(.failed, end: loop.now(), errno: reason)
    if !untried.isEmpty || !isAnyRunning { startNext() }
  }

  private func end(_ result: Result<Winner, Failure>?) {
    timer.map(loop.cancel)
    timer = nil
    untried = []
    for index in attempts.indices {
      guard case .running(let running) = attempts[index].state else { continue }
      running.watch.map(loop.unwatch)
      Socket.close(running.descriptor)
      attempts[index].state = .ended(.abandoned, end: loop.now(), errno: nil)
    }
    let completion = completion
    self.completion = nil
    if let result { completion?(result) }
  }

  /// A socket whose connect is under way. A class because the loop calls it.
  private final class Running: IOHandler {
    let descriptor: Int32
    var watch: Watch?
    private let answered: (Running) -> Void

    init(_ descriptor: Int32, _ answered: @escaping (Running) -> Void) {
      self.descriptor = descriptor
      self.answered = answered
    }

    func ready(_ events: IOEvents) { answered(self) }
  }
}
