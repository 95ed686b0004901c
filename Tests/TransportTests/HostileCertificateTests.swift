import COpenSSL
import Testing

@testable import Transport

/// A row of the catalogue of hostile servers, and what has to come of it.
private struct Row: Sendable, CustomTestStringConvertible {
  let id: String
  let what: String
  var host = "localhost"
  let outcome: String
  /// Made when the row runs.
  let chain: @Sendable () -> [TestCertificate]

  init(
    _ id: String, _ what: String, host: String = "localhost", _ outcome: String,
    _ chain: @escaping @Sendable () -> [TestCertificate]
  ) {
    self.id = id
    self.what = what
    self.host = host
    self.outcome = outcome
    self.chain = chain
  }

  var testDescription: String { "\(id) \(what)" }

  /// A leaf of the root with these names, asked for by `host`.
  static func named(_ id: String, _ names: String?, host: String, _ outcome: String, subject: String = "leaf")
    -> Row
  {
    Row(id, "\(names ?? "no names") for \(host)", host: host, outcome) {
      [TestCertificate.root.issue(Recipe(subject: subject, names: names))]
    }
  }
}

private let root = TestCertificate.root

private let dates: [Row] = [
  Row("T01", "expired a minute ago", "expired") { [root.issue(Recipe(ends: -60))] },
  Row("T01", "an expired CA", "expired") {
    var old = Recipe.authority("old")
    old.ends = -60
    let middle = root.issue(old)
    return [middle.issue(Recipe()), middle]
  },
  Row("T02", "valid in an hour", "not yet valid") { [root.issue(Recipe(begins: 3600))] },
]

private let issuers: [Row] = [
  Row("T03", "signed by itself", "self-signed") { [TestCertificate(Recipe())] },
  Row("T04", "a root of their own", "unknown issuer CN = theirs") {
    let theirs = TestCertificate(.authority("theirs"))
    return [theirs.issue(Recipe()), theirs]
  },
  Row("T05", "the certificate between is missing", "unknown issuer CN = middle") { [.leaf] },
  Row("T05", "the chain in full", "accepted") { [.leaf, .middle, root] },
  Row("T05", "the chain upside down", "accepted") { [.leaf, root, .middle] },
  Row("T05", "a stranger between", "accepted") {
    [.leaf, TestCertificate(.authority("stranger")), .middle]
  },
]

private let names: [Row] = [
  .named("T06", "DNS:other.test", host: "localhost", "wrong host"),
  .named("T06", "DNS:localhost.other.test", host: "localhost", "wrong host"),
  .named("T07", "DNS:*.example.com", host: "a.example.com", "accepted"),
  .named("T07", "DNS:*.example.com", host: "a.b.example.com", "wrong host"),
  .named("T07", "DNS:*.example.com", host: "example.com", "wrong host"),
  .named("T08", "DNS:w*.example.com", host: "www.example.com", "wrong host"),
  .named("T08", "DNS:*.com", host: "example.com", "wrong host"),
  .named("T08", "DNS:*", host: "localhost", "wrong host"),
  .named("T08", "DNS:a.*.com", host: "a.example.com", "wrong host"),
  .named("T08", "DNS:xn--*.example.com", host: "xn--a.example.com", "wrong host"),
  .named("T09", nil, host: "localhost", "wrong host", subject: "localhost"),
  .named("T09", "DNS:other.test", host: "localhost", "wrong host", subject: "localhost"),
  .named("T10", "IP:127.0.0.1", host: "127.0.0.1", "accepted"),
  .named("T10", "IP:::1", host: "::1", "accepted"),
  .named("T10", "IP:::1", host: "0:0:0:0:0:0:0:1", "accepted"),
  .named("T10", "IP:127.0.0.2", host: "127.0.0.1", "wrong host"),
  .named("T10", "DNS:127.0.0.1", host: "127.0.0.1", "wrong host"),
  .named("T10", nil, host: "127.0.0.1", "wrong host", subject: "127.0.0.1"),
  .named("T11", "DNS:example.com", host: "example.com.", "accepted"),
  .named("T11", "DNS:EXAMPLE.com", host: "example.COM", "accepted"),
  .named("T11", "DNS:xn--bcher-kva.example", host: "xn--bcher-kva.example", "accepted"),
  .named("T11", "DNS:bcher.example", host: "xn--bcher-kva.example", "wrong host"),
  // dNSName "localhost", NUL, ".evil.test".
  .named(
    "T11", "DER:30:16:82:14:6c:6f:63:61:6c:68:6f:73:74:00:2e:65:76:69:6c:2e:74:65:73:74", host: "localhost",
    "wrong host"),
]

private let chains: [Row] = [
  Row("T12", "a name outside what the CA may name", "bad certificate 47") {
    var recipe = Recipe.authority("bound")
    recipe.extensions.append(("nameConstraints", "critical,permitted;DNS:example.com"))
    let bound = root.issue(recipe)
    return [bound.issue(Recipe()), bound]
  },
  Row("T12", "a name that the CA must not name", "bad certificate 48") {
    var recipe = Recipe.authority("bound")
    recipe.extensions.append(("nameConstraints", "critical,excluded;DNS:localhost"))
    let bound = root.issue(recipe)
    return [bound.issue(Recipe()), bound]
  },
  Row("T12", "CA:FALSE as a CA", "bad certificate 79") {
    let plain = root.issue(.authority("plain", "critical,CA:FALSE"))
    return [plain.issue(Recipe()), plain]
  },
  Row("T12", "a CA below one that may have none below", "bad certificate 25") {
    let last = root.issue(.authority("last", "critical,CA:TRUE,pathlen:0"))
    let below = last.issue(.authority("below"))
    return [below.issue(Recipe()), below, last]
  },
  Row("T13", "for clients only", "bad certificate 26") {
    [root.issue(Recipe(extensions: [("extendedKeyUsage", "clientAuth")]))]
  },
  Row("T13", "for servers too", "accepted") {
    [root.issue(Recipe(extensions: [("extendedKeyUsage", "clientAuth,serverAuth")]))]
  },
  Row("T14", "an unknown critical extension", "bad certificate 34") {
    [root.issue(Recipe(extensions: [("1.2.3.4", "critical,DER:05:00")]))]
  },
  Row("T14", "an unknown extension that does not matter", "accepted") {
    [root.issue(Recipe(extensions: [("1.2.3.4", "DER:05:00")]))]
  },
]

private let strength: [Row] = [
  Row("T15", "RSA with 1024 bits", "weak") { [root.issue(Recipe(key: .rsa1024))] },
  Row("T15", "RSA with 2048 bits", "accepted") { [root.issue(Recipe(key: .rsa2048))] },
  Row("T15", "a CA with 1024 bits", "weak") {
    var recipe = Recipe.authority("small")
    recipe.key = .rsa1024
    let small = root.issue(recipe)
    return [small.issue(Recipe()), small]
  },
  Row("T15", "signed over SHA-1", "weak") { [root.issue(Recipe(digest: "SHA1"))] },
  Row("T15", "signed over MD5", "weak") {
    var recipe = Recipe.authority("rsa")
    recipe.key = .rsa2048
    let rsa = root.issue(recipe)
    return [rsa.issue(Recipe(digest: "MD5")), rsa]
  },
]

@Suite struct HostileCertificateTests {
  @Test(arguments: dates + issuers + names + chains + strength)
  private func `each certificate has the outcome of its row, and no byte before it`(row: Row) throws {
    let files = TestFiles()
    let chain = row.chain()
    let client = try TLSSession(client: files.client(row.host, root: root.pem))
    let server = RawServer(chain[0], chain: Array(chain.dropFirst()))
    let error = meet(client, server)
    #expect(word(error) == row.outcome)
    #expect(server.heard.isEmpty)
    #expect((client.facts != nil) == (row.outcome == "accepted"))
    #expect(server.isDone == (row.outcome == "accepted"))
  }

  @Test(arguments: dates + issuers + names + chains + strength)
  private func `T29 without verification the same fault stands in the facts`(row: Row) throws {
    let files = TestFiles()
    let chain = row.chain()
    let client = try TLSSession(client: files.client(row.host, root: root.pem, verify: false))
    let error = meet(client, RawServer(chain[0], chain: Array(chain.dropFirst())))
    #expect(error == nil)
    guard case .notRequired(let fault) = client.facts?.verification else {
      Issue.record("\(String(describing: client.facts))")
      return
    }
    #expect(word(fault) == row.outcome)
  }

  @Test func `T01 an expired certificate is refused with its dates and our clock`() throws {
    let files = TestFiles()
    let client = try TLSSession(client: files.client("localhost", root: root.pem))
    let error = meet(client, RawServer(root.issue(Recipe(ends: -60)), chain: []))
    guard case .expired(let facts, let now) = error else {
      Issue.record("\(word(error))")
      return
    }
    #expect((55...120).contains(now - facts.notAfter))
  }

  @Test func `T06 a wrong host is refused with the names that would do`() throws {
    let files = TestFiles()
    let leaf = root.issue(Recipe(names: "DNS:a.test,DNS:\u{1B}[31m.test,IP:10.0.0.1"))
    let client = try TLSSession(client: files.client("localhost", root: root.pem))
    guard case .wrongHost("localhost", let facts) = meet(client, RawServer(leaf, chain: [])) else {
      Issue.record("accepted")
      return
    }
    // As the peer wrote them: the view escapes.
    #expect(facts.names == ["a.test", "\u{1B}[31m.test", "10.0.0.1"])
  }

  @Test func `the facts name key, signature and fingerprint of each certificate`() throws {
    let files = TestFiles()
    let client = try TLSSession(client: files.client("localhost", root: root.pem))
    let leaf = root.issue(Recipe(key: .rsa2048))
    #expect(meet(client, RawServer(leaf, chain: [])) == nil)
    let facts = try #require(client.facts)
    let certificate = try #require(facts.chain.first)
    #expect(certificate.keyType == "RSA")
    #expect(certificate.keyBits == 2048)
    #expect(certificate.signatureAlgorithm == "ecdsa-with-SHA256")
    #expect(certificate.fingerprint == fingerprint(leaf))
    #expect(facts.group == "x25519")
    #expect(facts.revocation == .notChecked)
  }

  private func fingerprint(_ certificate: TestCertificate) -> [UInt8] {
    var bytes: UnsafeMutablePointer<UInt8>?
    let count = i2d_X509(certificate.pointer, &bytes)
    defer { CRYPTO_free(bytes, nil, 0) }
    var digest = [UInt8](repeating: 0, count: 32)
    SHA256(bytes, Int(count), &digest)
    return digest
  }
}
