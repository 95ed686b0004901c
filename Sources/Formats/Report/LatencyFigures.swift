/// How long something took, many times, in a few figures: nanoseconds.
public struct LatencyFigures: Sendable, Equatable {
  /// At least 1: without any there are no figures.
  public var count: Int
  public var p50: UInt64
  public var p90: UInt64
  public var p95: UInt64
  public var p99: UInt64
  public var longest: UInt64
  public var mean: UInt64

  public init(count: Int, p50: UInt64, p90: UInt64, p95: UInt64, p99: UInt64, longest: UInt64, mean: UInt64) {
    self.count = count
    self.p50 = p50
    self.p90 = p90
    self.p95 = p95
    self.p99 = p99
    self.longest = longest
    self.mean = mean
  }

  /// `p50 1.2 ms, p95 3 ms, p99 8.1 ms, longest 9 ms, 1000 replies`.
  public var words: String {
    let words = [("p50", p50), ("p95", p95), ("p99", p99), ("longest", longest)]
      .map { "\($0.0) \(ReportTime.words($0.1))" }
    return (words + ["\(count) \(count == 1 ? "reply" : "replies")"]).joined(separator: ", ")
  }
}
