import FrameLog
import Glibc
import Locks
import Loop
import Sessions
import Transport
import WebSocketClient
import WebSocketCore

/// Many connections at once, each with a log of its own; delivery time from the `{"ts":` that each frame begins with.
enum ManyBench {
  static func run(_ address: String, count: Int) async throws {
    let loop = try EventLoop(name: "net")
    try loop.start()
    let target = try ReceiveBench.target(address)
    let tally = Tally(count: count)
    let budget = LogBudget()
    let dialled = Monotonic.now()
    for _ in 0..<count {
      let owner = Logger(log: FrameLog(budget: budget), tally: tally)
      let connection = WebSocketConnection(target.request, options: target.options, on: loop, owner: owner)
      try await connection.connect()
    }
    let opened = Monotonic.now()
    let cpu = cpuSeconds()
    await withCheckedContinuation { waiter in loop.execute { tally.start(opened, waiter) } }
    let used = cpuSeconds() - cpu
    let sorted = tally.delays.sorted()
    printJSON([
      ("n", tally.frames), ("conns", count), ("dial_secs", Double(opened - dialled) / 1e9),
      ("secs", Double(Monotonic.now() - opened) / 1e9), ("cpu", used), ("lat_p50", percentile(sorted, 0.5)),
      ("lat_p99", percentile(sorted, 0.99)), ("lat_max", percentile(sorted, 1)),
    ])
  }
}

/// What all connections together have seen. `@unchecked Sendable`: used on the network loop, and after the end.
private final class Tally: @unchecked Sendable {
  private var open: Int
  private(set) var frames = 0
  private(set) var delays: [UInt64] = []
  private var since = UInt64.max
  private var waiter: CheckedContinuation<Void, Never>?

  init(count: Int) { open = count }

  func start(_ now: UInt64, _ waiter: CheckedContinuation<Void, Never>) {
    since = now
    self.waiter = waiter
    finishIfDone()
  }

  func received(_ frame: FrameEvent) {
    frames += 1
    // {"ts":123...: the number begins at byte 6.
    var stamp: UInt64 = 0
    for byte in frame.payload.dropFirst(6) {
      guard byte >= 48, byte <= 57 else { break }
      stamp = stamp &* 10 &+ UInt64(byte &- 48)
    }
    if stamp >= since { delays.append(frame.time &- min(stamp, frame.time)) }
  }

  func ended() {
    open -= 1
    finishIfDone()
  }

  private func finishIfDone() {
    guard open == 0 else { return }
    waiter?.resume()
    waiter = nil
  }
}

/// Keeps a connection's frames. `@unchecked Sendable`: used on the connection's loop only.
private final class Logger: ConnectionOwner, @unchecked Sendable {
  private let log: FrameLog
  private let tally: Tally

  init(log: FrameLog, tally: Tally) {
    self.log = log
    self.tally = tally
  }

  func connection(_ connection: isolated WebSocketConnection, delivered batch: borrowing FrameBatch) {
    log.append(batch, wallOffset: 0)
    for frame in batch.events where frame.direction == .received && frame.opcode == .text {
      tally.received(frame)
    }
  }

  func connection(_ connection: isolated WebSocketConnection, ended ending: Ending) { tally.ended() }
}
