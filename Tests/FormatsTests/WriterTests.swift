import Formats
import FrameLog
import Testing
import WebSocketCore

@Test func `CSV quotes what has to be, and defuses formulas`() {
  var sample = SampleLog()
  sample.note(.opened, "open, \"really\"")
  sample.text(.received, "=cmd|'/C calc'!A1")
  sample.text(.sent, "plain")
  sample.text(.received, "two\r\nlines")
  sample.frame(.received, .binary, [0xFF])
  sample.frame(.received, .close, [0x03, 0xE8] + Array("+1".utf8))
  sample.log.marks.set(3, note: "@here")
  #expect(
    sample.text(.csv)
      == """
      seq,time,direction,type,fin,rsv,fragment,length,mask,flags,code,encoding,payload,mark\r
      1,2026-11-22T12:04:29.821113999Z,note,opened,,,,,,,,text,"open, ""really""\",\r
      2,2026-11-22T12:04:29.822113999Z,in,text,true,0,,17,,,,text,"'=cmd|'/C calc'!A1",\r
      3,2026-11-22T12:04:29.823113999Z,out,text,true,0,,5,,,,text,plain,"'@here"\r
      4,2026-11-22T12:04:29.824113999Z,in,text,true,0,,10,,,,text,"two\r
      lines",\r
      5,2026-11-22T12:04:29.825113999Z,in,binary,true,0,,1,,,,base64,/w==,\r
      6,2026-11-22T12:04:29.826113999Z,in,close,true,0,,4,,,1000,text,"'+1",\r

      """)
}

@Test func `plain text is a line a frame, and acts on no terminal`() {
  var sample = SampleLog()
  sample.note(.opened, "open")
  sample.text(.received, "a\u{1B}[2J\n\\\u{202E}é\u{9B}")
  sample.frame(.sent, .binary, [0x00, 0xFF])
  sample.frame(.sent, .text, Array("x".utf8), isFinal: false, fragment: 1)
  sample.frame(.received, .close, [0x03, 0xE8] + Array("bye".utf8))
  sample.log.marks.set(3, note: "here")
  #expect(
    sample.text(.text)
      == #"""
      2026-11-22T12:04:29.821113999Z  note  opened  open
      2026-11-22T12:04:29.822113999Z  in   text  14 B  a\x1b[2J\n\\\u{202e}é\u{9b}
      2026-11-22T12:04:29.823113999Z  out  binary  2 B  \x00\xff  [marked: here]
      2026-11-22T12:04:29.824113999Z  out  text fragment 1  1 B  x
      2026-11-22T12:04:29.825113999Z  in   close  5 B  1000 bye

      """#)
}

@Test func `what shows nothing is spelt out in plain text, and letters stay`() {
  var sample = SampleLog()
  sample.text(.received, "a\u{115F}\u{1160}\u{3164}\u{FFA0}\u{FFFC}\u{34F}\u{200B}\u{FEFF}z 한 😀")
  #expect(
    sample.text(.text).hasSuffix(
      #"  a\u{115f}\u{1160}\u{3164}\u{ffa0}\u{fffc}\u{34f}\u{200b}\u{feff}z 한 😀"# + "\n"))
}

@Test(arguments: [ExportFormat.jsonl, .har, .csv, .text])
func `for a terminal, every text format is printable ASCII`(format: ExportFormat) {
  var sample = SampleLog()
  sample.note(.opened, "é\u{1B}", facts: sampleFacts(url: "ws://é/\u{9B}"))
  sample.text(.received, "\u{1B}]52;c;AA\u{7}\u{202E}é\u{9B}😀\u{7F}")
  sample.frame(.received, .text, [0xC0, 0x9B])
  sample.frame(.received, .close, [0x03, 0xE8, 0x9B, 0x1B])
  sample.log.marks.set(2, note: "\u{9B}é")
  let bytes = sample.exported(format, asciiOnly: true)
  #expect(bytes.count > 200)
  #expect(bytes.allSatisfy { $0 == 10 || $0 == 13 || (0x20..<0x7F).contains($0) })
}

@Test func `raw is the payloads of text and binary frames, and nothing else`() {
  var sample = SampleLog()
  sample.note(.opened, "open")
  sample.text(.sent, "ab")
  sample.frame(.received, .ping, [1, 2])
  sample.frame(.received, .binary, [0, 255])
  #expect(sample.exported(.raw) == Array("ab".utf8) + [0, 255])
}

@Test func `a HAR entry has Chrome's fields, and ours behind an underscore`() {
  var sample = SampleLog()
  sample.note(.opened, "open", facts: sampleFacts())
  sample.frame(.sent, .text, Array("hi".utf8), mask: 0x0403_0201)
  sample.frame(.received, .binary, [0, 255])
  sample.frame(.received, .ping, [])
  sample.note(.closed, "CLOSED")
  let text = sample.text(.har)
  #expect(
    text.hasPrefix(
      #"""
      {"log":{"version":"1.2","creator":{"name":"wsglass","version":"1"},"_redacted":"off","pages":[],"entries":[
      {"_resourceType":"websocket","_webSocketMessages":[
      {"type":"send","time":1795349069.822113999,"opcode":1,"data":"hi","_seq":2,"_length":2,"_mask":"01020304"},
      {"type":"receive","time":1795349069.823113999,"opcode":2,"data":"AP8=","_seq":3,"_length":2}],"_events":[
      {"seq":1,"time":"2026-11-22T12:04:29.821113999Z","event":"opened","mono":1000,"text":"open"},
      {"seq":4,"time":"2026-11-22T12:04:29.824113999Z","dir":"in","op":"ping","fin":true,"rsv":0,"length":0,"mono":4000,"data":""},
      {"seq":5,"time":"2026-11-22T12:04:29.825113999Z","event":"closed","mono":5000,"text":"CLOSED"}],
      "_connection":{
      """#))
  #expect(
    text.hasSuffix(
      #"""
      "startedDateTime":"2026-11-22T12:04:29.821Z","request":{"method":"GET","url":"ws://example.com/chat?room=1&lang=en","httpVersion":"HTTP/1.1","cookies":[],"headers":[{"name":"Host","value":"example.com"},{"name":"Upgrade","value":"websocket"}],"queryString":[{"name":"room","value":"1"},{"name":"lang","value":"en"}],"headersSize":-1,"bodySize":0},
      "response":{"status":101,"statusText":"Switching Protocols","httpVersion":"HTTP/1.1","cookies":[],"headers":[{"name":"Upgrade","value":"websocket"}],"content":{"size":0,"mimeType":"x-unknown"},"redirectURL":"","headersSize":-1,"bodySize":-1},
      "cache":{},"timings":{"blocked":-1,"dns":2.000,"connect":3.000,"ssl":-1,"send":0.100,"wait":4.000,"receive":4.000},"time":13.100,"serverIPAddress":"192.0.2.7","connection":"50000"}
      ]}}

      """#))
}

@Test func `each connection of a log is a HAR entry of its own`() {
  var sample = SampleLog()
  sample.note(.connecting, "connecting")
  sample.note(.failed, "refused")
  sample.note(.reconnect, "in 1 s")
  sample.note(.reconnect, "connecting again")
  sample.note(.opened, "open")
  sample.text(.received, "one")
  sample.note(.closed, "CLOSED")
  sample.note(.connecting, "connecting")
  sample.note(.opened, "open")
  sample.text(.received, "two")
  let text = sample.text(.har)
  #expect(text.components(separatedBy: "_resourceType").count == 4)
  #expect(text.components(separatedBy: #""status":0"#).count == 2)
  #expect(text.components(separatedBy: #""status":101"#).count == 3)
}

@Test func `the marked messages alone, with all their fragments`() {
  var sample = SampleLog()
  sample.text(.received, "no")
  sample.frame(.received, .text, Array("ye".utf8), isFinal: false, fragment: 1)
  sample.frame(.received, .ping, [])
  sample.frame(.received, .continuation, Array("s".utf8), fragment: 2)
  sample.text(.received, "nor this")
  sample.log.marks.set(2)
  #expect(sample.exported(.raw, of: .marked) == Array("yes".utf8))
  #expect(sample.exported(.raw, of: .range(1..<2)) == Array("no".utf8))
}

@Test func `a part of a connection is told with its beginning, where the format has a place for it`() {
  var sample = SampleLog()
  sample.note(.opened, "open", facts: sampleFacts(url: "ws://other/"))
  sample.text(.received, "other")
  sample.note(.closed, "CLOSED")
  sample.note(.connecting, "connecting", facts: sampleFacts(url: "ws://this/"))
  sample.note(.opened, "open")
  for number in 0..<50_000 { sample.text(.received, "\(number)") }
  let start = 5 + 45_000
  let text = sample.text(.har, of: .range(start..<start + 1))
  #expect(text.contains(#""url":"ws://this/""#) && !text.contains("ws://other/"))
  #expect(text.contains(#""data":"44999""#) && !text.contains(#""data":"44998""#))
  #expect(text.components(separatedBy: "_resourceType").count == 2)
  #expect(sample.text(.text, of: .range(start..<start + 1)).split(separator: "\n").count == 1)
}

@Test func `an empty log is a whole file in each format`() {
  let sample = SampleLog()
  #expect(sample.text(.har).hasSuffix("\"entries\":[\n]}}\n"))
  #expect(sample.text(.jsonl) == #"{"format":"wsglass-frames","version":1,"redacted":"off"}"# + "\n")
  #expect(sample.exported(.pcapng).count == 100)
  #expect(sample.exported(.raw).isEmpty && sample.exported(.text).isEmpty)
}

@Test func `what is written live is what is written later`() {
  for format in ExportFormat.allCases {
    var sample = SampleLog()
    var live = LiveExport(sample.log.reader, as: format, redactor: nil)
    var bytes: [UInt8] = []
    live.begin(to: &bytes)
    sample.note(.opened, "open", facts: sampleFacts())
    while live.step(limit: .max, mostFrames: nil, to: &bytes) {}
    sample.text(.received, "one")
    sample.frame(.received, .ping, [1])
    while live.step(limit: bytes.count + 1, mostFrames: nil, to: &bytes) {}
    sample.note(.closed, "CLOSED")
    while live.step(limit: .max, mostFrames: nil, isLast: true, to: &bytes) {}
    live.end(to: &bytes)
    #expect(bytes == sample.exported(format))
    #expect(live.frames == 2)
  }
}

extension String {
  fileprivate func components(separatedBy separator: String) -> [Substring] {
    var parts: [Substring] = []
    var rest = self[...]
    while let range = rest.firstRange(of: separator) {
      parts.append(rest[..<range.lowerBound])
      rest = rest[range.upperBound...]
    }
    return parts + [rest]
  }
}
