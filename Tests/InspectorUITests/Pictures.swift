import Canvas
import FrameLog
import InspectorUI
import Testing
import WebSocketCore

@testable import InspectorModel

/// Three tabs as in the design's pictures, on a log of some rows.
func pictured(width: Int, height: Int, log builder: LogBuilder = .fed) -> InspectorModel {
  var model = InspectorModel(
    size: Size(width: width, height: height), terminal: TerminalFacts(repertoire: .ascii))
  for (title, phase) in [
    ("prod-feed", TabStatus.Phase.open), ("staging", .connecting(step: "TLS handshake")),
    ("local-echo", .closed),
  ] {
    _ = update(&model, .addressGiven("wss://\(title).example.com/v2", title: title), now: 0)
    let id = model.tabs[model.tabs.count - 1].id
    var status = TabStatus(phase: phase, url: "wss://feed.example.com/v2")
    status.security = .verified(version: "TLS1.3")
    status.extensions = "deflate"
    status.framesSent = 12
    status.framesReceived = 3392
    status.bytes = 1_230_000
    status.framesPerSecondTenths = 41
    status.roundTrip = 28_400_000
    _ = update(&model, .tabChanged(id, status), now: 0)
  }
  _ = update(&model, .input(.key(Key("1"))), now: 0)
  _ = update(&model, .logReady(model.tabs[0].id, builder.log.reader), now: 0)
  return model
}

func picture(_ model: InspectorModel, _ repertoire: Repertoire = .ascii) -> String {
  var canvas = Canvas(size: model.size, repertoire: repertoire)
  drawInspector(model, on: &canvas)
  return canvas.text
}

func press(_ model: inout InspectorModel, _ keys: Key...) {
  for key in keys { _ = update(&model, .input(.key(key)), now: 0) }
}

/// A key for each scalar.
func write(_ text: String, in model: inout InspectorModel) {
  for scalar in text.unicodeScalars { press(&model, Key(scalar)) }
}

/// The detail of the fragmented message, on the sixth row.
func detailed(width: Int, height: Int) -> InspectorModel {
  var model = pictured(width: width, height: height)
  press(&model, Key("g"))
  for _ in 0..<5 { press(&model, Key("j")) }
  press(&model, Key(.enter))
  return model
}

let certificate = FailureReport(
  what: "TLS: the certificate of feed.example.com expired on 2026-11-20 (2 days ago).",
  why: ["X509_V_ERR_CERT_HAS_EXPIRED   chain: *.example.com <- R3 <- ISRG X1"],
  tries: [
    "check this machine's clock; renew the certificate on the server;",
    "or trust a CA file / do not verify.",
  ])

/// The first tab at the end of its connection.
func ended(
  _ outcome: ConnectionOutcome, phase: TabStatus.Phase, width: Int = 80, height: Int = 24
) -> InspectorModel {
  var model = pictured(width: width, height: height)
  var status = model.tabs[0].status
  status.phase = phase
  status.outcome = outcome
  _ = update(&model, .tabChanged(model.tabs[0].id, status), now: 0)
  return model
}

extension LogBuilder {
  static var fed: LogBuilder {
    let log = LogBuilder()
    feed(log)
    return log
  }

  static func feed(_ log: LogBuilder) {
    log.text(.received, #"{"type":"ack","op":"unsubscribe","channel":"book","pair":"BTC-USD"}"#, at: 0)
    log.text(
      .received, #"{"type":"ticker","seq":88122,"pair":"BTC-USD","bid":"64120.30","ask":"64120.60"}"#, at: 250
    )
    log.text(.sent, #"{"op":"subscribe","channel":"trades"}"#, at: 2820)
    log.frame(.received, .ping, [0, 0, 0x0D, 0x43], at: 3001)
    log.frame(.sent, .pong, [0, 0, 0x0D, 0x43], at: 3001, flags: .automatic)
    log.frame(.received, .text, Array(#"{"type":"snapshot","#.utf8), at: 3071, final: false, fragment: 1)
    log.frame(
      .received, .continuation, Array(#""pair":"ETH-USD","trades":[{"id":99"#.utf8), at: 3088, final: false,
      fragment: 2)
    log.frame(
      .received, .continuation, Array(#"12001,"px":"3120.1"},{}],"last":true}"#.utf8), at: 3099, fragment: 3)
    log.frame(
      .received, .binary,
      [8, 0x96, 1, 0x12, 7] + Array("testing".utf8) + [0x1A, 4, 0, 0, 0, 1]
        + Array(repeating: 0x41, count: 494), at: 3410, reserved1: true)
    log.text(.received, "{\"type\":\"error\",\"msg\":\"\u{1B}[31mbad\u{1B}[0m\"}", at: 4114)
    log.note(.information, "no pong within 10 s", at: 5000)
    log.frame(.sent, .close, [0x03, 0xF3] + Array("keepalive timeout".utf8), at: 6000)
  }
}
