import Transport
import WebSocketCore

/// Where a redirect leads, and what may go along; a decision about values.
struct Redirect {
  var request: UpgradeRequest
  /// For wss there.
  var tls: TLSSettings?

  /// 301, 302, 303, 307, 308: all the same for a GET (RFC 9110 section 15.4).
  static func isRedirect(_ status: Int) -> Bool { [301, 302, 303, 307, 308].contains(status) }

  /// `visited` are the addresses that were asked so far, the one of `request` last.
  init(
    _ head: ResponseHead, to request: UpgradeRequest, tls: TLSSettings?, visited: [WebSocketURL],
    policy: RedirectPolicy
  ) throws(RedirectFault) {
    guard visited.count <= policy.limit else { throw .tooMany(limit: policy.limit) }
    let locations = Set(head.fields.values(named: "Location"))
    guard let location = locations.first else { throw .locationMissing }
    guard locations.count == 1 else { throw .locationRepeated }
    let old = request.url
    var url = try URLReference.resolve(location, against: old)
    guard url.isSecure || !old.isSecure else { throw .insecure }
    let isSameOrigin = url.isSecure == old.isSecure && url.host == old.host && url.port == old.port
    if isSameOrigin, old.userinfo != nil {
      let front = old.absoluteString.utf8.dropLast(old.requestTarget.utf8.count)
      let text = String(decoding: Array(front) + Array(url.requestTarget.utf8), as: UTF8.self)
      do throws(URLError) {
        url = try WebSocketURL(parsing: text)
      } catch {
        throw .badLocation(error)
      }
    }
    guard !visited.contains(where: { $0.isSameTarget(as: url) }) else { throw .loop }
    self.request = request
    self.request.url = url
    self.tls = tls
    guard !isSameOrigin else { return }
    let sensitive =
      ["Authorization", "Cookie", "Proxy-Authorization", "Host"] + Array(policy.sensitiveHeaders)
    self.request.headers.removeAll { field in sensitive.contains { field.isNamed($0) } }
    self.tls = tls.map { Redirect.stranger($0, host: url.host) }
  }

  /// Whom to trust stays; who we are, and that somebody is trusted blindly, was said about one server.
  private static func stranger(_ settings: TLSSettings, host: String) -> TLSSettings {
    var settings = settings
    settings.serverName = host
    settings.serverNameIndication = nil
    settings.verify = true
    settings.certificateFile = nil
    settings.keyFile = nil
    settings.keyPassphrase = nil
    return settings
  }
}

extension WebSocketURL {
  fileprivate func isSameTarget(as other: WebSocketURL) -> Bool {
    isSecure == other.isSecure && host == other.host && port == other.port
      && requestTarget == other.requestTarget
  }
}
