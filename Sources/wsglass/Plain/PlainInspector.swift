import Formats
import FrameLog
import Glibc
import InspectorModel
import Loop
import Secrets
import Sessions
import WebSocketClient
import WebSocketCore

/// Line mode: a line a frame to standard output, lines of standard input to be sent or done.
///
/// An actor on the network loop: a pipe that nobody reads holds the sockets back, so nothing has to be dropped.
actor PlainInspector {
  nonisolated let loop: EventLoop
  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  /// How line mode was asked to be.
  struct Settings: Sendable {
    var connections: ConnectionSettings
    var captures: CaptureChoice
    var memory: Int
    var line: PlainLine
    /// Nanoseconds from the end of the input to the end of the connections, where something was sent.
    var linger: UInt64
    /// Somebody sits there: the end of a connection is not the end of the program.
    var isInteractive: Bool
  }

  enum Outcome: Sendable {
    case done
    case signal(Int32)
    /// `errno` of standard output.
    case writeFailed(Int32)
    /// The input ended, and there was no address in it nor on the command line.
    case nothingToDo
  }

  /// Lines to one write.
  private static let batch = 1000
  /// 2 s for the answers to our Close frames.
  private static let leavingPatience: UInt64 = 2_000_000_000

  let settings: Settings
  let store: ConnectionStore
  let captures: CaptureSource?
  let exports: ExportJobs
  let exportNews = ExportNews()
  var tabs: [PlainTab] = []
  /// Where lines go.
  var active = 0
  var demo: DemoHost.Running?
  private var isLeaving = false
  /// There were lines: what they ask is waited for.
  var hasInput = false
  /// A line was not sent that should have been.
  var hasFailed = false
  var outcome: Outcome?
  private var waiter: CheckedContinuation<Outcome, Never>?
  var waiting: [CheckedContinuation<Void, Never>] = []

  init(on loop: EventLoop, files: EventLoop, _ settings: Settings, telling changes: PlainChanges) {
    self.loop = loop
    exports = ExportJobs(on: files, telling: exportNews)
    self.settings = settings
    captures = settings.captures.source()
    store = ConnectionStore(
      on: loop, budget: LogBudget(bytes: settings.memory), captures: captures,
      keepsPayload: settings.captures.keepsPayload, narrator: Narration(),
      connectsInParallel: settings.connections.connectsInParallel
    ) { id in changes.inspector?.assumeIsolated { $0.changed(id) } }
  }

  // MARK: Tabs

  func open(_ address: String, title: String? = nil, _ settings: ConnectionSettings) throws(Complaint) {
    let target = try settings.target(for: address)
    let number = tabs.count + 1
    let url = target.request.url.displayString
    let name =
      title ?? SecretMask.maskedByPlace(url.split(separator: "//", maxSplits: 1).last.map(String.init) ?? url)
    let session = store.makeSession(SessionID(number), target: target, title: name)
    var line = self.settings.line
    line.mask = target.mask
    add(
      PlainTab(
        number: number, title: name, session: session, target: target, reader: session.reader, line: line))
    store.perform { store in
      store.adopt(session)
      store.connect(session.id)
    }
  }

  func show(_ log: RecordedLog) {
    var line = settings.line
    line.mask = SecretMask([], log.fingerprints.map { [$0] } ?? [])
    let tab = PlainTab(
      number: tabs.count + 1, title: log.title, session: nil, target: nil, reader: log.log.reader, line: line)
    tab.fingerprints = log.fingerprints
    add(tab)
    for warning in log.warnings { tell(warning) }
  }

  private func add(_ tab: PlainTab) {
    tabs.append(tab)
    active = tabs.count == 1 ? 0 : active
    write(tab)
  }

  func changed(_ id: SessionID) {
    guard outcome == nil, let tab = tabs.first(where: { $0.session?.id == id }) else { return }
    write(tab)
    wakeWaiting()
    endIfDone()
  }

  /// What is to be read of all tabs by now.
  func writeAll() {
    for tab in tabs { write(tab) }
    endIfDone()
  }

  private func write(_ tab: PlainTab) {
    while outcome == nil {
      let lines = tab.takeLines(limit: Self.batch)
      if lines.isEmpty { return }
      let name = tabs.count > 1 ? "\(tab.number) \(safe(tab.title)) " : ""
      let text = lines.map { name + $0 + "\n" }.joined()
      if let reason = ExportFile.write(Array(text.utf8), to: STDOUT_FILENO) { finish(.writeFailed(reason)) }
    }
  }

  // MARK: The end

  /// Close 1000 to all, and the end when they have answered.
  func leave() {
    guard !isLeaving, outcome == nil else { return }
    isLeaving = true
    for tab in tabs {
      if !tab.isOver { tab.isLeft = true }
      if let id = tab.session?.id { store.perform { $0.disconnect(id, code: .normal) } }
    }
    loop.schedule(at: loop.now() &+ Self.leavingPatience) { self.assumeIsolated { $0.finish(.done) } }
    endIfDone()
  }

  func endIfDone() {
    guard !tabs.isEmpty, tabs.allSatisfy(\.isOver) else { return }
    if isLeaving || !settings.isInteractive { finish(.done) }
  }

  func finish(_ outcome: Outcome) {
    guard self.outcome == nil else { return }
    self.outcome = outcome
    wakeWaiting()
    waiter?.resume(returning: outcome)
    waiter = nil
  }

  func wait() async -> Outcome {
    if let outcome { return outcome }
    return await withCheckedContinuation { waiter = $0 }
  }

  func shutDown() async {
    await store.shutDown(patience: 1_000_000_000)
    captures?.disk.drain(patience: 2_000_000_000)
    demo?.stop()
  }

  /// Beside the log, which standard output has to itself.
  func tell(_ words: String) { writeLine(safe(words), to: STDERR_FILENO) }

  /// The first thing that went wrong, or success.
  func exitCode() -> ExitCode {
    var first = ExitCode.success
    for tab in tabs {
      if tab.missed > 0 { tell("wsglass: \(tab.missed) records are missing: memory ran short") }
      let code = tab.exitCode()
      if first == .success { first = code }
    }
    return first == .success && hasFailed ? .failed : first
  }
}

/// Tells the inspector of changes, once it is there. `@unchecked Sendable`: set before anything connects, then only read.
final class PlainChanges: @unchecked Sendable { var inspector: PlainInspector? }
