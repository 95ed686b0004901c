public import WebSocketCore

/// The facts that the panel of an ended connection shows.
public enum ConnectionOutcome: Sendable, Equatable {
  /// It was open and ended. `openFor` is in nanoseconds.
  case closed(Closure, openFor: UInt64)
  /// It could not be made, or was cut by an error that needs words of its own.
  case failed(FailureReport)
}

/// A failure in words: what, why, what to try. Every string may hold peer text; the screen makes it safe.
public struct FailureReport: Sendable, Equatable {
  /// The panel's title: "Connection failed".
  public var title: String
  /// "TLS: the certificate of feed.example.com expired on 2026-11-20 (2 days ago)."
  public var what: String
  /// "local code 1006: no Close frame came back"; empty where there is none.
  public var code: String
  public var why: [String]
  public var tries: [String]
  /// The lines of an HTTP answer that was not 101, where there was one.
  public var responseHead: [String]

  public init(
    title: String = "Connection failed", what: String, code: String = "", why: [String] = [],
    tries: [String] = [], responseHead: [String] = []
  ) {
    self.title = title
    self.what = what
    self.code = code
    self.why = why
    self.tries = tries
    self.responseHead = responseHead
  }
}
