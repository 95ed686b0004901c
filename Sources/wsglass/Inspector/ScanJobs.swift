import FrameFilter
import FrameLog
import Glibc
import InspectorModel
import Loop

/// Looks through logs beside the screen and the network: one scan for each tab and purpose, stepped in turn on a thread
/// of its own with a low share of the processor.
///
/// An actor on that thread's loop, so that orders come in between two steps.
actor ScanJobs {
  struct Key: Hashable, Sendable {
    var tab: TabID
    var purpose: ScanPurpose
  }

  /// Lower than the sockets' and the screen's thread, which have 0.
  static let niceness: Int32 = 10
  /// 50 ms between two reports of one scan.
  static let reportInterval: UInt64 = 50_000_000
  /// 4 ms: what a step should take, so that orders are soon heard.
  static let stepTime: UInt64 = 4_000_000
  /// Records of a scan's first step, and of the longest.
  static let firstStep = 1024
  static let longestStep = 1 << 20

  nonisolated let loop: EventLoop
  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  private var scans: [Key: RunningScan] = [:]
  private var isTurning = false
  private let news: ScanNews

  init(on loop: EventLoop, telling news: ScanNews) {
    self.loop = loop
    self.news = news
    loop.execute { _ = setpriority(Int32(PRIO_PROCESS.rawValue), 0, Self.niceness) }
  }

  /// For any thread.
  nonisolated func perform(_ order: @escaping @Sendable (isolated ScanJobs) -> Void) {
    loop.execute { self.assumeIsolated(order) }
  }

  // MARK: Orders

  /// A scan that runs in the tab for the same subject is taken over, with all that it found.
  func start(_ key: Key, _ subject: FrameScan.Subject, in reader: LogReader) {
    let twin = scans.first { $0.key.tab == key.tab && $0.value.subject == subject }
    if let (old, running) = twin {
      if old != key { scans[old] = nil }
      // Whoever listens now is told, even where there is nothing more to find.
      running.isDue = true
      running.isResting = false
      scans[key] = running
    } else {
      scans[key] = RunningScan(subject, in: reader, at: loop.now())
    }
    turn()
  }

  func stop(_ key: Key) { scans[key] = nil }

  func stopAll(of tab: TabID) {
    for purpose in ScanPurpose.allCases { stop(Key(tab: tab, purpose: purpose)) }
  }

  /// Frames came in.
  func grew(_ tab: TabID) {
    var isAny = false
    for (key, scan) in scans where key.tab == tab && scan.isResting {
      scan.isResting = false
      isAny = true
    }
    if isAny { turn() }
  }

  // MARK: Turns

  private func turn() {
    guard !isTurning else { return }
    isTurning = true
    loop.execute { self.assumeIsolated { $0.takeTurn() } }
  }

  private func takeTurn() {
    isTurning = false
    var goesOn = false
    for (key, scan) in scans where !scan.isResting {
      let start = loop.now()
      let isDone = !scan.step()
      let now = loop.now()
      scan.adapt(taken: now &- start)
      scan.isResting = isDone
      goesOn = goesOn || !isDone
      let isTime = now &- scan.reportedAt >= Self.reportInterval
      guard isDone || isTime || scan.isDue else { continue }
      scan.isDue = false
      scan.reportedAt = now
      news.add(
        key,
        ScanProgress(
          subject: scan.subject, matches: scan.matches, end: scan.reader.range.upperBound, isDone: isDone,
          elapsed: now &- scan.startedAt))
    }
    if goesOn { turn() }
  }
}

/// A scan between two of its steps. A class because a `FrameScan` can't be copied out of a dictionary.
final class RunningScan {
  let subject: FrameScan.Subject
  let reader: LogReader
  let matches: MatchSet
  let startedAt: UInt64
  var reportedAt: UInt64
  /// A report is owed at once: somebody else listens now.
  var isDue = false
  /// There was nothing more to look at.
  var isResting = false
  private var limit = ScanJobs.firstStep
  private var scan: FrameScan

  init(_ subject: FrameScan.Subject, in reader: LogReader, at now: UInt64) {
    self.subject = subject
    self.reader = reader
    startedAt = now
    reportedAt = now
    scan = FrameScan(reader, for: subject)
    matches = scan.matches
  }

  func step() -> Bool { scan.step(limit: limit) }

  /// Steps come to take about `ScanJobs.stepTime`.
  func adapt(taken: UInt64) {
    if taken < ScanJobs.stepTime / 2 {
      limit = min(ScanJobs.longestStep, limit * 2)
    } else if taken > ScanJobs.stepTime * 2 {
      limit = max(64, limit / 2)
    }
  }
}
