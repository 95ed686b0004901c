import Loop
import Sessions
import Transport
import WebSocketClient
import WebSocketCore

/// Plays the cases of an Autobahn fuzzing server: echo every message until the connection ends.
enum Autobahn {
  static func run(_ base: String, agent: String, offer: DeflateOffer = .standard) async throws {
    let loop = try EventLoop(name: "net")
    try loop.start()
    let counter = try await connect("\(base)/getCaseCount", offer, on: loop, owner: nil)
    guard case .message(.text(let text)) = try await counter.receive(timeout: 10_000_000_000),
      let count = Int(text)
    else {
      throw BenchError.notClean("getCaseCount")
    }
    _ = try? await counter.close()
    let cpu = cpuSeconds()
    for number in 1...max(1, count) {
      let owner = Echo()
      _ = try await connect("\(base)/runCase?case=\(number)&agent=\(agent)", offer, on: loop, owner: owner)
      await owner.wait(on: loop)
    }
    let report = Echo()
    _ = try await connect("\(base)/updateReports?agent=\(agent)", offer, on: loop, owner: report)
    await report.wait(on: loop)
    printJSON([("cases", count), ("cpu", cpuSeconds() - cpu)])
  }

  private static func connect(
    _ address: String, _ offer: DeflateOffer, on loop: EventLoop, owner: Echo?
  ) async throws -> WebSocketConnection {
    var target = try ReceiveBench.target(address)
    target.request.compression = offer
    // Case 9.3.1 has a message of 65,537 fragments.
    target.options.protocolOptions.limits.fragments = 100_000
    target.options.sendQueue = 64 << 20
    let connection = WebSocketConnection(target.request, options: target.options, on: loop, owner: owner)
    try await connection.connect()
    return connection
  }
}

/// Sends each whole message back. `@unchecked Sendable`: used on the connection's loop only.
private final class Echo: ConnectionOwner, @unchecked Sendable {
  private var opcode = Opcode.text
  private var message: [UInt8] = []
  private var hasEnded = false
  private var waiter: CheckedContinuation<Void, Never>?

  func wait(on loop: EventLoop) async {
    await withCheckedContinuation { waiter in
      loop.execute {
        if self.hasEnded { waiter.resume() } else { self.waiter = waiter }
      }
    }
  }

  func connection(_ connection: isolated WebSocketConnection, delivered batch: borrowing FrameBatch) {
    for frame in batch.events where frame.direction == .received && frame.opcode.isData {
      guard frame.flags.isDisjoint(with: [.violation, .incomplete, .afterClose]) else { continue }
      if frame.opcode != .continuation, !frame.flags.contains(.laterPart) {
        opcode = frame.opcode
        message.removeAll(keepingCapacity: true)
      }
      guard frame.flags.contains(.endsMessage) else {
        message += frame.payload
        continue
      }
      guard !message.isEmpty else {
        try? connection.post(opcode, frame.payload)
        continue
      }
      message += frame.payload
      message.withUnsafeBytes { try? connection.post(opcode, $0) }
      message.removeAll(keepingCapacity: true)
    }
  }

  func connection(_ connection: isolated WebSocketConnection, ended ending: Ending) {
    hasEnded = true
    waiter?.resume()
    waiter = nil
  }
}
