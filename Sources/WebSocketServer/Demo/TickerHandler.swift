internal import WebSocketCore

/// JSON trades of three pairs, whose prices wander.
final class TickerHandler: ConnectionHandler {
  private static let names = ["BTC-USD", "ETH-USD", "SOL-USD"]
  private static let firstSequence = 88_121

  private let interval: UInt64
  private var pulse: Pulse?
  private var sequence = firstSequence - 1
  /// Cents.
  private var prices = [6_412_030, 341_255, 18_420]
  private var random = SecureRandom()

  init(perSecond: Int) { interval = 1_000_000_000 / UInt64(perSecond) }

  func opened(_ connection: ServerConnection) {
    pulse = Pulse(every: interval, on: connection.loop) { [weak self, weak connection] in
      guard let self, let connection, connection.maySend, !connection.isBlocked else { return }
      try? connection.send(trade())
    }
  }

  func closed(_ connection: ServerConnection, _ closure: Closure) { pulse?.stop() }

  private func trade() -> String {
    sequence += 1
    let pair = (sequence - Self.firstSequence) % Self.names.count
    let step = prices[pair] / 5_000
    prices[pair] = max(100, prices[pair] + Int.random(in: -step...step, using: &random))
    let price = prices[pair]
    let spread = max(1, price / 10_000)
    let side = Bool.random(using: &random) ? "buy" : "sell"
    let size = Int.random(in: 1...250_000, using: &random)
    return """
      {"type":"ticker","seq":\(sequence),"pair":"\(Self.names[pair])","bid":"\(Self.decimal(price, 2))",\
      "ask":"\(Self.decimal(price + spread, 2))","last":"\(Self.decimal(price, 2))","side":"\(side)",\
      "size":"\(Self.decimal(size, 4))"}
      """
  }

  private static func decimal(_ value: Int, _ digits: Int) -> String {
    let unit = (0..<digits).reduce(1) { power, _ in power * 10 }
    let fraction = String(value % unit)
    return "\(value / unit).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
  }
}
