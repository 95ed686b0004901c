public import Transport
public import WebSocketCore

/// How a connection ended, on the WebSocket level and below. Every connection that was open has exactly one.
public struct Ending: Sendable {
  /// What ended the stream.
  public enum Cause: Sendable {
    /// Both Close frames travelled, or ours did and the peer ended the stream.
    case closeHandshake
    /// The stream ended without a Close frame; over TLS perhaps without close_notify, which an attacker could do.
    case endOfStream(truncated: Bool)
    /// Reset by the peer, timed out, a fault of TLS.
    case streamFailed(StreamError)
    /// Our Close frame was not answered within `closeTimeout`, or the peer kept the stream open that long.
    case closeTimedOut
    /// The peer broke a rule; `closure.violation` says which.
    case violation
    /// A keepalive ping was not answered in time; Close 1011 was sent where it could be.
    case keepaliveTimedOut
    /// A message that had begun brought nothing for `stallTimeout`; Close 1008 was sent where it could be.
    case stalled
    /// `abort()`.
    case aborted
  }

  /// Who closed, with which code, and whether it was clean (RFC 6455 section 7.1).
  public var closure: Closure
  /// What ended it below the WebSocket level.
  public var cause: Cause
  /// Monotonic nanoseconds between the upgrade and the end.
  public var duration: UInt64
  /// Bytes that were queued and never sent.
  public var unsentBytes: Int

  /// An account of an end.
  public init(closure: Closure, cause: Cause, duration: UInt64, unsentBytes: Int) {
    self.closure = closure
    self.cause = cause
    self.duration = duration
    self.unsentBytes = unsentBytes
  }
}

/// Where a connection is in its life.
public enum ConnectionState: Sendable {
  /// `connect` was not called yet.
  case idle
  /// `connectStep` says where.
  case connecting
  /// Messages go both ways.
  case open
  /// A Close frame went out, or a violation was found; the end is being waited for.
  case closing
  /// It was open; how it ended.
  indirect case ended(Ending)
  /// It never was open; why.
  indirect case failed(ConnectError)
}
