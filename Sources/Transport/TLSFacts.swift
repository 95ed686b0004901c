/// What TLS agreed on, for the screen and the record.
public struct TLSFacts: Hashable, Sendable {
  public enum Verification: Hashable, Sendable {
    case verified
    /// Not asked for (-k, or a server's view of its client); with what was found wrong, if anything was.
    case notRequired(TLSError?)
  }

  /// "TLSv1.3"
  public var version: String
  /// "TLS_AES_256_GCM_SHA384"
  public var cipher: String
  public var alpn: String?
  public var verification: Verification
  /// The peer's certificates as it sent them, its own first, at most `CertificateFacts.chainLimit`.
  public var chain: [CertificateFacts]

  public var verified: Bool { verification == .verified }

  public init(
    version: String, cipher: String, alpn: String?, verification: Verification, chain: [CertificateFacts]
  ) {
    self.version = version
    self.cipher = cipher
    self.alpn = alpn
    self.verification = verification
    self.chain = chain
  }
}

/// A certificate in words. Every string is the peer's: show it through `DisplayText` only.
public struct CertificateFacts: Hashable, Sendable {
  /// Certificates kept of a chain.
  public static let chainLimit = 10
  /// Names kept of a certificate; some have 10,000.
  public static let namesLimit = 100

  public var subject: String
  public var issuer: String
  /// Seconds since 1970.
  public var notBefore: Int64
  public var notAfter: Int64
  /// Subject alternative names: "example.com", "127.0.0.1".
  public var names: [String]

  public init(subject: String, issuer: String, notBefore: Int64, notAfter: Int64, names: [String]) {
    self.subject = subject
    self.issuer = issuer
    self.notBefore = notBefore
    self.notAfter = notAfter
    self.names = names
  }
}
