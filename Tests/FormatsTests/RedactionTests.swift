import Formats
import FrameLog
import Secrets
import Testing
import WebSocketCore

private let salt: [UInt8] = Array("salt".utf8)

/// As an export writes it, with hashes left out: `‹redacted:token:0a1b2c3d›` as `‹token›`.
private func redacted(_ text: String, _ values: [Redactor.Value] = []) -> String {
  var sample = SampleLog()
  sample.text(.received, text)
  let output = sample.text(.raw, redactor: Redactor(values: values, salt: salt))
  return short(output)
}

private func short(_ text: String) -> String {
  text.split(separator: "‹redacted:", omittingEmptySubsequences: false).enumerated().map { index, part in
    guard index > 0, let colon = part.firstIndex(of: ":") else { return String(part) }
    return "‹" + part[..<colon] + part[part.index(colon, offsetBy: 9)...]
  }.joined()
}

@Test(arguments: [
  // JSON keys.
  (#"{"token":"abc"}"#, #"{"token":"‹token›"}"#),
  (#"{"access_token" : "a\"b\\", "x":1}"#, #"{"access_token" : "‹access_token›", "x":1}"#),
  (#"{"clientSecret":"a","other":"b"}"#, #"{"clientSecret":"‹clientSecret›","other":"b"}"#),
  (#"{"PASSWORD":1234}"#, #"{"PASSWORD":"‹PASSWORD›"}"#),
  (#"{"passwd":null,"pwd":true,"auth":false}"#, #"{"passwd":null,"pwd":true,"auth":false}"#),
  (
    #"{"x-api-key":"a","apiKey":"b","api_key":"c"}"#,
    #"{"x-api-key":"‹x-api-key›","apiKey":"‹apiKey›","api_key":"‹api_key›"}"#
  ),
  (#"{"Authorization":"Basic YTpi"}"#, #"{"Authorization":"‹Authorization›"}"#),
  (#"{"cookie":"a=b","Set-Cookie":"c"}"#, #"{"cookie":"‹cookie›","Set-Cookie":"‹Set-Cookie›"}"#),
  (
    #"{"credentials":{"user":"u","list":["a",2]},"b":"c"}"#,
    #"{"credentials":{"user":"‹credentials›","list":["‹credentials›","‹credentials›"]},"b":"c"}"#
  ),
  (
    #"{"private_key":"a","accessKey":"b","jwt":"c","passphrase":"d"}"#,
    #"{"private_key":"‹private_key›","accessKey":"‹accessKey›","jwt":"‹jwt›","passphrase":"‹passphrase›"}"#
  ),
  (#"["login",{"token":"abc"}]"#, #"["login",{"token":"‹token›"}]"#),
  (#"42["auth",{"token":"abc"}]"#, #"42["auth",{"token":"‹token›"}]"#),
  // JSON in JSON, and again.
  (#"{"a":"{\"token\":\"x\\\"y\",\"b\":\"c\"}"}"#, #"{"a":"{\"token\":\"‹token›\",\"b\":\"c\"}"}"#),
  (#"{"a":"{\"token\":12}"}"#, #"{"a":"{\"token\":\"‹token›\"}"}"#),
  (
    #"{"a":"{\"b\":\"{\\\"token\\\":\\\"x\\\"}\"}"}"#, #"{"a":"{\"b\":\"{\\\"token\\\":\\\"‹token›\\\"}\"}"}"#
  ),
  // Cut short.
  (#"{"token":"abc"#, #"{"token":"‹token›"#),
  // Queries, forms, cookies.
  ("GET /a?token=abc&b=c HTTP/1.1", "GET /a?token=‹token›&b=c HTTP/1.1"),
  ("https://a/?x=1&api_key=k#f", "https://a/?x=1&api_key=‹api_key›#f"),
  ("grant=x&client_secret=y&z=1", "grant=x&client_secret=‹client_secret›&z=1"),
  // Headers in text, as STOMP has them.
  ("CONNECT\nlogin:u\npasscode:p q\n\n\0", "CONNECT\nlogin:u\npasscode:‹passcode›\n\n\0"),
  ("Authorization: Bearer abcdefgh\r\nX: y", "Authorization: ‹Authorization›\r\nX: y"),
  // Shapes.
  ("say Bearer abcdefgh.ij now", "say Bearer ‹bearer› now"),
  ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln and", "‹jwt› and"),
  ("x=eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", "x=‹jwt›"),
  ("postgres://user:pass@host/db", "postgres://‹userinfo›@host/db"),
  // What is none.
  ("the token is lost; a secret: well kept", "the token is lost; a secret: well kept"),
  (
    #"{"type":"ticker","price":"1","sec":2,"pass-through":"x"}"#,
    #"{"type":"ticker","price":"1","sec":2,"pass-through":"x"}"#
  ),
  (#"{"Sec-WebSocket-Key":"dGhl"}"#, #"{"Sec-WebSocket-Key":"dGhl"}"#),
  ("Bearer of news", "Bearer of news"),
  ("eyJub.eyJ.x", "eyJub.eyJ.x"),
  (#"{"token":"********"}"#, #"{"token":"********"}"#),
  (#"{"token":""}"#, #"{"token":""}"#),
])
func `what its place says is a secret is taken out, and nothing else`(text: String, expected: String) {
  #expect(redacted(text) == expected)
}

@Test func `a redacted place has a name and a salted hash, and is left alone by the next export`() {
  var sample = SampleLog()
  sample.text(.sent, #"{"token":"abc"}"#)
  let once = sample.text(.raw, redactor: Redactor(salt: salt))
  // printf 'saltabc' | sha256sum
  #expect(once == #"{"token":"‹redacted:token:36810999›"}"#)
  var second = SampleLog()
  second.text(.sent, once)
  #expect(second.text(.raw, redactor: Redactor(salt: [1])) == once)
  #expect(sample.text(.raw, redactor: Redactor()) != sample.text(.raw, redactor: Redactor()))
}

@Test func `a name that holds a secret is not told by the marker`() {
  let secret = Redactor.Value(name: "pw", bytes: Array("hunter22".utf8))
  #expect(redacted(#"{"token-hunter22":"a"}"#, [secret]) == #"{"token-‹pw›":"‹secret›"}"#)
}

@Test func `a marker that holds more than a marker does is none`() {
  #expect(redacted(#"{"token":"‹redacted:x:00000000›abc"}"#) == #"{"token":"‹token›"}"#)
  #expect(redacted(#"{"token":"‹redacted:abc def:00000000›"}"#) == #"{"token":"‹token›"}"#)
}

private let canary = "S3CR3T/é+\"\\ x~7f"
private let known = [Redactor.Value(name: "canary", bytes: Array(canary.utf8))]

private func hex(_ bytes: some Sequence<UInt8>, uppercase: Bool) -> String {
  bytes.map { byte in
    let digits = String(byte, radix: 16, uppercase: uppercase)
    return digits.count == 1 ? "0" + digits : digits
  }.joined()
}

private func percent(_ bytes: some Sequence<UInt8>, uppercase: Bool, all: Bool) -> String {
  bytes.map { byte in
    let isPlain = Unicode.Scalar(byte).properties.isAlphabetic && byte < 0x80 || (0x30...0x39).contains(byte)
    return isPlain && !all ? String(Unicode.Scalar(byte)) : "%" + hex([byte], uppercase: uppercase)
  }.joined()
}

private func base64(_ bytes: [UInt8], urlSafe: Bool) -> String {
  let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + (urlSafe ? "-_" : "+/"))
  var text = ""
  var bits = 0
  var count = 0
  for byte in bytes {
    bits = (bits << 8 | Int(byte)) & 0xFFFF
    count += 8
    while count >= 6 {
      count -= 6
      text.append(alphabet[bits >> count & 63])
    }
  }
  if count > 0 { text.append(alphabet[bits << (6 - count) & 63]) }
  return text + (urlSafe ? "" : String(repeating: "=", count: -text.count & 3))
}

@Test func `a known secret is found in each of its forms`() {
  let bytes = Array(canary.utf8)
  let forms: [(String, String)] = [
    ("raw", canary),
    ("JSON", #"S3CR3T/é+\"\\ x~7f"#), ("JSON, slashes too", #"S3CR3T\/é+\"\\ x~7f"#),
    ("JSON, ASCII only", #"S3CR3T/\u00e9+\"\\ x~7f"#),
    ("JSON, upper case", #"S3CR3T/\u00E9+\u0022\u005C x~7F"#),
    (
      "JSON, all of it",
      canary.unicodeScalars.map { #"\u00"# + hex([UInt8($0.value)], uppercase: false) }.joined()
    ),
    ("percent", percent(bytes, uppercase: true, all: false)),
    ("percent, lower", percent(bytes, uppercase: false, all: false)),
    ("percent, all", percent(bytes, uppercase: true, all: true)),
    ("percent, all, lower", percent(bytes, uppercase: false, all: true)),
    ("form", percent(bytes, uppercase: true, all: false).split(separator: "%20").joined(separator: "+")),
    ("hex", hex(bytes, uppercase: false)), ("HEX", hex(bytes, uppercase: true)),
  ]
  for (name, form) in forms where name != "JSON, upper case" {
    #expect(redacted("<" + form + ">", known) == "<‹canary›>", "\(name): \(form)")
  }
  for before in 0..<6 {
    for after in 0..<3 {
      for urlSafe in [false, true] {
        let prefix = [UInt8](repeating: 0x61, count: before)
        let text = base64(prefix + bytes + [UInt8](repeating: 0x62, count: after), urlSafe: urlSafe)
        let result = redacted(text, known)
        #expect(result.contains("‹canary›"), "\(before) \(after) \(urlSafe): \(text) -> \(result)")
        // What is left of it is what stood around it, and the characters that these share with it.
        #expect(result.utf8.count <= "‹canary›".utf8.count + (before + after) * 4 / 3 + 4, "\(result)")
      }
    }
  }
}

@Test func `the same secret has the same hash in each form`() {
  var sample = SampleLog()
  sample.text(.sent, "correct-horse")
  sample.text(.sent, hex("correct-horse".utf8, uppercase: true))
  sample.frame(.sent, .binary, Array("\0correct-horse\0".utf8))
  let secret = Redactor.Value(name: "pw", bytes: Array("correct-horse".utf8))
  let text = sample.text(.raw, redactor: Redactor(values: [secret], salt: salt))
  let marker = "‹redacted:pw:" + text.dropFirst(13).prefix(8) + "›"
  #expect(text == marker + marker + "\0" + marker + "\0")
}

@Test func `a secret that is split over the frames of a message is found`() throws {
  let secret = Redactor.Value(name: "pw", bytes: Array("correct-horse".utf8))
  for cut in 1..<12 {
    var sample = SampleLog()
    let bytes = Array(#"a correct-horse, {"token":"abcdef"} z"#.utf8)
    sample.frame(.sent, .text, Array(bytes[..<(2 + cut)]), isFinal: false, fragment: 1)
    sample.frame(.received, .ping, Array("correct-horse".utf8))
    sample.frame(.sent, .continuation, Array(bytes[(2 + cut)..<30]), isFinal: false, fragment: 2)
    sample.frame(.sent, .continuation, Array(bytes[30...]), fragment: 3)
    let redactor = Redactor(values: [secret], salt: salt)
    #expect(short(sample.text(.raw, redactor: redactor)) == #"a ‹pw›, {"token":"‹token›"} z"#)
    for format in ExportFormat.allCases {
      let text = String(decoding: sample.exported(format, redactor: redactor), as: UTF8.self)
      #expect(!text.contains("horse") && !text.contains("abcdef"), "\(format) \(cut)")
    }
    var live = LiveExport(sample.log.reader, as: .raw, redactor: redactor)
    var output: [UInt8] = []
    while live.step(limit: .max, mostFrames: nil, to: &output) {}
    #expect(output == sample.exported(.raw, redactor: redactor))
  }
}

@Test func `what is live waits for the whole message, where a secret could be split`() {
  var sample = SampleLog()
  var live = LiveExport(sample.log.reader, as: .raw, redactor: Redactor(salt: salt))
  var output: [UInt8] = []
  sample.frame(.received, .text, Array(#"{"tok"#.utf8), isFinal: false, fragment: 1)
  while live.step(limit: .max, mostFrames: nil, to: &output) {}
  #expect(output.isEmpty)
  sample.frame(.received, .continuation, Array(#"en":"abc"}"#.utf8), fragment: 2)
  while live.step(limit: .max, mostFrames: nil, to: &output) {}
  #expect(short(String(decoding: output, as: UTF8.self)) == #"{"token":"‹token›"}"#)
}

@Test func `heads, URLs and subprotocols lose their secrets, in every format`() throws {
  var facts = ConnectionFacts(
    url: "wss://user:hunter2a@host/p?Token=hunter2b&key=hunter2c&X-Amz-Signature=hunter2d&a=b")
  facts.request = ConnectionFacts.Head(
    startLine: "GET /p?Token=hunter2b&key=hunter2c&a=b HTTP/1.1",
    fields: [
      .init(name: "Authorization", value: "Bearer hunter2e"), .init(name: "cookie", value: "sid=hunter2f"),
      .init(name: "Proxy-Authorization", value: "hunter2g"), .init(name: "X-Api-Key", value: "hunter2h"),
      .init(name: "X-Auth-Token", value: "hunter2i"),
      .init(name: "Sec-WebSocket-Key", value: "dGhlIHNhbXBsZSBub25jZQ=="),
      .init(
        name: "Sec-WebSocket-Protocol",
        value: "v1, bearer.hunter2j, access_token, hunter2k, base64url.bearer.authorization.k8s.io.hunter2l"),
      .init(name: "Referer", value: "https://a/?session=hunter2m"), .init(name: "Accept", value: "a"),
      .init(name: "X-Client-Secret", value: "hunter2n"), .init(name: "X-Password", value: "hunter2o"),
    ])
  facts.response = ConnectionFacts.Head(
    startLine: "HTTP/1.1 101 Switching Protocols",
    fields: [
      .init(name: "Set-Cookie", value: "a=hunter2p"), .init(name: "Location", value: "/?sig=hunter2q"),
    ])
  facts.subprotocol = "bearer.hunter2j"
  facts.close = .init(code: 1008, reason: "token=hunter2r", isClean: true, by: "peer", unsentBytes: 0)
  facts.failure = "https://u:hunter2s@proxy refused"
  var sample = SampleLog()
  sample.note(.opened, "open to wss://user:hunter2a@host/?token=hunter2b", facts: facts)
  sample.frame(.received, .close, [0x03, 0xF0] + Array("token=hunter2r".utf8))
  sample.log.marks.set(2, note: "password=hunter2t")
  for format in ExportFormat.allCases {
    let text = sample.text(format, redactor: Redactor(salt: salt))
    #expect(!text.contains("hunter2"), "\(format): \(text)")
  }
  let text = short(sample.text(.har, redactor: Redactor(salt: salt)))
  #expect(
    text.contains(
      #""url":"wss://‹userinfo›@host/p?Token=‹Token›&key=‹key›&X-Amz-Signature=‹X-Amz-Signature›&a=b""#))
  #expect(text.contains(#"{"name":"Sec-WebSocket-Key","value":"dGhlIHNhbXBsZSBub25jZQ=="}"#))
  #expect(
    text.contains(
      #""value":"v1, bearer.‹subprotocol›, access_token, ‹subprotocol›, base64url.bearer.authorization.‹subprotocol›""#
    ))
  #expect(text.contains(#"{"name":"Accept","value":"a"}"#))
  #expect(sample.text(.har, redactor: nil).contains("hunter2o"))
}

@Test func `a payload of nothing but openings of secrets is looked at in one go`() {
  for piece in ["eyJ", #"{"token":"#, "token", "://", "\"token\":[", "Bearer ", "a.eyJ", "token:", "pass\\"] {
    let text = String(repeating: piece, count: 200_000 / piece.utf8.count)
    #expect(redacted(text).utf8.count <= text.utf8.count * 10)
  }
}
