/// Which proxy the environment names for a target.
///
/// ws: http_proxy, HTTP_PROXY, all_proxy, ALL_PROXY; wss: https_proxy, HTTPS_PROXY, all_proxy, ALL_PROXY; the first that
/// is set and not empty counts. no_proxy, or else NO_PROXY, names what is reached directly.
public struct ProxyEnvironment: Sendable {
  private let environment: [String: String]
  private let exceptions: NoProxyList

  /// Of these variables; see `ofProcess` for those of the process.
  public init(_ environment: [String: String]) {
    self.environment = environment
    exceptions = NoProxyList(environment["no_proxy"] ?? environment["NO_PROXY"] ?? "")
  }

  /// Nil: go directly. `host` is a name or an IP literal without brackets. No name is looked up for it.
  public func proxy(for host: String, port: UInt16, isSecure: Bool) throws(ProxyURLError) -> Proxy? {
    guard let name = variable(isSecure: isSecure), let url = environment[name],
      !exceptions.contains(host, port)
    else { return nil }
    return try Proxy(parsing: url)
  }

  /// The variable that names the proxy, to say which one is wrong; nil where none is set.
  public func variable(isSecure: Bool) -> String? {
    // In a CGI program HTTP_PROXY is the request's Proxy field, and whoever sent that chose it (httpoxy).
    let isCGI = environment["REQUEST_METHOD"] != nil
    let plain = isCGI ? ["http_proxy"] : ["http_proxy", "HTTP_PROXY"]
    let names = (isSecure ? ["https_proxy", "HTTPS_PROXY"] : plain) + ["all_proxy", "ALL_PROXY"]
    return names.first { environment[$0]?.isEmpty == false }
  }
}
