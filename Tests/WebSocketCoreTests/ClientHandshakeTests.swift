import Testing
import WebSocketCore

/// The answer to the key that `FixedRandom` makes.
private let accept = "fVlVbxNHvb8BrwT9sfz908xZ7AY="
private let good = """
  HTTP/1.1 101 Switching Protocols
  Upgrade: websocket
  Connection: Upgrade
  Sec-WebSocket-Accept: \(accept)


  """.crlf

/// A good response with one field exchanged, or a line added.
private func response(_ field: String, _ lines: String...) -> String {
  let head = good.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
  let kept = head.dropLast(2).filter { !$0.hasPrefix(field + ":") }
  return (kept + lines).joined(separator: "\r\n") + "\r\n\r\n"
}

private func with(_ lines: String...) -> String { with(lines) }

private func with(_ lines: [String]) -> String {
  // CR LF is one Character.
  good.dropLast(1) + lines.map { $0 + "\r\n" }.joined() + "\r\n"
}

private func shake(_ text: String, thenEnd: Bool = false) throws -> Outcome {
  try shake([Array(text.utf8)], thenEnd: thenEnd)
}

@Suite struct ClientHandshakeTests {
  @Test(
    arguments: [
      (
        "H01 any case, any order, a list",
        "HTTP/1.1 101 OK\r\nsec-websocket-accept: \(accept)\r\nCONNECTION: keep-alive, Upgrade\r\nUPGRADE: websocket\r\n\r\n",
        []
      ),
      (
        "H01 Connection over two fields",
        response("Connection", "Connection: keep-alive", "Connection: upgrade"), []
      ),
      (
        "H04 no reason and no space", good.replacing("101 Switching Protocols", with: "101"),
        [.reasonSpaceMissing]
      ),
      ("H04 empty reason", good.replacing("Switching Protocols", with: ""), []),
      ("H06 bare LF", good.replacing("\r\n", with: "\n"), [.bareLineFeed(at: 32)]),
      ("H08 bytes over 7F", with("X: \u{E9}"), []),
      ("H13 a folded field", with("X: a", "  b"), [.foldedField("X")]),
      ("H16 WebSocket", response("Upgrade", "Upgrade: WebSocket"), []),
      ("H16 WEBSOCKET without a space", response("Upgrade", "Upgrade:WEBSOCKET"), []),
      (
        "H19 blanks around the accept",
        response("Sec-WebSocket-Accept", "Sec-WebSocket-Accept: \t \(accept) \t"), []
      ),
      (
        "H37 interim responses", "HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + good,
        []
      ),
      ("H38 Content-Length", with("Content-Length: 5"), [.bodyLengthIgnored]),
      ("H38 chunked", with("Transfer-Encoding: chunked"), [.bodyLengthIgnored]),
      ("H51 cookies", with("Set-Cookie: a=b", "Set-Cookie: c=d"), []),
    ] as [(String, String, [HandshakeWarning])])
  func `a good answer opens the connection however it comes, and the frames after it are left`(
    id: String, text: String, warnings: [HandshakeWarning]
  ) throws {
    let stream = Array(text.utf8) + [0x81, 0x01, 0x0A]
    for chunks in [[stream]] + (1..<stream.count).map({ [Array(stream[..<$0]), Array(stream[$0...])] }) + [
      stream.map { [$0] }
    ] {
      let outcome = try shake(chunks)
      guard case .upgraded(let upgrade, let rest) = outcome else {
        Issue.record("\(outcome)")
        return
      }
      #expect(rest == [0x81, 0x01, 0x0A])
      #expect(upgrade.warnings == warnings)
      #expect(upgrade.subprotocol == nil)
    }
  }

  @Test(
    arguments: [
      ("H02 HTTP/1.0", good.replacing("HTTP/1.1", with: "HTTP/1.0"), .badVersion(Array("HTTP/1.0".utf8))),
      ("H03 HTTP/2", good.replacing("HTTP/1.1", with: "HTTP/2"), .badStatusLine(at: 5)),
      ("H03 no space", good.replacing("HTTP/1.1 101", with: "HTTP/1.1101"), .badStatusLine(at: 8)),
      ("H03 lower case", good.replacing("HTTP/1.1", with: "http/1.1"), .badStatusLine(at: 0)),
      ("H03 ICY", good.replacing("HTTP/1.1", with: "ICY"), .badStatusLine(at: 0)),
      ("H05 0101", good.replacing(" 101 ", with: " 0101 "), .badStatusLine(at: 9)),
      ("H05 1010", good.replacing(" 101 ", with: " 1010 "), .badStatusLine(at: 12)),
      ("H05 +101", good.replacing(" 101 ", with: " +101 "), .badStatusLine(at: 9)),
      ("H05 99", good.replacing(" 101 ", with: " 99 "), .badStatusLine(at: 9)),
      ("H05 600", good.replacing(" 101 ", with: " 600 "), .badStatusLine(at: 9)),
      ("H05 1e2", good.replacing(" 101 ", with: " 1e2 "), .badStatusLine(at: 9)),
      ("H06 a bare CR in a line", "HTTP/1.1 101 a\rb\r\n\r\n", .bareCarriageReturn(at: 14)),
      ("H07 NUL in a value", "HTTP/1.1 101 a\r\nX: \0\r\n\r\n", .controlByte(0, at: 19)),
      ("H07 ESC in the reason", "HTTP/1.1 101 \u{1B}\r\n\r\n", .controlByte(0x1B, at: 13)),
      (
        "H13 a folded accept", response("Sec-WebSocket-Accept", "Sec-WebSocket-Accept: a", " b"),
        .foldedField("Sec-WebSocket-Accept")
      ),
      ("H14 a blank before the first field", "HTTP/1.1 101 a\r\n X: y\r\n\r\n", .blankBeforeField(at: 16)),
      ("H14 a blank before the colon", "HTTP/1.1 101 a\r\nUpgrade : x\r\n\r\n", .badFieldName(at: 23)),
      ("H14 an empty name", "HTTP/1.1 101 a\r\n: x\r\n\r\n", .badFieldName(at: 16)),
      ("H14 a bad name", "HTTP/1.1 101 a\r\n(bad): x\r\n\r\n", .badFieldName(at: 16)),
      ("H14 no colon", "HTTP/1.1 101 a\r\nbad\r\n\r\n", .badFieldName(at: 19)),
      ("H15 no Upgrade", response("Upgrade"), .upgradeMissing),
      ("H15 h2c", response("Upgrade", "Upgrade: h2c"), .upgradeMismatch(Array("h2c".utf8))),
      (
        "H15 a list", response("Upgrade", "Upgrade: websocket, h2c"),
        .upgradeMismatch(Array("websocket, h2c".utf8))
      ),
      ("H15 two fields", with("Upgrade: h2c"), .upgradeMismatch(Array("websocket, h2c".utf8))),
      ("H17 no Connection", response("Connection"), .connectionMissing),
      ("H17 close", response("Connection", "Connection: close"), .connectionMismatch(Array("close".utf8))),
      (
        "H17 xUpgrade", response("Connection", "Connection: xUpgrade"),
        .connectionMismatch(Array("xUpgrade".utf8))
      ),
      (
        "H17 keep-alive", response("Connection", "Connection: keep-alive"),
        .connectionMismatch(Array("keep-alive".utf8))
      ),
      ("H18 missing", response("Sec-WebSocket-Accept"), .acceptMissing),
      ("H18 empty", badAccept(""), mismatch("")),
      (
        "H18 of the example key", badAccept("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
        mismatch("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
      ),
      (
        "H18 Base64 of the hex digest", badAccept("N2Q1OTU1NmYxMzQ3YmRiZjAxYWYwNGZkYjFmY2ZkZDNjYzU5ZWMwNg=="),
        mismatch("N2Q1OTU1NmYxMzQ3YmRiZjAxYWYwNGZkYjFmY2ZkZDNjYzU5ZWMwNg==")
      ),
      ("H18 lower case", badAccept(accept.lowercased()), mismatch(accept.lowercased())),
      ("H18 one short", badAccept(String(accept.dropLast())), mismatch(String(accept.dropLast()))),
      ("H20 twice", with("Sec-WebSocket-Accept: \(accept)"), .acceptRepeated),
      (
        "H21 of the decoded key", badAccept("NWOibCqE0JHkT0zFEPd90VXSakA="),
        mismatch("NWOibCqE0JHkT0zFEPd90VXSakA=")
      ),
      (
        "H22 a subprotocol nobody offered", with("Sec-WebSocket-Protocol: chat"),
        .protocolNotOffered(Array("chat".utf8))
      ),
      (
        "H25 an extension nobody offered", with("Sec-WebSocket-Extensions: x-foo"),
        .extensionNotOffered("x-foo")
      ),
      (
        "H25 permessage-deflate unasked", with("Sec-WebSocket-Extensions: permessage-deflate"),
        .extensionNotOffered("permessage-deflate")
      ),
      (
        "H27 the field twice", with("Sec-WebSocket-Extensions: a", "Sec-WebSocket-Extensions: a"),
        .extensionsFieldRepeated
      ),
      ("H28 ;;", with("Sec-WebSocket-Extensions: ;;"), .extensionsMalformed(at: 0)),
      ("H28 =3", with("Sec-WebSocket-Extensions: permessage-deflate; =3"), .extensionsMalformed(at: 20)),
      ("H28 unterminated quote", with("Sec-WebSocket-Extensions: a; b=\"c"), .extensionsMalformed(at: 5)),
      ("H28 quoted non-token", with("Sec-WebSocket-Extensions: a; b=\"c d\""), .extensionsMalformed(at: 5)),
      (
        "H28 quote after a backslash", with("Sec-WebSocket-Extensions: a; b=\"c\\"),
        .extensionsMalformed(at: 5)
      ),
      ("H28 empty", with("Sec-WebSocket-Extensions:"), .extensionsMalformed(at: 0)),
      (
        "H28 1,000 parameters", with("Sec-WebSocket-Extensions: a" + String(repeating: ";b", count: 1_000)),
        .extensionsMalformed(at: 66)
      ),
      ("H51 CR in a cookie", "HTTP/1.1 101 a\r\nSet-Cookie: a\rX: y\r\n\r\n", .bareCarriageReturn(at: 29)),
    ] as [(String, String, HandshakeError)])
  func `a bad answer fails by its rule, whole and byte by byte`(
    id: String, text: String, error: HandshakeError
  ) throws {
    #expect(try shake(text) == .failed(error))
    #expect(try shake(text.utf8.map { [$0] }) == .failed(error))
  }

  @Test func `H22 H23 H24 the subprotocol is one of those offered, by its exact bytes`() throws {
    func answer(_ lines: String...) throws -> Outcome {
      try shake([Array(with(lines).utf8)], protocols: ["chat", "v2"])
    }

    #expect(try answer("Sec-WebSocket-Protocol: v2").upgrade?.subprotocol == "v2")
    #expect(try answer().upgrade?.warnings == [.noSubprotocolChosen])
    #expect(try answer("Sec-WebSocket-Protocol: CHAT").error == .protocolNotOffered(Array("CHAT".utf8)))
    #expect(
      try answer("Sec-WebSocket-Protocol: chat, v2").error == .protocolNotOffered(Array("chat, v2".utf8)))
    #expect(try answer("Sec-WebSocket-Protocol:").error == .protocolNotOffered([]))
    #expect(
      try answer("Sec-WebSocket-Protocol: chat", "Sec-WebSocket-Protocol: chat").error
        == .protocolFieldRepeated)
  }

  @Test func `H26 an extension that was offered may be answered once`() throws {
    let offers = [ExtensionElement(name: "x-foo")]
    func answer(_ value: String) throws -> Outcome {
      try shake([Array(with("Sec-WebSocket-Extensions: \(value)").utf8)], offers: offers)
    }

    #expect(
      try answer("x-foo; bits=\"9\"; x").upgrade?.extensions == [
        ExtensionElement(name: "x-foo", parameters: [.init(name: "bits", value: "9"), .init(name: "x")])
      ])
    #expect(try answer("x-foo, x-foo").error == .extensionRepeated("x-foo"))
  }

  @Test func `H09 a line at its limit and over it`() throws {
    func head(_ length: Int) -> [UInt8] {
      Array("HTTP/1.1 404 ".utf8) + [UInt8](repeating: 0x61, count: length - 13)
    }
    for length in [8_191, 8_192] {
      #expect(try shake([head(length) + Array("\r\n".utf8)]) == .waiting)
      #expect(try shake([head(length) + Array("\n".utf8)]) == .waiting)
    }
    #expect(try shake([head(8_193)]) == .failed(.lineTooLong(at: 0, limit: 8_192)))
    #expect(try shake([head(8_192) + [13, 13]]) == .failed(.lineTooLong(at: 0, limit: 8_192)))
  }

  @Test func `H10 fields and the head at their limits and over them`() throws {
    func head(_ count: Int) -> [UInt8] {
      Array(("HTTP/1.1 101 a\r\n" + String(repeating: "X: y\r\n", count: count)).utf8)
    }
    for count in [127, 128] { #expect(try shake([head(count)]) == .waiting) }
    #expect(try shake([head(129)]) == .failed(.tooManyFields(limit: 128)))

    var limits = Limits()
    limits.head = 200
    let line = Array("HTTP/1.1 404 ".utf8)
    let body = Array("\r\nContent-Length: 0\r\n\r\n".utf8)
    for (length, fits) in [(199, true), (200, true), (201, false)] {
      let filler = [UInt8](repeating: 0x61, count: length - line.count - body.count)
      let error = try shake([line + filler + body], limits: limits).error
      if fits {
        guard case .refused = error else {
          Issue.record("\(length): \(String(describing: error))")
          continue
        }
      } else {
        #expect(error == .headTooLong(limit: 200))
      }
    }
  }

  @Test func `H37 eight interim responses, and no ninth`() throws {
    let interim = Array("HTTP/1.1 102 Processing\r\n\r\n".utf8)
    for count in [7, 8] {
      let stream = Array([[UInt8]](repeating: interim, count: count).joined()) + Array(good.utf8)
      #expect(try shake([stream]).upgrade != nil)
    }
    #expect(
      try shake([Array([[UInt8]](repeating: interim, count: 9).joined())]).error
        == .tooManyInterimResponses(limit: 8))
  }

  @Test func `H49 an end at every offset fails and says how far it came`() throws {
    let stream = Array(good.utf8)
    for count in stream.indices {
      #expect(try shake([Array(stream[..<count])], thenEnd: true) == .failed(.endedAfter(byteCount: count)))
    }
  }

  @Test func `a failed handshake stays failed`() throws {
    var random = FixedRandom()
    var handshake = try ClientHandshake(
      UpgradeRequest(url: try WebSocketURL(parsing: "ws://h/")), random: &random)
    #expect(throws: HandshakeError.badStatusLine(at: 0)) { try receive(Array("x\r\n\r\n".utf8), &handshake) }
    #expect(throws: HandshakeError.badStatusLine(at: 0)) { try receive(Array(good.utf8), &handshake) }
    #expect(handshake.rawHead == Array("x\r\n\r\n".utf8))
  }

  @Test func `what came of a malformed answer is kept, with the rest of that read`() throws {
    var random = SystemRandomNumberGenerator()
    let request = UpgradeRequest(url: try WebSocketURL(parsing: "ws://h/"))
    var limits = Limits()
    limits.head = 128
    var handshake = try ClientHandshake(request, limits: limits, random: &random)
    let front = Array("HTTP/1.1 101 x\r\n".utf8)
    _ = try front.withUnsafeBytes { try handshake.receive($0) }
    let rest = Array(" X: a\r\n".utf8) + [UInt8](repeating: 0x61, count: 200)
    #expect(throws: HandshakeError.blankBeforeField(at: 16)) {
      try rest.withUnsafeBytes { try handshake.receive($0) }
    }
    #expect(handshake.answerBytes == Array((front + rest).prefix(128)))
  }
}

private func badAccept(_ value: String) -> String {
  response("Sec-WebSocket-Accept", "Sec-WebSocket-Accept: " + value)
}

private func mismatch(_ value: String) -> HandshakeError {
  .acceptMismatch(got: Array(value.utf8), expected: Array(accept.utf8))
}
