/// Why no connection came about; facts only.
public enum DialError: Error, Hashable, Sendable {
  /// The task was cancelled; every descriptor is closed.
  case cancelled
  /// The deadline passed during this phase.
  case timedOut(DialPhase, attempts: [ConnectAttempt])
  /// DNS said no: getaddrinfo's code (EAI_NONAME, EAI_AGAIN, ...) and its text.
  case resolve(host: String, code: Int32, text: String)
  /// The name has addresses, but none of the asked family.
  case noAddress(host: String)
  /// Every address refused; at least one attempt, in order.
  case connect([ConnectAttempt])
  /// With the target. `address` is where TCP went: the proxy's, where there is one.
  case tls(TLSError, address: SocketAddress)
  /// The proxy was reached and gave no tunnel. That it could not be reached is `.resolve` or `.connect`.
  case proxy(ProxyError)
  /// No socket, thread or watch to be had: EMFILE, ENFILE, ENOMEM.
  case noResources(errno: Int32)
  /// Over 107 bytes.
  case unixPathTooLong(String)
  /// Empty, over 253 bytes, or with a NUL.
  case badHost(String)
}

/// The step of a dial that a deadline met.
public enum DialPhase: Hashable, Sendable { case resolving, connecting, proxyTLS, proxy, tls }

/// One address that did not answer as hoped.
public struct ConnectAttempt: Hashable, Sendable {
  /// Where it was tried.
  public var address: SocketAddress
  /// ECONNREFUSED, ENETUNREACH, ETIMEDOUT for our own share of the deadline, ...
  public var errno: Int32

  /// An attempt that failed.
  public init(address: SocketAddress, errno: Int32) {
    self.address = address
    self.errno = errno
  }
}
