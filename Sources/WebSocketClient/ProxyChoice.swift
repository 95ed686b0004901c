public import Transport
public import WebSocketCore

/// Which way a connection goes: straight, or through a proxy.
///
/// A library does what its caller says, so the standard is `.direct`: whoever wants what hackney and curl do by themselves
/// gives `.environment(.ofProcess())`, as the program does.
public enum ProxyChoice: Sendable {
  /// To the server itself.
  case direct
  /// Through this proxy, but for the hosts of `except`.
  indirect case proxy(Proxy, except: ProxyExceptions = ProxyExceptions())
  /// http_proxy, https_proxy, all_proxy and no_proxy decide, anew for each target of a redirect.
  indirect case environment(ProxyEnvironment)

  /// The one for this address, nil where it is reached directly. Throws `.proxyVariable` where a variable of the
  /// environment holds no proxy's URL. No name is looked up for it.
  public func proxy(for url: WebSocketURL) throws(ConnectError) -> Proxy? {
    switch self {
    case .direct: return nil
    case .proxy(let proxy, let exceptions):
      return exceptions.contains(url.host, port: url.port) ? nil : proxy
    case .environment(let environment):
      do throws(ProxyURLError) {
        return try environment.proxy(for: url.host, port: url.port, isSecure: url.isSecure)
      } catch {
        throw .proxyVariable(environment.variable(isSecure: url.isSecure) ?? "", error)
      }
    }
  }
}
