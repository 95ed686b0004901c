internal import WebSocketCore

/// A text message in four fragments every second, each but the last followed by a ping (RFC 6455 section 5.4).
final class FragmentsHandler: ConnectionHandler {
  /// Nanoseconds between frames.
  private static let interval: UInt64 = 150_000_000
  private static let parts = ["The quick ", "brown fox j", "umps over the l", "azy dog: né, 犬, 🐕."]

  private var pulse: Pulse?
  private var step = 0

  func opened(_ connection: ServerConnection) {
    advance(connection)
    pulse = Pulse(every: Self.interval, on: connection.loop) { [weak self, weak connection] in
      guard let self, let connection else { return }
      advance(connection)
    }
  }

  func closed(_ connection: ServerConnection, _ closure: Closure) { pulse?.stop() }

  /// Fragment, ping, fragment, ping, fragment, ping, last fragment.
  private func advance(_ connection: ServerConnection) {
    guard connection.maySend, !connection.isBlocked else { return }
    let part = step / 2
    if step % 2 == 1 {
      try? Array("between \(part + 1) and \(part + 2)".utf8).withUnsafeBytes {
        try connection.send(.ping, $0)
      }
    } else {
      try? Array(Self.parts[part].utf8).withUnsafeBytes {
        try connection.send(
          part == 0 ? .text : .continuation, $0, isFinal: part == Self.parts.count - 1)
      }
    }
    step = (step + 1) % (Self.parts.count * 2 - 1)
  }
}
