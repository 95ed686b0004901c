/// Why a proxy gave no tunnel; facts only, without credentials.
public enum ProxyError: Error, Hashable, Sendable {
  /// The proxy's own answer was no 2xx. Redirects among these are never followed (RFC 6455 section 4.1).
  case refused(ProxyRefusal)
  /// 407: no credentials are set, or the proxy does not take them (RFC 9110 section 15.5.8). They are sent once.
  case authenticationRequired(ProxyRefusal)
  /// The proxy said why it did not connect (RFC 1928 section 6).
  case socks(SocksReply)
  /// 0xFF: the proxy takes none of the offered ways to authenticate (RFC 1928 section 3).
  case noAcceptableMethod
  /// The proxy chose a way to authenticate that was not offered.
  case methodNotOffered(UInt8)
  /// User and password were refused (RFC 1929 section 2).
  case credentialsRefused(status: UInt8)
  /// The answer breaks a rule at this byte of all that the proxy sent.
  case malformed(ProxyFault, offset: Int)
  /// The proxy closed after so many bytes of its answer.
  case closed(after: Int)
  /// The connection to the proxy broke.
  case stream(StreamError)
  /// TLS with the proxy itself.
  case tls(TLSError)
  /// Refused before any I/O.
  case cannotAsk(ProxyRequestFault)
}

/// What is wrong with a proxy's answer.
public enum ProxyFault: Error, Hashable, Sendable {
  /// The first line is not "HTTP/1.0 NNN" or "HTTP/1.1 NNN" with an optional reason.
  case statusLine
  /// A control character, a line without colon, a bad name, a folded line, or a bare CR or LF.
  case field
  /// Over 8 KiB.
  case lineTooLong
  /// Over 64 KiB.
  case headTooLong
  /// Over 128 fields.
  case tooManyFields
  /// Over 8 answers of 1xx, or 101.
  case interim
  /// SOCKS: the first byte is not 5.
  case version(UInt8)
  /// SOCKS: the first byte of the answer to user and password is not 1.
  case authenticationVersion(UInt8)
  /// SOCKS: neither IPv4, IPv6 nor a name.
  case addressType(UInt8)
}

/// What cannot be said to a proxy.
public enum ProxyRequestFault: Error, Hashable, Sendable {
  /// Empty, with a control character or blank, or over 255 bytes (the limit of RFC 1928 section 5).
  case host
  /// SOCKS: empty or over 255 bytes (RFC 1929 section 2). CONNECT: with a colon or a control character.
  case user
  /// SOCKS: over 255 bytes. CONNECT: with a control character.
  case password
}

/// A proxy's HTTP answer that was no tunnel. It comes from the proxy, not from the target.
public struct ProxyRefusal: Hashable, Sendable {
  /// 100 to 599.
  public var status: Int
  /// Perhaps empty. Peer bytes: escape them before they are shown.
  public var reason: [UInt8]
  /// The head as it came, status line and blank line included.
  public var head: [UInt8]
  /// At most 64 KiB.
  public var body: [UInt8]
  /// The body ended early: at the limit, by the connection's end, or at the deadline.
  public var isBodyCut: Bool

  /// An answer.
  public init(status: Int, reason: [UInt8], head: [UInt8], body: [UInt8], isBodyCut: Bool) {
    self.status = status
    self.reason = reason
    self.head = head
    self.body = body
    self.isBodyCut = isBodyCut
  }
}

/// The reply code of a SOCKS proxy (RFC 1928 section 6).
public struct SocksReply: RawRepresentable, Hashable, Sendable {
  /// The code as it travelled.
  public let rawValue: UInt8
  /// Any code, also one that the RFC does not assign.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Code 1.
  public static let generalFailure = SocksReply(rawValue: 1)
  /// Code 2.
  public static let notAllowed = SocksReply(rawValue: 2)
  /// Code 3.
  public static let networkUnreachable = SocksReply(rawValue: 3)
  /// Code 4.
  public static let hostUnreachable = SocksReply(rawValue: 4)
  /// Code 5.
  public static let connectionRefused = SocksReply(rawValue: 5)
  /// Code 6.
  public static let timeToLiveExpired = SocksReply(rawValue: 6)
  /// Code 7.
  public static let commandNotSupported = SocksReply(rawValue: 7)
  /// Code 8.
  public static let addressTypeNotSupported = SocksReply(rawValue: 8)

  /// The RFC's words; nil for a code that it does not assign.
  public var name: String? {
    switch rawValue {
    case 1: "general SOCKS server failure"
    case 2: "connection not allowed by ruleset"
    case 3: "network unreachable"
    case 4: "host unreachable"
    case 5: "connection refused"
    case 6: "TTL expired"
    case 7: "command not supported"
    case 8: "address type not supported"
    default: nil
    }
  }

  /// Another address of the same target may fare better.
  var isAboutAddress: Bool {
    switch self {
    case .networkUnreachable, .hostUnreachable, .connectionRefused, .timeToLiveExpired,
      .addressTypeNotSupported:
      true
    default: false
    }
  }
}
