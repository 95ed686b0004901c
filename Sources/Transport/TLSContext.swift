internal import COpenSSL
internal import Glibc

/// Owns OpenSSL's settings for one side (SSL_CTX).
///
/// A class because sessions on any loop share it. `@unchecked Sendable`: it is not changed once it is made, and OpenSSL
/// locks the certificates that it looks up later in a folder.
final class TLSContext: @unchecked Sendable {
  /// The protocol name as ALPN carries it: a length byte, then "http/1.1".
  static let protocolList: [UInt8] = [8] + Array("http/1.1".utf8)
  /// What OpenSSL would offer, without what level 2 still lets through: nothing that does not encrypt, name the server
  /// or stand up to attacks on short blocks (RFC 9325 section 4.1).
  private static let ciphers = "DEFAULT:!aNULL:!eNULL:!EXPORT:!RC4:!DES:!3DES:!MD5:!PSK:!SRP"

  let pointer: OpaquePointer

  /// Trusts the system's roots or those of CA file and folder, never both.
  init(client settings: TLSSettings) throws(TLSError) {
    pointer = try Self.make(TLS_client_method())
    if settings.minimumVersion == .tls13, wsglass_ssl_ctx_require_tls13(pointer) != 1 { throw .drained() }
    try trust(settings.caFile, settings.caPath)
    if let path = settings.crlFile { try readRevocations(path) }
    guard SSL_CTX_set_alpn_protos(pointer, Self.protocolList, UInt32(Self.protocolList.count)) == 0
    else { throw .drained() }
    wsglass_ssl_ctx_on_staple(pointer) { ssl, _ in TLSSession.acceptsStaple(ssl) ? 1 : 0 }
    if let certificate = settings.certificateFile {
      try use(certificate, key: settings.keyFile ?? certificate, settings.keyPassphrase)
    }
  }

  init(server settings: TLSServerSettings) throws(TLSError) {
    pointer = try Self.make(TLS_server_method())
    try use(settings.certificateFile, key: settings.keyFile, nil)
    SSL_CTX_set_num_tickets(pointer, 0)
    SSL_CTX_set_alpn_select_cb(
      pointer,
      { _, chosen, chosenCount, offered, offeredCount, _ in
        // A client that offers other protocols only goes on without ALPN, as it would with an older server.
        guard let ours = TLSContext.find(in: offered, offeredCount) else { return SSL_TLSEXT_ERR_NOACK }
        chosen?.pointee = ours
        chosenCount?.pointee = TLSContext.protocolList[0]
        return SSL_TLSEXT_ERR_OK
      }, nil)
  }

  private static func make(_ method: OpaquePointer?) throws(TLSError) -> OpaquePointer {
    ERR_clear_error()
    let context = SSL_CTX_new(method)
    guard let context, wsglass_ssl_ctx_harden(context) == 1, SSL_CTX_set_cipher_list(context, ciphers) == 1
    else {
      SSL_CTX_free(context)
      throw .drained()
    }
    // Nobody is asked on the terminal, whatever file says that it is encrypted.
    SSL_CTX_set_default_passwd_cb(context) { _, _, _, _ in -1 }
    return context
  }

  deinit { SSL_CTX_free(pointer) }

  // MARK: Files

  private func trust(_ file: String?, _ folder: String?) throws(TLSError) {
    if file == nil, folder == nil { SSL_CTX_set_default_verify_paths(pointer) }
    if let file {
      ERR_clear_error()
      guard SSL_CTX_load_verify_file(pointer, file) == 1 else { throw TLSError(unusable: file) }
    }
    if let folder {
      // OpenSSL looks into it only when it needs an issuer, and would not say that there is none.
      guard let opened = opendir(folder) else { throw TLSError(unusable: folder, errno) }
      closedir(opened)
      ERR_clear_error()
      guard SSL_CTX_load_verify_dir(pointer, folder) == 1 else { throw .drained() }
    }
  }

  private func readRevocations(_ path: String) throws(TLSError) {
    ERR_clear_error()
    let lookup = X509_STORE_add_lookup(SSL_CTX_get_cert_store(pointer), X509_LOOKUP_file())
    guard let lookup, X509_load_crl_file(lookup, path, X509_FILETYPE_PEM) > 0 else {
      throw TLSError(unusable: path, or: .noRevocationList)
    }
  }

  private func use(_ certificate: String, key: String, _ passphrase: Secret?) throws(TLSError) {
    ERR_clear_error()
    guard SSL_CTX_use_certificate_chain_file(pointer, certificate) == 1 else {
      throw TLSError(unusable: certificate)
    }
    var request = PassphraseRequest(passphrase: passphrase)
    ERR_clear_error()
    let isUsed = withUnsafeMutablePointer(to: &request) { request in
      SSL_CTX_set_default_passwd_cb_userdata(pointer, request)
      SSL_CTX_set_default_passwd_cb(pointer) { PassphraseRequest.answer($0, $1, $3) }
      defer {
        SSL_CTX_set_default_passwd_cb(pointer) { _, _, _, _ in -1 }
        SSL_CTX_set_default_passwd_cb_userdata(pointer, nil)
      }
      return SSL_CTX_use_PrivateKey_file(pointer, key, SSL_FILETYPE_PEM) == 1
        && SSL_CTX_check_private_key(pointer) == 1
    }
    guard !isUsed else { return }
    let fault: TLSError.FileFault =
      !request.wasMade ? .noKey : passphrase == nil ? .passphraseMissing : .passphraseWrong
    throw TLSError(unusable: key, or: fault)
  }

  /// Where "http/1.1" stands in a client's offer, without its length byte.
  private static func find(in offered: UnsafePointer<UInt8>?, _ count: UInt32) -> UnsafePointer<UInt8>? {
    guard let offered else { return nil }
    var start = 0
    while start < Int(count) {
      let length = Int(offered[start])
      guard start + 1 + length <= Int(count) else { return nil }
      let name = UnsafeBufferPointer(start: offered + start + 1, count: length)
      if name.elementsEqual(protocolList.dropFirst()) { return offered + start + 1 }
      start += 1 + length
    }
    return nil
  }
}

/// OpenSSL's question for the passphrase of a key, while one file is read.
private struct PassphraseRequest {
  let passphrase: Secret?
  var wasMade = false

  /// The passphrase's length, or -1 where it can't be given.
  static func answer(
    _ target: UnsafeMutablePointer<CChar>?, _ size: Int32, _ request: UnsafeMutableRawPointer?
  ) -> Int32 {
    guard let target, let request = request?.assumingMemoryBound(to: PassphraseRequest.self) else {
      return -1
    }
    request.pointee.wasMade = true
    guard let bytes = request.pointee.passphrase?.bytes, bytes.count <= Int(size) else { return -1 }
    UnsafeMutableRawBufferPointer(start: target, count: Int(size)).copyBytes(from: bytes)
    return Int32(bytes.count)
  }
}
