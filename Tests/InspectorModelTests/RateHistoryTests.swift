import FrameLog
import Testing
import WebSocketCore

@testable import InspectorModel

@Suite struct RateHistoryTests {
  private var fixture = Fixture()

  /// Rows that came at these tenths of a second, told at once.
  private mutating func rows(at tenths: UInt64...) {
    for tenth in tenths {
      fixture.log.append(note: .connecting, text: [], at: tenth * 100_000_000, wallOffset: 0)
    }
    fixture.take(.logGrew(fixture.tab.id))
  }

  @Test mutating func `each second has the rows that came in it, the running one last`() {
    rows(at: 15, 101, 105, 110, 119, 135)
    #expect(fixture.tab.rateHistory.counts == [0, 0, 0, 0, 0, 0, 2, 2, 0, 1])
  }

  @Test mutating func `seconds that go by one after another, and leaps, count as they would anew`() {
    rows(at: 3, 7)
    #expect(fixture.tab.rateHistory.counts == [2])
    rows(at: 9, 12, 13)
    #expect(fixture.tab.rateHistory.counts == [3, 2])
    rows(at: 41)
    #expect(fixture.tab.rateHistory.counts == [3, 2, 0, 0, 1])
    rows(at: 113, 118, 121)
    #expect(fixture.tab.rateHistory.counts == [0, 1, 0, 0, 0, 0, 0, 0, 2, 1])
    #expect(
      fixture.tab.rateHistory.counts == RateHistory(fixture.log.reader, fixture.log.reader.range).counts)
    rows(at: 990)
    #expect(fixture.tab.rateHistory.counts == [0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
  }

  @Test mutating func `rows that nobody has been told of are counted too`() {
    rows(at: 101)
    fixture.log.append(note: .connecting, text: [], at: 10_200_000_000, wallOffset: 0)
    #expect(fixture.tab.rateHistory.counts.last == 2)
  }

  @Test mutating func `cleared rows and those of another log are not counted`() {
    rows(at: 101, 111)
    fixture.model.tabs[0].view.floor = 3
    rows(at: 112)
    #expect(fixture.tab.rateHistory.counts == [0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
    fixture.take(.logReady(fixture.tab.id, FrameLog(budget: LogBudget()).reader))
    #expect(fixture.tab.rateHistory.counts == [])
  }
}
