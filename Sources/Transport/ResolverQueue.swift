internal import Glibc
internal import Locks

/// Runs blocking look-ups on a bounded number of threads; what finds none free waits its turn.
///
/// A class because threads share it.
final class ResolverQueue: Sendable {
  /// One look-up, for `cancel`.
  struct Ticket: Hashable, Sendable { fileprivate let number: UInt64 }
  enum Admission: Equatable {
    case admitted(Ticket)
    case refused(errno: Int32)
  }
  typealias Work = @Sendable () -> Void

  /// 16 threads: getaddrinfo cannot be interrupted, so each dead name server holds one for up to half a minute.
  static let threadLimit = 16
  /// For the whole process, as its threads are: each loop with its own would multiply the limit.
  static let shared = ResolverQueue(threadLimit: threadLimit)

  private struct State {
    var threads = 0
    var next: UInt64 = 0
    var waiting: [(ticket: Ticket, work: Work)] = []
  }
  private let state = Lock(State())
  private let limit: Int

  init(threadLimit: Int) { limit = threadLimit }

  /// Threads at work, and look-ups that wait for one.
  var load: (threads: Int, waiting: Int) { state.withLock { ($0.threads, $0.waiting.count) } }

  /// Refused only where not even one thread can be had.
  func submit(_ work: @escaping Work) -> Admission {
    let (ticket, needsThread) = state.withLock { state in
      let ticket = Ticket(number: state.next)
      state.next += 1
      state.waiting.append((ticket, work))
      guard state.threads < limit else { return (ticket, false) }
      state.threads += 1
      return (ticket, true)
    }
    guard needsThread else { return .admitted(ticket) }
    let failure = startThread()
    guard failure != 0 else { return .admitted(ticket) }
    return state.withLock { state in
      state.threads -= 1
      guard state.threads == 0 else { return .admitted(ticket) }
      state.waiting.removeAll { $0.ticket == ticket }
      return .refused(errno: failure)
    }
  }

  /// A look-up that waits never starts; one that has started runs on, unheard.
  func cancel(_ ticket: Ticket) {
    state.withLock { $0.waiting.removeAll { $0.ticket == ticket } }
  }

  // MARK: Threads

  private func run() {
    while let work = next() { work() }
  }

  private func next() -> Work? {
    state.withLock { state in
      guard !state.waiting.isEmpty else {
        state.threads -= 1
        return nil
      }
      return state.waiting.removeFirst().work
    }
  }

  private func startThread() -> Int32 {
    do throws(SystemThread.Fault) {
      pthread_detach(try SystemThread.start { self.run() })
      return 0
    } catch {
      return error.number
    }
  }
}
