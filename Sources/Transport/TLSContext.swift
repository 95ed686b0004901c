internal import COpenSSL
internal import Glibc

/// Owns OpenSSL's settings for one side (SSL_CTX).
struct TLSContext: ~Copyable {
  /// The protocol name as ALPN carries it: a length byte, then "http/1.1".
  static let protocolList: [UInt8] = [8] + Array("http/1.1".utf8)

  let pointer: OpaquePointer

  /// Trusts the system's roots or the CA file's, never both.
  init(client settings: TLSSettings) throws(TLSError) {
    let context = try TLSContext(method: TLS_client_method())
    if let path = settings.caFile {
      ERR_clear_error()
      guard SSL_CTX_load_verify_file(context.pointer, path) == 1 else { throw Self.fileError(path) }
    } else {
      SSL_CTX_set_default_verify_paths(context.pointer)
    }
    guard SSL_CTX_set_alpn_protos(context.pointer, Self.protocolList, UInt32(Self.protocolList.count)) == 0
    else { throw .drained() }
    if let certificate = settings.certificateFile {
      try context.use(certificate: certificate, key: settings.keyFile ?? certificate)
    }
    self = context
  }

  init(server settings: TLSServerSettings) throws(TLSError) {
    let context = try TLSContext(method: TLS_server_method())
    try context.use(certificate: settings.certificateFile, key: settings.keyFile)
    SSL_CTX_set_num_tickets(context.pointer, 0)
    SSL_CTX_set_alpn_select_cb(
      context.pointer,
      { _, chosen, chosenCount, offered, offeredCount, _ in
        // A client that offers other protocols only goes on without ALPN, as it would with an older server.
        guard let ours = TLSContext.find(in: offered, offeredCount) else { return SSL_TLSEXT_ERR_NOACK }
        chosen?.pointee = ours
        chosenCount?.pointee = TLSContext.protocolList[0]
        return SSL_TLSEXT_ERR_OK
      }, nil)
    self = context
  }

  private init(method: OpaquePointer?) throws(TLSError) {
    ERR_clear_error()
    let context = SSL_CTX_new(method)
    guard let context, wsglass_ssl_ctx_harden(context) == 1 else {
      SSL_CTX_free(context)
      throw .drained()
    }
    // An encrypted key would ask for its passphrase on the terminal.
    SSL_CTX_set_default_passwd_cb(context) { _, _, _, _ in 0 }
    pointer = context
  }

  deinit { SSL_CTX_free(pointer) }

  private func use(certificate: String, key: String) throws(TLSError) {
    ERR_clear_error()
    guard SSL_CTX_use_certificate_chain_file(pointer, certificate) == 1 else {
      throw Self.fileError(certificate)
    }
    ERR_clear_error()
    guard SSL_CTX_use_PrivateKey_file(pointer, key, SSL_FILETYPE_PEM) == 1,
      SSL_CTX_check_private_key(pointer) == 1
    else { throw Self.fileError(key) }
  }

  private static func fileError(_ path: String) -> TLSError {
    let code = ERR_peek_error()
    let library = ERR_GET_LIB(code)
    let reason = ERR_GET_REASON(code)
    defer { ERR_clear_error() }
    guard access(path, R_OK) == 0 else {
      return .file(path: path, reason: .unreadable(text: String(cString: strerror(errno))))
    }
    if library == ERR_LIB_X509, reason == X509_R_KEY_VALUES_MISMATCH || reason == X509_R_KEY_TYPE_MISMATCH {
      return .file(path: path, reason: .keyDoesNotMatch)
    }
    if library == ERR_LIB_PEM && reason == PEM_R_NO_START_LINE || library == ERR_LIB_X509 || code == 0 {
      return .file(path: path, reason: .noCertificate)
    }
    let text = ERR_reason_error_string(code).map { String(cString: $0) } ?? "unknown"
    return .file(path: path, reason: .unreadable(text: text))
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

extension TLSError {
  /// The earliest error in OpenSSL's queue, which is empty afterwards.
  static func drained() -> TLSError {
    let code = ERR_get_error()
    ERR_clear_error()
    return TLSError(openSSL: code)
  }

  private init(openSSL code: UInt) {
    let reason = ERR_GET_REASON(code)
    guard ERR_GET_LIB(code) == ERR_LIB_SSL else {
      self = .other(code: code, text: Self.text(of: code))
      return
    }
    switch reason {
    // SSL_AD_REASON_OFFSET and the alert's number (RFC 8446 section 6).
    case 1000...1255:
      let alert = UInt8(truncatingIfNeeded: reason - 1000)
      self = .alert(code: alert, name: String(cString: SSL_alert_desc_string_long(Int32(alert))))
    case SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_NO_PROTOCOLS_AVAILABLE, SSL_R_NO_SHARED_CIPHER,
      SSL_R_WRONG_SSL_VERSION, SSL_R_VERSION_TOO_LOW, SSL_R_WRONG_CIPHER_RETURNED:
      self = .noSharedVersion
    case SSL_R_UNEXPECTED_EOF_WHILE_READING:
      self = .closedEarly
    case SSL_R_HTTP_REQUEST, SSL_R_HTTPS_PROXY_REQUEST:
      self = .notTLS
    default:
      self = .other(code: code, text: Self.text(of: code))
    }
  }

  private static func text(of code: UInt) -> String {
    ERR_reason_error_string(code).map { String(cString: $0) } ?? "unknown"
  }
}
