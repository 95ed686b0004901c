/// What the tab bar and the status line say of a connection. The runtime fills it; nothing here is computed on screen.
public struct TabStatus: Sendable, Equatable {
  public enum Phase: Sendable, Equatable {
    /// The step in words: "resolving feed.example.com", "TLS handshake".
    case connecting(step: String)
    case open
    case closing
    case closed
    case failed
    /// No connection: a capture that is only read.
    case capture

    public var isOpen: Bool { self == .open }
    /// Something would be lost if the tab went away.
    public var isLive: Bool {
      switch self {
      case .connecting, .open, .closing: true
      case .closed, .failed, .capture: false
      }
    }
    /// The word at the left of the status line.
    public var word: String {
      switch self {
      case .connecting: "CONNECTING"
      case .open: "OPEN"
      case .closing: "CLOSING"
      case .closed: "CLOSED"
      case .failed: "ERROR"
      case .capture: "CAPTURE"
      }
    }
    /// The sign after the tab's number.
    public var sign: String {
      switch self {
      case .connecting: "~"
      case .open, .closing: "+"
      case .closed: "-"
      case .failed: "!"
      case .capture: "="
      }
    }
  }

  public enum Security: Sendable, Equatable {
    case plain
    /// "TLS1.3"; the peer's certificate was checked.
    case verified(version: String)
    /// `-k`: the badge must not be overlooked.
    case unverified(version: String)
  }

  public var phase: Phase
  /// For the eye: secrets in it are masked already. "wss://feed.example.com/v2?token=********".
  public var url: String
  public var security: Security
  /// Framing rules that are not held against the server, in words: "masked, non-minimal". Empty: none, which is strict.
  public var tolerated: String
  public var subprotocol: String
  /// "deflate", where an extension was agreed on.
  public var extensions: String
  public var framesSent: Int
  public var framesReceived: Int
  /// Payload bytes of both directions.
  public var bytes: Int
  /// Frames a second, times ten, so that equal numbers look equal: 41 is "4.1/s".
  public var framesPerSecondTenths: Int
  /// Nanoseconds from the newest ping of ours to its pong.
  public var roundTrip: UInt64?
  /// How long a message has been coming that is not whole, in words: "12 s". Nil: none, or not long.
  public var incompleteFor: String?
  /// The next attempt of an automatic reconnect, in words: "2 of 10 in 1.6 s".
  public var retry: String?
  /// Reading has stopped because a limit was reached; TCP holds the peer back.
  public var isHeldBack: Bool
  /// Why frames do not get into the capture's files any more, in words. Nil: they do, or there is no capture.
  public var captureFault: String?
  /// Monotonic nanoseconds at which the connection opened; the zero of the time column "since open".
  public var openedAt: UInt64?
  /// How it ended; `nil` while it lives.
  public var outcome: ConnectionOutcome?

  public init(
    phase: Phase, url: String = "", security: Security = .plain, tolerated: String = "",
    subprotocol: String = "", extensions: String = "",
    framesSent: Int = 0, framesReceived: Int = 0, bytes: Int = 0, framesPerSecondTenths: Int = 0,
    roundTrip: UInt64? = nil, incompleteFor: String? = nil, retry: String? = nil, isHeldBack: Bool = false,
    captureFault: String? = nil, openedAt: UInt64? = nil,
    outcome: ConnectionOutcome? = nil
  ) {
    self.phase = phase
    self.url = url
    self.security = security
    self.tolerated = tolerated
    self.subprotocol = subprotocol
    self.extensions = extensions
    self.framesSent = framesSent
    self.framesReceived = framesReceived
    self.bytes = bytes
    self.framesPerSecondTenths = framesPerSecondTenths
    self.roundTrip = roundTrip
    self.incompleteFor = incompleteFor
    self.retry = retry
    self.isHeldBack = isHeldBack
    self.captureFault = captureFault
    self.openedAt = openedAt
    self.outcome = outcome
  }

  /// The address without its scheme, as narrow status lines show it.
  public var host: String {
    // By scalars: what joins the slash to one character must not go with it.
    for scheme in ["wss://", "ws://"] where url.unicodeScalars.starts(with: scheme.unicodeScalars) {
      return String(url.unicodeScalars.dropFirst(scheme.unicodeScalars.count))
    }
    return url
  }
}
