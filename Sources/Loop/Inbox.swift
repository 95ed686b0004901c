internal import CLinux
internal import Glibc

/// One piece of work for a loop. An actor's job is one word, so hopping to the loop allocates nothing of ours.
enum Work: Sendable {
  case job(UnownedJob)
  case closure(@Sendable () -> Void)
}

/// Work from other threads, in order of arrival.
///
/// A pthread mutex, because ThreadSanitizer does not see the one of the Synchronization module on Linux and takes its
/// users for races. Unchecked Sendable: `items` is touched under the mutex only.
struct Inbox: ~Copyable, @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let items: UnsafeMutablePointer<[Work]>

  init() {
    mutex = .allocate(capacity: 1)
    mutex.initialize(to: pthread_mutex_t())
    pthread_mutex_init(mutex, nil)
    items = .allocate(capacity: 1)
    items.initialize(to: [])
  }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
    items.deinitialize(count: 1)
    items.deallocate()
  }

  /// True where the inbox was empty, so that the loop may be asleep and has to be woken.
  func put(_ work: Work) -> Bool {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    items.pointee.append(work)
    return items.pointee.count == 1
  }

  /// Exchanges the whole content for `emptied`, whose capacity serves the next senders.
  func take(into emptied: inout [Work]) {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    swap(&items.pointee, &emptied)
  }
}
