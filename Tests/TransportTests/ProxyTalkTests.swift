import Testing

@testable import Transport

/// What became of an answer.
private enum Verdict: Equatable {
  case waiting
  case tunnel(early: [UInt8])
  case failed(ProxyError)
}

/// Gives a talk the pieces in turn and collects what it sends.
private func run(_ talk: any ProxyTalk, _ pieces: [[UInt8]]) -> (verdict: Verdict, sent: [UInt8]) {
  var talk = talk
  var sent = talk.takeOutput()
  for (index, piece) in pieces.enumerated() {
    do throws(ProxyError) {
      let progress = try talk.receive(piece)
      sent += talk.takeOutput()
      guard case .tunnel(let consumed) = progress else { continue }
      let rest = Array(piece[consumed...]) + Array(pieces[(index + 1)...].joined())
      return (.tunnel(early: rest), sent)
    } catch {
      return (.failed(error), sent + talk.takeOutput())
    }
  }
  return (.waiting, sent)
}

/// The verdict on `answer`, after it was seen to be the same whole, at every cut in two, and byte by byte.
private func verdict(_ talk: any ProxyTalk, _ answer: [UInt8]) -> Verdict {
  let whole = run(talk, [answer])
  if answer.count <= 1024 {
    for cut in 0...answer.count {
      let parts = run(talk, [Array(answer[..<cut]), Array(answer[cut...])])
      #expect(parts == whole, "cut at \(cut)")
    }
  }
  #expect(run(talk, answer.map { [$0] }) == whole, "byte by byte")
  return whole.verdict
}

private func connect(_ credentials: ProxyCredentials? = nil) throws -> any ProxyTalk {
  try ConnectTalk(host: "example.test", port: 8080, credentials: credentials)
}

private func verdict(_ answer: String) throws -> Verdict { verdict(try connect(), Array(answer.utf8)) }

private func malformed(_ fault: ProxyFault, _ offset: Int) -> Verdict {
  .failed(.malformed(fault, offset: offset))
}

private func refusal(
  _ status: Int, _ reason: String, head: String, body: String = "", isCut: Bool = false
) -> ProxyRefusal {
  ProxyRefusal(
    status: status, reason: Array(reason.utf8), head: Array(head.utf8), body: Array(body.utf8),
    isBodyCut: isCut)
}

@Suite struct ConnectTalkTests {
  @Test func `CONNECT names the target twice, and credentials are sent once`() throws {
    let plain = run(try connect(), []).sent
    #expect(plain == Array("CONNECT example.test:8080 HTTP/1.1\r\nHost: example.test:8080\r\n\r\n".utf8))
    let user = ProxyCredentials(user: Secret("Aladdin"), password: Secret("open sesame"))
    let sent = run(try connect(user), [Array("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n".utf8)]).sent
    #expect(
      String(decoding: sent, as: UTF8.self)
        == "CONNECT example.test:8080 HTTP/1.1\r\nHost: example.test:8080\r\n"
        + "Proxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n\r\n")
    let six = try ConnectTalk(host: "::1", port: 1, credentials: nil)
    #expect(run(six, []).sent == Array("CONNECT [::1]:1 HTTP/1.1\r\nHost: [::1]:1\r\n\r\n".utf8))
  }

  @Test(arguments: [
    "", "a b", "a\r\nX: y", "a\0", "é.test", "a/b", "a@b", "a?b", "fe80::1%lo",
    String(repeating: "a", count: 256),
  ])
  func `H53: a host that could end its line is refused`(host: String) {
    #expect(throws: ProxyRequestFault.host) { try ConnectTalk(host: host, port: 1, credentials: nil) }
  }

  @Test func `credentials that Basic cannot carry are refused`() {
    let colon = ProxyCredentials(user: Secret("a:b"), password: Secret(""))
    #expect(throws: ProxyRequestFault.user) { try connect(colon) }
    let line = ProxyCredentials(user: Secret("a"), password: Secret("b\r\n"))
    #expect(throws: ProxyRequestFault.password) { try connect(line) }
  }

  @Test(arguments: [
    "HTTP/1.1 200 Connection established\r\n\r\n", "HTTP/1.0 200\r\n\r\n", "HTTP/1.1 200 \r\n\r\n",
    "HTTP/1.1 201 Made\r\nServer: x\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
  ])
  func `P01, P05: 2xx opens the tunnel, lengths mean nothing, and the rest is the tunnel's`(head: String)
    throws
  {
    #expect(try verdict(head) == .tunnel(early: []))
    #expect(try verdict(head + "hello\r\n") == .tunnel(early: Array("hello\r\n".utf8)))
  }

  @Test func `P02: up to eight 1xx go before, and no 101`() throws {
    let interim = "HTTP/1.1 100 Continue\r\n\r\n"
    let eight = String(repeating: interim, count: 8)
    #expect(try verdict(eight + "HTTP/1.1 200 OK\r\n\r\n") == .tunnel(early: []))
    #expect(try verdict(eight + interim) == malformed(.interim, 9 * interim.utf8.count - 1))
    let switching = "HTTP/1.1 101 Switching\r\n\r\n"
    #expect(try verdict(switching) == malformed(.interim, switching.utf8.count - 1))
  }

  @Test func `P03: 407 is a case of its own, with what the proxy says`() throws {
    let head = "HTTP/1.1 407 Auth\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 4\r\n\r\n"
    #expect(try verdict(head) == .waiting)
    #expect(
      try verdict(head + "nope")
        == .failed(.authenticationRequired(refusal(407, "Auth", head: head, body: "nope"))))
  }

  @Test(arguments: [
    ("302 Found", "Location: http://x/\r\nContent-Length: 0\r\n", "", ""),
    ("403 Forbidden", "content-length: 3\r\n", "abc", "abc"),
    (
      "502 Bad Gateway", "Transfer-Encoding: Chunked\r\n", "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nA: b\r\n\r\n",
      "abcde"
    ),
    ("502 Bad Gateway", "Transfer-Encoding: chunked\r\n", "0\r\n\r\n", ""),
    ("304 Not Modified", "", "", ""),
  ])
  func `P04: other answers are refusals, and their body ends where HTTP says`(
    status: String, fields: String, wire: String, body: String
  ) throws {
    let head = "HTTP/1.1 \(status)\r\n\(fields)\r\n"
    let reason = String(status.dropFirst(4))
    let code = try #require(Int(status.prefix(3)))
    #expect(
      try verdict(head + wire) == .failed(.refused(refusal(code, reason, head: head, body: body))))
  }

  @Test func `a body without length lasts until the end, and one that breaks off says so`() throws {
    for (fields, isCut) in [
      ("", false), ("Content-Length: 9\r\n", true), ("Transfer-Encoding: chunked\r\n", true),
    ] {
      var talk = try connect()
      let head = "HTTP/1.1 503 Busy\r\n\(fields)\r\n"
      #expect(try talk.receive(Array(head.utf8)) == .needsInput)
      #expect(talk.inputEnded(nil) == .refused(refusal(503, "Busy", head: head, isCut: isCut)))
      #expect(talk.inputEnded(.system(errno: 104)) == .refused(refusal(503, "Busy", head: head, isCut: true)))
      #expect(talk.pendingRefusal == .refused(refusal(503, "Busy", head: head, isCut: true)))
    }
  }

  @Test(arguments: [-1, 0, 1])
  func `64 KiB of a body are kept`(beyond: Int) throws {
    let size = 64 * 1024 + beyond
    let head = "HTTP/1.1 500 No\r\nContent-Length: \(size)\r\n\r\n"
    let body = String(repeating: "x", count: size)
    guard case .failed(.refused(let refusal)) = try verdict(head + body) else {
      Issue.record("no refusal")
      return
    }
    #expect(refusal.body.count == min(size, 64 * 1024))
    #expect(refusal.isBodyCut == (beyond > 0))
  }

  @Test(arguments: [
    ("5", 0), ("SSH-2.0-x\r\n", 0), ("HTTP/2 200\r\n", 5), ("HTTP/1.2 200 OK\r\n", 16),
    ("HTTP/1.1  200 OK\r\n", 17),
    ("HTTP/1.1 20 OK\r\n", 15), ("HTTP/1.1 2000\r\n", 14), ("HTTP/1.1 099 OK\r\n", 16),
    ("HTTP/1.1 600 OK\r\n", 16),
    ("HTTP/1.1 200 OK\n", 15), ("HTTP/1.1 200 O\u{1}", 14), ("HTTP/1.1 200 O\rK", 15), ("HTTP/1.1\r\n", 9),
  ])
  func `P06: a first line that is no status line is known where it goes wrong`(line: String, offset: Int)
    throws
  {
    #expect(try verdict(line) == malformed(.statusLine, offset))
  }

  @Test(arguments: [
    ("A b\r\n", 4), (" A: b\r\n", 6), (": b\r\n", 4), ("A : b\r\n", 6), ("A: b\n", 4), ("A: \u{1}", 3),
    ("A: b\rc", 5), ("\n", 0),
  ])
  func `P06: a field that is none is known where it goes wrong`(field: String, offset: Int) throws {
    let line = "HTTP/1.1 200 OK\r\n"
    #expect(try verdict(line + field) == malformed(.field, line.utf8.count + offset))
  }

  @Test(arguments: [-1, 0, 1])
  func `P06: lines, fields and the head have limits`(beyond: Int) throws {
    let start = "HTTP/1.1 200 OK\r\n"
    let line = "A: " + String(repeating: "x", count: 8 * 1024 - 3 + beyond)
    #expect(
      try verdict(start + line + "\r\n\r\n")
        == (beyond > 0 ? malformed(.lineTooLong, start.utf8.count + 8 * 1024) : .tunnel(early: [])))
    let fields = String(repeating: "A: b\r\n", count: 128 + beyond)
    #expect(
      try verdict(start + fields + "\r\n")
        == (beyond > 0 ? malformed(.tooManyFields, start.utf8.count + 129 * 6 - 1) : .tunnel(early: [])))
    var head = start + String(repeating: "A: \(String(repeating: "x", count: 4091))\r\n", count: 15)
    let rest = 64 * 1024 + beyond - head.utf8.count - 4
    head += "B: \(String(repeating: "x", count: rest - 3))\r\n\r\n"
    #expect(head.utf8.count == 64 * 1024 + beyond)
    #expect(try verdict(head) == (beyond > 0 ? malformed(.headTooLong, 64 * 1024) : .tunnel(early: [])))
  }

  @Test func `P06: an end inside the head is told by its offset`() throws {
    let head = Array("HTTP/1.1 200 OK\r\nServer: x\r\n\r\n".utf8)
    for count in 0..<head.count {
      var talk = try connect()
      #expect(try talk.receive(Array(head[..<count])) == .needsInput)
      #expect(talk.inputEnded(nil) == .closed(after: count))
      #expect(talk.inputEnded(.system(errno: 104)) == .stream(.system(errno: 104)))
      #expect(talk.pendingRefusal == nil)
    }
  }
}

@Suite struct SocksTalkTests {
  private let user = ProxyCredentials(user: Secret("ab"), password: Secret("xyz"))
  private static let reply: [UInt8] = [5, 0, 0, 1, 127, 0, 0, 1, 0x1F, 0x90]

  private func talk(
    _ host: String = "h.test", address: SocketAddress? = nil, _ credentials: ProxyCredentials? = nil
  ) throws -> any ProxyTalk {
    let destination = try SocksTalk.Destination(host: host, address: address)
    return try SocksTalk(destination, port: 0x0102, credentials: credentials)
  }

  @Test func `a name, an IPv4 and an IPv6 address are asked for as such`() throws {
    let greeting: [UInt8] = [5, 1, 0]
    #expect(
      run(try talk(), [[5, 0]]).sent == greeting + [5, 1, 0, 3, 6] + Array("h.test".utf8) + [1, 2])
    #expect(run(try talk("127.0.0.1"), [[5, 0]]).sent == greeting + [5, 1, 0, 1, 127, 0, 0, 1, 1, 2])
    let six: [UInt8] = [0x20, 1] + [UInt8](repeating: 0, count: 13) + [7]
    #expect(run(try talk("2001::7"), [[5, 0]]).sent == greeting + [5, 1, 0, 4] + six + [1, 2])
    let looked = SocketAddress.ipv4(address: 0x0A00_0001, port: 9)
    #expect(run(try talk(address: looked), [[5, 0]]).sent == greeting + [5, 1, 0, 1, 10, 0, 0, 1, 1, 2])
  }

  @Test func `user and password are sent only where the proxy asks for them`() throws {
    let greeting: [UInt8] = [5, 2, 0, 2]
    let login: [UInt8] = [1, 2, 0x61, 0x62, 3, 0x78, 0x79, 0x7A]
    #expect(run(try talk("1.2.3.4", user), [[5, 2]]).sent == greeting + login)
    #expect(
      run(try talk("1.2.3.4", user), [[5, 2], [1, 0]]).sent == greeting + login + [
        5, 1, 0, 1, 1, 2, 3, 4, 1, 2,
      ])
    #expect(run(try talk("1.2.3.4", user), [[5, 0]]).sent == greeting + [5, 1, 0, 1, 1, 2, 3, 4, 1, 2])
  }

  @Test func `P10, P12: each form of address is read to its end, and no further`() throws {
    let six: [UInt8] = [5, 0, 0, 4] + [UInt8](repeating: 9, count: 18)
    let longest: [UInt8] = [5, 0, 0, 3, 255] + [UInt8](repeating: 9, count: 257)
    let none: [UInt8] = [5, 0, 0, 3, 0, 1, 2]
    for reply in [Self.reply, six, longest, none] {
      #expect(verdict(try talk(), [5, 0] + reply) == .tunnel(early: []))
      #expect(verdict(try talk(), [5, 0] + reply + [5, 0]) == .tunnel(early: [5, 0]))
      #expect(verdict(try talk(user), [5, 2, 1, 0] + reply + [5, 0]) == .tunnel(early: [5, 0]))
      #expect(verdict(try talk(), [5, 0] + reply.dropLast()) == .waiting)
    }
  }

  private func talk(_ credentials: ProxyCredentials) throws -> any ProxyTalk {
    try talk("h.test", credentials)
  }
  private func talk(_ host: String, _ credentials: ProxyCredentials) throws -> any ProxyTalk {
    try talk(host, address: nil, credentials)
  }

  @Test func `P07, P08, P10: an answer that breaks a rule is told by its byte`() throws {
    #expect(verdict(try talk(), [4]) == malformed(.version(4), 0))
    #expect(verdict(try talk(), Array("HTTP/1.1 400".utf8)) == malformed(.version(0x48), 0))
    #expect(verdict(try talk(), [5, 0xFF]) == .failed(.noAcceptableMethod))
    #expect(verdict(try talk(), [5, 2]) == .failed(.methodNotOffered(2)))
    #expect(verdict(try talk(user), [5, 1]) == .failed(.methodNotOffered(1)))
    #expect(verdict(try talk(user), [5, 2, 5]) == malformed(.authenticationVersion(5), 2))
    #expect(verdict(try talk(user), [5, 2, 1, 1]) == .failed(.credentialsRefused(status: 1)))
    #expect(verdict(try talk(user), [5, 2, 1, 0xFF]) == .failed(.credentialsRefused(status: 0xFF)))
    #expect(verdict(try talk(), [5, 0, 4]) == malformed(.version(4), 2))
    for type in [0, 2, 5, 0xFF] as [UInt8] {
      #expect(verdict(try talk(), [5, 0, 5, 0, 0, type]) == malformed(.addressType(type), 5))
    }
  }

  @Test func `P09: every reply code is told, named where the RFC names it`() throws {
    for code in UInt8(1)...255 {
      #expect(verdict(try talk(), [5, 0, 5, code]) == .failed(.socks(SocksReply(rawValue: code))))
      #expect((SocksReply(rawValue: code).name != nil) == (1...8).contains(code))
    }
    #expect(SocksReply.connectionRefused.name == "connection refused")
  }

  @Test func `P11: what is too long for its length byte is refused`() throws {
    func name(_ count: Int) -> String { String(repeating: "a", count: count) }
    func login(_ user: Int, _ password: Int) -> ProxyCredentials {
      ProxyCredentials(user: Secret(name(user)), password: Secret(name(password)))
    }
    #expect(throws: Never.self) { try talk(name(255), login(255, 255)) }
    #expect(throws: Never.self) { try talk(name(254), login(1, 0)) }
    #expect(throws: ProxyRequestFault.host) { try talk(name(256)) }
    #expect(throws: ProxyRequestFault.host) { try talk("") }
    #expect(throws: ProxyRequestFault.user) { try talk(login(256, 1)) }
    #expect(throws: ProxyRequestFault.user) { try talk(login(0, 1)) }
    #expect(throws: ProxyRequestFault.password) { try talk(login(1, 256)) }
  }

  @Test func `an end at any byte is told by its offset`() throws {
    let answer: [UInt8] = [5, 2, 1, 0] + Self.reply
    for count in 0..<answer.count {
      var talk = try talk(user)
      #expect(try talk.receive(Array(answer[..<count])) == .needsInput)
      #expect(talk.inputEnded(nil) == .closed(after: count))
    }
  }
}
