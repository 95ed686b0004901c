/// What a dial did and when: the part of a connect waterfall below HTTP. Also of a dial that failed.
public struct DialReport: Hashable, Sendable {
  /// In the order in which they began; attempts of a race overlap.
  public var steps: [DialStep]

  /// Of these steps.
  public init(steps: [DialStep] = []) { self.steps = steps }
}

/// One step of a dial.
public struct DialStep: Hashable, Sendable {
  /// What was done.
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

  /// What came of it.
  public enum Outcome: Hashable, Sendable {
    /// It gave what it was for.
    case succeeded
    /// The other side said no, or nothing that makes sense.
    case failed
    /// Ended by us: another address was faster, the deadline passed, or the dial was cancelled.
    case abandoned
  }

  /// What was done.
  public var kind: Kind
  /// Monotonic nanoseconds.
  public var start: UInt64
  /// Monotonic nanoseconds.
  public var end: UInt64
  /// What came of it.
  public var outcome: Outcome

  /// A step that is over.
  public init(kind: Kind, start: UInt64, end: UInt64, outcome: Outcome) {
    self.kind = kind
    self.start = start
    self.end = end
    self.outcome = outcome
  }
}
