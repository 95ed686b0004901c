import Testing

@testable import Loop

@Suite struct TimerHeapTests {
  @Test func `timers fire by deadline, those of one deadline in order of scheduling`() {
    var heap = TimerHeap()
    var fired: [String] = []
    for (deadline, name) in [(30, "c"), (10, "a1"), (20, "b"), (10, "a2"), (40, "d")] {
      _ = heap.insert(UInt64(deadline)) { fired.append(name) }
    }
    while let work = heap.popDue(30) { work() }
    #expect(fired == ["a1", "a2", "b", "c"])
    #expect(heap.count == 1)
    #expect(heap.nextDeadline == 40)
  }

  @Test func `a cancelled timer does not fire, and its id does not hit the next user of the slot`() {
    var heap = TimerHeap()
    var fired: [Int] = []
    let first = heap.insert(1) { fired.append(1) }
    let removed = heap.remove(first)
    _ = heap.insert(2) { fired.append(2) }
    let removedAgain = heap.remove(first)
    while let work = heap.popDue(10) { work() }
    #expect(removed && !removedAgain)
    #expect(fired == [2])
  }

  @Test func `any order of scheduling and cancelling leaves the deadlines sorted`() {
    var heap = TimerHeap()
    var state: UInt64 = 42
    var kept: [UInt64] = []
    var fired: [UInt64] = []
    for _ in 0..<2_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let deadline = state >> 48
      let id = heap.insert(deadline) { fired.append(deadline) }
      if state & 3 == 0 { heap.remove(id) } else { kept.append(deadline) }
    }
    while let work = heap.popDue(.max) { work() }
    #expect(fired == kept.sorted())
  }
}
