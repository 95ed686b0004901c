import Canvas
import FrameFilter
import FrameLog
import WebSocketCore

@testable import InspectorModel

/// The model of a scene: three tabs on the mock-ups' log, and the keys that lead there.
struct Stage {
  private(set) var model: InspectorModel
  private let log: LogBuilder

  init(_ mockup: Mockup) {
    log = mockup.scene == .empty ? LogBuilder() : .feed
    model = InspectorModel(
      size: mockup.size,
      terminal: TerminalFacts(description: "256 colours  UTF-8  tmux", repertoire: mockup.repertoire))
    model.start = StartFacts(
      profiles: 0, configuration: "~/.config/wsglass/config.json", themes: 14, theme: "terminal")
    if mockup.scene != .empty { openTabs() }
    switch mockup.scene {
    case .main, .empty: break
    case .detail: openDetail()
    case .connect: openDialog()
    case .profiles: choose()
    case .filter: filter()
    case .help: press(Key("?"))
    case .replay: play()
    case .failed: fail()
    }
  }

  // MARK: Doing

  private mutating func take(_ message: InspectorModel.Message) {
    for case .scan(let id, let purpose, let subject?) in update(&model, message, now: 0) {
      var scan = FrameScan(log.log.reader, for: subject)
      while scan.step(limit: 1000) {}
      let progress = ScanProgress(
        subject: subject, matches: scan.matches, end: log.log.reader.range.upperBound, isDone: true,
        elapsed: 0)
      _ = update(&model, .scanMoved(id, purpose, progress), now: 0)
    }
  }

  private mutating func press(_ keys: Key...) { for key in keys { take(.input(.key(key))) } }
  private mutating func type(_ text: String) { for scalar in text.unicodeScalars { press(Key(scalar)) } }

  private mutating func change(_ change: (inout TabStatus) -> Void) {
    var status = model.tabs[0].status
    change(&status)
    take(.tabChanged(model.tabs[0].id, status))
  }

  // MARK: Scenes

  private mutating func openTabs() {
    for (title, phase) in [
      ("prod-feed", TabStatus.Phase.open), ("staging", .connecting(step: "TLS handshake")),
      ("local-echo", .closed),
    ] {
      take(.addressGiven("wss://\(title).example.com/v2", title: title))
      take(.tabChanged(model.tabs[model.tabs.count - 1].id, TabStatus(phase: phase)))
    }
    press(Key("1"))
    let staging = LogBuilder()
    for number in 1...12 { staging.text(.received, "\(number)", at: Int64(number)) }
    take(.logReady(model.tabs[1].id, staging.log.reader))
    take(.logReady(model.tabs[0].id, log.log.reader))
    change { status in
      status = TabStatus(phase: .open, url: "wss://feed.example.com/v2")
      status.security = .verified(version: "TLS1.3")
      status.extensions = "deflate"
      status.framesSent = 12
      status.framesReceived = 3392
      status.bytes = 1_230_000
      status.framesPerSecondTenths = 41
      status.roundTrip = 28_400_000
      status.openedAt = 1_000_000_000
    }
  }

  /// The newest snapshot; 131 messages come while it is read.
  private mutating func openDetail() {
    type(":3395")
    press(Key(.enter), Key(.enter), Key("j"), Key("j"), Key("j"), Key("j"))
    log.goOn(131)
    take(.logGrew(model.tabs[0].id))
  }

  private mutating func openDialog() {
    var options = ConnectOptions(url: "wss://feed.example.com/v2?token=abcdefgh")
    options.headers = ["Authorization: Bearer abcdefghijkl", "X-Client: wsglass"]
    options.protocols = "v12.stomp, v11.stomp"
    options.origin = "https://app.example.com"
    options.pings = true
    options.pingTimeout = "10"
    options.reconnects = true
    model.environmentProxy = "(none)            from HTTPS_PROXY: not set"
    model.connectDefaults = options
    press(Key("o"))
  }

  private mutating func choose() {
    let minute: Int64 = 60_000_000_000
    let feed: [ProfileSummary.Line] = [
      .init("headers", "Authorization: Bearer ******** (env FEED_TOKEN)"),
      .init("subprotocol", "v12.stomp"), .init("way", "ping 20 s   reconnect 1 s .. 30 s"),
      .init("on open", "subscribe.jsonl (3 steps)"),
      .init("last", "closed 1000 normal closure after 12 m 03 s"),
    ]
    var profiles = [
      ProfileSummary(
        name: "prod-feed", variants: [.init(address: "wss://feed.example.com/v2", preview: feed)],
        traits: "bearer  deflate", used: 10_000 * minute),
      ProfileSummary(
        name: "prod-orders", variants: [.init(address: "wss://orders.example.com/ws")], traits: "mTLS",
        used: 8_000 * minute),
      ProfileSummary(name: "proxy-test", variants: [.init(address: "ws://127.0.0.1:9001/echo")]),
    ]
    for name in ["auth", "chat", "debug", "echo", "games", "home", "local", "mail"] {
      profiles.append(
        ProfileSummary(name: name, variants: [.init(address: "wss://\(name).example.com/")]))
    }
    press(Key("p"))
    take(.profiles(profiles, now: 10_002 * minute))
    type("pro")
  }

  private mutating func filter() {
    press(Key("f"))
    type("dir:in !ping json.type=ticker")
  }

  private mutating func play() {
    type(":replay login-flow.jsonl")
    press(Key(.enter))
    take(.replayMoved(model.tabs[0].id, .loginFlow))
  }

  private mutating func fail() {
    log.frame(
      .sent, .close, [0x03, 0xF3] + Array("keepalive timeout".utf8), at: LogBuilder.afterFeed(10_001))
    log.note(
      .failed,
      "CLOSED  closed by us: no pong came in time (keepalive timeout)  (open for 14 min 22 s, not clean)",
      at: LogBuilder.afterFeed(13_007))
    log.note(.reconnect, "reconnect 1/10 in 1.0 s", at: LogBuilder.afterFeed(13_008))
    log.note(.connecting, "connecting again to wss://feed.example.com/v2", at: LogBuilder.afterFeed(14_010))
    log.note(
      .failed, "connect failed: TLS certificate expired 2026-11-20 (feed.example.com)",
      at: LogBuilder.afterFeed(14_049))
    take(.logGrew(model.tabs[0].id))
    change { status in
      status.phase = .failed
      status.outcome = .failed(certificate)
      status.retry = "2 of 10 in 1.6 s"
      status.framesPerSecondTenths = 0
      status.roundTrip = nil
    }
  }
}
