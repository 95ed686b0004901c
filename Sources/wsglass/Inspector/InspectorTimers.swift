import InspectorModel
import Loop

/// How work comes back to the screen: from other threads, after a while, from files.
extension Inspector {
  /// From any thread: does it here, after what was queued before.
  nonisolated func here(_ work: @escaping @Sendable (isolated Inspector) -> Void) {
    loop.execute { self.assumeIsolated(work) }
  }

  /// Once, so many nanoseconds from now, unless it is cancelled.
  @discardableResult
  func after(_ nanoseconds: UInt64, _ work: @escaping (isolated Inspector) -> Void) -> Loop.TimerID {
    loop.schedule(at: loop.now() &+ nanoseconds) { self.assumeIsolated(work) }
  }

  /// Work that a slow disk may hold up, and its result back here.
  func onFiles<Value: Sendable>(
    _ work: @escaping @Sendable () -> Value,
    then take: @escaping @Sendable (isolated Inspector, Value) -> Void
  ) {
    files.execute {
      let value = work()
      self.here { inspector in
        take(inspector, value)
        inspector.paint()
      }
    }
  }

  /// One of the model's: the one of the same name that runs begins again.
  func startTimer(_ id: InspectorModel.TimerID, _ milliseconds: Int) {
    if let running = timers[id] { loop.cancel(running) }
    timers[id] = after(UInt64(max(0, milliseconds)) * 1_000_000) { inspector in
      inspector.timers[id] = nil
      inspector.handle(.timerFired(id))
      inspector.paint()
    }
  }
}
