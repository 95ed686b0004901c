/// Where a connection goes, and how.
public struct DialTarget: Sendable {
  /// Which addresses of a name may be tried.
  public enum Family: Hashable, Sendable { case any, ipv4, ipv6 }

  /// A name or an IP literal without brackets.
  public var host: String
  /// 1 to 65535.
  public var port: UInt16
  /// Nil: plain TCP.
  public var tls: TLSSettings?
  /// `.any` races both (RFC 8305).
  public var family: Family
  /// Addresses instead of DNS, by "host:port" or "host" in lower case (curl's --resolve); for the proxy's name too.
  /// A name that the proxy looks up is not looked for here.
  public var resolve: [String: [String]]
  /// Connects here, past any proxy; `host` then only serves TLS and HTTP.
  public var unixSocket: String?
  /// Goes through it.
  public var proxy: Proxy?

  /// Plain TCP to the name's addresses, unless more is said.
  public init(
    host: String, port: UInt16, tls: TLSSettings? = nil, family: Family = .any,
    resolve: [String: [String]] = [:], unixSocket: String? = nil,
    proxy: Proxy? = nil
  ) {
    self.host = host
    self.port = port
    self.tls = tls
    self.family = family
    self.resolve = resolve
    self.unixSocket = unixSocket
    self.proxy = proxy
  }
}
