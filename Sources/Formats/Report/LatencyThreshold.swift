/// A limit on how long an expectation takes, which fails the run: `login:p99<50ms`.
public struct LatencyThreshold: Sendable, Equatable {
  /// What there is to be limited.
  public enum Measure: String, CaseIterable, Sendable {
    case p50, p90, p95, p99, max, mean
  }

  public enum ParseError: Error, Equatable, Sendable {
    case noMeasure
    case unknownMeasure(String)
    case badDuration(String)
  }

  /// The expectation's; nil is all of them, each for itself.
  public let name: String?
  public let measure: Measure
  /// Nanoseconds; to be less than this.
  public let limit: UInt64

  public init(name: String? = nil, measure: Measure, limit: UInt64) {
    self.name = name
    self.measure = measure
    self.limit = limit
  }

  /// `NAME:p99<50ms`, or without a name. A name may hold colons: the last one counts.
  public init(parsing text: String) throws(ParseError) {
    guard let less = text.lastIndex(of: "<") else { throw .noMeasure }
    var before = text[..<less]
    var name: String?
    if let colon = before.lastIndex(of: ":") {
      name = String(before[..<colon])
      before = before[before.index(after: colon)...]
    }
    let word = LatencyThreshold.trimmed(before)
    guard let measure = Measure(rawValue: word) else { throw .unknownMeasure(word) }
    let duration = LatencyThreshold.trimmed(text[text.index(after: less)...])
    guard let limit = LatencyThreshold.nanoseconds(duration) else { throw .badDuration(duration) }
    self.init(name: name.flatMap { $0.isEmpty ? nil : $0 }, measure: measure, limit: limit)
  }

  public func applies(to name: String) -> Bool { self.name == nil || self.name == name }

  func value(in figures: LatencyFigures) -> UInt64 {
    switch measure {
    case .p50: figures.p50
    case .p90: figures.p90
    case .p95: figures.p95
    case .p99: figures.p99
    case .max: figures.longest
    case .mean: figures.mean
    }
  }

  /// `p99 < 50 ms`.
  public var text: String { "\(measure.rawValue) < \(ReportTime.words(limit))" }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  /// `50ms`, `1.5 s`, `200us`; nil for what is none, and for over a day.
  private static func nanoseconds(_ text: String) -> UInt64? {
    let units: [(String, Double)] = [("ns", 1), ("us", 1e3), ("µs", 1e3), ("ms", 1e6), ("s", 1e9)]
    guard let (unit, factor) = units.first(where: { text.hasSuffix($0.0) }) else { return nil }
    let number = trimmed(text.dropLast(unit.count))
    guard number.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }),
      let value = Double(number), value > 0, value * factor <= 86_400e9
    else { return nil }
    return UInt64(value * factor)
  }
}
