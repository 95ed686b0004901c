/// Where a connection goes, and how.
public struct DialTarget: Sendable {
  public enum Family: Hashable, Sendable { case any, ipv4, ipv6 }

  /// A name or an IP literal without brackets.
  public var host: String
  public var port: UInt16
  /// Nil: plain TCP.
  public var tls: TLSSettings?
  public var family: Family
  /// Addresses instead of DNS, by "host:port" or "host" in lower case (curl's --resolve).
  public var resolve: [String: [String]]
  /// Connects here; `host` then only serves TLS and HTTP.
  public var unixSocket: String?

  public init(
    host: String, port: UInt16, tls: TLSSettings? = nil, family: Family = .any,
    resolve: [String: [String]] = [:], unixSocket: String? = nil
  ) {
    self.host = host
    self.port = port
    self.tls = tls
    self.family = family
    self.resolve = resolve
    self.unixSocket = unixSocket
  }
}

/// What a client asks of TLS. Always: TLS 1.2 or later, security level 2, no renegotiation, ALPN "http/1.1".
public struct TLSSettings: Hashable, Sendable {
  /// False (-k): any certificate will do. What was wrong with it still stands in `TLSFacts`.
  public var verify: Bool
  /// PEM file with the trusted roots, instead of the system's.
  public var caFile: String?
  /// PEM files for a server that asks for a client certificate.
  public var certificateFile: String?
  public var keyFile: String?
  /// What the certificate has to name, also sent as SNI unless it is an IP literal. One trailing dot is dropped.
  public var serverName: String

  public init(
    serverName: String, verify: Bool = true, caFile: String? = nil, certificateFile: String? = nil,
    keyFile: String? = nil
  ) {
    self.serverName = serverName
    self.verify = verify
    self.caFile = caFile
    self.certificateFile = certificateFile
    self.keyFile = keyFile
  }
}

/// The server's side: a certificate chain and its key, PEM files.
public struct TLSServerSettings: Hashable, Sendable {
  public var certificateFile: String
  public var keyFile: String

  public init(certificateFile: String, keyFile: String) {
    self.certificateFile = certificateFile
    self.keyFile = keyFile
  }
}
