internal import COpenSSL
internal import Glibc

extension CertificateFacts {
  init(_ certificate: OpaquePointer) {
    self.init(
      subject: Self.text(of: X509_get_subject_name(certificate)),
      issuer: Self.text(of: X509_get_issuer_name(certificate)),
      notBefore: Self.seconds(of: X509_get0_notBefore(certificate)),
      notAfter: Self.seconds(of: X509_get0_notAfter(certificate)),
      names: Self.names(of: certificate))
    if let key = X509_get0_pubkey(certificate) {
      keyType = EVP_PKEY_get0_type_name(key).map { String(cString: $0) } ?? ""
      keyBits = Int(max(0, EVP_PKEY_get_bits(key)))
    }
    signatureAlgorithm = OBJ_nid2sn(X509_get_signature_nid(certificate)).map { String(cString: $0) } ?? ""
    fingerprint = Self.fingerprint(of: certificate)
    ERR_clear_error()
  }

  /// The certificates of a STACK_OF(X509).
  static func chain(_ stack: OpaquePointer?) -> [CertificateFacts] {
    (0..<min(wsglass_x509_count(stack), Int32(chainLimit))).compactMap { index in
      wsglass_x509_at(stack, index).map { CertificateFacts($0) }
    }
  }

  private static func text(of name: OpaquePointer?) -> String {
    guard let bio = BIO_new(BIO_s_mem()) else { return "" }
    defer { BIO_free(bio) }
    guard wsglass_name_print(bio, name) >= 0 else { return "" }
    var bytes: UnsafeMutablePointer<CChar>?
    let count = wsglass_bio_memory(bio, &bytes)
    return String(decoding: UnsafeRawBufferPointer(start: bytes, count: max(0, count)), as: UTF8.self)
  }

  private static func seconds(of time: UnsafePointer<ASN1_TIME>?) -> Int64 {
    var parts = tm()
    guard ASN1_TIME_to_tm(time, &parts) == 1 else { return 0 }
    return Int64(timegm(&parts))
  }

  private static func fingerprint(of certificate: OpaquePointer) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { bytes, count in
      var length: UInt32 = 0
      count = X509_digest(certificate, EVP_sha256(), bytes.baseAddress, &length) == 1 ? Int(length) : 0
    }
  }

  private static func names(of certificate: OpaquePointer) -> [String] {
    guard let raw = X509_get_ext_d2i(certificate, NID_subject_alt_name, nil, nil) else { return [] }
    let stack = OpaquePointer(raw)
    defer { GENERAL_NAMES_free(stack) }
    var names: [String] = []
    for index in 0..<min(wsglass_name_count(stack), Int32(namesLimit)) {
      var kind: Int32 = 0
      var bytes: UnsafePointer<UInt8>?
      let count = wsglass_name_at(stack, index, &kind, &bytes)
      guard count >= 0 else { continue }
      let buffer = UnsafeRawBufferPointer(start: bytes, count: Int(count))
      if kind == GEN_DNS {
        names.append(String(decoding: buffer, as: UTF8.self))
      } else if count == 4 {
        let address = UInt32(bigEndian: buffer.loadUnaligned(as: UInt32.self))
        names.append(SocketAddress.ipv4(address: address, port: 0).host)
      } else if count == 16 {
        let high = UInt64(bigEndian: buffer.loadUnaligned(as: UInt64.self))
        let low = UInt64(bigEndian: buffer.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        names.append(SocketAddress.ipv6(high: high, low: low, scope: 0, port: 0).host)
      }
    }
    return names
  }
}

extension TLSError {
  /// What chain building found, from the callback in which it stopped.
  init(verification code: Int32, certificate: CertificateFacts?, asked: String) {
    guard let certificate else {
      self = .badCertificate(code: code, text: Self.text(ofVerification: code), nil)
      return
    }
    switch code {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      self = .expired(certificate, now: Int64(time(nil)))
    case X509_V_ERR_CERT_NOT_YET_VALID:
      self = .notYetValid(certificate, now: Int64(time(nil)))
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      self = .selfSigned(certificate)
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
      X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
      X509_V_ERR_CERT_UNTRUSTED:
      self = .unknownIssuer(issuer: certificate.issuer, certificate)
    case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH:
      self = .wrongHost(asked: asked, certificate)
    case X509_V_ERR_CERT_REVOKED:
      self = .revoked(certificate)
    case X509_V_ERR_EE_KEY_TOO_SMALL, X509_V_ERR_CA_KEY_TOO_SMALL, X509_V_ERR_CA_MD_TOO_WEAK:
      self = .weak(certificate)
    case X509_V_ERR_UNABLE_TO_GET_CRL: self = .revocationList(.missing, certificate)
    case X509_V_ERR_CRL_HAS_EXPIRED, X509_V_ERR_CRL_NOT_YET_VALID:
      self = .revocationList(.outdated, certificate)
    case X509_V_ERR_CRL_SIGNATURE_FAILURE, X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER,
      X509_V_ERR_KEYUSAGE_NO_CRL_SIGN, X509_V_ERR_CRL_PATH_VALIDATION_ERROR:
      self = .revocationList(.notTrusted, certificate)
    default:
      self = .badCertificate(code: code, text: Self.text(ofVerification: code), certificate)
    }
  }

  private static func text(ofVerification code: Int32) -> String {
    X509_verify_cert_error_string(Int(code)).map { String(cString: $0) } ?? "unknown"
  }
}
