import Canvas
import CursesTerminal
import FrameLog
import Glibc
import InspectorModel
import InspectorUI
import Loop
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

  private let terminal: CursesTerminal
  private let net: EventLoop
  private let settings: ConnectionSettings
  private let paintInterval: UInt64
  private let isColourless: Bool
  private let repertoire: Repertoire
  private let news: SessionNews
  private let store: ConnectionStore
  private var model: InspectorModel
  private var theme: ThemeFile.Found
  private var sessions: [TabID: Session] = [:]
  private var given: [TabID: SessionTarget] = [:]
  private var rates: [TabID: RateMeter] = [:]
  private var demo: DemoHost.Running?
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

  init(
    on loop: EventLoop, net: EventLoop, terminal: consuming sending CursesTerminal, theme: ThemeFile.Found,
    settings: ConnectionSettings, memory: Int, isColourless: Bool, isASCII: Bool
  ) {
    self.loop = loop
    self.net = net
    self.settings = settings
    self.isColourless = isColourless
    self.theme = theme
    let news = SessionNews()
    self.news = news
    store = ConnectionStore(on: net, budget: LogBudget(bytes: memory), narrator: Narration()) { news.add($0) }
    paintInterval = getenv("SSH_TTY") == nil ? Self.paintInterval : Self.remotePaintInterval
    repertoire = isASCII ? .ascii : terminal.repertoire
    model = InspectorModel(
      size: terminal.size, terminal: TerminalWords.facts(terminal, repertoire: repertoire))
    self.terminal = terminal
  }

  // MARK: Life

  /// Paints the first screen, opens the addresses, and goes on until the user or a signal ends it.
  func run(_ addresses: [String], opensDemo: Bool) async -> Exit {
    news.wake = { [loop] in loop.execute { self.assumeIsolated { $0.newsArrived() } } }
    terminal.apply(theme.theme, noColour: isColourless)
    for warning in theme.warnings { handle(.notice(.warning, warning)) }
    let handler = InputHandler { self.assumeIsolated { $0.readInput() } }
    inputHandler = handler
    inputWatch = try? loop.watch(terminal.inputDescriptor, for: .readable, by: handler)
    paint()
    for address in addresses { give(address, title: nil, settings: settings) }
    if opensDemo { openDemo() }
    let running = Task { await store.run() }
    let outcome = await withCheckedContinuation { (waiter: CheckedContinuation<Exit, Never>) in
      if let exit { waiter.resume(returning: exit) } else { self.waiter = waiter }
    }
    if let inputWatch { loop.unwatch(inputWatch) }
    terminal.restore()
    await store.shutDown(patience: 1_000_000_000)
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

  private func handle(_ message: InspectorModel.Message) {
    for effect in update(&model, message, now: loop.now()) { perform(effect) }
  }

  private func readInput() {
    let events = terminal.readEvents()
    if terminal.isGone { return finish(.terminalGone) }
    for event in events { handle(.input(event)) }
    if let escapeTimer { loop.cancel(escapeTimer) }
    escapeTimer = terminal.escapeDeadline.map { patience in
      loop.schedule(at: loop.now() &+ UInt64(patience / .nanoseconds(1))) {
        self.assumeIsolated { $0.escapeIsDue() }
      }
    }
    if !events.isEmpty { paint() }
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
    }
    paint()
  }

  private func refresh(_ tab: TabID, _ session: Session) {
    let status = session.status
    let rate = rates[tab, default: RateMeter()].rate(frames: status.frames, at: loop.now())
    handle(.tabChanged(tab, StatusWords.status(of: session, status, tenths: rate, target: given[tab])))
    if rate > 0 { scheduleRateUpdate() }
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

  private func paint() {
    guard exit == nil, suspendedAt == nil else { return }
    var canvas = Canvas(size: model.size, repertoire: repertoire)
    drawInspector(model, on: &canvas)
    terminal.present(canvas)
    if terminal.isGone { finish(.terminalGone) }
  }

  private func perform(_ effect: InspectorModel.Effect) {
    switch effect {
    case .connect(let tab, let url): connect(tab, url, settings: ConnectionSettings())
    case .send(let tab, let payload): send(tab, payload)
    case .reconnect(let tab): reconnect(tab)
    case .disconnect(let tab, let code, let reason):
      store.perform {
        $0.disconnect(SessionID(tab.rawValue), code: CloseCode(rawValue: code), reason: reason)
      }
    case .closeTab(let tab):
      sessions[tab] = nil
      given[tab] = nil
      rates[tab] = nil
      store.perform { $0.remove(SessionID(tab.rawValue)) }
    case .clearLog(let tab): store.perform { $0.clear(SessionID(tab.rawValue)) }
    case .openDemo: openDemo()
    case .setMouse(let isOn): terminal.setMouse(isOn)
    case .setTheme(let name): setTheme(name)
    case .suspend: suspend()
    case .redraw: terminal.redraw()
    case .quit: finish(.quit)
    case .copy(let bytes, let description): copy(bytes, description)
    case .startTimer(let id, let milliseconds): startTimer(id, milliseconds)
    case .continueWork:
      loop.execute {
        self.assumeIsolated { inspector in
          inspector.handle(.workContinues)
          inspector.paint()
        }
      }
    }
  }

  // MARK: Connections

  /// Opens a tab for an address; the connect that the model orders for it uses these settings.
  private func give(_ address: String, title: String?, settings: ConnectionSettings) {
    for effect in update(&model, .addressGiven(address, title: title), now: loop.now()) {
      if case .connect(let tab, let url) = effect {
        connect(tab, url, settings: settings)
      } else {
        perform(effect)
      }
    }
    paint()
  }

  private func connect(_ tab: TabID, _ address: String, settings: ConnectionSettings) {
    let target: SessionTarget
    do throws(Complaint) {
      target = try settings.target(for: address)
    } catch {
      return handle(.tabChanged(tab, StatusWords.refused(address, error)))
    }
    given[tab] = target
    // The reader is wanted now, the session lives on the other loop: it is made here and handed over.
    let session = store.makeSession(SessionID(tab.rawValue), target: target)
    sessions[tab] = session
    store.perform { store in
      store.adopt(session)
      store.connect(session.id)
    }
    handle(.logReady(tab, session.reader))
    refresh(tab, session)
  }

  private func reconnect(_ tab: TabID) {
    guard sessions[tab] != nil else {
      // The address was refused before: it still is, and the tab says so again.
      let address = model.index(of: tab).map { model.tabs[$0].address } ?? ""
      return connect(tab, address, settings: ConnectionSettings())
    }
    store.perform { $0.connect(SessionID(tab.rawValue)) }
  }

  private func send(_ tab: TabID, _ payload: ComposePayload) {
    let message: OutgoingMessage
    switch payload {
    case .text(let bytes): message = .text(String(decoding: bytes, as: UTF8.self))
    case .binary(let bytes): message = .binary(bytes)
    case .ping(let bytes): message = .ping(bytes)
    case .pong(let bytes): message = .pong(bytes)
    case .close(let status):
      let reason = String(decoding: status?.reason ?? [], as: UTF8.self)
      return store.perform { $0.disconnect(SessionID(tab.rawValue), code: status?.code, reason: reason) }
    }
    store.perform { store in
      guard let refusal = store.send(SessionID(tab.rawValue), message) else { return }
      self.loop.execute {
        self.assumeIsolated { inspector in
          inspector.handle(.sendFailed(tab, payload, words: RefusalWords.why(refusal)))
          inspector.paint()
        }
      }
    }
  }

  private func openDemo() {
    do throws(Complaint) {
      let running: DemoHost.Running
      if let demo { running = demo } else { running = try DemoHost.start(on: net) }
      demo = running
      for (path, title) in DemoHost.tabs {
        give("\(running.base)\(path)", title: title, settings: ConnectionSettings())
      }
    } catch {
      handle(.notice(.error, "the demo server can't start: \(error.what)"))
    }
  }

  // MARK: Terminal

  private func setTheme(_ name: String) {
    do throws(Complaint) {
      theme = try ThemeFile.find(name)
      terminal.apply(theme.theme, noColour: isColourless)
      terminal.redraw()
    } catch {
      handle(.notice(.error, ([error.what] + error.why).joined(separator: ": ")))
    }
  }

  private func suspend() {
    suspendedAt = loop.now()
    terminal.suspend()
    suspendedAt = nil
    terminal.resize()
    handle(.input(.resized(terminal.size)))
    handle(.input(.resumed))
    paint()
  }

  private func copy(_ bytes: [UInt8], _ description: String) {
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
