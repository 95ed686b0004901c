/// What is said to a proxy and what it answers: bytes in, bytes out, no socket.
///
/// However the proxy's bytes are cut, the outcome is the same.
package protocol ProxyTalk {
  /// What has to be sent now; empty where the proxy has the turn.
  mutating func takeOutput() -> [UInt8]
  mutating func receive(_ bytes: [UInt8]) throws(ProxyError) -> ProxyProgress
  /// The proxy has closed, or its connection broke as `failure` says.
  func inputEnded(_ failure: StreamError?) -> ProxyError
  /// A refusal whose body is still coming, as far as it came: what to say when time is up.
  var pendingRefusal: ProxyError? { get }
}

package enum ProxyProgress: Equatable {
  /// Everything was taken; `takeOutput` may have something.
  case needsInput
  /// The tunnel stands. What follows the first `consumed` bytes belongs to it.
  case tunnel(consumed: Int)
}

extension Proxy {
  /// Asks for a tunnel to `host`; `address` is what a `.socks5` proxy is given in place of the name.
  package func talk(
    to host: String, _ port: UInt16, at address: SocketAddress?
  ) throws(ProxyRequestFault) -> any ProxyTalk {
    switch kind {
    case .http, .https:
      return try ConnectTalk(host: host, port: port, credentials: credentials)
    case .socks5, .socks5h:
      return try SocksTalk(
        SocksTalk.Destination(host: host, address: address), port: port, credentials: credentials)
    }
  }
}
