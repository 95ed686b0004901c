import Canvas
import FrameLog
import InspectorUI
import Testing
import WebSocketCore

@testable import InspectorModel

@Test func `the main view at 200x60 adds what travelled on the wire`() {
  var model = pictured(width: 200, height: 60)
  var status = model.tabs[0].status
  status.openedAt = 1_000_000_000
  _ = update(&model, .tabChanged(model.tabs[0].id, status), now: 0)
  let rows = picture(model).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  #expect(rows.count == 60)
  #expect(rows[1] == "      #  TIME               DT  D OP     FL    SIZE    WIRE  PAYLOAD")
  #expect(
    rows[8].hasPrefix(
      "      9  12:04:30.410   +339ms  < BIN    z      512     512  08 96 01 12 07 74 65 73 74 69 6e 67"))
  #expect(rows[8].hasSuffix("AAA~"))
  let status200 = rows[58]
  for words in [
    " OPEN wss://feed.example.com/v2  TLS1.3 deflate", "sent 12  received 3392", "1.2 MB", "4.1 frames/s",
    "rtt 28 ms", "open 6.0 s", "FOLLOW   12/12",
  ] { #expect(status200.contains(words), "\(words)") }
  #expect(rows[59].contains("F Follow:on"))
}

@Test func `the filter bar at 200x60 counts what is shown`() {
  var model = pictured(width: 200, height: 60)
  press(&model, Key("f"))
  for letter in "op:text".unicodeScalars { press(&model, Key(letter)) }
  let rows = picture(model).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  let title = rows.first { $0.hasPrefix("-- * Filter (live) ---") }
  #expect(title?.contains(" of 12 shown   ") == true)
  #expect(title?.hasSuffix(" hidden errors --") == true)
  #expect(
    rows.contains { $0.hasPrefix(" Filter> op:text") && $0.hasSuffix("Alt-R regex:off Alt-C case:smart") })
  #expect(rows[59].hasPrefix(" Enter Keep  Esc Undo  Up/Down History  Tab Complete"))
}

@Test(arguments: [(120, 40), (200, 60)]) func `help has all groups of the log side by side`(
  width: Int, height: Int
) {
  var model = pictured(width: width, height: height)
  press(&model, Key("?"))
  let text = picture(model)
  #expect(text.contains("+- Help: log pane ---"))
  for words in [
    "MOVE", "SEE", "MARKS, RANGES", "PAYLOAD", "CONNECTION", "I             handshake, end, rates",
    "W             choose columns", "Y             copy as...", "v             payload in the pager",
    "F4            payload in the editor", "/ F3          search", "m             mark the row",
    "o             connect...", "Enter runs the selected line",
  ] { #expect(text.contains(words), "\(words)") }
}

private func lost(width: Int, height: Int) -> InspectorModel {
  let log = LogBuilder.fed
  log.note(
    .closed, "CLOSED  local code 1006: no Close frame came back", at: 9000,
    .ended(1006, by: "us", .keepaliveTimedOut))
  log.note(.reconnect, "reconnect 1/10 in 1.0 s", at: 9001)
  log.note(.failed, "connect failed: TLS certificate expired 2026-11-20", at: 10_042)
  var model = pictured(width: width, height: height, log: log)
  var status = model.tabs[0].status
  status.phase = .failed
  status.outcome = .failed(certificate)
  status.retry = "2 of 10 in 1.6 s"
  _ = update(&model, .tabChanged(model.tabs[0].id, status), now: 0)
  return model
}

@Test(arguments: [(80, 24), (120, 40), (200, 60)])
func `a lost connection says what, why, what to try and when`(
  width: Int, height: Int
) {
  let rows = picture(lost(width: width, height: height)).split(separator: "\n").map(String.init)
  let text = rows.joined(separator: "\n")
  for words in [
    "[1!prod-feed]", "- EVENT", "CLOSED  local code 1006", "reconnect 1/10 in 1.0 s", "connect failed: TLS",
    "+- Connection failed ---", "tab 1 prod-feed",
    "TLS: the certificate of feed.example.com expired on 2026-11-20 (2 days ago).",
    "Why    X509_V_ERR_CERT_HAS_EXPIRED   chain: *.example.com <- R3 <- ISRG X1",
    "Try    check this machine's clock; renew the certificate on the server;",
    "Retry  2 of 10 in 1.6 s   r now   D stop", "Compose (not connected: Enter keeps the draft)", "not sent",
  ] { #expect(text.contains(words), "\(words)") }
  #expect(rows[rows.count - 2].hasPrefix(" ERROR "))
  #expect(rows[rows.count - 2].contains("retry 2 of 10 in 1.6 s"))
  #expect(rows[rows.count - 1].hasPrefix(" r Retry now  D Stop"))
}

@Test(arguments: [(120, 40), (200, 60)]) func `the first screen says how to begin in its middle`(
  width: Int, height: Int
) {
  let model = InspectorModel(
    size: Size(width: width, height: height),
    terminal: TerminalFacts(description: "256 colours  UTF-8  tmux", repertoire: .ascii))
  let rows = picture(model).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  #expect(rows[0].hasPrefix(" (no connections)"))
  let title = rows.firstIndex { $0.contains("wsglass 0.1   WebSocket inspector") } ?? 0
  #expect((height / 4...height / 2).contains(title))
  #expect(rows[title].hasPrefix(String(repeating: " ", count: (width - 74) / 2) + "wsglass"))
  for words in [
    "connect to a ws:// or wss:// URL", "start the demo", "keys and help", "Themes", "Mouse    on",
  ] {
    #expect(rows.contains { $0.contains(words) }, "\(words)")
  }
  #expect(rows[height - 2].hasPrefix(" no connection"))
  #expect(rows[height - 2].hasSuffix("256 colours  UTF-8  tmux"))
}
