public import Transport
public import WebSocketCore

/// What a connect did and when, also one that failed: the waterfall from DNS to the first frame. Times are monotonic
/// nanoseconds.
public struct ConnectReport: Hashable, Sendable {
  /// When `connect` was called.
  public var start: UInt64
  /// One, and another for each redirect that was followed.
  public var hops: [ConnectHop] = []
  /// When the upgrade was agreed on, or the connect had failed; nil while it goes on.
  public var end: UInt64?
  /// When the first bytes of a frame came; nil before.
  public var firstFrame: UInt64?

  /// Of a connect that begins at `start` (monotonic nanoseconds).
  public init(start: UInt64 = 0) { self.start = start }
}

/// The way to one address of a connect: its own, or that of a redirect.
public struct ConnectHop: Hashable, Sendable {
  /// With secrets: show its `displayString`.
  public var url: WebSocketURL
  /// When the way to this address began.
  public var start: UInt64
  /// When it was let through to dial, where another connect to the same address had to end first (RFC 6455 section 4.1).
  public var admitted: UInt64?
  /// DNS, TCP, proxy and TLS.
  public var dial = DialReport()
  /// The request's head as it was written, with secrets: mask them before anybody sees it.
  public var request: [UInt8] = []
  /// When the socket had taken the whole request.
  public var requestSent: UInt64?
  /// When the head of the answer was whole.
  public var headReceived: UInt64?
  /// The answer, where it was no upgrade.
  public var refusal: ResponseHead?
  /// Where the connect failed while the answer was coming, or by it: its head as it came, and what the same read had
  /// behind the fault. At most `Limits.head` bytes; offsets of `HandshakeError` count in it.
  public var answer: [UInt8] = []

  /// Of a hop that begins at `start` (monotonic nanoseconds).
  public init(url: WebSocketURL, start: UInt64) {
    self.url = url
    self.start = start
  }
}

/// Where a connect is right now.
public enum ConnectStep: Hashable, Sendable {
  /// DNS, ahead of the queue.
  case resolving
  /// Waits until another connect to the same address is over (RFC 6455 section 4.1).
  case queued
  /// DNS, TCP, proxy, TLS.
  case dialling
  /// The request is out or on its way.
  case upgrading
}
