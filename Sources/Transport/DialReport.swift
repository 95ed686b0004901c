/// What a dial did and when: the part of a connect waterfall below HTTP. Also of a dial that failed.
public struct DialReport: Hashable, Sendable {
  /// In the order in which they began; attempts of a race overlap.
  public var steps: [DialStep]

  public init(steps: [DialStep] = []) { self.steps = steps }
}

/// One step of a dial.
public struct DialStep: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// The look-up of a name, with what it gave. Numbers, `resolve` entries and unix sockets make no such step.
    case resolve(host: String, addresses: [SocketAddress])
    /// TCP to one address; why it failed, if it did.
    case connect(SocketAddress, errno: Int32?)
    /// TLS with the proxy.
    case proxyTLS
    /// CONNECT or SOCKS.
    case proxy
    /// TLS with the target.
    case tls
  }

  public enum Outcome: Hashable, Sendable {
    case succeeded
    case failed
    /// Ended by us: another address was faster, the deadline passed, or the dial was cancelled.
    case abandoned
  }

  public var kind: Kind
  /// Monotonic nanoseconds.
  public var start: UInt64
  public var end: UInt64
  public var outcome: Outcome

  public init(kind: Kind, start: UInt64, end: UInt64, outcome: Outcome) {
    self.kind = kind
    self.start = start
    self.end = end
    self.outcome = outcome
  }
}
