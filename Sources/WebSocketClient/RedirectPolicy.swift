public import WebSocketCore

/// Whether redirects of the upgrade are followed (RFC 6455 section 4.1, RFC 9110 section 15.4).
///
/// Never from wss to ws, and only to ws, wss, http and https. To another origin (scheme, host or port) there go no
/// Authorization, Cookie or Host field, no user and password of the URL, no `sensitiveHeaders`, no client certificate, and
/// certificates are verified there whatever `tls.verify` says.
public struct RedirectPolicy: Hashable, Sendable {
  /// 5 hops: more are a loop that has not closed yet.
  public static let most = 5
  public static let never = RedirectPolicy(limit: 0)

  /// 0 (none are followed) to `most`; other values are moved to the nearest.
  public var limit: Int { didSet { limit = min(max(limit, 0), Self.most) } }
  /// Names of further fields that are for the first origin only; in any case.
  public var sensitiveHeaders: Set<String>

  public init(limit: Int = RedirectPolicy.most, sensitiveHeaders: Set<String> = []) {
    self.limit = min(max(limit, 0), Self.most)
    self.sensitiveHeaders = sensitiveHeaders
  }
}

/// Why a redirect was not followed.
public enum RedirectFault: Error, Hashable, Sendable {
  case locationMissing
  /// More than one Location with different values.
  case locationRepeated
  /// Not ws, wss, http or https.
  case schemeForbidden(String)
  case badLocation(URLError)
  /// From wss to ws.
  case insecure
  /// An address that was asked before.
  case loop
  /// So many were followed.
  case tooMany(limit: Int)
}
