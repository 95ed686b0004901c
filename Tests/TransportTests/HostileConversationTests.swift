import COpenSSL
import Testing

@testable import Transport

private let root = TestCertificate.root

/// A client and a server that have agreed on TLS of this version.
private func agreed(_ version: Int32 = TLS1_3_VERSION, _ configure: (OpaquePointer) -> Void = { _ in }) throws
  -> (TLSSession, RawServer)
{
  let files = TestFiles()
  let client = try TLSSession(client: files.client("localhost", root: root.pem))
  let server = RawServer {
    RawServer.only(version)($0)
    configure($0)
  }
  try #require(meet(client, server) == nil && client.facts != nil)
  return (client, server)
}

private func read(_ session: TLSSession, _ size: Int = 100_000) -> (ReadResult, [UInt8]) {
  var bytes = [UInt8](repeating: 0, count: size)
  let result = bytes.withUnsafeMutableBytes { session.read(into: $0) }
  guard case .bytes(let count) = result else { return (result, []) }
  return (result, Array(bytes[..<count]))
}

private func give(_ bytes: [UInt8], to session: TLSSession) {
  bytes.withUnsafeBytes { bytes in
    session.give(bytes)
    session.keepInput()
  }
}

@Suite struct HostileConversationTests {
  @Test func `T21 a new handshake under TLS 1_2 is refused, and the connection lives`() throws {
    let (client, server) = try agreed(TLS1_2_VERSION)
    SSL_renegotiate(server.ssl)
    SSL_do_handshake(server.ssl)
    give(server.takeOutput(), to: client)
    #expect(read(client).0 == .wouldBlock)
    // A warning that says no_renegotiation, encrypted.
    let answer = takeOutput(of: client)
    #expect(answer.first == 21)
    server.give(answer)
    server.step()
    #expect(client.write([1]) == nil)
  }

  @Test func `T22 a thousand new keys and a thousand tickets change nothing`() throws {
    let (client, server) = try agreed()
    var answers = 0
    for round in 0..<1000 {
      #expect(SSL_key_update(server.ssl, SSL_KEY_UPDATE_REQUESTED) == 1)
      SSL_do_handshake(server.ssl)
      SSL_new_session_ticket(server.ssl)
      server.write([UInt8(truncatingIfNeeded: round)])
      give(server.takeOutput(), to: client)
      #expect(read(client).1 == [UInt8(truncatingIfNeeded: round)])
      let answer = takeOutput(of: client)
      answers += answer.count
      server.give(answer)
      server.step()
    }
    #expect(server.failure == nil)
    // One small record each, and no more.
    #expect((20_000...40_000).contains(answers))
    #expect(client.write([9]) == nil)
    server.give(takeOutput(of: client))
    server.step()
    #expect(server.heard == [9])
  }

  @Test func `T23 a certificate that must come and does not is an alert after the handshake`() throws {
    let files = TestFiles()
    let client = try TLSSession(client: files.client("localhost", root: root.pem))
    let server = RawServer(configure: demandClient)
    #expect(meet(client, server) == nil)
    #expect(server.failure == "peer did not return a certificate")
    #expect(read(client).0 == .failed(.tls(.alert(code: 116, name: "certificate required"))))
  }

  @Test func `T23 a certificate that the server does not trust is an alert after the handshake`() throws {
    let files = TestFiles()
    var settings = files.client("localhost", root: root.pem)
    settings.certificateFile = files.write(TestCertificate(Recipe(names: nil)).pem)
    settings.keyFile = files.write(TestKey.shared.pem)
    let client = try TLSSession(client: settings)
    #expect(meet(client, RawServer(configure: demandClient)) == nil)
    #expect(read(client).0 == .failed(.tls(.alert(code: 48, name: "unknown CA"))))
  }

  @Test func `T25 close_notify is an end, after what came before it`() throws {
    let (client, server) = try agreed()
    server.write([1, 2])
    SSL_shutdown(server.ssl)
    give(server.takeOutput(), to: client)
    #expect(read(client).1 == [1, 2])
    #expect(client.hasBufferedInput)
    #expect(read(client).0 == .end(truncated: false))
  }

  @Test(arguments: [TLS1_2_VERSION, TLS1_3_VERSION])
  func `T26 a record with one bit wrong ends the connection with an alert`(version: Int32) throws {
    for bit in [40, 100, 150] {
      let (client, server) = try agreed(version)
      server.write([UInt8](repeating: 7, count: 100))
      var bytes = server.takeOutput()
      bytes[bytes.count * bit / 200] ^= 1
      give(bytes, to: client)
      guard case .failed(.tls(.other(_, let text))) = read(client).0 else {
        Issue.record("not seen")
        return
      }
      #expect(text == "decryption failed or bad record mac")
      let alert = takeOutput(of: client)
      server.give(alert)
      server.step()
      #expect(server.failure == "sslv3 alert bad record mac")
    }
  }

  @Test func `T26 a record that is too long ends the connection`() throws {
    let (client, _) = try agreed()
    give([23, 3, 3, 0x41, 0x01] + [UInt8](repeating: 0, count: 0x4101), to: client)
    guard case .failed(.tls(.other(_, let text))) = read(client).0 else {
      Issue.record("not seen")
      return
    }
    #expect(text == "encrypted length too long")
  }

  @Test(arguments: [TLS1_2_VERSION, TLS1_3_VERSION])
  func `T26 a fatal alert at each step of the handshake is told by its name`(version: Int32) throws {
    // The server's flights, one more before each alert. In 1.3 what is encrypted can't be followed by plain text.
    for flights in 0...(version == TLS1_2_VERSION ? 1 : 0) {
      let files = TestFiles()
      let client = try TLSSession(client: files.client("localhost", root: root.pem))
      let server = RawServer(configure: RawServer.only(version))
      var error: TLSError?
      for _ in 0..<flights {
        _ = client.handshake()
        server.give(takeOutput(of: client))
        server.step()
        give(server.takeOutput(), to: client)
      }
      if case .failed(let failure) = client.handshake() { error = failure }
      #expect(error == nil)
      give([21, 3, 3, 0, 2, 2, 40], to: client)
      if case .failed(let failure) = client.handshake() { error = failure }
      #expect(error == .alert(code: 40, name: "handshake failure"))
    }
  }

  @Test func `T27 ten thousand names are too long for a handshake`() throws {
    let leaf = names(10_000)
    let files = TestFiles()
    let client = try TLSSession(client: files.client("localhost", root: root.pem))
    let start = ContinuousClock.now
    #expect(word(meet(client, RawServer(leaf, chain: []))) == "excessive message size")
    #expect(ContinuousClock.now - start < .seconds(1))
  }

  @Test func `T27 what fits is verified within a second, and kept short`() throws {
    let leaf = names(4000)
    let files = TestFiles()
    let client = try TLSSession(client: files.client("localhost", root: root.pem))
    let start = ContinuousClock.now
    #expect(word(meet(client, RawServer(leaf, chain: []))) == "wrong host")
    #expect(ContinuousClock.now - start < .seconds(1))
    let last = try TLSSession(client: files.client("n3999.example.test", root: root.pem))
    #expect(meet(last, RawServer(leaf, chain: [])) == nil)
    #expect(last.facts?.chain.first?.names.count == 100)
  }

  @Test func `T27 a chain of a hundred certificates is verified within a second, and kept short`() throws {
    var chain = [root]
    for index in 0..<98 { chain.insert(chain[0].issue(.authority("ca \(index)")), at: 0) }
    let leaf = chain[0].issue(Recipe())
    let files = TestFiles()
    let client = try TLSSession(client: files.client("localhost", root: root.pem))
    let start = ContinuousClock.now
    #expect(meet(client, RawServer(leaf, chain: chain)) == nil)
    #expect(ContinuousClock.now - start < .seconds(1))
    #expect(client.facts?.chain.count == 10)
  }

  private func names(_ count: Int) -> TestCertificate {
    let names = (0..<count).map { "DNS:n\($0).example.test" }.joined(separator: ",")
    return root.issue(Recipe(names: names))
  }
}

extension TLSSession {
  func write(_ bytes: [UInt8]) -> TLSError? { bytes.withUnsafeBytes { write($0) } }
}
