internal import Locks

/// One piece of work for a loop. An actor's job is one word, so hopping to the loop allocates nothing of ours.
enum Work: Sendable {
  case job(UnownedJob)
  case closure(@Sendable () -> Void)
}

/// Work from other threads, in order of arrival.
struct Inbox: ~Copyable, Sendable {
  private let items = Lock<[Work]>([])

  /// True where the inbox was empty, so that the loop may be asleep and has to be woken.
  func put(_ work: Work) -> Bool {
    items.withLock { items in
      items.append(work)
      return items.count == 1
    }
  }

  /// Exchanges the whole content for `emptied`, whose capacity serves the next senders.
  func take(into emptied: inout [Work]) { items.withLock { swap(&$0, &emptied) } }
}
