/// How often each latency occurred: exact while they are few, then with an error of 0.8 % at most and a few KiB, however
/// many there are. A thousand connections with a hundred expectations each have a hundred thousand of these.
public struct LatencyHistogram: Sendable {
  /// Values below 256 stand alone, then each doubling has 128 steps.
  private static let bits = 7
  /// 32, a quarter of a KiB.
  private static let fewest = 32
  /// One by one, as long as there are few; empty from then on.
  private var few: [UInt64] = []
  private var counts: [UInt32] = []
  public private(set) var count = 0
  /// Nanoseconds; 0 without any.
  public private(set) var least: UInt64 = 0
  public private(set) var most: UInt64 = 0
  private var sum = 0.0

  public init() {}

  public var isEmpty: Bool { count == 0 }
  public var mean: Double { count == 0 ? 0 : sum / Double(count) }

  public mutating func record(_ nanoseconds: UInt64) {
    if count < Self.fewest, counts.isEmpty {
      few.append(nanoseconds)
    } else {
      spread()
      place(nanoseconds)
    }
    least = count == 0 ? nanoseconds : min(least, nanoseconds)
    most = max(most, nanoseconds)
    count += 1
    sum += Double(nanoseconds)
  }

  public mutating func add(_ other: LatencyHistogram) {
    guard other.count > 0 else { return }
    if other.counts.isEmpty, counts.isEmpty, count + other.count <= Self.fewest {
      few += other.few
    } else {
      spread()
      for latency in other.few { place(latency) }
    }
    if other.counts.count > counts.count {
      counts += repeatElement(0, count: other.counts.count - counts.count)
    }
    for (place, number) in other.counts.enumerated() {
      let (total, isOver) = counts[place].addingReportingOverflow(number)
      counts[place] = isOver ? .max : total
    }
    least = count == 0 ? other.least : min(least, other.least)
    most = max(most, other.most)
    count += other.count
    sum += other.sum
  }

  /// `percent` of the latencies are this or less; 0 without any.
  public func percentile(_ percent: Double) -> UInt64 {
    guard count > 0 else { return 0 }
    let wanted = max(1, (Double(count) * min(max(percent, 0), 100) / 100).rounded(.up))
    if counts.isEmpty { return few.sorted()[min(few.count, Int(wanted)) - 1] }
    var met = 0.0
    for (place, number) in counts.enumerated() where number > 0 {
      met += Double(number)
      if met >= wanted { return min(max(Self.largest(at: place), least), most) }
    }
    return most
  }

  private mutating func spread() {
    for latency in few { place(latency) }
    few = []
  }

  private mutating func place(_ nanoseconds: UInt64) {
    let place = Self.place(of: nanoseconds)
    if place >= counts.count {
      counts += repeatElement(0, count: place + 1 - counts.count)
    }
    if counts[place] < .max { counts[place] += 1 }
  }

  private static func place(of value: UInt64) -> Int {
    let width = 64 - value.leadingZeroBitCount
    guard width > bits + 1 else { return Int(value) }
    let shift = width - bits - 1
    return (shift + 1) << bits + Int(value >> UInt64(shift)) - 1 << bits
  }

  /// The largest value that is counted there.
  private static func largest(at place: Int) -> UInt64 {
    guard place >= 2 << bits else { return UInt64(place) }
    let shift = place >> bits - 1
    let head = UInt64(place & (1 << bits - 1) | 1 << bits)
    return head << UInt64(shift) + (1 << UInt64(shift) - 1)
  }
}
