public import Glibc

/// A value that threads share, reached by one at a time.
///
/// A pthread mutex and not the `Mutex` of the Synchronization module: ThreadSanitizer does not see that one on Linux,
/// takes its users for races, and would hide the real ones among them.
/// `@unchecked Sendable`: the state is touched under the mutex only.
public struct Lock<State>: ~Copyable, @unchecked Sendable {
  // On the heap, because a mutex must stay where it is.
  @usableFromInline let mutex: UnsafeMutablePointer<pthread_mutex_t>
  @usableFromInline let state: UnsafeMutablePointer<State>

  public init(_ initial: sending State) {
    mutex = .allocate(capacity: 1)
    mutex.initialize(to: pthread_mutex_t())
    pthread_mutex_init(mutex, nil)
    state = .allocate(capacity: 1)
    state.initialize(to: initial)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
    state.deinitialize(count: 1)
    state.deallocate()
  }

  /// Waits for its turn. `body` must be short, and must not ask for the same lock.
  @inlinable
  public func withLock<Result, Failure: Error>(
    _ body: (inout State) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body(&state.pointee)
  }
}
