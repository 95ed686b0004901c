/// What TLS agreed on, for the screen and the record.
public struct TLSFacts: Hashable, Sendable {
  public enum Verification: Hashable, Sendable {
    case verified
    /// Not asked for (-k, or a server's view of its client); with what was found wrong, if anything was.
    case notRequired(TLSError?)
  }

  /// How it is known that the certificate was not revoked. No server of the CA is ever asked.
  public enum Revocation: Hashable, Sendable {
    case notChecked
    /// By `TLSSettings.crlFile`.
    case list
    /// By the CA's signed statement that the server sent along (OCSP, RFC 6066 section 8).
    case staple
  }

  /// "TLSv1.3"
  public var version: String
  /// "TLS_AES_256_GCM_SHA384"
  public var cipher: String
  /// Of the key exchange: "x25519". Nil where there was none.
  public var group: String?
  public var alpn: String?
  public var verification: Verification
  public var revocation: Revocation
  /// The peer's certificates as it sent them, its own first, at most `CertificateFacts.chainLimit`.
  public var chain: [CertificateFacts]

  public var verified: Bool { verification == .verified }

  public init(
    version: String, cipher: String, group: String? = nil, alpn: String?, verification: Verification,
    revocation: Revocation = .notChecked, chain: [CertificateFacts]
  ) {
    self.version = version
    self.cipher = cipher
    self.group = group
    self.alpn = alpn
    self.verification = verification
    self.revocation = revocation
    self.chain = chain
  }
}
