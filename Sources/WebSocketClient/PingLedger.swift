/// Which of our pings wait for an answer, and how long the answers took.
struct PingLedger {
  /// 64: pings beyond that go unanswered, or the user sends them faster than they travel; the oldest is forgotten.
  static let limit = 64

  private var waiting: [(payload: [UInt8], time: UInt64)] = []
  private(set) var roundTrips = RoundTrips()

  /// No pong can mean anything otherwise.
  var isWaiting: Bool { !waiting.isEmpty }

  mutating func sent(_ payload: [UInt8], at time: UInt64) {
    if waiting.count == Self.limit { waiting.removeFirst() }
    waiting.append((payload, time))
  }

  /// True where it answers a ping. A peer may answer the newest of several only (RFC 6455 section 5.5.3), so those
  /// before it are done too.
  mutating func received(_ pong: UnsafeRawBufferPointer, at time: UInt64) -> Bool {
    guard let index = waiting.firstIndex(where: { $0.payload.elementsEqual(pong) }) else { return false }
    roundTrips.add(time &- waiting[index].time)
    waiting.removeFirst(index + 1)
    return true
  }
}
