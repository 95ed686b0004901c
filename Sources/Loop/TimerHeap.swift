/// Names a timer; stays harmless after it fired or was cancelled.
public struct TimerID: Hashable, Sendable {
  let slot: UInt32
  let generation: UInt32
}

/// Deadlines in a binary heap that knows each timer's place: schedule and cancel cost O(log n), the next deadline O(1).
/// Timers with the same deadline fire in the order in which they were scheduled.
struct TimerHeap {
  private struct Entry {
    var deadline: UInt64
    var sequence: UInt64
    var slot: UInt32

    static func < (left: Entry, right: Entry) -> Bool {
      left.deadline != right.deadline ? left.deadline < right.deadline : left.sequence < right.sequence
    }
  }
  private struct Slot {
    var generation: UInt32 = 0
    var place: Int = -1
    var work: (() -> Void)?
  }

  private var heap: [Entry] = []
  private var slots: [Slot] = []
  private var free: [UInt32] = []
  private var scheduled: UInt64 = 0

  init() {}

  var count: Int { heap.count }
  var nextDeadline: UInt64? { heap.first?.deadline }

  mutating func insert(_ deadline: UInt64, _ work: @escaping () -> Void) -> TimerID {
    let slot: UInt32
    if let reused = free.popLast() {
      slot = reused
    } else {
      slot = UInt32(slots.count)
      slots.append(Slot())
    }
    slots[Int(slot)].work = work
    scheduled &+= 1
    heap.append(Entry(deadline: deadline, sequence: scheduled, slot: slot))
    slots[Int(slot)].place = heap.count - 1
    rise(heap.count - 1)
    return TimerID(slot: slot, generation: slots[Int(slot)].generation)
  }

  /// False where the timer has fired or was cancelled before.
  @discardableResult
  mutating func remove(_ id: TimerID) -> Bool {
    let slot = Int(id.slot)
    guard slot < slots.count, slots[slot].generation == id.generation, slots[slot].place >= 0 else {
      return false
    }
    _ = take(slots[slot].place)
    return true
  }

  /// The work of the earliest timer that is due, or nil.
  mutating func popDue(_ now: UInt64) -> (() -> Void)? {
    guard let first = heap.first, first.deadline <= now else { return nil }
    return take(0)
  }

  private mutating func take(_ place: Int) -> (() -> Void)? {
    let slot = Int(heap[place].slot)
    let work = slots[slot].work
    slots[slot].work = nil
    slots[slot].place = -1
    slots[slot].generation &+= 1
    free.append(UInt32(slot))
    let last = heap.removeLast()
    if place < heap.count {
      put(last, at: place)
      sink(place)
      rise(place)
    }
    return work
  }

  private mutating func put(_ entry: Entry, at place: Int) {
    heap[place] = entry
    slots[Int(entry.slot)].place = place
  }

  private mutating func rise(_ start: Int) {
    var place = start
    let entry = heap[place]
    while place > 0 {
      let parent = (place - 1) / 2
      guard entry < heap[parent] else { break }
      put(heap[parent], at: place)
      place = parent
    }
    put(entry, at: place)
  }

  private mutating func sink(_ start: Int) {
    var place = start
    let entry = heap[place]
    while true {
      var child = place * 2 + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
      guard heap[child] < entry else { break }
      put(heap[child], at: place)
      place = child
    }
    put(entry, at: place)
  }
}
