public import FrameLog
public import Secrets
public import Transport
public import WebSocketClient
public import WebSocketCore

/// Names a session for as long as the program runs: a tab's connection and all its reconnects.
public struct SessionID: Hashable, Sendable {
  /// Counted by whoever makes sessions.
  public let number: Int
  /// Names the session of that number.
  public init(_ number: Int) { self.number = number }
}

/// What is to be known of a session right now, as one value that any thread may keep.
public struct SessionStatus: Sendable {
  /// Where its newest connection is.
  public enum Phase: Sendable {
    /// It was never connected.
    case idle
    /// `step` says where.
    case connecting
    /// Frames go both ways.
    case open
    /// A Close frame is out, or a rule was broken; the end is near.
    case closing
    /// It was open; `retry` says whether it is tried again.
    case ended(Ending)
    /// It could not be made; `retry` says whether it is tried again.
    case failed(ConnectError)
  }

  /// Where its newest connection is.
  public var phase = Phase.idle
  /// While it connects.
  public var step: ConnectStep?
  /// Of the last connect that is over: the waterfall, redirects too.
  public var report: ConnectReport?
  /// When the connection is tried again; nil where it is not.
  public var retry: ScheduledRetry?
  /// How long pings of this connection took.
  public var roundTrips = RoundTrips()
  /// What the server agreed to; nil before.
  public var upgrade: Upgrade?
  /// Nil before, and without TLS.
  public var tls: TLSFacts?
  /// The other end of the socket; nil before.
  public var peerName: SocketAddress?
  /// When the frame or message began that is not whole yet (monotonic nanoseconds); nil where none is.
  public var incompleteSince: UInt64?
  /// Whether its files keep up; nil where it has none.
  public var capture: CaptureHealth?
  /// Frames and payload bytes of all connections of this session.
  public var sentFrames = 0
  /// As `sentFrames`.
  public var receivedFrames = 0
  /// As `sentFrames`, both ways.
  public var payloadBytes = 0
  /// Counts each connect; 1 is the first.
  public var attempts = 0
  /// Monotonic nanoseconds of the last upgrade.
  public var openedAt: UInt64 = 0
  /// Of both directions.
  public var frames: Int { sentFrames + receivedFrames }

  /// Of a session that was never connected.
  public init() {}
}

/// A reconnect that is going to happen.
public struct ScheduledRetry: Hashable, Sendable {
  /// In a row, counted from 1.
  public var attempt: Int
  /// Attempts in a row that there may be.
  public var limit: Int
  /// Monotonic nanoseconds.
  public var at: UInt64
  /// A plan.
  public init(attempt: Int, limit: Int, at: UInt64) {
    self.attempt = attempt
    self.limit = limit
    self.at = at
  }
}

/// What a session connects to, how, and how often.
public struct SessionTarget: Sendable {
  /// Address, headers, subprotocols, extensions.
  public var request: UpgradeRequest
  /// A connect queue in it is kept; without one the store's own is used.
  public var options: ConnectionOptions
  /// Whether a lost connection is tried again.
  public var reconnect: ReconnectPolicy
  /// What of all this nobody should see, wherever it turns up again.
  public var secrets: [SecretValue] { didSet { mask = SecretMask(secrets) } }
  /// Hides them.
  public private(set) var mask: SecretMask
  /// False: frames are kept in memory only, also where others are captured.
  public var isCaptured = true
  /// False: lengths only, also where others keep payloads.
  public var keepsPayload = true
  /// Text messages that are sent each time it opens, in order, before anything else.
  public var greetings: [[UInt8]] = []
  /// A target.
  public init(
    request: UpgradeRequest, options: ConnectionOptions, reconnect: ReconnectPolicy = .never,
    secrets: [SecretValue] = []
  ) {
    self.request = request
    self.options = options
    self.reconnect = reconnect
    self.secrets = secrets
    mask = SecretMask(secrets)
  }
}

/// Makes the words of the notes that a session writes into its log. They are made in one place, outside of here; where
/// they are empty there is no note.
public protocol Narrator: Sendable {
  func connecting(to target: SessionTarget, attempt: Int) -> String
  /// What the user should think of before it is too late, each a note.
  func warnings(about target: SessionTarget) -> [String]
  /// A redirect is being followed: `hop` is where it came from.
  func redirected(from hop: ConnectHop, to url: WebSocketURL) -> String
  /// The connection is tried again after `delay` nanoseconds.
  func retrying(_ retry: ScheduledRetry, after delay: UInt64) -> String
  /// No further attempt: so many in a row have failed.
  func gaveUp(after attempts: Int) -> String
  func opened(_ status: SessionStatus) -> String
  /// A message that was to be sent when it opened was not, nor are those after it.
  func notGreeted(_ refusal: SendRefusal) -> String
  /// `report` has what came of an answer.
  func failed(_ error: ConnectError, _ report: ConnectReport, target: SessionTarget) -> String
  func ended(_ ending: Ending) -> String
  /// The capture's files stopped, or go on; `lost` are records that they will never have.
  func capture(_ health: CaptureHealth, lost: ClosedRange<Int>?) -> String
}

extension Narrator {
  /// Without words there is no note.
  public func notGreeted(_ refusal: SendRefusal) -> String { "" }
}

extension Narrator {
  /// None.
  public func warnings(about target: SessionTarget) -> [String] { [] }
  /// No note.
  public func redirected(from hop: ConnectHop, to url: WebSocketURL) -> String { "" }
  /// No note.
  public func retrying(_ retry: ScheduledRetry, after delay: UInt64) -> String { "" }
  /// No note.
  public func capture(_ health: CaptureHealth, lost: ClosedRange<Int>?) -> String { "" }
  /// No note.
  public func gaveUp(after attempts: Int) -> String { "" }
}
