/// What a client asks of TLS. Always: TLS 1.2 or later, security level 2, no renegotiation, ALPN "http/1.1".
///
/// Files are PEM. They are read at the first dial with these settings, and again when one of them has changed.
public struct TLSSettings: Hashable, Sendable {
  /// What the certificate has to name, also sent as SNI unless it is an IP literal. One trailing dot is dropped.
  public var serverName: String
  /// Sent as SNI and looked for in the certificate, in place of `serverName`: for a server reached by another name.
  public var serverNameIndication: String?
  /// False (-k): any certificate will do. What was wrong with it still stands in `TLSFacts`.
  public var verify: Bool
  /// File and folder (named by hash, as `openssl rehash` does) with the trusted roots, instead of the system's.
  public var caFile: String?
  public var caPath: String?
  /// For a server that asks for a client certificate: the chain, its own certificate first. The key may stand in the
  /// same file.
  public var certificateFile: String?
  public var keyFile: String?
  /// For an encrypted key. It is never asked for on the terminal.
  public var keyPassphrase: Secret?
  public var minimumVersion: TLSVersion
  /// Revocation lists. The server's own certificate must be covered by one, those above it are where a list is there.
  public var crlFile: String?

  public init(
    serverName: String, serverNameIndication: String? = nil, verify: Bool = true, caFile: String? = nil,
    caPath: String? = nil, certificateFile: String? = nil, keyFile: String? = nil,
    keyPassphrase: Secret? = nil, minimumVersion: TLSVersion = .tls12, crlFile: String? = nil
  ) {
    self.serverName = serverName
    self.serverNameIndication = serverNameIndication
    self.verify = verify
    self.caFile = caFile
    self.caPath = caPath
    self.certificateFile = certificateFile
    self.keyFile = keyFile
    self.keyPassphrase = keyPassphrase
    self.minimumVersion = minimumVersion
    self.crlFile = crlFile
  }
}

/// The versions that are spoken here; earlier ones never are (RFC 8996).
public enum TLSVersion: Hashable, Sendable, CaseIterable { case tls12, tls13 }

/// The server's side: a certificate chain and its key, PEM files.
public struct TLSServerSettings: Hashable, Sendable {
  public var certificateFile: String
  public var keyFile: String

  public init(certificateFile: String, keyFile: String) {
    self.certificateFile = certificateFile
    self.keyFile = keyFile
  }
}
