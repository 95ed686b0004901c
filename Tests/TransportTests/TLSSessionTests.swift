import TestSupport
import Testing

@testable import Transport

/// A client and a server session with nothing but memory between.
private struct Conversation {
  let client: TLSSession
  let server: TLSSession
  var clientError: TLSError?
  var serverError: TLSError?

  init(_ settings: TLSSettings, _ certificate: String, _ files: TestFiles) throws {
    client = try TLSSession(client: settings)
    server = try TLSSession(server: files.server(certificate))
    for _ in 0..<6 {
      step(client, &clientError)
      carry(from: client, to: server)
      step(server, &serverError)
      carry(from: server, to: client)
    }
  }

  private func step(_ session: TLSSession, _ error: inout TLSError?) {
    guard session.facts == nil, error == nil else { return }
    if case .failed(let failure) = session.handshake() { error = failure }
    session.keepInput()
  }

  /// Hands over at most `piece` bytes at a time.
  func carry(from sender: TLSSession, to receiver: TLSSession, piece: Int = .max) {
    while sender.outputCount > 0 {
      let count = sender.withOutput { bytes in
        let part = UnsafeRawBufferPointer(rebasing: bytes.prefix(piece))
        receiver.give(part)
        receiver.keepInput()
        return part.count
      }
      sender.outputSent(count)
    }
  }
}

private func outcome(_ name: String, _ certificate: String, root: String = TestCertificates.root) throws
  -> TLSError?
{
  let files = TestFiles()
  return try Conversation(files.client(name, root: root), certificate, files).clientError
}

private func read(_ session: TLSSession, _ size: Int) -> (ReadResult, [UInt8]) {
  var bytes = [UInt8](repeating: 0, count: size)
  let result = bytes.withUnsafeMutableBytes { session.read(into: $0) }
  guard case .bytes(let count) = result else { return (result, []) }
  return (result, Array(bytes[..<count]))
}

@Suite struct TLSSessionTests {
  @Test(arguments: ["localhost", "LOCALHOST", "localhost.", "example.com", "127.0.0.1", "::1"])
  func `a certificate that names the host is verified`(name: String) throws {
    let files = TestFiles()
    let both = try Conversation(files.client(name), TestCertificates.good, files)
    #expect(both.clientError == nil)
    #expect(both.serverError == nil)
    let facts = try #require(both.client.facts)
    #expect(facts.verified)
    #expect(facts.version == "TLSv1.3")
    #expect(facts.alpn == "http/1.1")
    #expect(facts.chain.map(\.subject) == ["CN = good"])
    #expect(facts.chain.map(\.issuer) == ["CN = wsglass test root"])
    #expect(facts.chain.first?.names == ["localhost", "example.com", "127.0.0.1", "::1"])
    #expect(facts.chain.first?.notBefore == 1_704_067_200)
  }

  @Test(arguments: ["other.example.com", "10.0.0.1", "localhost.example.com", "ocalhost"])
  func `a certificate for others is refused, with its names`(name: String) throws {
    guard case .wrongHost(let asked, let certificate) = try outcome(name, TestCertificates.good) else {
      Issue.record("accepted")
      return
    }
    #expect(asked == name)
    #expect(certificate.names.contains("localhost"))
  }

  @Test func `a wildcard stands for one whole label`() throws {
    #expect(try outcome("www.example.com", TestCertificates.wildcard) == nil)
    for name in ["a.b.example.com", "example.com"] {
      guard case .wrongHost = try outcome(name, TestCertificates.wildcard) else {
        Issue.record("\(name) accepted")
        return
      }
    }
  }

  @Test(arguments: [
    ("www.example.com", TestCertificates.partialWildcard), ("example.com", TestCertificates.commonNameOnly),
    ("127.0.0.1", TestCertificates.addressAsName),
  ])
  func `partial wildcards, common names and addresses as names do not count`(name: String, pem: String) throws
  {
    guard case .wrongHost = try outcome(name, pem) else {
      Issue.record("accepted")
      return
    }
  }

  @Test func `an expired certificate is refused with its dates`() throws {
    guard case .expired(let certificate, let now) = try outcome("localhost", TestCertificates.expired) else {
      Issue.record("accepted")
      return
    }
    #expect(certificate.notAfter == 1_609_459_200)
    #expect(now > certificate.notAfter)
  }

  @Test func `a certificate that is not valid yet is refused`() throws {
    guard case .notYetValid = try outcome("localhost", TestCertificates.future) else {
      Issue.record("accepted")
      return
    }
  }

  @Test func `a certificate that signs itself is refused as such`() throws {
    guard case .selfSigned(let certificate) = try outcome("localhost", TestCertificates.selfSigned) else {
      Issue.record("accepted")
      return
    }
    #expect(certificate.subject == "CN = self")
  }

  @Test func `a self-signed certificate that is the CA file is trusted`() throws {
    #expect(try outcome("localhost", TestCertificates.selfSigned, root: TestCertificates.selfSigned) == nil)
  }

  @Test func `an unknown issuer is named`() throws {
    let error = try outcome("localhost", TestCertificates.good, root: TestCertificates.anotherRoot)
    guard case .unknownIssuer("CN = wsglass test root", _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `a certificate for clients only is refused`() throws {
    guard case .badCertificate(26, _, _) = try outcome("localhost", TestCertificates.clientOnly) else {
      Issue.record("accepted")
      return
    }
  }

  @Test func `the server hears why the client refused`() throws {
    let files = TestFiles()
    let both = try Conversation(files.client("wrong.test"), TestCertificates.good, files)
    guard case .alert = both.serverError else {
      Issue.record("\(String(describing: both.serverError))")
      return
    }
  }

  @Test func `without verification the facts still say what is wrong`() throws {
    let files = TestFiles()
    let both = try Conversation(files.client("localhost", verify: false), TestCertificates.expired, files)
    #expect(both.clientError == nil)
    guard case .notRequired(.expired) = both.client.facts?.verification else {
      Issue.record("\(String(describing: both.client.facts))")
      return
    }
    #expect(both.client.facts?.verified == false)
  }

  @Test(arguments: [1, 7, 100_000]) func `bytes arrive whole, however they are cut`(piece: Int) throws {
    let files = TestFiles()
    let both = try Conversation(files.client("localhost"), TestCertificates.good, files)
    let sent = (0..<40_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    #expect(sent.withUnsafeBytes { both.client.write($0) } == nil)
    both.carry(from: both.client, to: both.server, piece: piece)
    var received: [UInt8] = []
    while case (.bytes, let bytes) = read(both.server, 10_000) { received += bytes }
    #expect(received == sent)
    #expect(!both.server.hasBufferedInput)
  }

  @Test func `a close_notify is an end, after the bytes before it`() throws {
    let files = TestFiles()
    let both = try Conversation(files.client("localhost"), TestCertificates.good, files)
    _ = [UInt8(7)].withUnsafeBytes { both.server.write($0) }
    both.server.shutDown()
    both.carry(from: both.server, to: both.client)
    #expect(read(both.client, 100).1 == [7])
    #expect(both.client.hasBufferedInput)
    #expect(read(both.client, 100).0 == .end(truncated: false))
  }

  @Test func `plain HTTP instead of TLS is told from a broken handshake`() throws {
    let files = TestFiles()
    let client = try TLSSession(client: files.client("localhost"))
    _ = client.handshake()
    // What is given is read in place, so the bytes have to stand until the call that reads them is over.
    let progress = Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8).withUnsafeBytes { bytes in
      client.give(bytes)
      return client.handshake()
    }
    guard case .failed(.notTLS) = progress else {
      Issue.record("not seen")
      return
    }
  }

  @Test func `a fatal alert is reported by its number`() throws {
    let files = TestFiles()
    let client = try TLSSession(client: files.client("localhost"))
    _ = client.handshake()
    // Alert record, TLS 1.2, two bytes: fatal, protocol_version (RFC 8446 section 6).
    let alert: [UInt8] = [0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 70]
    alert.withUnsafeBytes { client.give($0) }
    guard case .failed(.alert(70, "protocol version")) = client.handshake() else {
      Issue.record("not seen")
      return
    }
  }

  @Test func `files that can't be used are named with the reason`() throws {
    let files = TestFiles()
    #expect(
      throws: TLSError.file(path: "/nonexistent", reason: .unreadable(text: "No such file or directory"))
    ) {
      try TLSSession(client: TLSSettings(serverName: "a", caFile: "/nonexistent"))
    }
    let noise = files.write("no certificate here\n")
    #expect(throws: TLSError.file(path: noise, reason: .noCertificate)) {
      try TLSSession(client: TLSSettings(serverName: "a", caFile: noise))
    }
    let root = files.write(TestCertificates.root)
    let key = files.write(TestCertificates.key)
    #expect(throws: TLSError.file(path: key, reason: .keyDoesNotMatch)) {
      try TLSSession(server: TLSServerSettings(certificateFile: root, keyFile: key))
    }
  }

  @Test(arguments: ["", ".", "a\0b"]) func `an empty name can't switch the check off`(name: String) {
    #expect(throws: TLSError.badServerName(name)) { try TLSSession(client: TLSSettings(serverName: name)) }
  }
}
