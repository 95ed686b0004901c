/// What is said to a proxy and what it answers: bytes in, bytes out, no socket.
///
/// However the proxy's bytes are cut, the outcome is the same.
enum ProxyTalk {
  enum Progress: Equatable {
    /// Everything was taken; `takeOutput` may have something.
    case needsInput
    /// The tunnel stands. What follows the first `consumed` bytes belongs to it.
    case tunnel(consumed: Int)
  }

  case connect(ConnectTalk)
  case socks(SocksTalk)

  /// `address` is what a `.socks5` proxy is given in place of the name.
  init(_ proxy: Proxy, host: String, port: UInt16, address: SocketAddress?) throws(ProxyRequestFault) {
    switch proxy.kind {
    case .http, .https:
      self = .connect(try ConnectTalk(host: host, port: port, credentials: proxy.credentials))
    case .socks5, .socks5h:
      let destination = try SocksTalk.Destination(host: host, address: address)
      self = .socks(try SocksTalk(destination, port: port, credentials: proxy.credentials))
    }
  }

  /// What has to be sent now; empty where the proxy has the turn.
  mutating func takeOutput() -> [UInt8] {
    switch self {
    case .connect(var talk):
      defer { self = .connect(talk) }
      return talk.takeOutput()
    case .socks(var talk):
      defer { self = .socks(talk) }
      return talk.takeOutput()
    }
  }

  mutating func receive(_ bytes: [UInt8]) throws(ProxyError) -> Progress {
    switch self {
    case .connect(var talk):
      defer { self = .connect(talk) }
      return try talk.receive(bytes)
    case .socks(var talk):
      defer { self = .socks(talk) }
      return try talk.receive(bytes)
    }
  }

  /// The proxy has closed, or its connection broke as `failure` says.
  func inputEnded(_ failure: StreamError? = nil) -> ProxyError {
    switch self {
    case .connect(let talk): talk.inputEnded(failure)
    case .socks(let talk): failure.map { .stream($0) } ?? .closed(after: talk.received)
    }
  }

  /// A refusal whose body is still coming, as far as it came: what to say when time is up.
  var pendingRefusal: ProxyError? {
    switch self {
    case .connect(let talk): talk.pendingRefusal
    case .socks: nil
    }
  }
}
