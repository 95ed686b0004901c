extension Proxy {
  /// "http://user:password@host:port", the scheme one of http, https, socks5 and socks5h.
  public init(parsing text: String) throws(ProxyURLError) {
    throw text.isEmpty ? .empty : .noHost
  }
}
