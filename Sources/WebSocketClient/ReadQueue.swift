import Loop

/// Events that wait for a reader, and readers that wait for events; decides who gets what, does nothing itself.
struct ReadQueue {
  typealias Waiter = CheckedContinuation<ConnectionEvent, any Error>

  private var events: [ConnectionEvent] = []
  private var head = 0
  private(set) var weight = 0
  /// Events that may still go to `events`, by the reading mode.
  private(set) var demand = 0
  private var receivers: [(id: Int, waiter: Waiter, timer: TimerID?)] = []
  private var stream: (id: Int, waiter: Waiter)?
  private var nextID = 0
  private(set) var ending: Ending?

  var isActive: Bool { demand > 0 }
  private var isEmpty: Bool { head == events.count }
  /// A reader has taken everything and asks for more.
  var isWaitedFor: Bool { isEmpty && (!receivers.isEmpty || stream != nil) }

  mutating func setDemand(_ demand: Int) { self.demand = demand }

  mutating func append(_ event: ConnectionEvent) {
    if case .ended(let ending) = event {
      self.ending = ending
      return
    }
    weight += event.weight
    events.append(event)
  }

  /// The next event for `receive`, if there is one now.
  mutating func takeForReceiver() -> ConnectionEvent? { isEmpty ? nil : popFirst() }

  /// The next event for the stream: gated by the demand. The end needs none; what is left then is for `receive`.
  mutating func takeForStream() -> ConnectionEvent? {
    if !isEmpty, demand > 0 {
      if demand != .max { demand -= 1 }
      return popFirst()
    }
    return ending.map(ConnectionEvent.ended)
  }

  mutating func addReceiver(_ waiter: Waiter) -> Int {
    nextID += 1
    receivers.append((nextID, waiter, nil))
    return nextID
  }

  /// Its time limit, given back with it to be cancelled.
  mutating func setTimer(_ timer: TimerID, of id: Int) {
    guard let index = receivers.firstIndex(where: { $0.id == id }) else { return }
    receivers[index].timer = timer
  }

  /// One iterator at a time; a second one takes over and the first is told that it is cancelled.
  mutating func setStream(_ waiter: Waiter) -> (id: Int, replaced: Waiter?) {
    nextID += 1
    let replaced = stream?.waiter
    stream = (nextID, waiter)
    return (nextID, replaced)
  }

  mutating func remove(_ id: Int) -> (Waiter, TimerID?)? {
    if let stream, stream.id == id {
      self.stream = nil
      return (stream.waiter, nil)
    }
    guard let index = receivers.firstIndex(where: { $0.id == id }) else { return nil }
    let receiver = receivers.remove(at: index)
    return (receiver.waiter, receiver.timer)
  }

  /// The next waiter that can be served, and what with.
  mutating func nextDelivery() -> (Waiter, Result<ConnectionEvent, any Error>, TimerID?)? {
    if let first = receivers.first {
      if let event = takeForReceiver() {
        receivers.removeFirst()
        return (first.waiter, .success(event), first.timer)
      }
      if let ending {
        receivers.removeFirst()
        return (first.waiter, .failure(ReceiveError.ended(ending)), first.timer)
      }
    }
    if let stream, let event = takeForStream() {
      self.stream = nil
      return (stream.waiter, .success(event), nil)
    }
    return nil
  }

  private mutating func popFirst() -> ConnectionEvent {
    let event = events[head]
    head += 1
    weight -= event.weight
    if head == events.count || head > 1024 {
      events.removeFirst(head)
      head = 0
    }
    return event
  }
}
