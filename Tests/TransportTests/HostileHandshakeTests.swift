import COpenSSL
import Testing

@testable import Transport

private let root = TestCertificate.root

/// A handshake of the catalogue, and what has to come of it.
private struct Row: Sendable, CustomTestStringConvertible {
  let id: String
  let what: String
  let outcome: String
  let server: @Sendable () -> RawServer

  init(_ id: String, _ what: String, _ outcome: String, _ server: @escaping @Sendable () -> RawServer) {
    self.id = id
    self.what = what
    self.outcome = outcome
    self.server = server
  }

  var testDescription: String { "\(id) \(what)" }
}

/// TLS 1.2 with these ciphers only, and what certificate they need.
private func ciphers(_ list: String, _ certificate: TestCertificate? = .leaf) -> RawServer {
  RawServer(certificate) {
    RawServer.only(TLS1_2_VERSION)($0)
    SSL_CTX_set_cipher_list($0, list + ":@SECLEVEL=0")
  }
}

/// ALPN that picks `name` whatever was offered; nil: none of it will do.
private func protocols(_ name: StaticString?) -> RawServer {
  RawServer(configure: { context in
    let pick: SSL_CTX_alpn_select_cb_func = { _, chosen, count, _, _, name in
      guard let name = name?.assumingMemoryBound(to: UInt8.self) else { return SSL_TLSEXT_ERR_ALERT_FATAL }
      chosen?.pointee = UnsafePointer(name)
      count?.pointee = name[0] == UInt8(ascii: "h") && name[1] == UInt8(ascii: "2") ? 2 : 8
      return SSL_TLSEXT_ERR_OK
    }
    SSL_CTX_set_alpn_select_cb(context, pick, name.map { UnsafeMutableRawPointer(mutating: $0.utf8Start) })
  })
}

/// DHE with a prime of so few bits.
private func smallGroup(_ text: String) -> RawServer {
  RawServer(root.issue(Recipe(key: .rsa2048)), chain: []) { context in
    RawServer.only(TLS1_2_VERSION)(context)
    SSL_CTX_set_cipher_list(context, "DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0")
    SSL_CTX_set0_tmp_dh_pkey(context, TestKey.group(text))
  }
}

/// The prime of RFC 2409 section 6.2, 1024 bits. OpenSSL as a server takes none below.
private let group1024 =
  "30818702818100ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08"
  + "798e3404ddef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f4"
  + "06b7edee386bfb5a899fa5ae9f24117c4b1fe649286651ece65381ffffffffffffffff020102"

private let rows: [Row] = [
  Row("T15", "DH of 1024 bits", "dh key too small") { smallGroup(group1024) },
  Row("T16", "TLS 1.0 only", "alert 70 protocol version") {
    RawServer(configure: RawServer.only(TLS1_VERSION))
  },
  Row("T16", "TLS 1.1 only", "alert 70 protocol version") {
    RawServer(configure: RawServer.only(TLS1_1_VERSION))
  },
  Row("T16", "TLS 1.2 only", "accepted") { RawServer(configure: RawServer.only(TLS1_2_VERSION)) },
  Row("T17", "no encryption", "alert 40 handshake failure") { ciphers("eNULL") },
  Row("T17", "nobody named", "alert 40 handshake failure") { ciphers("aNULL", nil) },
  Row("T17", "a shared password", "alert 40 handshake failure") { ciphers("PSK", nil) },
  Row("T17", "a cipher that will do", "accepted") { ciphers("ECDHE-ECDSA-AES128-GCM-SHA256") },
  Row("T20", "no protocol", "accepted") { RawServer() },
  Row("T20", "http/1.1", "accepted") { protocols("http/1.1") },
  Row("T20", "h2, which was not offered", "protocol h2") { protocols("h2") },
  Row("T20", "no_application_protocol", "alert 120 no application protocol") { protocols(nil) },
  Row("T23", "a client certificate may come", "accepted") {
    RawServer { SSL_CTX_set_verify($0, SSL_VERIFY_PEER, nil) }
  },
  Row("T23", "a client certificate must come, TLS 1.2", "alert 40 handshake failure") {
    RawServer {
      RawServer.only(TLS1_2_VERSION)($0)
      demandClient($0)
    }
  },
]

/// A record as it stands on the wire (RFC 8446 section 5.1).
private func record(_ type: UInt8, _ body: [UInt8], version: UInt8 = 3, length: Int? = nil) -> [UInt8] {
  let length = length ?? body.count
  return [type, 3, version, UInt8(length >> 8), UInt8(length & 0xFF)] + body
}

/// A ServerHello with this version and cipher, without extensions.
private func serverHello(version: UInt8, cipher: UInt16) -> [UInt8] {
  let body =
    [3, version] + [UInt8](repeating: 7, count: 32) + [0, UInt8(cipher >> 8), UInt8(cipher & 0xFF), 0]
  return record(22, [2, 0, 0, UInt8(body.count)] + body)
}

private let answers: [(String, [UInt8], String)] = [
  ("T16 a ServerHello of TLS 1.0", serverHello(version: 1, cipher: 0x002F), "no shared version"),
  ("T16 a ServerHello of TLS 1.1", serverHello(version: 2, cipher: 0x002F), "no shared version"),
  ("T16 a ServerHello of SSLv3", serverHello(version: 0, cipher: 0x000A), "no shared version"),
  ("T17 RC4 was not offered", serverHello(version: 3, cipher: 0x0005), "no shared version"),
  ("T17 3DES was not offered", serverHello(version: 3, cipher: 0x000A), "no shared version"),
  ("T17 an export cipher was not offered", serverHello(version: 3, cipher: 0x0003), "no shared version"),
  ("T17 NULL was not offered", serverHello(version: 3, cipher: 0x0002), "no shared version"),
  ("T17 anonymous was not offered", serverHello(version: 3, cipher: 0x006C), "no shared version"),
  ("T26 HTTP", Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8), "not TLS"),
  ("T26 SSH", Array("SSH-2.0-OpenSSH_9\r\n".utf8), "not TLS"),
  ("T26 NUL bytes", [UInt8](repeating: 0, count: 64), "not TLS"),
  ("T26 handshake_failure", record(21, [2, 40]), "alert 40 handshake failure"),
  ("T26 protocol_version", record(21, [2, 70]), "alert 70 protocol version"),
  ("T26 internal_error", record(21, [2, 80]), "alert 80 internal error"),
  ("T26 unrecognized_name", record(21, [2, 112]), "alert 112 unrecognized name"),
  ("T26 certificate_required", record(21, [2, 116]), "alert 116 certificate required"),
  ("T26 an alert of no name", record(21, [2, 200]), "alert 200 unknown"),
  ("T26 an alert of one byte", record(21, [2]), "invalid alert"),
  ("T26 empty records", [[UInt8]](repeating: record(22, []), count: 40).flatMap { $0 }, "record too small"),
  (
    "T26 a record of 16,385 bytes", record(22, [], length: 16_385) + [UInt8](repeating: 2, count: 16_385),
    "data length too long"
  ),
  ("T26 a record of 65,535 bytes", record(22, [], length: 65_535), "packet length too long"),
  ("T26 application data", record(23, [1, 2, 3]), "not TLS"),
  ("T26 a message of 16 MB", record(22, [2, 0xFF, 0xFF, 0xFF]), "excessive message size"),
]

@Suite struct HostileHandshakeTests {
  @Test(arguments: rows) private func `each server has the outcome of its row`(row: Row) throws {
    let files = TestFiles()
    let client = try TLSSession(client: files.client("localhost", root: root.pem))
    let server = row.server()
    let error = meet(client, server)
    #expect(word(error) == row.outcome)
    #expect((client.facts != nil) == (row.outcome == "accepted"))
    #expect(server.heard.isEmpty)
  }

  @Test(arguments: answers)
  private func `each first answer has the outcome of its row`(what: String, bytes: [UInt8], outcome: String)
    throws
  {
    let client = try TLSSession(client: TLSSettings(serverName: "localhost"))
    _ = client.handshake()
    var heard: TLSError?
    bytes.withUnsafeBytes { bytes in
      client.give(bytes)
      if case .failed(let error) = client.handshake() { heard = error }
      client.keepInput()
    }
    #expect(word(heard) == outcome)
    #expect(client.facts == nil)
  }
}
