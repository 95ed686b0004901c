/// A proxy that a connection goes through, always as a tunnel.
///
/// Its description and every other way of printing it leave the credentials out.
public struct Proxy: Hashable, Sendable {
  /// What is spoken with it; the raw value is the scheme of its URL.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// CONNECT (RFC 9110 section 9.3.6) over plain TCP.
    case http
    /// CONNECT inside TLS to the proxy.
    case https
    /// SOCKS version 5 (RFC 1928); the target's name is looked up here, and the proxy gets an address.
    case socks5
    /// SOCKS version 5; the proxy gets the target's name, and no look-up leaves this machine for it.
    case socks5h
  }

  /// What is spoken with it.
  public var kind: Kind
  /// A name or an IP literal without brackets.
  public var host: String
  /// 1 to 65535.
  public var port: UInt16
  /// Sent to the proxy and to nobody else: as Basic (RFC 7617) or as RFC 1929 says. Nil: none are sent.
  public var credentials: ProxyCredentials?
  /// For `.https`; nil there means the standard settings with `host` as server name.
  public var tls: TLSSettings?

  /// A proxy; nothing is checked before the dial.
  public init(
    kind: Kind, host: String, port: UInt16, credentials: ProxyCredentials? = nil, tls: TLSSettings? = nil
  ) {
    self.kind = kind
    self.host = host
    self.port = port
    self.credentials = credentials
    self.tls = tls
  }

  /// The proxy looks the target's name up.
  public var resolvesTarget: Bool { kind != .socks5 }

  /// The URL with a mask in place of user and password: "socks5h://********@proxy.test:1080".
  public var masked: String {
    let user = credentials == nil ? "" : "\(Secret.mask)@"
    return "\(kind.rawValue)://\(user)\(host.contains(":") ? "[\(host)]" : host):\(port)"
  }
}

extension Proxy: CustomStringConvertible, CustomDebugStringConvertible {
  /// As `masked`.
  public var description: String { masked }
  /// As `masked`.
  public var debugDescription: String { masked }
}

/// User and password for a proxy, as bytes.
public struct ProxyCredentials: Hashable, Sendable {
  /// Without colon for HTTP; 1 to 255 bytes for SOCKS.
  public var user: Secret
  /// At most 255 bytes for SOCKS.
  public var password: Secret

  /// Bytes as they are to travel.
  public init(user: Secret, password: Secret) {
    self.user = user
    self.password = password
  }
}
