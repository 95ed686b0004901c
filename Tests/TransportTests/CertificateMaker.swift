import COpenSSL

/// A key pair for a test.
///
/// `@unchecked Sendable`: OpenSSL's keys are not changed once they are made.
final class TestKey: @unchecked Sendable {
  let pointer: OpaquePointer

  /// One for every certificate that does not ask for another.
  static let shared = TestKey(curve: NID_X9_62_prime256v1)
  static let other = TestKey(curve: NID_X9_62_prime256v1)
  static let rsa1024 = TestKey(rsa: 1024)
  static let rsa2048 = TestKey(rsa: 2048)

  init(curve: Int32) {
    pointer = Self.generate(EVP_PKEY_EC) { EVP_PKEY_CTX_set_ec_paramgen_curve_nid($0, curve) }
  }

  init(rsa bits: Int32) {
    pointer = Self.generate(EVP_PKEY_RSA) { EVP_PKEY_CTX_set_rsa_keygen_bits($0, bits) }
  }

  deinit { EVP_PKEY_free(pointer) }

  /// Parameters of Diffie and Hellman (RFC 2631 section 2.1), DER in hexadecimal.
  static func group(_ text: String) -> OpaquePointer? {
    let digits = Array(text.utf8)
    let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
    }
    return bytes.withUnsafeBufferPointer { buffer in
      var start = buffer.baseAddress
      return d2i_KeyParams(EVP_PKEY_DH, nil, &start, buffer.count)
    }
  }

  private static func generate(_ kind: Int32, _ set: (OpaquePointer?) -> Int32) -> OpaquePointer {
    let context = EVP_PKEY_CTX_new_id(kind, nil)
    defer { EVP_PKEY_CTX_free(context) }
    var key: OpaquePointer?
    precondition(
      EVP_PKEY_keygen_init(context) == 1 && set(context) == 1 && EVP_PKEY_keygen(context, &key) == 1)
    return key!
  }

  var pem: String { pemText { PEM_write_bio_PrivateKey($0, pointer, nil, nil, 0, nil, nil) } }

  func pem(encryptedWith passphrase: String) -> String {
    pemText { bio in
      PEM_write_bio_PKCS8PrivateKey(
        bio, pointer, EVP_aes_128_cbc(), passphrase, Int32(passphrase.utf8.count), nil, nil)
    }
  }
}

/// What a certificate says.
struct Recipe {
  var subject = "leaf"
  /// As in openssl.cnf: "DNS:a.test,IP:127.0.0.1". Nil: no alternative names.
  var names: String? = "DNS:localhost"
  /// More of the kind, by name: "extendedKeyUsage" and "clientAuth".
  var extensions: [(String, String)] = []
  /// Seconds from now.
  var begins = -86_400
  var ends = 86_400
  var key = TestKey.shared
  var digest = "SHA256"
  var serial = 0x1000

  static func authority(_ subject: String, _ constraints: String = "critical,CA:TRUE") -> Recipe {
    Recipe(
      subject: subject, names: nil,
      extensions: [("basicConstraints", constraints), ("keyUsage", "critical,keyCertSign,cRLSign")])
  }
}

/// A certificate and its key, made here and now.
///
/// `@unchecked Sendable`: not changed once it is made, and OpenSSL counts its references.
final class TestCertificate: @unchecked Sendable {
  let pointer: OpaquePointer
  let key: TestKey

  static let root = TestCertificate(.authority("root"))
  static let middle = root.issue(.authority("middle"))
  static let leaf = middle.issue(Recipe())

  /// Signed by itself, or by `issuer`.
  init(_ recipe: Recipe, issuer: TestCertificate? = nil) {
    pointer = X509_new()
    key = recipe.key
    X509_set_version(pointer, 2)
    ASN1_INTEGER_set(X509_get_serialNumber(pointer), recipe.serial)
    X509_gmtime_adj(X509_getm_notBefore(pointer), recipe.begins)
    X509_gmtime_adj(X509_getm_notAfter(pointer), recipe.ends)
    let subject = X509_get_subject_name(pointer)
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, recipe.subject, -1, -1, 0)
    X509_set_issuer_name(pointer, issuer.map { X509_get_subject_name($0.pointer) } ?? subject)
    X509_set_pubkey(pointer, key.pointer)
    var context = X509V3_CTX()
    X509V3_set_ctx(&context, issuer?.pointer ?? pointer, pointer, nil, nil, 0)
    if let names = recipe.names { add("subjectAltName", names, &context) }
    for (name, value) in recipe.extensions { add(name, value, &context) }
    let signer = issuer?.key ?? key
    precondition(X509_sign(pointer, signer.pointer, EVP_get_digestbyname(recipe.digest)) > 0)
  }

  private func add(_ name: String, _ value: String, _ context: inout X509V3_CTX) {
    guard let made = X509V3_EXT_conf(nil, &context, name, value) else {
      preconditionFailure("\(name)=\(value)")
    }
    X509_add_ext(pointer, made, -1)
    X509_EXTENSION_free(made)
  }

  deinit { X509_free(pointer) }

  func issue(_ recipe: Recipe) -> TestCertificate { TestCertificate(recipe, issuer: self) }

  var pem: String { pemText { PEM_write_bio_X509($0, pointer) } }

  /// A list of this authority, with these serial numbers. Times are seconds from now.
  func revocations(of serials: [Int], begins: Int = -3600, ends: Int = 3600, key: TestKey? = nil) -> String {
    let list = X509_CRL_new()
    defer { X509_CRL_free(list) }
    X509_CRL_set_version(list, 1)
    X509_CRL_set_issuer_name(list, X509_get_subject_name(pointer))
    let (first, last) = (X509_gmtime_adj(nil, begins), X509_gmtime_adj(nil, ends))
    defer { [first, last].forEach(ASN1_TIME_free) }
    X509_CRL_set1_lastUpdate(list, first)
    X509_CRL_set1_nextUpdate(list, last)
    for serial in serials {
      let entry = X509_REVOKED_new()
      let number = ASN1_INTEGER_new()
      ASN1_INTEGER_set(number, serial)
      X509_REVOKED_set_serialNumber(entry, number)
      ASN1_INTEGER_free(number)
      X509_REVOKED_set_revocationDate(entry, first)
      X509_CRL_add0_revoked(list, entry)
    }
    precondition(X509_CRL_sign(list, (key ?? self.key).pointer, EVP_sha256()) > 0)
    return pemText { PEM_write_bio_X509_CRL($0, list) }
  }

  /// An OCSP response of this authority about a certificate.
  func statement(
    about certificate: TestCertificate, _ status: Int32, begins: Int = -3600, ends: Int = 3600,
    signedBy signer: TestCertificate? = nil, hash: String = "SHA1"
  ) -> [UInt8] {
    let basic = OCSP_BASICRESP_new()
    defer { OCSP_BASICRESP_free(basic) }
    let id = OCSP_cert_to_id(EVP_get_digestbyname(hash), certificate.pointer, pointer)
    defer { OCSP_CERTID_free(id) }
    let (first, last) = (X509_gmtime_adj(nil, begins), X509_gmtime_adj(nil, ends))
    defer { [first, last].forEach(ASN1_TIME_free) }
    OCSP_basic_add1_status(
      basic, id, status, 0, status == V_OCSP_CERTSTATUS_REVOKED ? first : nil, first, last)
    let signer = signer ?? self
    precondition(OCSP_basic_sign(basic, signer.pointer, signer.key.pointer, EVP_sha256(), nil, 0) == 1)
    return Self.bytes(of: OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic))
  }

  /// "Try later", with nothing in it.
  static func emptyStatement() -> [UInt8] {
    bytes(of: OCSP_response_create(OCSP_RESPONSE_STATUS_TRYLATER, nil))
  }

  private static func bytes(of response: OpaquePointer?) -> [UInt8] {
    defer { OCSP_RESPONSE_free(response) }
    var bytes: UnsafeMutablePointer<UInt8>?
    let count = i2d_OCSP_RESPONSE(response, &bytes)
    defer { CRYPTO_free(bytes, nil, 0) }
    return Array(UnsafeBufferPointer(start: bytes, count: Int(max(0, count))))
  }
}

private func pemText(_ write: (OpaquePointer?) -> Int32) -> String {
  let bio = BIO_new(BIO_s_mem())
  defer { BIO_free(bio) }
  precondition(write(bio) == 1)
  return String(decoding: drained(bio), as: UTF8.self)
}

/// What a memory BIO holds.
func drained(_ bio: OpaquePointer?) -> [UInt8] {
  var all: [UInt8] = []
  var piece = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = BIO_read(bio, &piece, Int32(piece.count))
    guard count > 0 else { return all }
    all += piece[..<Int(count)]
  }
}
