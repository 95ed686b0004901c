/// Why TLS failed, as facts; the words for people are made in the view (RFC 5280, RFC 8446, RFC 9525).
public indirect enum TLSError: Error, Hashable, Sendable {
  /// The certificate ended before the local clock `now` (seconds since 1970).
  case expired(CertificateFacts, now: Int64)
  case notYetValid(CertificateFacts, now: Int64)
  /// The server's own certificate signs itself and is not trusted.
  case selfSigned(CertificateFacts)
  /// The chain ends in a root that is not trusted, or its next certificate is missing: `issuer` is its name.
  case unknownIssuer(issuer: String, CertificateFacts)
  /// The certificate is for others: its names are in the facts.
  case wrongHost(asked: String, CertificateFacts)
  case revoked(CertificateFacts)
  /// `TLSSettings.crlFile` does not tell whether the certificate was revoked (RFC 5280 section 6.3).
  case revocationList(ListFault, CertificateFacts)
  /// The CA's statement that the certificate is not revoked is missing or worthless (RFC 6066 section 8, RFC 7633).
  case staple(StapleFault, CertificateFacts)
  /// Key or signature below security level 2 (RSA under 2048 bits, SHA-1, MD5).
  case weak(CertificateFacts)
  /// Another fault of the chain, by OpenSSL's X509_V_ERR number and its text.
  case badCertificate(code: Int32, text: String, CertificateFacts?)
  /// The peer sent a fatal alert (RFC 8446 section 6): 40 handshake_failure, 70 protocol_version, ...
  case alert(code: UInt8, name: String)
  /// What came is not TLS: mostly plain HTTP on this port.
  case notTLS
  /// The peer speaks only versions before TLS 1.2, or no shared cipher.
  case noSharedVersion
  /// The server selected a protocol that was not offered (RFC 7301 section 3.2).
  case protocolNotOffered(String)
  /// EOF or reset during the handshake, or later without close_notify.
  case closedEarly
  /// Empty, or with a NUL.
  case badServerName(String)
  /// A local file could not be used.
  case file(path: String, reason: FileFault)
  /// OpenSSL's library and reason numbers, and its text.
  case other(code: UInt, text: String)

  public enum FileFault: Hashable, Sendable {
    case unreadable(text: String)
    case noCertificate
    case keyDoesNotMatch
    case noKey
    /// The key is encrypted and no passphrase was given.
    case passphraseMissing
    case passphraseWrong
    case noRevocationList
  }

  public enum ListFault: Hashable, Sendable {
    /// No list in the file is of the certificate's issuer.
    case missing
    /// The next one was due before now, or its time has not begun.
    case outdated
    /// Not signed by the issuer.
    case notTrusted
  }

  public enum StapleFault: Hashable, Sendable {
    /// The certificate says that it always comes with one ("must-staple").
    case missing
    /// Not an OCSP response, or one that says why there is none.
    case unusable
    /// Not signed by the certificate's issuer, nor by whom that has named for it.
    case notTrusted
    /// About another certificate, or the CA does not know this one.
    case unknownCertificate
    /// Its time has passed, or has not begun.
    case outdated
  }
}
