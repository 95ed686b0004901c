import Canvas
import CursesTerminal
import FrameLog
import Glibc
import InspectorModel
import InspectorUI
import Loop
import Scripts
import Secrets
import Sessions
import Synchronization
import WebSocketClient
import WebSocketCore
import WebSocketServer

/// The full-screen program: takes what happens to the model, paints what it says, carries out what it orders.
///
/// An actor on the screen's own loop, so a slow terminal never holds up a socket.
actor Inspector {
  nonisolated let loop: EventLoop
  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  /// 50 ms between paints that only the network asked for; keys are answered at once.
  static let paintInterval: UInt64 = 50_000_000
  /// 125 ms over ssh, where a screenful costs more than the eye gains.
  static let remotePaintInterval: UInt64 = 125_000_000

  let terminal: CursesTerminal
  let net: EventLoop
  /// Where files are read and written.
  let files: EventLoop
  let settings: ConnectionSettings
  let arguments: Arguments
  let captureChoice: CaptureChoice
  /// Nil where frames are kept in memory only.
  let captures: CaptureSource?
  /// Captures that are only read, and perhaps written by somebody else meanwhile.
  var recorded: [TabID: FrameLog] = [:]
  var tailTimer: Loop.TimerID?
  private let paintInterval: UInt64
  let isColourless: Bool
  /// Nil where what is entered is not kept.
  let history: HistoryFile?
  private var warnings: [String]
  /// A history that can't be kept is told of once.
  var isHistoryLost = false
  private let repertoire: Repertoire
  private let news: SessionNews
  let store: ConnectionStore
  let scans: ScanJobs
  let scanNews: ScanNews
  let exports: ExportJobs
  private let exportNews: ExportNews
  var model: InspectorModel
  var theme: ThemeFile.Found
  /// A theme for each background, until the user chooses one.
  var themePair: ThemeChoice.Pair?
  var background: TerminalBackground
  /// The first picture waits for the background, where there is a theme for each.
  private var isAsking: Bool
  var sessions: [TabID: Session] = [:]
  var given: [TabID: SessionTarget] = [:]
  /// What the tabs were connected with, as far as the connect dialog needs it.
  var connectSettings: [TabID: ConnectionSettings] = [:]
  /// What finds the secrets of captures that are only read.
  var fingerprints: [TabID: SecretFingerprints] = [:]
  private var rates: [TabID: RateMeter] = [:]
  /// Of tabs that profiles opened.
  var profiles: [TabID: ProfileTab] = [:]
  /// Profiles on their way: the first one is being resolved.
  var awaited: [AwaitedProfile] = []
  /// Behind the connect dialog that was filled from a profile.
  var edited: AwaitedProfile?
  /// Scripts that the connect dialog has for tabs, each time that they open; empty is none, whatever a profile says.
  var scripts: [TabID: String] = [:]
  var demo: DemoHost.Running?
  /// Scripts that are played, by tab.
  var replays: [TabID: RunningReplay] = [:]
  var replayTimer: Loop.TimerID?
  private var timers: [InspectorModel.TimerID: Loop.TimerID] = [:]
  private var escapeTimer: Loop.TimerID?
  private var paintTimer: Loop.TimerID?
  private var newsPaintedAt: UInt64 = 0
  private var inputWatch: Watch?
  private var inputHandler: InputHandler?
  private var waiter: CheckedContinuation<Exit, Never>?
  private var exit: Exit?
  private var suspendedAt: UInt64?

  /// Why the screen ended.
  enum Exit: Sendable {
    case quit
    case signal(Int32)
    case terminalGone
  }

  init(on loops: InspectorLoops, terminal: consuming sending CursesTerminal, _ options: InspectorSettings) {
    loop = loops.screen
    net = loops.net
    files = loops.files
    settings = options.connections
    arguments = options.arguments
    captureChoice = options.captures
    captures = options.captures.source()
    isColourless = options.isColourless
    warnings = options.warnings
    theme = options.theme.found
    themePair = options.theme.pair
    background = options.background
    isAsking = themePair != nil
    history = options.configuration.flag(.history) == false ? nil : .standard
    let news = SessionNews()
    self.news = news
    store = ConnectionStore(
      on: loops.net, budget: LogBudget(bytes: options.memory), captures: captures,
      keepsPayload: options.captures.keepsPayload, narrator: Narration(),
      connectsInParallel: options.connections.connectsInParallel
    ) { news.add($0) }
    paintInterval = getenv("SSH_TTY") == nil ? Self.paintInterval : Self.remotePaintInterval
    repertoire = options.isASCII ? .ascii : terminal.repertoire
    model = InspectorModel(
      size: terminal.size,
      terminal: TerminalWords.facts(
        terminal, repertoire: repertoire,
        captureLimits: options.captures.isOn ? options.captures.limits : ""))
    model.keymap = options.keymap
    model.prefer(options.configuration)
    self.terminal = terminal
    let scanNews = ScanNews()
    self.scanNews = scanNews
    scans = ScanJobs(on: loops.work, telling: scanNews)
    let exportNews = ExportNews()
    self.exportNews = exportNews
    exports = ExportJobs(on: loops.files, telling: exportNews)
  }

  // MARK: Life

  /// Paints the first screen, opens the addresses, and goes on until the user or a signal ends it.
  func run(_ openings: [Opening], opensDemo: Bool) async -> Exit {
    scanNews.wake = { [loop] in loop.execute { self.assumeIsolated { $0.scanNewsArrived() } } }
    exportNews.tell = { [loop] tab, news in
      loop.execute { self.assumeIsolated { $0.exportNewsArrived(tab, news) } }
    }
    news.wake = { [loop] in loop.execute { self.assumeIsolated { $0.newsArrived() } } }
    terminal.apply(theme.theme, noColour: isColourless)
    let handler = InputHandler { self.assumeIsolated { $0.readInput() } }
    inputHandler = handler
    inputWatch = try? loop.watch(terminal.inputDescriptor, for: .readable, by: handler)
    model.connectDefaults = ConnectOptions(settings.forOtherAddresses)
    model.environmentProxy = ConnectOptions.environmentNote()
    model.random = SplitMix(seed: UInt64.random(in: 0...UInt64.max))
    if isAsking { waitForBackground() } else { paint() }
    if let history { handle(.history(history.read())) }
    tellWarnings(warnings + theme.warnings + captureChoice.warnings)
    for opening in openings {
      switch opening {
      case .log(let log): show(log)
      case .profile(let profile): give(profile)
      case .address(let address): give(address, title: nil, settings: settings)
      }
    }
    if opensDemo { openDemo() }
    let running = Task { await store.run() }
    let outcome = await withCheckedContinuation { (waiter: CheckedContinuation<Exit, Never>) in
      if let exit { waiter.resume(returning: exit) } else { self.waiter = waiter }
    }
    if let inputWatch { loop.unwatch(inputWatch) }
    terminal.restore()
    // Nothing half written is left behind.
    await exports.cancelAll()
    await store.shutDown(patience: 1_000_000_000)
    captures?.disk.drain(patience: 2_000_000_000)
    demo?.stop()
    running.cancel()
    return outcome
  }

  /// What a signal means here; the rest end the program.
  func received(_ signal: Int32) {
    switch signal {
    case SIGWINCH: windowChanged()
    case SIGTSTP: suspend()
    default: finish(.signal(signal))
    }
  }

  private func finish(_ exit: Exit) {
    guard self.exit == nil else { return }
    self.exit = exit
    waiter?.resume(returning: exit)
    waiter = nil
  }

  // MARK: In

  func handle(_ message: InspectorModel.Message) {
    model.wallTime = WallClock.now()
    for effect in update(&model, message, now: loop.now()) { perform(effect) }
  }

  private func readInput() {
    let events = terminal.readEvents()
    if terminal.isGone { return finish(.terminalGone) }
    for event in events {
      // Back from an editor, perhaps.
      if case .focus(true) = event { rereadTheme() }
      handle(.input(event))
    }
    takeBackground()
    if let escapeTimer { loop.cancel(escapeTimer) }
    escapeTimer = terminal.escapeDeadline.map { patience in
      loop.schedule(at: loop.now() &+ UInt64(patience / .nanoseconds(1))) {
        self.assumeIsolated { $0.escapeIsDue() }
      }
    }
    if !events.isEmpty { paint() }
  }

  /// 100 ms, of which a terminal on this machine needs two.
  private static let answerPatience: UInt64 = 100_000_000

  private func waitForBackground() {
    loop.schedule(at: loop.now() &+ Self.answerPatience) {
      self.assumeIsolated { $0.beginPainting() }
    }
    takeBackground()
  }

  private func beginPainting() {
    guard isAsking else { return }
    isAsking = false
    paint()
  }

  /// What the terminal told of itself by now.
  private func takeBackground() {
    if let told = terminal.background, told != background {
      background = told
      if let name = themePair?.name(on: told) { wearPaired(name) }
    }
    if terminal.hasAnswered || !terminal.isAsked { beginPainting() }
  }

  private func escapeIsDue() {
    escapeTimer = nil
    for event in terminal.flushEscape() { handle(.input(event)) }
    paint()
  }

  private func windowChanged() {
    terminal.resize()
    handle(.input(.resized(terminal.size)))
    paint()
  }

  /// Frames or a change of state somewhere; painted at once after a pause, else when the interval is over.
  private func newsArrived() {
    let due = newsPaintedAt &+ paintInterval
    if loop.now() >= due { return takeNews() }
    guard paintTimer == nil else { return }
    paintTimer = loop.schedule(at: due) {
      self.assumeIsolated { inspector in
        inspector.paintTimer = nil
        inspector.takeNews()
      }
    }
  }

  private func takeNews() {
    newsPaintedAt = loop.now()
    for id in news.take() {
      let tab = TabID(rawValue: id.number)
      guard let session = sessions[tab] else { continue }
      refresh(tab, session)
      handle(.logGrew(tab))
      scans.perform { $0.grew(tab) }
    }
    paint()
  }

  func refresh(_ tab: TabID, _ session: Session) {
    let status = session.status
    let rate = rates[tab, default: RateMeter()].rate(frames: status.frames, at: loop.now())
    let shown = StatusWords.status(status, tenths: rate, target: given[tab], at: loop.now())
    let wasOpen = model.index(of: tab).map { model.tabs[$0].status.phase == .open } ?? false
    handle(.tabChanged(tab, shown))
    if shown.phase == .open, !wasOpen { playOnOpen(tab) }
    noteProfile(tab, shown)
    // The time to the next attempt counts down, the age of what is not whole up.
    if rate > 0 || status.retry != nil || status.incompleteSince != nil { scheduleRateUpdate() }
  }

  private var rateTimer: Loop.TimerID?

  /// A rate that nobody renews would stay on screen for ever.
  private func scheduleRateUpdate() {
    if rateTimer != nil { return }
    rateTimer = loop.schedule(at: loop.now() &+ RateMeter.window) {
      self.assumeIsolated { inspector in
        inspector.rateTimer = nil
        for (tab, session) in inspector.sessions { inspector.refresh(tab, session) }
        inspector.paint()
      }
    }
  }

  // MARK: Out

  func paint() {
    guard exit == nil, suspendedAt == nil, !isAsking else { return }
    var canvas = Canvas(size: model.size, repertoire: repertoire)
    drawInspector(model, on: &canvas)
    terminal.present(canvas)
    if terminal.isGone { finish(.terminalGone) }
  }

  func perform(_ effect: InspectorModel.Effect) {
    switch effect {
    case .connect(let tab, let url): connect(tab, url, settings: settings.forOtherAddresses)
    case .send(let tab, let payload): send(tab, payload)
    case .reconnect(let tab): reconnect(tab)
    case .disconnect(let tab, let code, let reason):
      store.perform {
        $0.disconnect(SessionID(tab.rawValue), code: CloseCode(rawValue: code), reason: reason)
      }
    case .closeTab(let tab):
      sessions[tab] = nil
      connectSettings[tab] = nil
      recorded[tab] = nil
      given[tab] = nil
      replays[tab] = nil
      profiles[tab] = nil
      scripts[tab] = nil
      fingerprints[tab] = nil
      rates[tab] = nil
      scans.perform { $0.stopAll(of: tab) }
      exports.perform { $0.cancel(tab) }
      store.perform { $0.remove(SessionID(tab.rawValue)) }
    case .clearLog(let tab): store.perform { $0.clear(SessionID(tab.rawValue)) }
    case .openDemo: openDemo()
    case .setMouse(let isOn): terminal.setMouse(isOn)
    case .setTheme(let name): setTheme(name)
    case .saveTheme(let name): saveTheme(name)
    case .previewTheme(let name): preview(name)
    case .endThemePreview: wear(theme.theme)
    case .nameThemes: handle(.themeNames(ThemeFile.names))
    case .remember(let entry): remember(entry)
    case .listThemes: handle(.themes(ThemeList.summaries(), current: theme.theme.name))
    case .suspend: suspend()
    case .redraw:
      rereadTheme()
      terminal.redraw()
    case .quit: finish(.quit)
    case .copy(let bytes, let description): copy(bytes, description)
    case .copyRecords(let tab, let records, let description): copy(records, of: tab, description)
    case .page(let lines): page(lines)
    case .edit(let tab, let bytes, let suffix): edit(bytes, suffix: suffix, of: tab)
    case .showBare(let lines): showBare(lines)
    case .startTimer(let id, let milliseconds): startTimer(id, milliseconds)
    case .scan(let tab, let purpose, let subject): scan(tab, purpose, subject)
    case .export(let tab, let order): export(tab, order)
    case .cancelExport(let tab): exports.perform { $0.cancel(tab) }
    case .replay(let tab, let file): replay(tab, file)
    case .steerReplay(let tab, let order): steerReplay(tab, order)
    case .writeScript(let tab, let rows, let file): writeScript(tab, rows, file)
    case .listCaptures: listCaptures()
    case .listProfiles: listProfiles()
    case .openProfiles(let choices): openProfiles(choices, for: .connecting)
    case .dialogForProfile(let choice): openProfiles([choice], for: .editing)
    case .answerProfile(let text): answerProfile(text)
    case .editProfile(let name): editProfile(name)
    case .newProfile(let name): newProfile(name)
    case .duplicateProfile(let name, let copy): duplicateProfile(name, as: copy)
    case .deleteProfile(let name): deleteProfile(name)
    case .saveProfile(let tab, let name, let overwrites): saveProfile(tab, name, overwrites: overwrites)
    case .saveOptions(let options, let tab, let name, let overwrites):
      saveProfile(options, tab, name, overwrites: overwrites)
    case .openCapture(let capture): openCapture(capture)
    case .listSnippets(let wanted): listSnippets(wanted: wanted)
    case .saveSnippet(let snippet): save(snippet)
    case .readFile(let tab, let path): read(tab, path: path)
    case .listPaths(let start): listPaths(start)
    case .editDraft(let tab, let text): edit(draft: text, of: tab)
    case .checkOptions(let options, let tab): check(options, tab)
    case .readCurl(let text): readCurl(text)
    case .connectWith(let tab, let options): connect(tab, with: options)
    }
  }

  // MARK: The user's files

  /// One notice: the next would take the place of the first.
  private func tellWarnings(_ warnings: [String]) {
    guard let first = warnings.first else { return }
    let more = warnings.count > 1 ? "  (and \(warnings.count - 1) more: wsglass doctor)" : ""
    handle(.notice(.warning, first + more))
    paint()
  }

  private func remember(_ entry: HistoryEntry) {
    guard !isHistoryLost, let reason = history?.add(entry) else { return }
    isHistoryLost = true
    handle(.notice(.warning, "what is entered is not kept for later: \(reason)"))
  }

  // MARK: Terminal

  private func suspend() {
    suspendedAt = loop.now()
    terminal.suspend()
    suspendedAt = nil
    terminal.resize()
    handle(.input(.resized(terminal.size)))
    handle(.input(.resumed))
    paint()
  }

  func copy(_ bytes: [UInt8], _ description: String) {
    switch Clipboard.copy(bytes, by: terminal) {
    case .success(let route): handle(.notice(.info, "\(description): \(route)"))
    case .failure(let error): handle(.notice(.error, "\(description) not copied: \(error.what)"))
    }
  }

  private func startTimer(_ id: InspectorModel.TimerID, _ milliseconds: Int) {
    if let running = timers[id] { loop.cancel(running) }
    timers[id] = loop.schedule(at: loop.now() &+ UInt64(max(0, milliseconds)) * 1_000_000) {
      self.assumeIsolated { inspector in
        inspector.timers[id] = nil
        inspector.handle(.timerFired(id))
        inspector.paint()
      }
    }
  }
}
