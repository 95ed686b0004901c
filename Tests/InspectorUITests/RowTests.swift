import Canvas
import FrameLog
import InspectorUI
import Testing
import WebSocketCore

@testable import InspectorModel

/// The first row of a log pane at 80 columns, from SIZE on.
private func row(_ fill: (LogBuilder) -> Void, width: Int = 80) -> String {
  let log = LogBuilder()
  fill(log)
  let lines = picture(pictured(width: width, height: 24, log: log), .unicode).split(separator: "\n")
  return String(lines[2].dropFirst(22))
}

@Test func `text that ends in a wide character has no fault`() {
  #expect(row { $0.text(.received, "ab 日本", at: 0) } == "< TEXT          9  ab 日本")
}

@Test func `a long text is not blamed for being read in part`() {
  let text = String(repeating: "日", count: 500)
  #expect(
    row { $0.text(.received, text, at: 0) } == "< TEXT       1.5K  " + String(repeating: "日", count: 19) + "…"
  )
}

@Test func `bytes that are no text, and turned text, are flagged`() {
  #expect(row { $0.frame(.received, .text, [0x61, 0xFF], at: 0) } == "< TEXT  !       2  a<xFF>")
  #expect(row { $0.text(.received, "a\u{202E}b", at: 0) } == "< TEXT  !       5  a<U+202E>b")
}

@Test func `new lines in a payload stay on its row`() {
  #expect(row { $0.text(.received, "a\nb", at: 0) } == "< TEXT          3  a␊b")
}

@Test func `a title or a note cannot draw outside its place`() {
  let log = LogBuilder()
  log.note(.failed, "\u{1B}]0;x\u{7}\r\n\u{9B}2J", at: 0)
  var model = pictured(width: 80, height: 24, log: log)
  model.tabs[0].title = "\u{1B}[2J\r\nx"
  let lines = picture(model).split(separator: "\n", omittingEmptySubsequences: false)
  #expect(lines[0].hasPrefix(" [1+^[[2J^M^Jx]"))
  #expect(lines[2].hasSuffix("EVENT !          ^[]0;x^G^M^J<9B>2J"))
}

@Test func `a Close row says what its code means and who sent it`() {
  #expect(
    row { $0.frame(.received, .close, [0x03, 0xE8], at: 0) }
      == "< CLOSE         2  1000 normal closure (from the server)")
  #expect(row { $0.frame(.received, .close, [], at: 0) } == "< CLOSE         0  no code (from the server)")
}

@Test func `a frame that arrives says how far it has come, and is whole in the end`() {
  let log = LogBuilder()
  func shown() -> String {
    String(
      picture(pictured(width: 80, height: 24, log: log), .unicode).split(separator: "\n")[2].dropFirst(22))
  }
  log.part("日本", of: 20_000, isFirst: true, isLast: false)
  #expect(shown() == "< TEXT          6  [6 B of 20.0 KB] 日本")
  log.part(String(repeating: "x", count: 2_000), of: 20_000, isFirst: false, isLast: false)
  #expect(shown() == "< TEXT       2.0K  [2.0 KB of 20.0 KB] 日本" + String(repeating: "x", count: 14) + "…")
  log.part("y", of: 20_000, isFirst: false, isLast: true)
  #expect(shown() == "< TEXT       2.0K  日本" + String(repeating: "x", count: 34) + "…")
}

@Test func `a compressed frame that arrives has no whole to compare with`() {
  #expect(
    row { $0.part("abc", of: 20_000, isFirst: true, isLast: false, reserved1: true) }
      == "< TEXT  z       3  [3 B so far] abc")
}

@Test func `an arriving text that ends inside a character is not blamed for it`() {
  let log = LogBuilder()
  var batch = FrameBatch()
  let header = FrameHeader(firstByte: 0x81, byteCount: 4, isMasked: false, maskKey: 0, payloadLength: 300)
  let bytes: [UInt8] = [0x61, 0xE6, 0x97]
  bytes.withUnsafeBytes { bytes in
    batch.append(
      FrameEvent(
        header: header, direction: .received, flags: .continues, fragmentIndex: 0, time: 1_000_000_000,
        payload: bytes))
    log.log.append(batch, wallOffset: LogBuilder.start - 1_000_000_000)
  }
  let lines = picture(pictured(width: 80, height: 24, log: log), .unicode).split(separator: "\n")
  #expect(lines[2].dropFirst(22).hasPrefix("< TEXT          3  [3 B of 300 B] a"))
}
