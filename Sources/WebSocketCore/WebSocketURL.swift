import ByteText

/// Where a WebSocket is: the part of RFC 3986 that RFC 6455 section 3 uses, decided on bytes.
public struct WebSocketURL: Hashable, Sendable {
  /// User and password for Basic credentials (RFC 7617).
  public struct Userinfo: Hashable, Sendable {
    /// Decoded from %-escapes; no control bytes, no colon.
    public var user: [UInt8]
    /// The same; empty where there is none. A secret: `displayString` hides it.
    public var password: [UInt8]
  }

  /// `wss`, or `https`.
  public let isSecure: Bool
  /// Lower case, without brackets, letters beyond ASCII as `xn--...`: as for SNI, the resolver, and the screen, where a
  /// letter that looks like another would deceive.
  public let host: String
  /// The host is an IPv6 literal.
  public let isIPv6: Bool
  /// 1 to 65535; the scheme's own where the text has none.
  public let port: UInt16
  /// Path and query, `/` at least. Bytes that no URL has (RFC 3986 section 2) are escaped.
  public let requestTarget: String
  /// nil: the text has no `@`.
  public let userinfo: Userinfo?

  /// `http` counts as `ws` and `https` as `wss`; schemes have no case.
  public init(parsing text: String) throws(URLError) {
    var reader = URLReader(bytes: Array(text.utf8))
    let scheme = try reader.scheme()
    isSecure = scheme.isSecure
    userinfo = try reader.userinfo()
    (host, isIPv6) = try reader.host()
    port = try reader.port() ?? scheme.defaultPort
    requestTarget = try reader.requestTarget()
  }

  /// `ws` or `wss`, also for `http` and `https`.
  public var scheme: String { isSecure ? "wss" : "ws" }
  /// 80 or 443 (RFC 6455 section 3).
  public var defaultPort: UInt16 { isSecure ? 443 : 80 }

  /// The Host field (RFC 9110 section 7.2): brackets around IPv6, the port where it isn't the default.
  public var hostHeader: String {
    let name = isIPv6 ? "[" + host + "]" : host
    return port == defaultPort ? name : name + ":" + String(port)
  }

  /// For the screen, logs and errors: the password and query values that look like secrets become `********`.
  public var displayString: String {
    var user = ""
    if let userinfo {
      user = ASCII.string(userinfo.user) + (userinfo.password.isEmpty ? "" : ":" + Self.hidden) + "@"
    }
    return scheme + "://" + user + hostHeader + Self.withoutSecrets(requestTarget)
  }

  /// The whole URL, with secrets, for a profile or a new connection.
  public var absoluteString: String {
    var user = ""
    if let userinfo {
      user = Self.escaped(userinfo.user)
      if !userinfo.password.isEmpty { user += ":" + Self.escaped(userinfo.password) }
      user += "@"
    }
    return scheme + "://" + user + hostHeader + requestTarget
  }

  private static let hidden = "********"
  private static let secretNames: [StaticString] = [
    "token", "access_token", "key", "api_key", "apikey", "secret", "password", "sig", "signature", "auth",
    "jwt",
  ]

  private static func withoutSecrets(_ target: String) -> String {
    let bytes = Array(target.utf8)
    guard let mark = bytes.firstIndex(of: UInt8(ascii: "?")) else { return target }
    let pairs = bytes[(mark + 1)...].split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
    let shown = pairs.map { pair in
      guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else { return ASCII.string(pair) }
      // A name can be escaped too: to%6Ben is token.
      let name = Percent.decoded(pair[..<equals]) ?? []
      guard secretNames.contains(where: { ASCII.matches(name, $0) }) else { return ASCII.string(pair) }
      return ASCII.string(pair[...equals]) + hidden
    }
    return ASCII.string(bytes[...mark]) + shown.joined(separator: "&")
  }

  private static func escaped(_ bytes: [UInt8]) -> String {
    ASCII.string(Percent.encoded(bytes))
  }
}

/// What is wrong with the text of a URL. Offsets count its UTF-8 bytes from 0.
public enum URLError: Error, Hashable, Sendable {
  /// No `://`.
  case schemeMissing
  /// Not ws, wss, http or https.
  case badScheme(String)
  /// Nothing stands between `//` and the path.
  case emptyHost
  /// The name, which has letters beyond ASCII, is none that exists in the form `xn--...` (RFC 5891).
  case badInternationalHost(at: Int)
  /// A byte that no host has, or more of them than 254.
  case badHost(at: Int)
  /// A text in brackets that is no IPv6 address.
  case badIPv6(at: Int)
  /// An IPv6 zone such as `%eth0` has a meaning on one machine only.
  case zoneIdentifier(at: Int)
  /// Not 1 to 65535.
  case badPort(at: Int)
  /// RFC 6455 section 3 forbids fragments; a `#` in a path is written `%23`.
  case fragment(at: Int)
  /// A `%` without two hex digits, a control byte, or a colon in the name (RFC 7617 section 2).
  case badUserinfo(at: Int)
  /// A control byte anywhere: in a request it could begin a line of its own.
  case controlByte(at: Int)
  /// A blank, or a `%` without two hex digits.
  case forbiddenByte(at: Int)
}
