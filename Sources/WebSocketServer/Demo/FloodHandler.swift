internal import WebSocketCore

/// n messages of one size as fast as the socket takes them, then close 1000.
final class FloodHandler: ConnectionHandler {
  private static let countLimit = 1_000_000_000
  private static let sizeLimit = 16 << 20
  /// Bytes of payload in all; a larger product gives fewer messages.
  private static let totalLimit = 64 << 30
  /// Bytes made in one turn of the loop, which others share.
  private static let bytesPerTurn = 256 << 10

  private let opcode: Opcode
  private let payload: [UInt8]
  private var remaining: Int

  init(_ request: ServerRequest) {
    let size = request.number("size", default: 125, in: 0...Self.sizeLimit)
    let count = request.number("n", default: 100_000, in: 0...Self.countLimit)
    remaining = min(count, Self.totalLimit / max(size, 1))
    opcode = request.query["kind"] == "binary" ? .binary : .text
    let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)
    payload = (0..<size).map { letters[$0 % letters.count] }
  }

  func opened(_ connection: ServerConnection) { fill(connection) }

  func drained(_ connection: ServerConnection) { fill(connection) }

  private func fill(_ connection: ServerConnection) {
    guard connection.maySend else { return }
    payload.withUnsafeBytes { bytes in
      var made = 0
      while remaining > 0, made < Self.bytesPerTurn, connection.waitingByteCount < Self.bytesPerTurn {
        guard (try? connection.send(opcode, bytes)) != nil else { return remaining = 0 }
        remaining -= 1
        made += bytes.count + 4
      }
    }
    guard remaining > 0 else {
      try? connection.close(Closure.Status(code: .normal))
      return
    }
    connection.wantsDrained()
  }
}
