internal import COpenSSL

/// The CA's signed statement about a server's certificate that the server itself sends along (OCSP stapling, RFC 6066
/// section 8, RFC 6960).
enum Staple {
  /// None came, and none has to.
  case none
  case good
  case revoked
  case worthless(TLSError.StapleFault)

  /// Seconds by which clocks may differ.
  private static let leeway = 300
  /// Statements looked at in one response; a server sends the one that matters.
  private static let statementLimit: Int32 = 16
  /// The TLS feature that a certificate demands with "must-staple": status_request (RFC 7633 section 4).
  private static let statusRequest = 5

  /// `chain` is verified: the server's certificate, its issuer, and so on.
  init(of ssl: OpaquePointer, _ chain: OpaquePointer) {
    defer { ERR_clear_error() }
    var bytes: UnsafePointer<UInt8>?
    let count = wsglass_ssl_staple(ssl, &bytes)
    guard count > 0 else {
      self = wsglass_x509_at(chain, 0).map(Self.isDemanded) == true ? .worthless(.missing) : .none
      return
    }
    let response = d2i_OCSP_RESPONSE(nil, &bytes, count)
    defer { OCSP_RESPONSE_free(response) }
    guard response != nil, OCSP_response_status(response) == OCSP_RESPONSE_STATUS_SUCCESSFUL,
      let basic = OCSP_response_get1_basic(response)
    else {
      self = .worthless(.unusable)
      return
    }
    defer { OCSP_BASICRESP_free(basic) }
    let store = SSL_CTX_get_cert_store(SSL_get_SSL_CTX(ssl))
    guard OCSP_basic_verify(basic, chain, store, 0) == 1 else {
      self = .worthless(.notTrusted)
      return
    }
    self = Self.statement(in: basic, chain)
  }

  private static func statement(in basic: OpaquePointer, _ chain: OpaquePointer) -> Staple {
    let leaf = wsglass_x509_at(chain, 0)
    // A certificate that is trusted by itself is its own issuer.
    let issuer = wsglass_x509_at(chain, min(1, wsglass_x509_count(chain) - 1))
    for index in 0..<min(OCSP_resp_count(basic), statementLimit) {
      let single = OCSP_resp_get0(basic, index)
      guard isAbout(leaf, issuer, OCSP_SINGLERESP_get0_id(single)) else { continue }
      var begins: UnsafeMutablePointer<ASN1_GENERALIZEDTIME>?
      var ends: UnsafeMutablePointer<ASN1_GENERALIZEDTIME>?
      let status = OCSP_single_get0_status(single, nil, nil, &begins, &ends)
      if status == V_OCSP_CERTSTATUS_REVOKED { return .revoked }
      guard status == V_OCSP_CERTSTATUS_GOOD else { return .worthless(.unknownCertificate) }
      return OCSP_check_validity(begins, ends, leeway, -1) == 1 ? .good : .worthless(.outdated)
    }
    return .worthless(.unknownCertificate)
  }

  /// The responder chooses the hash by which it names a certificate.
  private static func isAbout(_ leaf: OpaquePointer?, _ issuer: OpaquePointer?, _ id: OpaquePointer?) -> Bool
  {
    var algorithm: OpaquePointer?
    guard let id, OCSP_id_get0_info(nil, &algorithm, nil, nil, id) == 1,
      let name = OBJ_nid2sn(OBJ_obj2nid(algorithm)), let hash = EVP_get_digestbyname(name),
      let own = OCSP_cert_to_id(hash, leaf, issuer)
    else { return false }
    defer { OCSP_CERTID_free(own) }
    return OCSP_id_cmp(own, id) == 0
  }

  private static func isDemanded(by certificate: OpaquePointer) -> Bool {
    guard let raw = X509_get_ext_d2i(certificate, NID_tlsfeature, nil, nil) else { return false }
    let features = OpaquePointer(raw)
    defer { TLS_FEATURE_free(features) }
    return (0..<wsglass_feature_count(features)).contains {
      wsglass_feature_at(features, $0) == statusRequest
    }
  }
}
