internal import COpenSSL
internal import Glibc

extension TLSError {
  /// What OpenSSL's queue says, which is empty afterwards: the earliest error of TLS itself, where there is one. Before it
  /// may stand what the ciphers said.
  static func drained() -> TLSError {
    var told = ERR_get_error()
    var next = told
    while next != 0, ERR_GET_LIB(told) != ERR_LIB_SSL {
      next = ERR_get_error()
      if ERR_GET_LIB(next) == ERR_LIB_SSL { told = next }
    }
    ERR_clear_error()
    return TLSError(openSSL: told)
  }

  /// What is wrong with a file, by the queue's earliest error; `fault` where that says nothing better.
  init(unusable path: String, or fault: FileFault = .noCertificate) {
    let code = ERR_peek_error()
    let library = ERR_GET_LIB(code)
    let reason = ERR_GET_REASON(code)
    ERR_clear_error()
    guard access(path, R_OK) == 0 else {
      self.init(unusable: path, errno)
      return
    }
    if library == ERR_LIB_X509, reason == X509_R_KEY_VALUES_MISMATCH || reason == X509_R_KEY_TYPE_MISMATCH {
      self = .file(path: path, reason: .keyDoesNotMatch)
    } else if library == ERR_LIB_SSL {
      // "ca md too weak", "ee key too small": the file is what it should be, and security level 2 forbids it.
      self = .file(path: path, reason: .unreadable(text: Self.text(of: code)))
    } else if library == ERR_LIB_SYS {
      self.init(unusable: path, reason)
    } else {
      self = .file(path: path, reason: fault)
    }
  }

  init(unusable path: String, _ errno: Int32) {
    self = .file(path: path, reason: .unreadable(text: String(cString: strerror(errno))))
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
      self = .alert(code: alert, name: Self.name(ofAlert: alert))
    case SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_NO_PROTOCOLS_AVAILABLE, SSL_R_NO_SHARED_CIPHER,
      SSL_R_WRONG_SSL_VERSION, SSL_R_VERSION_TOO_LOW, SSL_R_WRONG_CIPHER_RETURNED,
      SSL_R_UNKNOWN_CIPHER_RETURNED:
      self = .noSharedVersion
    case SSL_R_UNEXPECTED_EOF_WHILE_READING:
      self = .closedEarly
    case SSL_R_HTTP_REQUEST, SSL_R_HTTPS_PROXY_REQUEST:
      self = .notTLS
    default:
      self = .other(code: code, text: Self.text(of: code))
    }
  }

  /// OpenSSL 3.0 does not name all that it knows.
  private static func name(ofAlert alert: UInt8) -> String {
    switch alert {
    case 86: "inappropriate fallback"
    case 109: "missing extension"
    case 116: "certificate required"
    default: String(cString: SSL_alert_desc_string_long(Int32(alert)))
    }
  }

  private static func text(of code: UInt) -> String {
    ERR_reason_error_string(code).map { String(cString: $0) } ?? "unknown"
  }
}
