import Glibc
import Locks
import Loop
import TestSupport
import Testing

/// Notes in the order in which they are made. `@unchecked`: behind a mutex.
final class Notes<Element: Sendable>: Sendable {
  private let items = Lock<[Element]>([])
  func add(_ item: Element) { items.withLock { $0.append(item) } }
  var all: [Element] { items.withLock { $0 } }
}

actor Resident {
  let loop: EventLoop
  private(set) var count = 0
  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
  init(on loop: EventLoop) { self.loop = loop }
  func step() -> Bool {
    count += 1
    return loop.isCurrent
  }
  func stepWith(_ other: Resident, times: Int) async -> Bool {
    var stayed = true
    for _ in 0..<times { stayed = await other.step() && loop.isCurrent && stayed }
    return stayed
  }
}

@Suite struct EventLoopTests {
  @Test func `work from one thread runs in order, on the loop's thread`() async throws {
    try await withLoop { loop in
      let notes = Notes<Int>()
      let allCurrent: Bool = await onLoop(loop) { done in
        for index in 0..<5_000 { loop.execute { notes.add(index) } }
        loop.execute { done(loop.isCurrent) }
      }
      #expect(allCurrent)
      #expect(!loop.isCurrent)
      #expect(notes.all == Array(0..<5_000))
    }
  }

  @Test func `many threads may queue at once and none of their work is lost or reordered`() async throws {
    try await withLoop { loop in
      let notes = Notes<(Int, Int)>()
      await withTaskGroup(of: Void.self) { group in
        for thread in 0..<4 {
          group.addTask {
            for index in 0..<2_000 { loop.execute { notes.add((thread, index)) } }
          }
        }
      }
      let _: Bool = await onLoop(loop) { $0(true) }
      let all = notes.all
      #expect(all.count == 8_000)
      for thread in 0..<4 {
        #expect(all.filter { $0.0 == thread }.map(\.1) == Array(0..<2_000))
      }
    }
  }

  @Test func `an actor with the loop as executor runs on it, and awaiting a neighbour stays there`()
    async throws
  {
    try await withLoop { loop in
      let first = Resident(on: loop)
      let second = Resident(on: loop)
      #expect(await first.step())
      #expect(await first.stepWith(second, times: 1_000))
      #expect(await second.count == 1_000)
    }
  }

  @Test func `a plain callback on the loop may assume the isolation of its actors`() async throws {
    try await withLoop { loop in
      let resident = Resident(on: loop)
      let inTimer: Bool = await onLoop(loop) { done in
        loop.schedule(at: 0) { done(resident.assumeIsolated { $0.step() }) }
      }
      #expect(inTimer)
    }
  }

  @Test func `timers fire in the order of their deadlines, never early, and not when cancelled`() async throws
  {
    try await withLoop { loop in
      let notes = Notes<String>()
      let late: UInt64 = await onLoop(loop) { done in
        let start = loop.now()
        let dropped = loop.schedule(at: start + 100_000) { notes.add("dropped") }
        loop.schedule(at: start + 2_000_000) {
          notes.add("second")
          done(loop.now() - start)
        }
        loop.schedule(at: start + 200_000) { notes.add("first") }
        loop.cancel(dropped)
      }
      #expect(notes.all == ["first", "second"])
      #expect(late >= 2_000_000)
    }
  }

  @Test func `stop runs what was queued before it`() throws {
    let loop = try EventLoop(name: "test")
    let notes = Notes<Int>()
    for index in 0..<100 { loop.execute { notes.add(index) } }
    try loop.start()
    loop.stop()
    #expect(notes.all == Array(0..<100))
  }

  @Test func `a loop that is not started is given back`() throws {
    weak var gone: EventLoop?
    do {
      let loop = try EventLoop(name: "test")
      gone = loop
    }
    #expect(gone == nil)
  }
}
