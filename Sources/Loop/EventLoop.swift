internal import CLinux
internal import Glibc
internal import Locks
internal import Synchronization

/// One thread that waits in epoll and is the executor of the actors that live on it: sockets, timers and actor jobs
/// take turns, so an actor's state needs no lock and an event reaches it without a hop.
///
/// A class because a `SerialExecutor` is one. `@unchecked Sendable`: everything mutable is touched on the loop's own
/// thread only, save the inbox (a mutex) and two atomics.
/// A started loop lives until `stop()`; actors that use it as their executor must keep it.
public final class EventLoop: SerialExecutor, @unchecked Sendable {
  /// Bytes of `readBuffer`: four of the largest reads that pay.
  public static let readBufferSize = 256 * 1024
  /// Events taken from the kernel in one call.
  private static let eventsPerWait = 256
  /// Jobs that may run before sockets and timers get their turn again, and rounds of jobs that jobs have queued.
  private static let jobsPerTurn = 1024
  private static let roundsPerTurn = 16
  /// The registration word of the eventfd; no slot ever gets there.
  private static let wakeWord = UInt64.max

  public let name: String
  /// For whoever runs on the loop right now; its content does not outlive that call.
  public let readBuffer: UnsafeMutableRawBufferPointer
  /// A second such buffer, for what is read from a socket and has to be decrypted into the first.
  public let wireBuffer: UnsafeMutableRawBufferPointer

  private let epoll: Int32
  private let wake: Int32
  private let events: UnsafeMutablePointer<epoll_event>
  private let inbox = Inbox()
  private let commons = Lock<[ObjectIdentifier: any AnyObject & Sendable]>([:])
  private let thread = Atomic<UInt>(0)
  private let stopping = Atomic<Bool>(false)
  private var joinable: pthread_t?

  private var watches = WatchTable()
  private var timers = TimerHeap()
  private var local: [Work] = []
  private var running: [Work] = []

  public init(name: String) throws(LoopError) {
    let epoll = epoll_create1(wsglass_EPOLL_CLOEXEC)
    guard epoll >= 0 else { throw .cannotOpen(errno) }
    let wake = eventfd(0, wsglass_EFD_FLAGS)
    guard wake >= 0 else {
      let reason = errno
      close(epoll)
      throw .cannotOpen(reason)
    }
    // Edge-triggered: each write is one event and nobody has to read the counter.
    guard
      wsglass_epoll_ctl(epoll, EPOLL_CTL_ADD, wake, wsglass_EPOLLIN | wsglass_EPOLLET, Self.wakeWord) == 0
    else {
      let reason = errno
      close(epoll)
      close(wake)
      throw .cannotOpen(reason)
    }
    self.name = name
    self.epoll = epoll
    self.wake = wake
    events = .allocate(capacity: Self.eventsPerWait)
    readBuffer = .allocate(byteCount: Self.readBufferSize, alignment: 4096)
    wireBuffer = .allocate(byteCount: Self.readBufferSize / 2, alignment: 4096)
    local.reserveCapacity(Self.jobsPerTurn)
    running.reserveCapacity(Self.jobsPerTurn)
  }

  deinit {
    close(epoll)
    close(wake)
    events.deallocate()
    readBuffer.deallocate()
    wireBuffer.deallocate()
  }

  // MARK: Life

  /// Starts the thread. Call once; work given before is kept and runs first.
  public func start() throws(LoopError) {
    precondition(joinable == nil, "a loop is started once")
    do throws(SystemThread.Fault) {
      joinable = try SystemThread.start { self.run() }
    } catch {
      throw .cannotStartThread(error.number)
    }
  }

  /// Ends the thread after the work that is queued now and waits for it; on the loop itself it only asks.
  /// Timers that are not due and registrations are dropped without a call.
  public func stop() {
    stopping.store(true, ordering: .releasing)
    var one: UInt64 = 1
    write(wake, &one, 8)
    guard !isCurrent, let thread = joinable else { return }
    joinable = nil
    pthread_join(thread, nil)
  }

  /// True on the loop's own thread.
  public var isCurrent: Bool { thread.load(ordering: .relaxed) == UInt(pthread_self()) }

  /// Monotonic nanoseconds.
  public func now() -> UInt64 { Monotonic.now() }

  // MARK: What its users share (any thread)

  /// The one value of its type on this loop, made by whoever asks first. For what each needs only while its turn lasts.
  public func shared<Value: AnyObject & Sendable>(_ make: () -> Value) -> Value {
    commons.withLock { commons in
      if let value = commons[ObjectIdentifier(Value.self)] as? Value { return value }
      let value = make()
      commons[ObjectIdentifier(Value.self)] = value
      return value
    }
  }

  // MARK: Descriptors (on the loop only)

  /// Calls `handler` whenever `descriptor` is ready, level-triggered, and keeps it until `unwatch`.
  public func watch(
    _ descriptor: Int32, for interest: IOInterest, by handler: any IOHandler
  ) throws(LoopError) -> Watch {
    preconditionCurrent()
    let watch = watches.insert(descriptor, interest, handler)
    guard !interest.isEmpty else { return watch }
    guard wsglass_epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, interest.epollBits, watch.word) == 0 else {
      let reason = errno
      _ = watches.remove(watch)
      throw .cannotWatch(reason)
    }
    return watch
  }

  /// With an empty interest the descriptor leaves epoll until the next change: otherwise a hang-up would be
  /// reported without end to somebody who does not read.
  public func change(_ watch: Watch, to interest: IOInterest) {
    preconditionCurrent()
    guard let (descriptor, was) = watches.change(watch, to: interest) else { return }
    let operation =
      interest.isEmpty ? EPOLL_CTL_DEL : was.isEmpty ? EPOLL_CTL_ADD : EPOLL_CTL_MOD
    _ = wsglass_epoll_ctl(epoll, operation, descriptor, interest.epollBits, watch.word)
  }

  /// Call before closing the descriptor. No event reaches the handler after this, not even one already fetched.
  public func unwatch(_ watch: Watch) {
    preconditionCurrent()
    guard let (descriptor, interest) = watches.remove(watch), !interest.isEmpty else { return }
    _ = wsglass_epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, 0, 0)
  }

  // MARK: Timers (on the loop only)

  /// Runs `work` once, at `deadline` (monotonic nanoseconds) or right after.
  @discardableResult
  public func schedule(at deadline: UInt64, _ work: @escaping () -> Void) -> TimerID {
    preconditionCurrent()
    return timers.insert(deadline, work)
  }

  /// Does nothing where the timer has fired.
  public func cancel(_ timer: TimerID) {
    preconditionCurrent()
    timers.remove(timer)
  }

  // MARK: Work (any thread)

  /// Runs `work` on the loop, after what was queued before it.
  public func execute(_ work: @escaping @Sendable () -> Void) { put(.closure(work)) }

  public func enqueue(_ job: consuming ExecutorJob) { put(.job(UnownedJob(job))) }

  private func put(_ work: Work) {
    if isCurrent {
      local.append(work)
    } else if inbox.put(work) {
      var one: UInt64 = 1
      write(wake, &one, 8)
    }
  }

  public func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

  public func isIsolatingCurrentContext() -> Bool? { isCurrent }

  public func checkIsolated() {
    precondition(isCurrent, "called off the thread of its event loop")
  }

  // MARK: The thread

  private func run() {
    thread.store(UInt(pthread_self()), ordering: .relaxed)
    wsglass_name_thread(name)
    takeInbox()
    while true {
      runJobs()
      runTimers()
      if stopping.load(ordering: .acquiring) { break }
      waitForEvents()
    }
    takeInbox()
    while !local.isEmpty { runJobs() }
    thread.store(0, ordering: .relaxed)
  }

  private func waitForEvents() {
    var timeout: Int64 = -1
    if !local.isEmpty {
      timeout = 0
    } else if let deadline = timers.nextDeadline {
      let now = Monotonic.now()
      timeout = deadline > now ? Int64(clamping: deadline - now) : 0
    }
    let count = wsglass_epoll_wait(epoll, events, Int32(Self.eventsPerWait), timeout)
    guard count > 0 else {
      precondition(count == 0 || count == -EINTR, "epoll_wait fails only on a broken loop")
      return
    }
    for index in 0..<Int(count) {
      let word = wsglass_epoll_word(events + index)
      if word == Self.wakeWord {
        takeInbox()
      } else if let handler = watches.handler(of: word) {
        handler.ready(IOEvents(epollBits: events[index].events))
      }
    }
  }

  private func takeInbox() {
    if local.isEmpty {
      inbox.take(into: &local)
    } else {
      var taken: [Work] = []
      inbox.take(into: &taken)
      local.append(contentsOf: taken)
    }
  }

  private func runJobs() {
    var done = 0
    var rounds = 0
    let executor = asUnownedSerialExecutor()
    while !local.isEmpty, done < Self.jobsPerTurn, rounds < Self.roundsPerTurn {
      swap(&local, &running)
      for work in running {
        switch work {
        case .job(let job): job.runSynchronously(on: executor)
        case .closure(let closure): closure()
        }
      }
      done += running.count
      rounds += 1
      running.removeAll(keepingCapacity: true)
    }
  }

  private func runTimers() {
    guard let first = timers.nextDeadline else { return }
    let now = Monotonic.now()
    guard first <= now else { return }
    // Work that schedules a timer for "now" waits for the next turn, so sockets are not starved.
    while let work = timers.popDue(now) { work() }
  }

  private func preconditionCurrent() {
    // Before the thread runs, whoever sets the loop up is its only user.
    precondition(isCurrent || thread.load(ordering: .relaxed) == 0, "called off the thread of its event loop")
  }
}

extension IOInterest {
  /// RDHUP comes with reading only: a peer that has finished sending is news for the reader.
  fileprivate var epollBits: UInt32 {
    (contains(.readable) ? wsglass_EPOLLIN | wsglass_EPOLLRDHUP : 0)
      | (contains(.writable) ? wsglass_EPOLLOUT : 0)
  }
}

extension IOEvents {
  fileprivate init(epollBits bits: UInt32) {
    self = []
    if bits & wsglass_EPOLLIN != 0 { insert(.readable) }
    if bits & wsglass_EPOLLOUT != 0 { insert(.writable) }
    if bits & (wsglass_EPOLLHUP | wsglass_EPOLLRDHUP) != 0 { insert(.hangup) }
    if bits & wsglass_EPOLLERR != 0 { insert(.error) }
  }
}
