/// A close status code (RFC 6455 section 7.4 and the IANA registry).
public struct CloseCode: RawRepresentable, Hashable, Sendable {
  /// The code as it travels, in network byte order.
  public let rawValue: UInt16
  /// Takes any number; see `mayTravel`.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// 1000: the purpose is fulfilled.
  public static let normal = CloseCode(rawValue: 1000)
  /// 1001: a server goes down, a browser leaves the page.
  public static let goingAway = CloseCode(rawValue: 1001)
  /// 1002: a rule of RFC 6455 was broken.
  public static let protocolError = CloseCode(rawValue: 1002)
  /// 1003: data of a kind that the endpoint can't take.
  public static let unsupportedData = CloseCode(rawValue: 1003)
  /// Local only: the Close frame carried no code.
  public static let noStatus = CloseCode(rawValue: 1005)
  /// Local only: the connection ended without a Close frame.
  public static let abnormal = CloseCode(rawValue: 1006)
  /// 1007: text that is not UTF-8, or compressed data that is none.
  public static let invalidPayload = CloseCode(rawValue: 1007)
  /// 1008: a rule of the endpoint's own, for which no other code fits.
  public static let policyViolation = CloseCode(rawValue: 1008)
  /// 1009: a message larger than the endpoint takes.
  public static let messageTooBig = CloseCode(rawValue: 1009)
  /// 1010: a client needs an extension that the server did not agree to.
  public static let mandatoryExtension = CloseCode(rawValue: 1010)
  /// 1011: a condition that nobody expected.
  public static let internalError = CloseCode(rawValue: 1011)
  /// 1012: the service restarts; try again after 5 to 30 seconds (IANA).
  public static let serviceRestart = CloseCode(rawValue: 1012)
  /// 1013: too much load; try again later (IANA).
  public static let tryAgainLater = CloseCode(rawValue: 1013)
  /// 1014: a gateway got a bad answer from behind it (IANA).
  public static let badGateway = CloseCode(rawValue: 1014)
  /// Local only: the TLS handshake failed.
  public static let tlsHandshake = CloseCode(rawValue: 1015)

  /// May stand in a Close frame: 1000-1003, 1007-1014, 3000-4999 (RFC 6455 section 7.4.1-2, IANA for 1012-1014).
  public var mayTravel: Bool {
    switch rawValue {
    case 1000...1003, 1007...1014, 3000...4999: true
    default: false
    }
  }
}

/// How a connection ended (RFC 6455 section 7.1). Ending is not failing: every connection has one at its end.
public struct Closure: Hashable, Sendable {
  /// What a Close frame says (section 5.5.1).
  public struct Status: Hashable, Sendable {
    /// Any code, also one of the local three where nothing travelled.
    public var code: CloseCode
    /// At most 123 bytes, UTF-8 where the peer kept to the rules.
    public var reason: [UInt8]
    /// A reason that is to be sent has at most 123 bytes of UTF-8: `WebSocketProtocol.close` checks it.
    public init(code: CloseCode, reason: [UInt8] = []) {
      self.code = code
      self.reason = reason
    }
  }
  /// Who began to close; nobody where the stream just ended.
  public enum Initiator: Hashable, Sendable { case us, peer, nobody }

  /// The code as RFC 6455 section 7.1.5 defines it, with the local ones 1005, 1006 and 1015.
  public var status: Status
  /// Whose Close frame came first.
  public var initiator: Initiator
  /// Both Close frames travelled and the peer's was valid (RFC 6455 section 7.1.4).
  public var isClean: Bool
  /// Our Close frame, if one was framed.
  public var sent: Status?
  /// The peer's Close frame, if a valid one came.
  public var received: Status?
  /// The violation that failed the connection, if one did.
  public var violation: ProtocolError?

  /// For tests and for owners whose connection ended below this level.
  public init(
    status: Status, initiator: Initiator, isClean: Bool, sent: Status? = nil, received: Status? = nil,
    violation: ProtocolError? = nil
  ) {
    self.status = status
    self.initiator = initiator
    self.isClean = isClean
    self.sent = sent
    self.received = received
    self.violation = violation
  }
}
