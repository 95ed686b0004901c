/// What is reached without a proxy, as no_proxy and curl's --noproxy say it: names with all that is under them, IP
/// addresses, CIDR blocks, each perhaps with a port, parted by commas or blanks; "*" is everything.
public struct ProxyExceptions: Sendable {
  private let list: NoProxyList

  /// Entries that make no sense match nothing.
  public init(_ text: String = "") { list = NoProxyList(text) }

  /// `host` is a name or an IP literal without brackets; no name is looked up for it.
  public func contains(_ host: String, port: UInt16) -> Bool { list.contains(host, port) }
}
