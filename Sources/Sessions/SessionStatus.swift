public import Transport
public import WebSocketClient
public import WebSocketCore

/// Names a session for as long as the program runs: a tab's connection and all its reconnects.
public struct SessionID: Hashable, Sendable {
  public let number: Int
  public init(_ number: Int) { self.number = number }
}

/// What is to be known of a session right now, as one value that any thread may keep.
public struct SessionStatus: Sendable {
  public enum Phase: Sendable {
    case idle
    case connecting
    case open
    case closing
    case ended(Ending)
    case failed(ConnectError)
  }

  public var phase = Phase.idle
  public var upgrade: Upgrade?
  public var tls: TLSFacts?
  public var peerName: SocketAddress?
  /// Frames and payload bytes of all connections of this session.
  public var sentFrames = 0
  public var receivedFrames = 0
  public var payloadBytes = 0
  /// Counts each connect; 1 is the first.
  public var attempts = 0
  /// Monotonic nanoseconds of the last upgrade.
  public var openedAt: UInt64 = 0
  public var frames: Int { sentFrames + receivedFrames }

  public init() {}
}

/// What a session connects to.
public struct SessionTarget: Sendable {
  public var request: UpgradeRequest
  public var options: ConnectionOptions
  public init(request: UpgradeRequest, options: ConnectionOptions) {
    self.request = request
    self.options = options
  }
}

/// Makes the words of the notes that a session writes into its log. They are made in one place, outside of here.
public protocol Narrator: Sendable {
  func connecting(to target: SessionTarget, attempt: Int) -> String
  func opened(_ status: SessionStatus) -> String
  func failed(_ error: ConnectError, target: SessionTarget) -> String
  func ended(_ ending: Ending) -> String
}
