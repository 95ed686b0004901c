import Scripts
import Testing

@Suite struct LatencyHistogramTests {
  @Test func `percentiles are right to less than one percent, and exact where values are small`() {
    var latencies = LatencyHistogram()
    for value in 1...200 { latencies.record(UInt64(value)) }
    #expect(latencies.percentile(50) == 100)
    #expect(latencies.percentile(99) == 198)
    #expect(latencies.percentile(100) == 200)
    var slow = LatencyHistogram()
    for value in 1...1000 { slow.record(UInt64(value) * 1_000_000) }
    #expect((950_000_000...957_600_000).contains(slow.percentile(95)))
    #expect(slow.percentile(100) == 1_000_000_000)
    #expect(slow.least == 1_000_000 && slow.most == 1_000_000_000)
  }

  @Test func `two of them add up to one`() {
    var one = LatencyHistogram()
    var other = LatencyHistogram()
    one.record(5)
    other.record(.max)
    other.record(3)
    one.add(other)
    #expect(one.count == 3)
    #expect(one.least == 3 && one.most == .max)
    #expect(one.percentile(67) == .max && one.percentile(66) == 5)
    #expect(LatencyHistogram().percentile(50) == 0)
  }

  @Test func `few are exact, and those that become many are counted on`() {
    var latencies = LatencyHistogram()
    for value in [1_000_007, 3_000_001, 2_000_003] { latencies.record(UInt64(value)) }
    #expect(latencies.percentile(50) == 2_000_003)
    #expect(latencies.percentile(99) == 3_000_001)
    var many = LatencyHistogram()
    for value in 1...100 { many.record(UInt64(value) * 1_000_000) }
    latencies.add(many)
    #expect(latencies.count == 103)
    #expect((49_000_000...50_500_000).contains(latencies.percentile(50)))
    var both = LatencyHistogram()
    both.record(5)
    many.add(both)
    both.add(many)
    #expect(both.count == 102)
    #expect(both.percentile(1) == 5)
  }
}
