import COpenSSL
import Testing

@testable import Transport

private let root = TestCertificate.root
private let middle = TestCertificate.middle

/// A list or a statement, and what has to come of it.
private struct Case: Sendable, CustomTestStringConvertible {
  let what: String
  let outcome: String
  let revocation: TLSFacts.Revocation
  var mustStaple = false
  let make: @Sendable (TestCertificate) -> Evidence

  enum Evidence {
    case list(String)
    case staple([UInt8])
    case none
  }

  init(
    _ what: String, _ outcome: String, _ revocation: TLSFacts.Revocation = .notChecked,
    mustStaple: Bool = false,
    _ make: @escaping @Sendable (TestCertificate) -> Evidence
  ) {
    self.what = what
    self.outcome = outcome
    self.revocation = revocation
    self.mustStaple = mustStaple
    self.make = make
  }

  var testDescription: String { what }
}

private let good = V_OCSP_CERTSTATUS_GOOD
private let revoked = V_OCSP_CERTSTATUS_REVOKED
/// Named by `middle` to speak for it.
private let responder = middle.issue(
  Recipe(subject: "responder", names: nil, extensions: [("extendedKeyUsage", "OCSPSigning")], key: .other))

private let lists: [Case] = [
  Case("a list without it", "accepted", .list) { _ in .list(middle.revocations(of: [7])) },
  Case("a list with it", "revoked") { _ in .list(middle.revocations(of: [7, 0x1000])) },
  Case("lists of both CAs", "accepted", .list) { _ in
    .list(root.revocations(of: []) + middle.revocations(of: []))
  },
  Case("its CA is revoked", "revoked") { _ in
    .list(root.revocations(of: [0x1000]) + middle.revocations(of: []))
  },
  Case("only a list of the root", "list missing") { _ in .list(root.revocations(of: [])) },
  Case("a list that ended", "list outdated") { _ in .list(middle.revocations(of: [], ends: -60)) },
  Case("a list that begins later", "list outdated") { _ in .list(middle.revocations(of: [], begins: 600)) },
  Case("a list with another's signature", "list notTrusted") { _ in
    .list(middle.revocations(of: [], key: .other))
  },
]

private let staples: [Case] = [
  Case("nothing", "accepted") { _ in .none },
  Case("good", "accepted", .staple) { .staple(middle.statement(about: $0, good)) },
  Case("good, named by SHA-256", "accepted", .staple) {
    .staple(middle.statement(about: $0, good, hash: "SHA256"))
  },
  Case("revoked", "revoked") { .staple(middle.statement(about: $0, revoked)) },
  Case("unknown to the CA", "staple unknownCertificate") {
    .staple(middle.statement(about: $0, V_OCSP_CERTSTATUS_UNKNOWN))
  },
  Case("about another certificate", "staple unknownCertificate") { _ in
    .staple(middle.statement(about: middle.issue(Recipe(serial: 7)), good))
  },
  Case("out of date", "staple outdated") { .staple(middle.statement(about: $0, good, ends: -600)) },
  Case("from the future", "staple outdated") { .staple(middle.statement(about: $0, good, begins: 900)) },
  Case("signed by itself", "staple notTrusted") {
    .staple(middle.statement(about: $0, good, signedBy: root.issue(Recipe(subject: "x", key: .other))))
  },
  Case("a refusal to answer", "staple unusable") { _ in .staple(TestCertificate.emptyStatement()) },
  Case("noise", "staple unusable") { _ in .staple([1, 2, 3]) },
  Case("must-staple without", "staple missing", mustStaple: true) { _ in .none },
  Case("must-staple with", "accepted", .staple, mustStaple: true) {
    .staple(middle.statement(about: $0, good))
  },
]

@Suite struct HostileRevocationTests {
  @Test(arguments: lists + staples)
  private func `T18 a revoked certificate is refused, and what can't tell is no leave`(row: Case) throws {
    let files = TestFiles()
    let (leaf, settings, staple) = scene(row, files)
    let client = try TLSSession(client: settings)
    let server = RawServer(leaf, chain: [middle], staple: staple)
    #expect(word(meet(client, server)) == row.outcome)
    #expect(client.facts?.revocation == (row.outcome == "accepted" ? row.revocation : nil))
    #expect(server.heard.isEmpty)
    #expect(server.isDone == (row.outcome == "accepted"))
  }

  @Test(arguments: lists + staples)
  private func `T18 T29 without verification revocation stands in the facts`(row: Case) throws {
    let files = TestFiles()
    var (leaf, settings, staple) = scene(row, files)
    settings.verify = false
    let client = try TLSSession(client: settings)
    #expect(meet(client, RawServer(leaf, chain: [middle], staple: staple)) == nil)
    guard case .notRequired(let fault) = client.facts?.verification else {
      Issue.record("\(String(describing: client.facts))")
      return
    }
    #expect(word(fault) == row.outcome)
  }

  @Test func `T18 a responder whom the issuer has named may speak for it`() throws {
    let files = TestFiles()
    let client = try TLSSession(client: files.client("localhost", root: root.pem))
    let bytes = middle.statement(about: .leaf, good, signedBy: responder)
    #expect(meet(client, RawServer(.leaf, staple: bytes)) == nil)
    #expect(client.facts?.revocation == .staple)
  }

  @Test func `T18 the server hears that its statement is worthless`() throws {
    let files = TestFiles()
    let client = try TLSSession(client: files.client("localhost", root: root.pem))
    let server = RawServer(.leaf, staple: [1])
    _ = meet(client, server)
    #expect(server.failure == "tlsv1 bad certificate status response")
  }

  private func scene(_ row: Case, _ files: TestFiles) -> (TestCertificate, TLSSettings, [UInt8]?) {
    let feature = row.mustStaple ? [("tlsfeature", "status_request")] : []
    let leaf = middle.issue(Recipe(extensions: feature))
    var settings = files.client("localhost", root: root.pem)
    var staple: [UInt8]?
    switch row.make(leaf) {
    case .list(let pem): settings.crlFile = files.write(pem)
    case .staple(let bytes): staple = bytes
    case .none: break
    }
    return (leaf, settings, staple)
  }
}
