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

  let terminal: CursesTerminal
  let net: EventLoop
  /// Where files are read and written.
  let files: EventLoop
  let settings: ConnectionSettings
  let arguments: Arguments
  let captureChoice: CaptureChoice
  /// Nil where frames are kept in memory only.
  let captures: CaptureSource?
  let store: ConnectionStore
  let scans: ScanJobs
  let scanNews: ScanNews
  let exports: ExportJobs
  let news: SessionNews
  /// Nil where what is entered is not kept.
  let history: HistoryFile?
  let isColourless: Bool
  let paintInterval: UInt64
  private let exportNews: ExportNews
  private let repertoire: Repertoire
  private let warnings: [String]

  var model: InspectorModel
  var backings: [TabID: TabBacking] = [:]
  /// Profiles on their way: the first one is being resolved.
  var awaited: [AwaitedProfile] = []
  /// Behind the connect dialog that was filled from a profile.
  var edited: AwaitedProfile?
  var demo: DemoHost.Running?
  var theme: ThemeFile.Found
  /// A theme for each background, until the user chooses one.
  var themePair: ThemeChoice.Pair?
  var background: TerminalBackground
  /// The first picture waits for the background, where there is a theme for each.
  var isAsking: Bool
  /// The terminal's window has the keys, as far as it tells.
  var isFront = true
  /// The terminal is the shell's.
  var isSuspended = false
  /// What a next start offers, should this run not come to its end.
  var openTabs: OpenTabsFile?
  /// A history that can't be kept is told of once.
  var isHistoryLost = false
  let state: StateFile
  /// The same of how the screen is arranged.
  var isStateLost = false
  /// As config.json has it, and as the user left it last.
  let standardLayout: ScreenLayout
  var keptLayout: ScreenLayout
  var standardTheme: String
  var newsPaintedAt: UInt64 = 0
  /// Nanoseconds that the last paint took, until the terminal had it.
  var paintTime: UInt64 = 0
  var resizedAt: UInt64 = 0

  var timers: [InspectorModel.TimerID: Loop.TimerID] = [:]
  var escapeTimer: Loop.TimerID?
  var resizeTimer: Loop.TimerID?
  var paintTimer: Loop.TimerID?
  var rateTimer: Loop.TimerID?
  var tailTimer: Loop.TimerID?
  var replayTimer: Loop.TimerID?
  private var waiter: CheckedContinuation<Exit, Never>?
  private var exit: Exit?

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
    state = options.state
    standardLayout = ScreenLayout(options.configuration)
    standardTheme = options.configuration.themeWord
    keptLayout = KeptLayout.layout(options.kept, over: standardLayout)
    model.begin(with: keptLayout, standard: standardLayout)
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
    scanNews.wake = { self.here { $0.scanNewsArrived() } }
    exportNews.tell = { tab, news in self.here { $0.exportNewsArrived(tab, news) } }
    news.wake = { self.here { $0.newsArrived() } }
    terminal.apply(theme.theme, noColour: isColourless)
    let handler = InputHandler { self.assumeIsolated { $0.readInput() } }
    let inputWatch = try? loop.watch(terminal.inputDescriptor, for: .readable, by: handler)
    model.connectDefaults = ConnectOptions(settings.forOtherAddresses)
    model.environmentProxy = ConnectOptions.environmentNote()
    model.start = StartWords.facts(theme: theme.theme.name)
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
    if openings.isEmpty, !opensDemo { offerLeftTabs() }
    if history != nil { openTabs = OpenTabsFile() }
    keepOpenTabs()
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
    // A terminal that went away cut the run off; whoever ended it otherwise meant it.
    switch outcome {
    case .quit: openTabs?.end()
    case .signal(let signal) where signal != SIGHUP: openTabs?.end()
    case .signal, .terminalGone: break
    }
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

  func finish(_ exit: Exit) {
    guard self.exit == nil else { return }
    self.exit = exit
    waiter?.resume(returning: exit)
    waiter = nil
  }

  // MARK: From message to picture

  func handle(_ message: InspectorModel.Message) {
    model.wallTime = WallClock.now()
    let actions = model.trail.count
    for effect in update(&model, message, now: loop.now()) { perform(effect) }
    if model.trail.count != actions, let command = model.trail.command {
      CursesTerminal.note(action: command.rawValue, on: model.size)
    }
  }

  func paint() {
    guard exit == nil, !isSuspended, !isAsking else { return }
    let began = loop.now()
    var canvas = Canvas(size: model.size, repertoire: repertoire)
    drawInspector(model, on: &canvas)
    terminal.present(canvas)
    paintTime = loop.now() &- began
    if terminal.isGone { finish(.terminalGone) }
  }
}
