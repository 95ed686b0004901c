import COpenSSL
import Glibc
import Testing

@testable import Transport

private let root = TestCertificate.root

private func file(_ path: String, _ fault: TLSError.FileFault) -> TLSError {
  .file(path: path, reason: fault)
}

/// What a session with these settings fails with before it has said a byte.
private func fault(_ change: (inout TLSSettings) -> Void) -> TLSError? {
  var settings = TLSSettings(serverName: "localhost")
  change(&settings)
  do throws(TLSError) {
    _ = try TLSSession(client: settings)
    return nil
  } catch {
    return error
  }
}

@Suite struct TLSSettingsTests {
  @Test func `T19 the server sees the exact host, no dot, and nothing for an address`() throws {
    for (host, seen): (String, String?) in [
      ("localhost", "localhost"), ("a.Example.com.", "a.Example.com"), ("127.0.0.1", nil), ("::1", nil),
      ("fe80::1%eth0", nil),
    ] {
      let files = TestFiles()
      let client = try TLSSession(client: files.client(host, root: root.pem, verify: false))
      let server = RawServer()
      #expect(meet(client, server) == nil)
      #expect(server.serverName == seen)
    }
  }

  @Test func `T19 another name is sent and looked for in place of the host's`() throws {
    let files = TestFiles()
    var settings = files.client("10.0.0.1", root: root.pem)
    settings.serverNameIndication = "real.test"
    let leaf = root.issue(Recipe(names: "DNS:real.test"))
    let client = try TLSSession(client: settings)
    let server = RawServer(leaf, chain: [])
    #expect(meet(client, server) == nil)
    #expect(server.serverName == "real.test")
    let wrong = try TLSSession(client: settings)
    #expect(word(meet(wrong, RawServer())) == "wrong host")
  }

  @Test func `T16 a profile that asks for TLS 1_3 does not speak 1_2`() throws {
    let files = TestFiles()
    var settings = files.client("localhost", root: root.pem)
    settings.minimumVersion = .tls13
    #expect(meet(try TLSSession(client: settings), RawServer()) == nil)
    let old = RawServer(configure: RawServer.only(TLS1_2_VERSION))
    #expect(word(meet(try TLSSession(client: settings), old)) == "alert 70 protocol version")
  }

  @Test func `roots come from a file, a folder, or both`() throws {
    let files = TestFiles()
    let folder = files.folder(of: [root])
    var settings = TLSSettings(serverName: "localhost", caPath: folder)
    #expect(meet(try TLSSession(client: settings), RawServer()) == nil)
    settings.caFile = files.write(TestCertificate(.authority("another")).pem)
    #expect(meet(try TLSSession(client: settings), RawServer()) == nil)
    settings.caPath = files.folder(of: [])
    #expect(word(meet(try TLSSession(client: settings), RawServer())) == "unknown issuer CN = root")
    settings.caPath = folder + "/none"
    #expect(
      fault { $0 = settings } == file(folder + "/none", .unreadable(text: "No such file or directory")))
  }

  @Test func `files that can't be used are named with the reason`() throws {
    let files = TestFiles()
    let certificate = files.write(TestCertificate.leaf.pem)
    let locked = files.write(TestKey.shared.pem(encryptedWith: "sesame"))
    let foreign = files.write(TestKey.other.pem)
    let noise = files.write("nothing of the kind\n")
    let none = "/nonexistent"
    let missing = TLSError.FileFault.unreadable(text: "No such file or directory")
    #expect(fault { $0.crlFile = noise } == file(noise, .noRevocationList))
    #expect(fault { $0.crlFile = certificate } == file(certificate, .noRevocationList))
    #expect(fault { $0.crlFile = none } == file(none, missing))
    #expect(fault { $0.caFile = noise } == file(noise, .noCertificate))
    #expect(fault { $0.certificateFile = noise } == file(noise, .noCertificate))
    #expect(fault { $0.certificateFile = none } == file(none, missing))
    #expect(fault { $0.certificateFile = certificate } == file(certificate, .noKey))
    func key(_ path: String, _ passphrase: String? = nil) -> TLSError? {
      fault {
        $0.certificateFile = certificate
        $0.keyFile = path
        $0.keyPassphrase = passphrase.map { Secret($0) }
      }
    }
    #expect(key(none) == file(none, missing))
    #expect(key(noise) == file(noise, .noKey))
    #expect(key(foreign) == file(foreign, .keyDoesNotMatch))
    #expect(key(locked) == file(locked, .passphraseMissing))
    #expect(key(locked, "wrong") == file(locked, .passphraseWrong))
    #expect(key(locked, String(repeating: "s", count: 5000)) == file(locked, .passphraseWrong))
    #expect(key(locked, "sesame") == nil)
  }

  @Test func `T23 a client certificate opens a server that asks for one`() throws {
    let files = TestFiles()
    var settings = files.client("localhost", root: root.pem)
    let person = root.issue(Recipe(subject: "person", names: nil, key: .other))
    settings.certificateFile = files.write(person.pem)
    settings.keyFile = files.write(TestKey.other.pem(encryptedWith: "sesame"))
    settings.keyPassphrase = Secret("sesame")
    let server = RawServer { demandClient($0) }
    #expect(meet(try TLSSession(client: settings), server) == nil)
    #expect(server.isDone)
    #expect(server.failure == nil)
  }

  @Test func `a context is made once, and again when a file has changed`() throws {
    let contexts = TLSContexts()
    let files = TestFiles()
    let path = files.write(root.pem)
    let settings = TLSSettings(serverName: "a.test", caFile: path)
    let first = try contexts.context(client: settings)
    let other = TLSSettings(
      serverName: "b.test", serverNameIndication: "c.test", verify: false, caFile: path)
    #expect(try contexts.context(client: other) === first)
    #expect(contexts.count == 1)
    files.rewrite(path, TestCertificate(.authority("new")).pem)
    #expect(try contexts.context(client: settings) !== first)
    #expect(contexts.count == 1)
    unlink(path)
    #expect(throws: file(path, .unreadable(text: "No such file or directory"))) {
      try contexts.context(client: settings)
    }
  }

  @Test func `of many settings the least recently used is forgotten`() throws {
    let contexts = TLSContexts()
    let files = TestFiles()
    let all = (0...16).map { _ in TLSSettings(serverName: "a", caFile: files.write(root.pem)) }
    let first = try contexts.context(client: all[0])
    let second = try contexts.context(client: all[1])
    for settings in all[2..<16] { _ = try contexts.context(client: settings) }
    #expect(try contexts.context(client: all[0]) === first)
    _ = try contexts.context(client: all[16])
    #expect(contexts.count == 16)
    #expect(try contexts.context(client: all[0]) === first)
    #expect(try contexts.context(client: all[1]) !== second)
  }

  @Test func `a passphrase stands in no description of the settings`() {
    let settings = TLSSettings(serverName: "a", keyPassphrase: Secret("sesame"))
    #expect(!"\(settings)".contains("sesame"))
    #expect(!String(reflecting: settings).contains("sesame"))
  }
}

/// Requires a certificate of the test root from the client.
@Sendable func demandClient(_ context: OpaquePointer) {
  X509_STORE_add_cert(SSL_CTX_get_cert_store(context), root.pointer)
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nil)
}
