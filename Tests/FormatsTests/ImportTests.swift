import Formats
import FrameLog
import TestSupport
import Testing
import WebSocketCore

private func imported(_ text: String) throws -> (ImportedLog, FrameLog) {
  let log = FrameLog(budget: LogBudget())
  return (try ImportedLog.read(bytes: Array(text.utf8), into: log), log)
}

private func fault(_ text: String) -> ImportError? {
  do throws(ImportError) {
    _ = try ImportedLog.read(bytes: Array(text.utf8), into: FrameLog(budget: LogBudget()))
    return nil
  } catch {
    return error
  }
}

@Test func `lines of before there was a format are read`() throws {
  let (result, log) = try imported(
    #"{"seq":1,"time":"2026-11-22T12:04:29.820113Z","event":"opened","text":"open"}"# + "\n"
      + #"{"seq":2,"time":"2026-11-22T12:04:29.900000Z","dir":"out","op":"text","fin":true,"rsv":0,"length":4,"mask":"01020304","data":"ping"}"#
      + "\n"
      + #"{"seq":3,"time":"2026-11-22T12:04:29.900001Z","dir":"in","op":"reserved-11","fin":false,"rsv":4,"length":2,"flags":["violation"],"base64":"wA=="}"#
      + "\n")
  #expect(result.warnings == [])
  #expect(log.reader.record(1)?.note == .opened)
  let sent = try #require(log.reader.record(2))
  #expect(sent.direction == .sent && sent.opcode == .text && sent.flags == .endsMessage)
  #expect(sent.header.maskKey == 0x0403_0201 && sent.header.byteCount == 6)
  #expect(sent.wallTime == 1_795_349_069_900_000_000)
  #expect(log.reader.payload(2) == Array("ping".utf8))
  let odd = try #require(log.reader.record(3))
  #expect(odd.header.firstByte == 0x4B && odd.flags == .violation && odd.header.payloadLength == 2)
  #expect(log.reader.payload(3) == [0xC0])
}

@Test func `a frame that was still arriving is one that never came`() throws {
  let (_, log) = try imported(#"{"seq":1,"dir":"in","op":"text","length":9,"bits":288,"data":"a"}"#)
  #expect(log.reader.record(1)?.flags == [.endsMessage, .incomplete])
}

@Test func `the least there can be is a direction, an opcode and nothing else`() throws {
  let (_, log) = try imported(#"{"dir":"in","op":"binary"}"#)
  #expect(log.reader.record(1)?.opcode == .binary)
  #expect(log.reader.payload(1) == [])
}

@Test func `a last line that is cut short costs only itself, and is told`() throws {
  let (result, log) = try imported(
    #"{"seq":1,"dir":"in","op":"text","data":"a"}"# + "\n" + #"{"seq":2,"dir":"in","op":"te"#)
  #expect(result.warnings == [.truncated(at: ImportPlace(line: 2, column: 29, offset: 72))])
  #expect(log.reader.range == 1..<2)
}

@Test(
  arguments: [
    (
      #"{"seq":1,"dir":"in","op":"text"}"# + "\n" + #"{"seq":2,"dir":"up","op":"text"}"#,
      ImportError.malformed(.wrong("dir"), at: ImportPlace(line: 2, column: 20, offset: 52))
    ),
    (
      #"{"seq":2,"dir":"in","op":"text"}"# + "\n" + #"{"seq":2,"dir":"in","op":"text"}"#,
      .malformed(.sequence(2, after: 2), at: ImportPlace(line: 2, column: 1, offset: 33))
    ),
    (#"{"seq":1,"dir":"in"}"#, .malformed(.missing("op"), at: ImportPlace(line: 1, column: 1, offset: 0))),
    (#"{"seq":1,"op":"text"}"#, .malformed(.missing("dir"), at: ImportPlace(line: 1, column: 1, offset: 0))),
    (#"{"seq":1,}"#, .malformed(.unexpectedByte(0x7D), at: ImportPlace(line: 1, column: 10, offset: 9))),
    (#"{"seq":1,"data":"\q"}"#, .malformed(.badEscape, at: ImportPlace(line: 1, column: 19, offset: 18))),
    (#"{"seq"#, .malformed(.unexpectedEnd, at: ImportPlace(line: 1, column: 6, offset: 5))),
    ("", .empty), (" \n", .empty), ("hello", .unknownFormat), ("[]", .unknownFormat),
    (#"{"a":1}"#, .unknownFormat),
  ] as [(String, ImportError)])
func `what can't be read is an error with its place`(text: String, error: ImportError) {
  #expect(fault(text) == error)
}

@Test func `brackets in brackets are not followed for ever`() {
  let text = #"{"seq":1,"other":"# + String(repeating: "[", count: 100_000)
  guard case .malformed(.tooDeep, _) = fault(text) else {
    Issue.record("\(String(describing: fault(text)))")
    return
  }
}

@Test func `what is odd but can be read is told`() throws {
  let (result, log) = try imported(
    #"{"format":"wsglass-frames","version":9,"redacted":"structure"}"# + "\n"
      + #"{"seq":1,"time":"yesterday","event":"wedding","text":"a"}"# + "\n"
      + #"{"seq":2,"time":"2026-11-22T12:04:29Z","dir":"in","op":"text","flags":["blue"],"base64":"?"}"#
      + "\n"
      + #"{"seq":3,"time":"2026-11-22T12:04:29Z","event":"opened","text":"","facts":{"url":1}}"# + "\n")
  #expect(
    result.warnings == [
      .laterVersion(9), .badTime(line: 2), .unknownEvent("wedding", line: 2), .unknownFlag("blue", line: 3),
      .badBase64(line: 3), .badFacts(line: 4),
    ])
  #expect(result.isRedacted)
  #expect(log.reader.record(1)?.note == .information)
}

@Test func `Chrome's HAR is read by its field names`() throws {
  let (result, log) = try imported(
    #"""
    {"log":{"version":"1.2","creator":{"name":"WebInspector","version":"537.36"},"pages":[],"entries":[
    {"_resourceType":"document","request":{"method":"GET","url":"https://example.com/"},"response":{"status":200}},
    {"_initiator":{"type":"script"},"_priority":"High","_resourceType":"websocket","_webSocketMessages":[
      {"type":"send","time":1558730482.5071473,"opcode":1,"data":"Hello, WebSockets!"},
      {"type":"receive","time":1558730482.5883863,"opcode":2,"data":"AP8="},
      {"type":"error","time":1558730483,"opcode":-1,"data":"Connection closed"}],
     "cache":{},"request":{"method":"GET","url":"wss://echo.example/chat?a=b","httpVersion":"HTTP/1.1",
      "headers":[{"name":"Host","value":"echo.example"}]},
     "response":{"status":101,"statusText":"Switching Protocols","httpVersion":"HTTP/1.1",
      "headers":[{"name":"Sec-WebSocket-Protocol","value":"v1"}]},"startedDateTime":"2019-05-24T20:41:22.100Z","time":1}]}}
    """#)
  #expect(result.warnings == [.otherEntries(1)])
  #expect(result.records == 4)
  let facts = try #require(log.reader.facts(1))
  #expect(facts.url == "wss://echo.example/chat?a=b" && facts.subprotocol == "v1")
  #expect(facts.request?.startLine == "GET /chat?a=b HTTP/1.1")
  #expect(log.reader.record(2)?.wallTime == 1_558_730_482_507_147_300)
  #expect(log.reader.payload(2) == Array("Hello, WebSockets!".utf8))
  #expect(log.reader.record(3)?.direction == .received)
  #expect(log.reader.payload(3) == [0, 255])
  #expect(log.reader.record(4)?.note == .failed)
}

@Test func `a HAR without a WebSocket says so`() throws {
  let (result, _) = try imported(#"{"log":{"entries":[{"request":{"url":"http://a/"}}]}}"#)
  #expect(result.warnings == [.noWebSocket, .otherEntries(1)])
}

@Test func `messages that Playwright put elsewhere are missed aloud`() throws {
  let (result, _) = try imported(
    #"{"log":{"entries":[{"startedDateTime":"2026-01-01T00:00:00Z","_webSocketMessages":{"_file":"x.json"}}]}}"#
  )
  #expect(result.warnings == [.messagesElsewhere(line: 1)])
}

@Test func `halves of surrogate pairs and all escapes are read`() throws {
  let (_, log) = try imported(
    #"{"seq":1,"dir":"in","op":"text","data":"\ud83d\ude00\ud83d\n\ud83dx\udc00\ud83d\u0041\"\\\/\b\f\r\t"}"#)
  #expect(
    String(decoding: log.reader.payload(1), as: UTF8.self)
      == "😀\u{FFFD}\n\u{FFFD}x\u{FFFD}\u{FFFD}A\"\\/\u{8}\u{C}\r\t")
}

@Test func `ten thousand damaged files are read or refused, never more`() {
  var sample = SampleLog()
  sample.note(.opened, facts: sampleFacts())
  sample.text(.sent, #"{"token":"é😀"}"#)
  sample.frame(.received, .binary, [0, 1, 2])
  sample.log.marks.set(2, note: "here")
  let files = [sample.exported(.jsonl), sample.exported(.har)]
  var random = SeededRandom(seed: 4)
  var refused = 0
  for round in 0..<10_000 {
    var bytes = files[round & 1]
    if round % 4 < 2 {
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] ^=
          UInt8(1) << UInt8.random(in: 0..<8, using: &random)
      }
    } else {
      bytes = Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &random)))
    }
    do throws(ImportError) {
      _ = try ImportedLog.read(bytes: bytes, into: FrameLog(budget: LogBudget()))
    } catch {
      refused += 1
    }
  }
  #expect((1000..<9000).contains(refused))
}
