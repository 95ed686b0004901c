/// An `expect` of a script, for reports: how often it was met in all runs, how fast, and what it may take.
public struct ScriptExpectation: Hashable, Sendable {
  /// A latency that must not be exceeded, in nanoseconds.
  public struct Threshold: Hashable, Sendable {
    /// 50, 95 or 99.
    public var percentile: Int
    public var limit: UInt64

    public init(percentile: Int, limit: UInt64) {
      self.percentile = percentile
      self.limit = limit
    }
  }
  /// The step's `name`, or what it asks for.
  public var name: String
  public var place: ScriptPlace
  public var thresholds: [Threshold]
}

/// What became of one expectation. Those of several runs can be added up.
public struct ScriptTally: Sendable {
  public var matched = 0
  public var failed = 0
  /// Nanoseconds from the last message that was sent before to the one that matched; where that came earlier, it
  /// has none.
  public var latency = LatencyHistogram()

  public init() {}

  public mutating func add(_ other: ScriptTally) {
    matched += other.matched
    failed += other.failed
    latency.add(other.latency)
  }
}
