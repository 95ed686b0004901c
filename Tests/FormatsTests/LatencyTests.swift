import Formats
import Testing

struct LatencyTests {
  @Test(
    "thresholds are read with name, measure, limit and unit",
    arguments: [
      ("p99<50ms", LatencyThreshold(measure: .p99, limit: 50_000_000)),
      ("login:p50 < 1.5s", LatencyThreshold(name: "login", measure: .p50, limit: 1_500_000_000)),
      ("a:b:max<200us", LatencyThreshold(name: "a:b", measure: .max, limit: 200_000)),
      ("x<y:mean<3ns", LatencyThreshold(name: "x<y", measure: .mean, limit: 3)),
    ])
  func thresholds(text: String, expected: LatencyThreshold) throws {
    #expect(try LatencyThreshold(parsing: text) == expected)
  }

  @Test(
    "what is no threshold says what is wrong with it",
    arguments: [
      ("login", LatencyThreshold.ParseError.noMeasure), ("", .noMeasure),
      ("p98<5ms", .unknownMeasure("p98")), ("p99<5", .badDuration("5")), ("p99<ms", .badDuration("ms")),
      ("p99<-5ms", .badDuration("-5ms")), ("p99<nans", .badDuration("nans")),
      ("p99<0ms", .badDuration("0ms")),
      ("p99<1.2.3ms", .badDuration("1.2.3ms")), ("p99<90000s", .badDuration("90000s")),
    ])
  func badThresholds(text: String, expected: LatencyThreshold.ParseError) {
    #expect(throws: expected) { try LatencyThreshold(parsing: text) }
  }

  @Test(
    "durations have three digits and a unit",
    arguments: [
      (UInt64(999), "999 ns"), (1_000, "1 us"), (1_240_000, "1.24 ms"), (12_400_000, "12.4 ms"),
      (124_900_000, "124 ms"), (1_200_000_000, "1.2 s"), (1_010_000, "1.01 ms"), (61_000_000_000, "61 s"),
    ])
  func words(nanoseconds: UInt64, expected: String) {
    #expect(ReportTime.words(nanoseconds) == expected)
  }
}
