import COpenSSL

@testable import Transport

/// The server's side of TLS by OpenSSL at security level 0 and none of our own code, so that it can be as bad as it
/// likes. In memory.
final class RawServer {
  let ssl: OpaquePointer
  private let input = BIO_new(BIO_s_mem())
  private let output = BIO_new(BIO_s_mem())
  /// What it heard of the application.
  private(set) var heard: [UInt8] = []
  /// OpenSSL's reason, when the handshake or reading failed.
  private(set) var failure: String?

  init(
    _ certificate: TestCertificate? = .leaf, chain: [TestCertificate] = [.middle], staple: [UInt8]? = nil,
    configure: (OpaquePointer) -> Void = { _ in }
  ) {
    let context = SSL_CTX_new(TLS_server_method())!
    defer { SSL_CTX_free(context) }
    SSL_CTX_set_security_level(context, 0)
    SSL_CTX_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(TLS1_VERSION), nil)
    if let certificate {
      SSL_CTX_use_certificate(context, certificate.pointer)
      SSL_CTX_use_PrivateKey(context, certificate.key.pointer)
    }
    for certificate in chain {
      X509_up_ref(certificate.pointer)
      SSL_CTX_ctrl(context, SSL_CTRL_EXTRA_CHAIN_CERT, 0, UnsafeMutableRawPointer(certificate.pointer))
    }
    if staple != nil { Self.attachStaple(context) }
    configure(context)
    ssl = SSL_new(context)
    SSL_set_bio(ssl, input, output)
    SSL_set_accept_state(ssl)
    guard let staple else { return }
    let copy = CRYPTO_malloc(staple.count, "", 0)!
    copy.copyMemory(from: staple, byteCount: staple.count)
    SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_STATUS_REQ_OCSP_RESP, staple.count, copy)
  }

  deinit { SSL_free(ssl) }

  private static func attachStaple(_ context: OpaquePointer) {
    let answer: @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> Int32 = { _, _ in
      SSL_TLSEXT_ERR_OK
    }
    SSL_CTX_callback_ctrl(
      context, SSL_CTRL_SET_TLSEXT_STATUS_REQ_CB, unsafeBitCast(answer, to: (@convention(c) () -> Void).self))
  }

  var isDone: Bool { SSL_is_init_finished(ssl) == 1 }
  var serverName: String? { SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name).map { String(cString: $0) } }

  func give(_ bytes: [UInt8]) { BIO_write(input, bytes, Int32(bytes.count)) }
  func takeOutput() -> [UInt8] { drained(output) }

  /// Goes on with the handshake, or reads.
  func step() {
    ERR_clear_error()
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let isReading = isDone
    let result = isReading ? SSL_read(ssl, &bytes, Int32(bytes.count)) : SSL_do_handshake(ssl)
    if isReading, result > 0 { heard += bytes[..<Int(result)] }
    if result <= 0, SSL_get_error(ssl, result) == SSL_ERROR_SSL {
      failure = ERR_reason_error_string(ERR_peek_error()).map { String(cString: $0) } ?? "unknown"
    }
  }

  func write(_ bytes: [UInt8]) { SSL_write(ssl, bytes, Int32(bytes.count)) }
}

extension RawServer {
  /// Versions as OpenSSL numbers them.
  static func only(_ version: Int32) -> (OpaquePointer) -> Void {
    { context in
      SSL_CTX_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(version), nil)
      SSL_CTX_ctrl(context, SSL_CTRL_SET_MAX_PROTO_VERSION, Int(version), nil)
    }
  }
}

/// Lets both talk until nothing is left to say; what the client made of it.
func meet(_ client: TLSSession, _ server: RawServer) -> TLSError? {
  var outcome: TLSError?
  for _ in 0..<12 {
    if client.facts == nil, outcome == nil, case .failed(let error) = client.handshake() { outcome = error }
    client.keepInput()
    let sent = takeOutput(of: client)
    server.give(sent)
    server.step()
    let answer = server.takeOutput()
    answer.withUnsafeBytes { bytes in
      guard !bytes.isEmpty else { return }
      client.give(bytes)
      client.keepInput()
    }
    if sent.isEmpty, answer.isEmpty { break }
  }
  return outcome
}

func takeOutput(of session: TLSSession) -> [UInt8] {
  guard session.outputCount > 0 else { return [] }
  let bytes = session.withOutput { Array($0) }
  session.outputSent(bytes.count)
  return bytes
}

/// An error in a word, with the number where it has one; for tables.
func word(_ error: TLSError?) -> String {
  switch error {
  case nil: "accepted"
  case .expired: "expired"
  case .notYetValid: "not yet valid"
  case .selfSigned: "self-signed"
  case .unknownIssuer(let issuer, _): "unknown issuer \(issuer)"
  case .wrongHost: "wrong host"
  case .revoked: "revoked"
  case .revocationList(let fault, _): "list \(fault)"
  case .staple(let fault, _): "staple \(fault)"
  case .weak: "weak"
  case .badCertificate(let code, _, _): "bad certificate \(code)"
  case .alert(let code, let name): "alert \(code) \(name)"
  case .notTLS: "not TLS"
  case .noSharedVersion: "no shared version"
  case .protocolNotOffered(let name): "protocol \(name)"
  case .closedEarly: "closed early"
  case .badServerName: "bad name"
  case .file(_, let fault): "file \(fault)"
  case .other(_, let text): text
  }
}
