/// How long pings took to be answered, in nanoseconds. Costs 2 KiB, however many there are.
public struct RoundTrips: Hashable, Sendable {
  public private(set) var count = 0
  public private(set) var last: UInt64?
  public private(set) var shortest: UInt64?
  public private(set) var longest: UInt64?
  private var sum = 0.0
  /// Four to each power of two, so that a percentile is off by an eighth at most. Empty before the first.
  private var buckets: [UInt64] = []

  public init() {}

  public var mean: UInt64? { count == 0 ? nil : UInt64(sum / Double(count)) }

  /// The time that `fraction` (0...1) of all pings were answered within, to an eighth; nil where there were none.
  public func percentile(_ fraction: Double) -> UInt64? {
    guard let shortest, let longest else { return nil }
    let wanted = UInt64((min(max(fraction, 0), 1) * Double(count)).rounded(.up))
    var seen: UInt64 = 0
    for (index, number) in buckets.enumerated() where number > 0 {
      seen += number
      if seen >= wanted { return min(max(Self.middle(of: index), shortest), longest) }
    }
    return longest
  }

  mutating func add(_ time: UInt64) {
    count += 1
    last = time
    shortest = min(shortest ?? time, time)
    longest = max(longest ?? time, time)
    sum += Double(time)
    if buckets.isEmpty { buckets = Array(repeating: 0, count: 256) }
    buckets[Self.bucket(of: time)] += 1
  }

  /// The power of two, and the two bits below its highest.
  private static func bucket(of time: UInt64) -> Int {
    guard time >= 4 else { return Int(time) }
    let power = 63 - time.leadingZeroBitCount
    return power * 4 + Int((time >> UInt64(power - 2)) & 3)
  }

  private static func middle(of bucket: Int) -> UInt64 {
    guard bucket >= 8 else { return UInt64(bucket) }
    let power = UInt64(bucket / 4)
    return (UInt64(4 + bucket % 4) << (power - 2)) + (1 << (power - 2)) / 2
  }
}
