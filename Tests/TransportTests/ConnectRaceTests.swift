import Glibc
import Locks
import Loop
import TestSupport
import Testing

@testable import Transport

private let loopback: UInt32 = 0x7F00_0001

/// An address of 127.0.0.0/8 where a connect neither succeeds nor fails: its queue of connections is full.
final class SilentAddress {
  let address: SocketAddress
  private var descriptors: [Int32] = []

  init(_ host: UInt32 = loopback, port: UInt16 = 0) throws {
    let listener = Socket.listen(at: .ipv4(address: host, port: port), backlog: 0)
    try #require(listener >= 0)
    descriptors = [listener]
    address = try #require(Socket.localName(listener))
    // The kernel takes one or two more than asked.
    for _ in 0..<4 {
      guard case .connecting(let descriptor) = Socket.connect(to: address) else { continue }
      descriptors.append(descriptor)
    }
  }

  deinit { descriptors.forEach { close($0) } }
}

private struct RaceEnd: Sendable {
  var winner: SocketAddress?
  var failure: ConnectRace.Failure?
  var steps: [DialStep] = []
}

private func race(_ addresses: [SocketAddress], delay: UInt64, _ loop: EventLoop) async -> RaceEnd {
  await onLoop(loop) { done in
    let race = ConnectRace(addresses, on: loop, delay: delay)
    race.start { result in
      var end = RaceEnd()
      switch result {
      case .success(let winner):
        end.winner = winner.address
        Socket.close(winner.descriptor)
      case .failure(let failure): end.failure = failure
      }
      end.steps = race.steps
      done(end)
    }
  }
}

/// Sockets of this machine whose connect to this port waits for its answer (state 02 of /proc/net/tcp).
private func connecting(to port: UInt16) -> Int {
  guard let file = fopen("/proc/net/tcp", "r") else { return -1 }
  defer { fclose(file) }
  let digits = String(port, radix: 16, uppercase: true)
  let remote = ":" + String(repeating: "0", count: 4 - digits.count) + digits
  var count = 0
  var line = [CChar](repeating: 0, count: 512)
  while fgets(&line, 512, file) != nil {
    let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let fields = text.split(separator: " ")
    if fields.count > 3, fields[2].hasSuffix(remote), fields[3] == "02" { count += 1 }
  }
  return count
}

@Suite(.serialized) struct ConnectRaceTests {
  @Test func `the families take turns, and the first one begins`() {
    let six = { SocketAddress.ipv6(high: 1, low: $0, scope: 0, port: 1) }
    let four = { SocketAddress.ipv4(address: $0, port: 1) }
    #expect(
      ConnectRace.interleaved([six(1), six(2), six(3), four(1), four(2)])
        == [six(1), four(1), six(2), four(2), six(3)])
    #expect(ConnectRace.interleaved([four(1), six(1), six(2)]) == [four(1), six(1), six(2)])
    #expect(ConnectRace.interleaved([]) == [])
  }

  @Test func `a silent address holds the next one up for the delay only, and its socket is closed`()
    async throws
  {
    try await withLoop { loop in
      let listener = try Listener(host: "127.0.0.1", port: 0, on: loop)
      listener.start { $0.close() }
      let silent = try SilentAddress()
      let end = await race([silent.address, listener.address], delay: 40_000_000, loop)
      #expect(end.winner == listener.address)
      try #require(end.steps.count == 2)
      #expect(end.steps[0].kind == .connect(silent.address, errno: nil))
      #expect(end.steps[0].outcome == .abandoned)
      #expect(end.steps[1].outcome == .succeeded)
      #expect(end.steps[1].start >= end.steps[0].start + 40_000_000)
      #expect(end.steps[0].end >= end.steps[1].start)
      listener.close()
    }
  }

  @Test func `a refusal starts the next attempt at once`() async throws {
    try await withLoop { loop in
      let listener = try Listener(host: "127.0.0.1", port: 0, on: loop)
      listener.start { $0.close() }
      let port = try #require(listener.address.port)
      let refused = SocketAddress.ipv4(address: 0x7F00_0002, port: port)
      let end = await race([refused, listener.address], delay: 2_000_000_000, loop)
      #expect(end.winner == listener.address)
      #expect(
        end.steps.map(\.kind) == [
          .connect(refused, errno: ECONNREFUSED), .connect(listener.address, errno: nil),
        ])
      #expect(end.steps[1].start < end.steps[0].start + 2_000_000_000)
      listener.close()
    }
  }

  @Test func `an earlier attempt may still win while a later one runs`() async throws {
    try await withLoop { loop in
      let first = try SilentAddress()
      let second = try SilentAddress()
      let listener = try Listener(host: "127.0.0.1", port: 0, on: loop)
      listener.start { $0.close() }
      let end = await race([first.address, second.address, listener.address], delay: 10_000_000, loop)
      #expect(end.winner == listener.address)
      #expect(end.steps.map(\.outcome) == [.abandoned, .abandoned, .succeeded])
      listener.close()
    }
  }

  @Test func `all refusals are kept in their order`() async throws {
    try await withLoop { loop in
      let bound = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      defer { close(bound) }
      try #require(SocketAddress.ipv4(address: 0, port: 0).withSocketAddress { bind(bound, $0, $1) } == 0)
      let port = try #require(Socket.localName(bound)?.port)
      let addresses = (1...3).map { SocketAddress.ipv4(address: 0x7F00_0000 + $0, port: port) }
      let end = await race(addresses, delay: 250_000_000, loop)
      #expect(
        end.failure == .refused(addresses.map { ConnectAttempt(address: $0, errno: ECONNREFUSED) }))
    }
  }

  @Test func `the delay stays within what the RFC allows`() {
    #expect(ConnectRace.attemptDelay == 250_000_000)
    #expect(ConnectRace.attemptDelays == 10_000_000...2_000_000_000)
  }

  @Test func `at the deadline every descriptor of the race is closed, and what did not answer is named`()
    async throws
  {
    try await withLoop { loop in
      let first = try SilentAddress(loopback)
      let port = try #require(first.address.port)
      let second = try SilentAddress(0x7F00_0002, port: port)
      let before = connecting(to: port)
      try #require(before > 0)
      let target = DialTarget(host: "a.test", port: port, resolve: ["a.test": ["127.0.0.1", "127.0.0.2"]])
      let (result, report) = await dialled(target, loop, deadline: loop.now() + 400_000_000)
      #expect(connecting(to: port) == before)
      #expect(
        result
          == .timedOut(
            .connecting,
            attempts: [
              ConnectAttempt(address: first.address, errno: ETIMEDOUT),
              ConnectAttempt(address: second.address, errno: ETIMEDOUT),
            ]))
      #expect(report.steps.map(\.outcome) == [.abandoned, .abandoned])
      try #require(report.steps.count == 2)
      #expect(report.steps[1].start >= report.steps[0].start + ConnectRace.attemptDelay)
    }
  }
}

/// The error of a dial (nil: it succeeded, and the stream is closed again), and its report.
func dialled(_ target: DialTarget, _ loop: EventLoop, deadline: UInt64? = nil) async -> (
  DialError?, DialReport
) {
  await onLoop(loop) { done in
    Dialer.start(target, on: loop, deadline: deadline ?? loop.soon) { result, report in
      switch result {
      case .success(let stream):
        stream.close()
        done((nil, report))
      case .failure(let error): done((error, report))
      }
    }
  }
}

@Suite struct ResolverQueueTests {
  @Test func `no more look-ups run than the limit, and all get their turn`() async throws {
    let queue = ResolverQueue(threadLimit: 2)
    let counts = Counts()
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      for _ in 0..<20 {
        _ = queue.submit {
          counts.enter()
          sched_yield()
          if counts.leave() == 20 { continuation.resume() }
        }
      }
    }
    #expect(counts.most <= 2)
  }

  @Test func `a cancelled look-up leaves the queue, and never runs`() async throws {
    let queue = ResolverQueue(threadLimit: 1)
    let gate = Gate()
    let counts = Counts()
    _ = queue.submit { gate.wait() }
    guard case .admitted(let ticket) = queue.submit({ counts.enter() }) else {
      Issue.record("refused")
      return
    }
    queue.cancel(ticket)
    #expect(queue.load.threads == 1)
    await withCheckedContinuation { continuation in
      _ = queue.submit { continuation.resume() }
      gate.open()
    }
    #expect(counts.most == 0)
  }

  /// Blocks a thread until it is opened.
  private final class Gate: @unchecked Sendable {
    private var ends: [Int32] = [0, 0]
    init() { pipe(&ends) }
    deinit { ends.forEach { close($0) } }
    func wait() {
      var byte: UInt8 = 0
      read(ends[0], &byte, 1)
    }
    func open() {
      var byte: UInt8 = 1
      write(ends[1], &byte, 1)
    }
  }

  private final class Counts: Sendable {
    private let state = Lock((now: 0, most: 0, done: 0))
    var most: Int { state.withLock { $0.most } }
    func enter() {
      state.withLock {
        $0.now += 1
        $0.most = max($0.most, $0.now)
      }
    }
    func leave() -> Int {
      state.withLock {
        $0.now -= 1
        $0.done += 1
        return $0.done
      }
    }
  }
}
