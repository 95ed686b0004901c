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
  /// "RSA", "EC", "ED25519"; empty where the key can't be read.
  public var keyType: String
  /// Of the key: 2048 for RSA, 256 for P-256.
  public var keyBits: Int
  /// "RSA-SHA256", "ecdsa-with-SHA256"
  public var signatureAlgorithm: String
  /// SHA-256 over the whole certificate, 32 bytes.
  public var fingerprint: [UInt8]

  public init(
    subject: String, issuer: String, notBefore: Int64, notAfter: Int64, names: [String], keyType: String = "",
    keyBits: Int = 0, signatureAlgorithm: String = "", fingerprint: [UInt8] = []
  ) {
    self.subject = subject
    self.issuer = issuer
    self.notBefore = notBefore
    self.notAfter = notAfter
    self.names = names
    self.keyType = keyType
    self.keyBits = keyBits
    self.signatureAlgorithm = signatureAlgorithm
    self.fingerprint = fingerprint
  }
}
