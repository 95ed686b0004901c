/// A close status code (RFC 6455 section 7.4 and the IANA registry).
public struct CloseCode: RawRepresentable, Hashable, Sendable {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let normal = CloseCode(rawValue: 1000)
  public static let goingAway = CloseCode(rawValue: 1001)
  public static let protocolError = CloseCode(rawValue: 1002)
  public static let unsupportedData = CloseCode(rawValue: 1003)
  /// Local only: the Close frame carried no code.
  public static let noStatus = CloseCode(rawValue: 1005)
  /// Local only: the connection ended without a Close frame.
  public static let abnormal = CloseCode(rawValue: 1006)
  public static let invalidPayload = CloseCode(rawValue: 1007)
  public static let policyViolation = CloseCode(rawValue: 1008)
  public static let messageTooBig = CloseCode(rawValue: 1009)
  public static let mandatoryExtension = CloseCode(rawValue: 1010)
  public static let internalError = CloseCode(rawValue: 1011)
  public static let serviceRestart = CloseCode(rawValue: 1012)
  public static let tryAgainLater = CloseCode(rawValue: 1013)
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
  public struct Status: Hashable, Sendable {
    public var code: CloseCode
    /// At most 123 bytes, UTF-8 where the peer kept to the rules.
    public var reason: [UInt8]
    public init(code: CloseCode, reason: [UInt8] = []) {
      self.code = code
      self.reason = reason
    }
  }
  public enum Initiator: Hashable, Sendable { case us, peer, nobody }

  /// The code as RFC 6455 section 7.1.5 defines it, with the local ones 1005, 1006 and 1015.
  public var status: Status
  /// Whose Close frame came first.
  public var initiator: Initiator
  /// Both Close frames travelled and the peer's was valid (RFC 6455 section 7.1.4).
  public var isClean: Bool
  public var sent: Status?
  public var received: Status?
  /// The violation that failed the connection, if one did.
  public var violation: ProtocolError?

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
