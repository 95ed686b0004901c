import CLinux
import Glibc
import Locks

/// The two threads that bring captures to the disk: one writes, the other makes it last. A slow sync holds up no write.
///
/// A class because all captures share it.
public final class CaptureDisk: Sendable {
  /// 50 ms: what a kill may cost.
  static let interval: UInt64 = 50_000_000
  /// 1 s: what a loss of power may cost, and how long until a failed capture is tried again.
  static let slowInterval: UInt64 = 1_000_000_000

  private struct State {
    var queue: [CaptureWriter] = []
    var queuedAt: UInt64 = 0
    /// Somebody is far ahead of the disk: whole blocks go now.
    var isUrgent = false
    /// Somebody waits until all is written.
    var isDraining = false
    /// Failed, to be tried again.
    var waiting: [CaptureWriter] = []
    var triedAt: UInt64 = 0
    var isBusy = false
    var isStopped = false
  }
  private let state = Monitor(State())
  /// A monitor of its own: what the writing thread is told wakes nobody else.
  private struct Dirty {
    var writers: [CaptureWriter] = []
    var isStopped = false
  }
  private let dirty = Monitor(Dirty())

  /// Starts the threads; they run until `stop`.
  public init() throws(CaptureError) {
    do throws(SystemThread.Fault) {
      pthread_detach(try SystemThread.start { self.write() })
      pthread_detach(try SystemThread.start { self.sync() })
    } catch {
      throw .cannotWrite("thread", error.number)
    }
  }

  func queue(_ writer: CaptureWriter) {
    state.withLock { state in
      if state.queue.isEmpty { state.queuedAt = Monotonic.now() }
      state.queue.append(writer)
    }
  }

  /// Writes the whole blocks of what is queued now.
  func hurry() { state.withLock { $0.isUrgent = true } }

  /// Waits until all that is queued is written, at most so many nanoseconds. False where it was not.
  @discardableResult
  public func drain(patience: UInt64) -> Bool {
    state.withLock { $0.isDraining = true }
    let isDone: Bool? = state.wait(until: Monotonic.now() &+ patience) { state, _ in
      state.queue.isEmpty && !state.isBusy ? true : nil
    }
    return isDone ?? false
  }

  /// Ends the threads, after what is queued.
  public func stop() {
    state.withLock { $0.isStopped = true }
    dirty.withLock { $0.isStopped = true }
  }

  // MARK: The threads

  private func write() {
    wsglass_name_thread("disk")
    while let (batch, isWhole) = nextBatch() {
      var failed: [CaptureWriter] = []
      for writer in batch where !writer.commit(wholeBlocksOnly: !isWhole) { failed.append(writer) }
      dirty.withLock { $0.writers += batch }
      state.withLock { state in
        state.isBusy = false
        for writer in failed where !state.waiting.contains(where: { $0 === writer }) {
          state.waiting.append(writer)
        }
      }
    }
  }

  /// Who is to be written, and whether up to the end; nil where the threads are to stop.
  private func nextBatch() -> (writers: [CaptureWriter], isWhole: Bool)? {
    let batch: (writers: [CaptureWriter], isWhole: Bool)?? = state.wait(until: nil) { state, deadline in
      let now = Monotonic.now()
      if state.isStopped, state.queue.isEmpty { return .some(nil) }
      var batch: [CaptureWriter] = []
      if !state.waiting.isEmpty, now >= state.triedAt &+ CaptureDisk.slowInterval || state.isStopped {
        batch = state.waiting
        state.waiting = []
        state.triedAt = now
      }
      let isDue =
        !batch.isEmpty || state.isDraining || state.isStopped || now >= state.queuedAt &+ CaptureDisk.interval
      let isUrgent = state.isUrgent
      state.isUrgent = false
      state.isDraining = false
      if !state.queue.isEmpty, isDue || isUrgent {
        for writer in state.queue where !batch.contains(where: { $0 === writer }) { batch.append(writer) }
        if isDue { state.queue = [] }
      }
      if !batch.isEmpty {
        state.isBusy = true
        return .some((batch, isDue))
      }
      let dues = [
        state.queue.isEmpty ? nil : state.queuedAt &+ CaptureDisk.interval,
        state.waiting.isEmpty ? nil : state.triedAt &+ CaptureDisk.slowInterval,
      ]
      deadline = dues.compactMap { $0 }.min()
      return nil
    }
    return batch ?? nil
  }

  private func sync() {
    wsglass_name_thread("disk-sync")
    while true {
      let due = Monotonic.now() &+ CaptureDisk.slowInterval
      let batch: [CaptureWriter]?? = dirty.wait(until: nil) { state, deadline in
        if state.isStopped { return .some(nil) }
        if state.writers.isEmpty {
          deadline = nil
          return nil
        }
        if Monotonic.now() < due {
          deadline = due
          return nil
        }
        defer { state.writers = [] }
        return .some(state.writers)
      }
      guard let batch, let batch else { return }
      var seen: Set<ObjectIdentifier> = []
      for writer in batch where seen.insert(ObjectIdentifier(writer)).inserted { writer.sync() }
    }
  }
}
