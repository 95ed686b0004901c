import Testing
import WebSocketCore

/// The request of RFC 6455 section 1.3, without the fields in `except`.
private func request(
  except: [String] = [], adding lines: [String] = [], line: String = "GET /chat?x HTTP/1.1"
) -> [UInt8] {
  let fields = [
    "Host: server.example.com", "Upgrade: websocket", "Connection: keep-alive, Upgrade",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Origin: http://example.com",
    "Sec-WebSocket-Protocol: chat, superchat", "Sec-WebSocket-Version: 13",
  ].filter { field in !except.contains { field.hasPrefix($0 + ":") } }
  return Array((([line] + fields + lines).joined(separator: "\r\n") + "\r\n\r\n").utf8)
}

@Suite struct ServerHandshakeTests {
  private func read(_ bytes: [UInt8], _ handshake: inout ServerHandshake) throws -> ServerHandshake.Progress {
    try bytes.withUnsafeBytes { try handshake.receive($0) }
  }

  @Test func `the example of RFC 6455 is accepted with its accept, however it comes`() throws {
    let stream = request()
    for cut in 1..<stream.count {
      var handshake = ServerHandshake()
      #expect(try read(Array(stream[..<cut]), &handshake) == .needsMore)
      let progress = try read(Array(stream[cut...]) + [0x81], &handshake)
      guard case .request(let head, let consumed) = progress else {
        Issue.record("\(progress)")
        return
      }
      #expect(consumed == stream.count - cut)
      #expect(head.target == "/chat?x")
      #expect(head.protocols == ["chat", "superchat"])
      #expect(
        String(decoding: handshake.accept(subprotocol: "chat"), as: UTF8.self)
          == "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: chat\r\n\r\n")
    }
  }

  @Test func `our client and our server agree`() throws {
    var random = SecureRandom()
    var client = try ClientHandshake(
      UpgradeRequest(url: try WebSocketURL(parsing: "ws://h/x"), protocols: ["a", "b"]), random: &random)
    var server = ServerHandshake()
    _ = try read(client.requestBytes, &server)
    let answer = server.accept(subprotocol: "b", extraHeaders: [HeaderField("Server", "demo")])

    guard case .upgraded(let upgrade, let consumed) = try answer.withUnsafeBytes({ try client.receive($0) })
    else {
      Issue.record("not upgraded")
      return
    }
    #expect(upgrade.subprotocol == "b")
    #expect(upgrade.head.fields.values(named: "server") == [Array("demo".utf8)])
    #expect(consumed == answer.count)
  }

  @Test(
    arguments: [
      (request(line: "POST / HTTP/1.1"), .methodNotGET(Array("POST".utf8)), "405 Method Not Allowed"),
      (request(line: "GET / HTTP/1.0"), .badVersion(Array("HTTP/1.0".utf8)), "400 Bad Request"),
      (request(line: "GET /"), .badRequestLine(at: 0), "400 Bad Request"),
      (request(line: "GET  / HTTP/1.1"), .badRequestLine(at: 0), "400 Bad Request"),
      (request(line: "GET /\u{E9} HTTP/1.1"), .badRequestLine(at: 5), "400 Bad Request"),
      (request(except: ["Host"]), .hostMissing, "400 Bad Request"),
      (request(adding: ["Host: b"]), .hostRepeated, "400 Bad Request"),
      (request(except: ["Upgrade"]), .upgradeMissing, "426 Upgrade Required"),
      (request(except: ["Connection"]), .connectionMissing, "400 Bad Request"),
      (request(except: ["Sec-WebSocket-Key"]), .keyInvalid, "400 Bad Request"),
      (
        request(except: ["Sec-WebSocket-Key"], adding: ["Sec-WebSocket-Key: AAAA"]), .keyInvalid,
        "400 Bad Request"
      ),
      (
        request(except: ["Sec-WebSocket-Key"], adding: ["Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZR=="]),
        .keyInvalid, "400 Bad Request"
      ),
      (request(adding: ["Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="]), .keyInvalid, "400 Bad Request"),
      (
        request(except: ["Sec-WebSocket-Version"], adding: ["Sec-WebSocket-Version: 8"]),
        .versionUnsupported(Array("8".utf8)), "426 Upgrade Required"
      ),
      (request(adding: ["Content-Length: 5"]), .requestHasBody, "400 Bad Request"),
      (request(adding: ["Transfer-Encoding: chunked"]), .requestHasBody, "400 Bad Request"),
      (
        request(adding: ["X: " + String(repeating: "x", count: 9_000)]), .lineTooLong(at: 242, limit: 8_192),
        "431 Request Header Fields Too Large"
      ),
    ] as [([UInt8], HandshakeError, String)])
  func `a bad request is refused with the status that fits`(
    bytes: [UInt8], error: HandshakeError, status: String
  ) throws {
    var handshake = ServerHandshake()
    #expect(throws: error) { try read(bytes, &handshake) }
    let answer = String(decoding: handshake.rejection(of: error), as: UTF8.self)
    #expect(answer.hasPrefix("HTTP/1.1 \(status)\r\n"))
    #expect(answer.contains("Connection: close\r\n"))
    if status.hasPrefix("426") { #expect(answer.contains("Sec-WebSocket-Version: 13\r\n")) }
  }
}
