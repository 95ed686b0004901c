import Formats
import FrameLog
import Testing
import WebSocketCore

private func record(
  firstByte: UInt8 = 0x81, direction: Direction = .received, flags: FrameFlags = .endsMessage,
  length: Int = 5,
  fragment: UInt32 = 0, maskKey: UInt32? = nil
) -> LogRecord {
  LogRecord(
    sequence: 7, kind: .frame, note: .none, direction: direction,
    header: FrameHeader(
      firstByte: firstByte, byteCount: maskKey == nil ? 2 : 6, isMasked: maskKey != nil,
      maskKey: maskKey ?? 0,
      payloadLength: length),
    flags: flags, fragmentIndex: fragment, wallTime: 1_795_349_069_820_113_999, time: 1, payloadLength: length
  )
}

private func line(_ record: LogRecord, _ payload: [UInt8], asciiOnly: Bool = false) -> String {
  var output: [UInt8] = []
  payload.withUnsafeBytes { JSONLines(asciiOnly: asciiOnly).append(record, payload: $0, to: &output) }
  return String(decoding: output, as: UTF8.self)
}

@Test func `a received text frame is one object`() {
  #expect(
    line(record(), Array("hello".utf8))
      == #"{"seq":7,"time":"2026-11-22T12:04:29.820113999Z","dir":"in","op":"text","fin":true,"rsv":0,"length":5,"mono":1,"data":"hello"}"#
      + "\n")
}

@Test func `a sent binary frame has base64 and its mask key`() {
  #expect(
    line(record(firstByte: 0x82, direction: .sent, length: 2, maskKey: 0x0403_0201), [0xFF, 0x00])
      == #"{"seq":7,"time":"2026-11-22T12:04:29.820113999Z","dir":"out","op":"binary","fin":true,"rsv":0,"length":2,"mask":"01020304","mono":1,"base64":"/wA="}"#
      + "\n")
}

@Test func `control characters are escaped, other text stays as it is`() {
  let text = line(record(), Array("a\"\\\u{1B}\n\u{7F}é".utf8))
  #expect(text.contains(#""data":"a\"\\\u001b\n\u007fé""#))
}

@Test func `for a terminal nothing beyond printable ASCII remains`() {
  let text = line(record(), Array("é\u{202E}\u{9B}😀".utf8), asciiOnly: true)
  #expect(text.contains(#""data":"\u00e9\u202e\u009b\ud83d\ude00""#))
  #expect(text.utf8.allSatisfy { $0 == 10 || (0x20..<0x7F).contains($0) })
}

@Test func `text that is not UTF-8 is kept as base64`() {
  let text = line(record(flags: [.violation], length: 1), [0xC0])
  #expect(text.contains(#""flags":["violation"],"bits":2,"mono":1,"base64":"wA==""#))
}

@Test func `a fragment says which one it is`() {
  let text = line(record(firstByte: 0x00, flags: .fragment, fragment: 2), Array("x".utf8))
  #expect(text.contains(#""op":"continuation","fin":false,"rsv":0,"length":5,"fragment":2"#))
}

@Test func `a note has its kind and text`() {
  var note = record(length: 7)
  note.kind = .note
  note.note = .failed
  #expect(
    line(note, Array("refused".utf8))
      == #"{"seq":7,"time":"2026-11-22T12:04:29.820113999Z","event":"failed","mono":1,"text":"refused"}"#
      + "\n")
}

@Test func `base64 of every length up to ten thousand comes out whole`() {
  for length in [0, 1, 2, 3, 4, 5, 9_999, 10_000] {
    let text = line(record(firstByte: 0x82, length: length), [UInt8](repeating: 0, count: length))
    let expected = String(repeating: "A", count: length / 3 * 4) + ["", "AA==", "AAA="][length % 3]
    #expect(text.contains(#""base64":"\#(expected)""#))
  }
}

@Test func `a close frame has its code and reason, and its bytes`() {
  let text = line(record(firstByte: 0x88, flags: [], length: 4), [0x03, 0xF3] + Array("no".utf8))
  #expect(text.contains(#""length":4,"mono":1,"code":1011,"reason":"no","base64":"A/Nubw==""#))
}
