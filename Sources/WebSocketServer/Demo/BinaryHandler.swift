internal import WebSocketCore

/// Binary messages at even intervals: a big-endian counter, a kind, then noise.
final class BinaryHandler: ConnectionHandler {
  private let interval: UInt64
  private var pulse: Pulse?
  private var count: UInt32 = 0
  private var random = SecureRandom()

  init(perSecond: Int) { interval = 1_000_000_000 / UInt64(perSecond) }

  func opened(_ connection: ServerConnection) {
    pulse = Pulse(every: interval, on: connection.loop) { [weak self, weak connection] in
      guard let self, let connection, connection.maySend, !connection.isBlocked else { return }
      count &+= 1
      let head = (0..<4).map { UInt8(truncatingIfNeeded: count >> UInt32(24 - 8 * $0)) }
      let noise = (0..<Int.random(in: 16...240, using: &random)).map { _ in
        UInt8.random(in: .min ... .max, using: &random)
      }
      try? (head + [UInt8(truncatingIfNeeded: count % 4)] + noise).withUnsafeBytes {
        try connection.send(.binary, $0)
      }
    }
  }

  func closed(_ connection: ServerConnection, _ closure: Closure) { pulse?.stop() }
}
