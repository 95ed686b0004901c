import Canvas
import FrameLog
import InspectorUI
import Testing
import WebSocketCore

@testable import InspectorModel

private func made(width: Int, height: Int) -> InspectorModel {
  let log = LogBuilder()
  log.note(.opened, "open", at: 0, .made)
  LogBuilder.feed(log)
  return pictured(width: width, height: height, log: log)
}

@Test func `the handshake is told with its steps, what was agreed, TLS and both heads`() {
  var model = made(width: 120, height: 70)
  press(&model, Key("I"))
  let expected =
    #"""
    """#
  #expect(picture(model) == expected)
}

@Test func `the handshake at 80x24 scrolls`() {
  var model = made(width: 80, height: 24)
  press(&model, Key("I"), Key(" "))
  let expected =
    #"""
    """#
  #expect(picture(model) == expected)
}

@Test func `the handshake on a small screen has its steps first`() {
  var model = made(width: 40, height: 12)
  press(&model, Key("I"))
  let expected =
    #"""
    """#
  #expect(picture(model) == expected)
}

@Test func `nothing of a header reaches the screen as it is, and no secret`() {
  var model = made(width: 80, height: 70)
  press(&model, Key("I"))
  var canvas = Canvas(size: model.size)
  drawInspector(model, on: &canvas)
  #expect(!canvas.text.contains("c2VjcmV0"))
  #expect(canvas.text.contains("Server: ␛]0;owned␇"))
}

@Test func `why it ended says what all ends have in common`() {
  var model = pictured(width: 80, height: 30, log: .dying)
  let id = model.tabs[0].id
  var status = model.tabs[0].status
  status.phase = .closed
  status.outcome = .closed(
    Closure(status: Closure.Status(code: .abnormal), initiator: .nobody, isClean: false),
    openFor: 60_060_000_000)
  _ = update(&model, .tabChanged(id, status), now: 0)
  press(&model, Key("I"))
  let expected =
    #"""
    """#
  #expect(picture(model) == expected)
}

@Test func `an end for want of a pong names the ping and what was not sent`() {
  let log = LogBuilder()
  log.note(.opened, "open", at: 0, .made)
  log.text(.received, "hello", at: 100)
  log.frame(.sent, .ping, [1], at: 1000)
  log.frame(.received, .pong, [1], at: 1010)
  log.frame(.sent, .ping, [2], at: 21_000)
  log.frame(.sent, .close, [0x03, 0xF3], at: 31_000)
  log.note(
    .closed, "CLOSED  closed by us: no pong came in time (keepalive timeout)", at: 34_000,
    .ended(
      1006, by: "us", .keepaliveTimedOut, unsent: 4096, duration: 34_000_000_000,
      sent: .init(code: 1011, reason: "keepalive timeout")))
  var model = pictured(width: 80, height: 24, log: log)
  press(&model, Key(.enter))
  let expected =
    #"""
    """#
  #expect(picture(model) == expected)
}

@Test func `a reset and a TLS alert are told by their names`() {
  func ended(_ facts: ConnectionFacts) -> String {
    let log = LogBuilder()
    log.note(.opened, "open", at: 0, .made)
    log.note(.closed, "CLOSED", at: 1000, facts)
    var model = pictured(width: 100, height: 24, log: log)
    press(&model, Key(.enter))
    let rows = picture(model).split(separator: "\n").filter { $0.contains("Ended by") }
    return rows.first?.split(separator: "|").last.map(String.init)?.split(separator: "  ").dropFirst()
      .joined() ?? ""
  }
  #expect(
    ended(.ended(1006, by: "nobody", .reset, "ECONNRESET"))
      == " RST: the server, or something on the way, threw the connection away (ECONNRESET)")
  #expect(
    ended(.ended(1006, by: "nobody", .tlsAlert, "alert 40 handshake_failure"))
      == " a TLS alert 40 handshake_failure from the server")
}

@Test func `the figures count what went each way`() {
  var model = pictured(width: 80, height: 40)
  press(&model, Key("I"), Key(.tab), Key(.tab))
  let expected =
    #"""
    """#
  #expect(picture(model) == expected)
}

@Test func `what was said is kept, the newest first`() {
  var model = pictured(width: 80, height: 24)
  press(&model, Key("H"), Key("t"), Key("~"), Key("I"), Key(.backTab))
  let expected =
    #"""
    """#
  #expect(picture(model) == expected)
}

@Test func `the ways to copy stand beside what they would copy`() {
  var model = pictured(width: 80, height: 24)
  press(&model, Key("g"), Key(.enter), Key("j"), Key("Y"))
  let expected =
    #"""
    """#
  #expect(picture(model) == expected)
}

@Test func `the columns are ticked in a list, and the log follows`() {
  var model = pictured(width: 80, height: 24)
  press(&model, Key("W"), Key("j"), Key("j"), Key(" "))
  let expected =
    #"""
    """#
  #expect(picture(model) == expected)
}

@Test func `on the smallest screen the columns have a line each`() {
  var model = pictured(width: 20, height: 5)
  press(&model, Key("W"))
  let expected =
    #"""
    """#
  #expect(picture(model) == expected)
}

@Test func `a fault in JSON is marked in place and told in the title`() {
  let log = LogBuilder()
  log.text(.received, #"{"a":[1,2],"b":tru,"c":{"d":1}}"#, at: 0)
  var model = pictured(width: 80, height: 24, log: log)
  press(&model, Key(.enter))
  let expected =
    #"""
    """#
  #expect(picture(model) == expected)
  var canvas = Canvas(size: model.size, repertoire: .ascii)
  drawInspector(model, on: &canvas)
  let y = Layout(model).detail.y + 6
  #expect(canvas.role(at: Point(x: 8, y: y)) == .promptError)
  #expect(canvas.role(at: Point(x: 10, y: y)) == .promptError)
  #expect(canvas.role(at: Point(x: 11, y: y)) == .jsonPunct)
}

@Test func `a hit behind the cut is in view, and the head says from where`() {
  let log = LogBuilder()
  log.text(.received, String(repeating: "abcdefghij", count: 12) + "needle and more of it all", at: 0)
  log.text(.received, "short", at: 1)
  var model = pictured(width: 80, height: 24, log: log)
  press(&model, Key("/"))
  for letter in "needle".unicodeScalars { press(&model, Key(letter)) }
  press(&model, Key(.enter))
  let expected =
    #"""
    """#
  #expect(picture(model) == expected)
}

@Test func `folded JSON shows its counts`() {
  var model = pictured(width: 80, height: 24)
  press(&model, Key("g"))
  for _ in 0..<5 { press(&model, Key("j")) }
  press(&model, Key(.enter), Key("A"))
  let expected =
    #"""
    """#
  #expect(picture(model) == expected)
}

@Test func `the detail at 200x60 has pretty, hex and facts`() {
  var model = pictured(width: 200, height: 60)
  press(&model, Key("g"))
  for _ in 0..<5 { press(&model, Key("j")) }
  press(&model, Key(.enter))
  let expected =
    #"""
    """#
  #expect(picture(model) == expected)
}

@Test func `at the right of the log the detail has the whole height`() {
  var model = pictured(width: 160, height: 24)
  press(&model, Key("g"))
  for _ in 0..<5 { press(&model, Key("j")) }
  press(&model, Key(.enter), Key("|"), Key("j"))
  let expected =
    #"""
    """#
  #expect(picture(model) == expected)
}
