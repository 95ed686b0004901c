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
  private var hasInputEnded = false
  /// There were lines: what they ask is waited for.
  private var hasInput = false
  /// A line was not sent that should have been.
  private var hasFailed = false
  private var outcome: Outcome?
  private var waiter: CheckedContinuation<Outcome, Never>?
  private var waiting: [CheckedContinuation<Void, Never>] = []

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

  // MARK: Input

  /// Returns when it is done, so that the next line is not read before.
  func take(_ line: LineReader.Line) async {
    if line != .bytes([]) { hasInput = true }
    switch line {
    case .tooLong: notSent("a line of over \(LineReader.limit >> 20) MiB")
    case .bytes(let bytes):
      if bytes.first == UInt8(ascii: ":"), bytes.dropFirst().first != UInt8(ascii: ":") {
        await run(CommandLine(String(decoding: bytes.dropFirst(), as: UTF8.self)))
      } else if !bytes.isEmpty {
        // Two colons stand for a text that begins with one.
        await send(.text(Array(bytes.first == UInt8(ascii: ":") ? bytes.dropFirst() : bytes[...])))
      }
    }
  }

  func send(_ payload: ComposePayload) async {
    guard tabs.indices.contains(active) else {
      return notSent("no connection; :connect URL makes one")
    }
    let tab = tabs[active]
    while outcome == nil, tab.isComing { await withCheckedContinuation { waiting.append($0) } }
    guard outcome == nil, let id = tab.session?.id else { return }
    guard let message = OutgoingMessage(payload) else {
      return notSent("no UTF-8; :binary HEX sends bytes")
    }
    while outcome == nil {
      switch post(message, to: id) {
      case nil: return
      case .queueFull?: await pause(20_000_000)
      case .some(let refusal): return notSent(RefusalWords.why(refusal))
      }
    }
  }

  func notSent(_ why: String, what: String = "not sent") {
    hasFailed = true
    tell("\(what): \(why)")
  }

  /// The store lives on this loop too.
  private func post(_ message: OutgoingMessage, to id: SessionID) -> SendRefusal? {
    store.assumeIsolated { $0.send(id, message) }
  }

  private func pause(_ nanoseconds: UInt64) async {
    await withCheckedContinuation { waiter in
      loop.schedule(at: loop.now() &+ nanoseconds) { waiter.resume() }
    }
  }

  /// Where something was sent or ordered, its answer is waited for; where nothing was, there is only to listen.
  func inputEnded() {
    hasInputEnded = true
    if tabs.isEmpty { return finish(.nothingToDo) }
    if settings.isInteractive { return leave() }
    if hasInput {
      loop.schedule(at: loop.now() &+ settings.linger) { self.assumeIsolated { $0.leave() } }
    }
    endIfDone()
  }

  private func wakeWaiting() {
    let woken = waiting
    waiting = []
    for waiter in woken { waiter.resume() }
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

  private func endIfDone() {
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
      let code = Self.exitCode(of: tab)
      if first == .success { first = code }
    }
    return first == .success && hasFailed ? .failed : first
  }

  private static func exitCode(of tab: PlainTab) -> ExitCode {
    guard let status = tab.session?.status, let target = tab.target else { return .success }
    switch status.phase {
    case .failed(let error):
      if tab.isLeft { return .success }
      let complaint = FailureWords(error, answer: status.report?.hops.last?.answer ?? [], target: target)
        .complaint
      complaint.print()
      return complaint.code
    case .ended(let ending):
      if ending.closure.violation != nil { return .protocolViolation }
      return ending.closure.isClean || tab.isLeft ? .success : .failed
    case .idle, .connecting, .open, .closing: return .success
    }
  }
}

/// Tells the inspector of changes, once it is there. `@unchecked Sendable`: set before anything connects, then only read.
final class PlainChanges: @unchecked Sendable { var inspector: PlainInspector? }

extension OutgoingMessage {
  /// Nil for a text that is no UTF-8, for a Close frame, which is an order to the store, and for what only compose makes.
  init?(_ payload: ComposePayload) {
    switch payload {
    case .text(let bytes):
      guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
      self = .text(text)
    case .binary(let bytes): self = .binary(bytes)
    case .ping(let bytes): self = .ping(bytes)
    case .pong(let bytes): self = .pong(bytes)
    // Of these the line mode makes none.
    case .close, .fragments, .file: return nil
    }
  }
}
