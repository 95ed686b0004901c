import Locks
import Loop
import Sessions
import Transport
import WebSocketClient
import WebSocketCore

/// Round trips, one after the other: the next message leaves when the last one is back.
enum EchoBench {
  static func run(_ address: String, count: Int, size: Int) async throws {
    let loop = try EventLoop(name: "net")
    try loop.start()
    let target = try ReceiveBench.target(address)
    let owner = PingPong(count: count, size: size)
    let connection = WebSocketConnection(target.request, options: target.options, on: loop, owner: owner)
    try await connection.connect()
    let start = cpuSeconds()
    let began = Monotonic.now()
    let times = await owner.play(on: connection)
    let cpu = cpuSeconds() - start
    let seconds = Double(Monotonic.now() - began) / 1e9
    _ = try? await connection.close()
    let sorted = times.sorted()
    printJSON([
      ("n", times.count), ("p50", percentile(sorted, 0.5)), ("p90", percentile(sorted, 0.9)),
      ("p99", percentile(sorted, 0.99)), ("secs", seconds), ("cpu", cpu),
    ])
  }
}

/// Sends when the echo comes. `@unchecked Sendable`: used on the connection's loop only.
private final class PingPong: ConnectionOwner, @unchecked Sendable {
  private let count: Int
  private let payload: [UInt8]
  private var times: [UInt64] = []
  private var sentAt: UInt64 = 0
  private var waiter: CheckedContinuation<[UInt64], Never>?

  init(count: Int, size: Int) {
    self.count = count
    payload = [UInt8](repeating: UInt8(ascii: "e"), count: size)
    times.reserveCapacity(count)
  }

  func play(on connection: isolated WebSocketConnection) async -> [UInt64] {
    await withCheckedContinuation { waiter in
      self.waiter = waiter
      send(connection)
    }
  }

  func connection(_ connection: isolated WebSocketConnection, delivered batch: borrowing FrameBatch) {
    for frame in batch.events where frame.direction == .received && frame.flags.contains(.endsMessage) {
      times.append(Monotonic.now() &- sentAt)
      if times.count == count { return finish() }
      send(connection)
    }
  }

  func connection(_ connection: isolated WebSocketConnection, ended ending: Ending) { finish() }

  private func send(_ connection: isolated WebSocketConnection) {
    sentAt = Monotonic.now()
    payload.withUnsafeBytes { try? connection.post(.text, $0) }
  }

  private func finish() {
    waiter?.resume(returning: times)
    waiter = nil
  }
}
