internal import COpenSSL
internal import Glibc

/// One TLS conversation in memory: encrypted bytes in and out, application bytes in and out, no socket.
///
/// A class because OpenSSL's callbacks point back to it.
final class TLSSession {
  enum Progress {
    case needsInput
    case done(TLSFacts)
    case failed(TLSError)
  }

  /// Application bytes encrypted at once: four records, so output stays bounded while the socket is full.
  static let writeSize = 64 * 1024

  private let ssl: OpaquePointer
  /// Freed after `ssl`, whose BIO points there.
  private let wire = TLSWire.make()
  /// The name to be found in the certificate; nil on the server's side.
  private let asked: String?
  private let verifies: Bool
  private var fault: TLSError?
  /// What the server wants to speak, before OpenSSL looks at it.
  private var serverProtocol: String?
  private var revocation = TLSFacts.Revocation.notChecked
  private var ending: ReadResult?
  private var mayHoldMore = false
  /// Set when the handshake is done.
  private(set) var facts: TLSFacts?

  /// Checks the certificate for the server's name, which is also sent as SNI unless it is an IP literal
  /// (RFC 6066 section 3, RFC 9525 section 6).
  convenience init(client settings: TLSSettings, _ contexts: TLSContexts = .shared) throws(TLSError) {
    let wanted = settings.serverNameIndication ?? settings.serverName
    var name = wanted
    if name.utf8.last == UInt8(ascii: ".") { name.removeLast() }
    guard !name.isEmpty, !name.utf8.contains(0) else { throw .badServerName(wanted) }
    try self.init(contexts.context(client: settings), asked: name, verifies: settings.verify)
    SSL_set_connect_state(ssl)
    let parameters = SSL_get0_param(ssl)
    // OpenSSL's defaults match "w*.example.com" and the subject's common name.
    X509_VERIFY_PARAM_set_hostflags(
      parameters, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT))
    let address = String(name.prefix { $0 != "%" })
    if Self.isAddress(address) {
      guard X509_VERIFY_PARAM_set1_ip_asc(parameters, address) == 1 else { throw .badServerName(name) }
    } else {
      guard X509_VERIFY_PARAM_set1_host(parameters, name, name.utf8.count) == 1,
        wsglass_ssl_set_server_name(ssl, name) == 1
      else { throw .badServerName(name) }
    }
    if settings.crlFile != nil {
      X509_VERIFY_PARAM_set_flags(parameters, UInt(X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL))
      revocation = .list
    }
    SSL_set_msg_callback(ssl) { isOurs, _, type, bytes, count, ssl, _ in
      guard isOurs == 0, type == SSL3_RT_HANDSHAKE else { return }
      TLSSession.received(UnsafeRawBufferPointer(start: bytes, count: count), on: ssl)
    }
    wsglass_ssl_ask_for_staple(ssl)
    wsglass_ssl_set_owner(ssl, Unmanaged.passUnretained(self).toOpaque())
    // Without verification the chain is checked all the same, so that the facts say what is wrong with it.
    SSL_set_verify(ssl, settings.verify ? SSL_VERIFY_PEER : SSL_VERIFY_NONE) { passed, context in
      TLSSession.checked(passed, context)
    }
  }

  convenience init(server settings: TLSServerSettings, _ contexts: TLSContexts = .shared) throws(TLSError) {
    try self.init(contexts.context(server: settings), asked: nil, verifies: false)
    SSL_set_accept_state(ssl)
  }

  private init(_ context: TLSContext, asked: String?, verifies: Bool) throws(TLSError) {
    ERR_clear_error()
    // It counts as one more reference to the context.
    guard let ssl = SSL_new(context.pointer) else { throw .drained() }
    self.ssl = ssl
    self.asked = asked
    self.verifies = verifies
    guard let bio = TLSWire.makeBIO(wire) else { throw .drained() }
    // One BIO for both directions counts as one reference.
    SSL_set_bio(ssl, bio, bio)
  }

  deinit {
    SSL_free(ssl)
    TLSWire.destroy(wire)
  }

  // MARK: Encrypted side

  var outputCount: Int { wire.pointee.outputCount }
  /// `read` may give more without more input.
  var hasBufferedInput: Bool { mayHoldMore || wire.pointee.hasInput || ending != nil }

  /// The bytes have to stay until `keepInput`.
  func give(_ bytes: UnsafeRawBufferPointer) { wire.pointee.give(bytes) }
  func keepInput() { wire.pointee.keep() }
  func withOutput<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R { wire.pointee.withOutput(body) }
  func outputSent(_ count: Int) { wire.pointee.outputSent(count) }

  // MARK: Application side

  func handshake() -> Progress {
    ERR_clear_error()
    let result = SSL_do_handshake(ssl)
    guard result == 1 else {
      let reason = SSL_get_error(ssl, result)
      if reason == SSL_ERROR_WANT_READ || reason == SSL_ERROR_WANT_WRITE { return .needsInput }
      return .failed(failure())
    }
    let facts = readFacts()
    if asked != nil, let alpn = facts.alpn, alpn != "http/1.1" { return .failed(.protocolNotOffered(alpn)) }
    // It would be called for each record.
    SSL_set_msg_callback(ssl, nil)
    if verifies, !facts.verified { return .failed(fault ?? .badCertificate(code: -1, text: "", nil)) }
    self.facts = facts
    return .done(facts)
  }

  /// Fills the buffer as far as the records at hand allow; each is decrypted straight into it.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> ReadResult {
    if let ending { return ending }
    guard mayHoldMore || wire.pointee.hasInput, let base = buffer.baseAddress else { return .wouldBlock }
    var total = 0
    mayHoldMore = false
    // Once for all: a success adds nothing to the queue.
    ERR_clear_error()
    // OpenSSL would free its record buffer after each record and make it anew for the next. Only with the last record at
    // hand it lets it go.
    var keepsBuffer = false
    defer { if keepsBuffer { wsglass_ssl_release_buffers(ssl, 1) } }
    while total < buffer.count {
      let isLast = wire.pointee.holdsOneRecordAtMost
      if isLast == keepsBuffer {
        keepsBuffer = !isLast
        wsglass_ssl_release_buffers(ssl, isLast ? 1 : 0)
      }
      var count = 0
      if SSL_read_ex(ssl, base + total, buffer.count - total, &count) == 1 {
        total += count
        // To be told that there is nothing more costs half as much as a short record.
        if !wire.pointee.hasInput, SSL_has_pending(ssl) == 0 { return .bytes(total) }
        continue
      }
      switch SSL_get_error(ssl, 0) {
      case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return total > 0 ? .bytes(total) : .wouldBlock
      case SSL_ERROR_ZERO_RETURN: ending = .end(truncated: false)
      default: ending = .failed(.tls(failure()))
      }
      return total > 0 ? .bytes(total) : ending ?? .wouldBlock
    }
    mayHoldMore = true
    return .bytes(total)
  }

  /// At most `writeSize` bytes; all of them are taken.
  func write(_ bytes: UnsafeRawBufferPointer) -> TLSError? {
    var written = 0
    ERR_clear_error()
    guard SSL_write_ex(ssl, bytes.baseAddress, bytes.count, &written) == 1 else { return failure() }
    return nil
  }

  /// Makes a close_notify (RFC 8446 section 6.1).
  func shutDown() {
    ERR_clear_error()
    SSL_shutdown(ssl)
    ERR_clear_error()
  }

  // MARK: What went wrong

  private func failure() -> TLSError {
    let isBadExtension = ERR_GET_REASON(ERR_peek_error()) == SSL_R_BAD_EXTENSION
    let error = TLSError.drained()
    if let fault, verifies, facts == nil { return fault }
    // 0x16 is a handshake record, 0x15 an alert (RFC 8446 section 5.1).
    if facts == nil, let first = wire.pointee.firstByte, first != 0x16, first != 0x15 { return .notTLS }
    if facts == nil, isBadExtension, let serverProtocol, serverProtocol != "http/1.1" {
      return .protocolNotOffered(serverProtocol)
    }
    return error
  }

  private static func received(_ message: UnsafeRawBufferPointer, on ssl: OpaquePointer?) {
    guard let name = SelectedProtocol.name(in: message), let owner = wsglass_ssl_owner(ssl) else { return }
    Unmanaged<TLSSession>.fromOpaque(owner).takeUnretainedValue().serverProtocol = name
  }

  // MARK: Verification

  private static func checked(_ passed: Int32, _ context: OpaquePointer?) -> Int32 {
    guard passed == 0, let owner = wsglass_verify_owner(context) else { return passed }
    let code = X509_STORE_CTX_get_error(context)
    // Only the server's own certificate has to be covered by a list.
    if code == X509_V_ERR_UNABLE_TO_GET_CRL, X509_STORE_CTX_get_error_depth(context) > 0 {
      X509_STORE_CTX_set_error(context, X509_V_OK)
      return 1
    }
    let session = Unmanaged<TLSSession>.fromOpaque(owner).takeUnretainedValue()
    let certificate = X509_STORE_CTX_get_current_cert(context).map { CertificateFacts($0) }
    session.fault = TLSError(verification: code, certificate: certificate, asked: session.asked ?? "")
    return 0
  }

  /// OpenSSL asks when the chain is verified and before our last flight is sent; false ends the handshake with an alert.
  /// A chain with another fault is not looked at further.
  static func acceptsStaple(_ ssl: OpaquePointer?) -> Bool {
    guard let owner = wsglass_ssl_owner(ssl) else { return true }
    let session = Unmanaged<TLSSession>.fromOpaque(owner).takeUnretainedValue()
    guard session.fault == nil, let chain = SSL_get0_verified_chain(ssl), let leaf = wsglass_x509_at(chain, 0)
    else { return true }
    switch Staple(of: session.ssl, chain) {
    case .none: return true
    case .good:
      session.revocation = .staple
      return true
    case .revoked: session.fault = .revoked(CertificateFacts(leaf))
    case .worthless(let fault): session.fault = .staple(fault, CertificateFacts(leaf))
    }
    return !session.verifies
  }

  private var selectedProtocol: String? {
    var name: UnsafePointer<UInt8>?
    var count: UInt32 = 0
    SSL_get0_alpn_selected(ssl, &name, &count)
    guard count > 0 else { return nil }
    return String(decoding: UnsafeBufferPointer(start: name, count: Int(count)), as: UTF8.self)
  }

  private func readFacts() -> TLSFacts {
    let group = wsglass_ssl_group(ssl)
    let isProven = verifies && fault == nil && SSL_get_verify_result(ssl) == Int(X509_V_OK)
    return TLSFacts(
      version: String(cString: SSL_get_version(ssl)),
      cipher: String(cString: SSL_CIPHER_get_name(SSL_get_current_cipher(ssl))),
      group: group == 0 ? nil : SSL_group_to_name(ssl, group).map { String(cString: $0) },
      alpn: selectedProtocol,
      verification: isProven ? .verified : .notRequired(fault),
      revocation: fault == nil ? revocation : .notChecked,
      chain: CertificateFacts.chain(SSL_get_peer_cert_chain(ssl)))
  }

  private static func isAddress(_ name: String) -> Bool {
    var space = in6_addr()
    return inet_pton(AF_INET, name, &space) == 1 || inet_pton(AF_INET6, name, &space) == 1
  }
}
