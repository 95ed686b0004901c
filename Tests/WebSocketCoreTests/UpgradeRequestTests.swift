import Testing
import WebSocketCore

@Suite struct UpgradeRequestTests {
  @Test func `the request, byte for byte`() throws {
    let request = UpgradeRequest(
      url: try WebSocketURL(parsing: "wss://al:pw@Example.com:8443/chat?x=1"),
      headers: [HeaderField("Cookie", "a=b"), HeaderField("User-Agent", "mine")], protocols: ["chat", "v2"],
      origin: "https://o.example", userAgent: "wsglass")
    var random = FixedRandom()

    let handshake = try ClientHandshake(request, random: &random)

    #expect(
      String(decoding: handshake.requestBytes, as: UTF8.self)
        == """
        GET /chat?x=1 HTTP/1.1
        Host: example.com:8443
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Key: AQIDBAAAAAABAgMEAAAAAA==
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Protocol: chat, v2
        Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits
        Origin: https://o.example
        Authorization: Basic YWw6cHc=
        Cookie: a=b
        User-Agent: mine


        """.crlf)
  }

  @Test func `the user's Host, Origin and Authorization replace ours and are sent once`() throws {
    let request = UpgradeRequest(
      url: try WebSocketURL(parsing: "ws://a:b@h/"),
      headers: [
        HeaderField("X-First", "1"), HeaderField("host", "other"), HeaderField("AUTHORIZATION", "Bearer t"),
      ],
      origin: "o")
    var random = FixedRandom()
    let lines = String(decoding: try ClientHandshake(request, random: &random).requestBytes, as: UTF8.self)
      .split(separator: "\r\n").map(String.init)

    #expect(lines[1] == "host: other")
    #expect(lines.filter { $0.lowercased().hasPrefix("host:") }.count == 1)
    #expect(lines.filter { $0.lowercased().hasPrefix("authorization:") } == ["AUTHORIZATION: Bearer t"])
    #expect(lines.contains("Origin: o"))
  }

  @Test func `H21 each attempt has a key of its own`() throws {
    let request = UpgradeRequest(url: try WebSocketURL(parsing: "ws://h/"))
    var random = SecureRandom()
    let requests = try (0..<50).map { _ in try ClientHandshake(request, random: &random).requestBytes }

    #expect(Set(requests).count == 50)
  }

  @Test(
    arguments: [
      ("H53 CR LF in a value", HeaderField("X", "v\r\nX-Evil: 1"), .headerControlByte(name: "X", at: 1)),
      ("H53 LF alone", HeaderField("X", "v\n"), .headerControlByte(name: "X", at: 1)),
      ("H53 NUL", HeaderField("X", "\0"), .headerControlByte(name: "X", at: 0)),
      ("H53 CR LF in a name", HeaderField("X\r\nY", "v"), .headerNameInvalid("X\r\nY")),
      ("H53 empty name", HeaderField("", "v"), .headerNameInvalid("")),
      ("H53 colon in a name", HeaderField("A:", "v"), .headerNameInvalid("A:")),
      ("H53 Host", HeaderField("Host", "a\r\nb"), .headerControlByte(name: "Host", at: 1)),
      ("Upgrade", HeaderField("upgrade", "h2c"), .headerForbidden("upgrade")),
      ("Connection", HeaderField("Connection", "close"), .headerForbidden("Connection")),
      ("Sec-WebSocket-Key", HeaderField("sec-websocket-key", "x"), .headerForbidden("sec-websocket-key")),
      ("Content-Length", HeaderField("Content-Length", "5"), .headerForbidden("Content-Length")),
    ] as [(String, HeaderField, HandshakeError)])
  func `a header that would break the request is refused before any byte is made`(
    id: String, field: HeaderField, error: HandshakeError
  ) throws {
    let request = UpgradeRequest(url: try WebSocketURL(parsing: "ws://h/"), headers: [field])
    var random = FixedRandom()
    #expect(throws: error) { try ClientHandshake(request, random: &random) }
  }

  @Test func `H53 subprotocols and Origin are checked too`() throws {
    var request = UpgradeRequest(url: try WebSocketURL(parsing: "ws://h/"), protocols: ["a\r\nb"])
    var random = FixedRandom()
    #expect(throws: HandshakeError.protocolInvalid("a\r\nb")) {
      try ClientHandshake(request, random: &random)
    }
    request.protocols = ["a", "b", "a"]
    #expect(throws: HandshakeError.protocolRepeated("a")) { try ClientHandshake(request, random: &random) }
    request.protocols = []
    request.origin = "x\ny"
    #expect(throws: HandshakeError.headerControlByte(name: "Origin", at: 1)) {
      try ClientHandshake(request, random: &random)
    }
    request.origin = nil
    request.headers = [HeaderField("Host", "a"), HeaderField("HOST", "b")]
    #expect(throws: HandshakeError.headerRepeated("Host")) { try ClientHandshake(request, random: &random) }
  }
}
