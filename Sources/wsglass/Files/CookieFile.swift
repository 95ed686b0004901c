import ByteText
import Glibc
import WebSocketCore

/// Cookies from a file as curl's -b FILE reads it (the format of Netscape's cookies.txt), and which of them an address
/// gets (RFC 6265 section 5.4). Nothing is ever written or added: a server's Set-Cookie is only shown.
struct CookieFile: Sendable {
  private struct Cookie: Sendable {
    /// In lower case, without the dot in front.
    var domain: [UInt8]
    var coversSubdomains: Bool
    var path: [UInt8]
    var isSecure: Bool
    /// Seconds since 1970; 0: for as long as the program runs.
    var expiry: Int64
    /// "name=value".
    var pair: [UInt8]
  }

  private var cookies: [Cookie] = []

  init() {}

  /// Seven fields a line, parted by tabs: domain, TRUE where subdomains count, path, TRUE for TLS only, expiry, name,
  /// value. Lines that begin with "#" are comments, but for "#HttpOnly_".
  init(_ path: String) throws(Complaint) {
    let bytes = try SmallFile.contents(of: path)
    for (number, line) in bytes.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
      var line = line.last == 13 ? line.dropLast() : line
      let marker = Array("#HttpOnly_".utf8)
      if line.starts(with: marker) {
        line = line.dropFirst(marker.count)
      } else if line.first == UInt8(ascii: "#") {
        continue
      }
      guard line.contains(where: { $0 != 32 && $0 != 9 }) else { continue }
      guard let cookie = Self.cookie(line) else {
        throw Complaint(
          code: .configuration, what: "\(path):\(number + 1): no cookie in Netscape's format",
          why: ["seven fields parted by tabs: domain, subdomains, path, secure, expiry, name, value"])
      }
      cookies.append(cookie)
    }
  }

  private static func cookie(_ line: ArraySlice<UInt8>) -> Cookie? {
    var fields = line.split(separator: 9, maxSplits: 6, omittingEmptySubsequences: false)
    // An empty value leaves no seventh field in some files.
    if fields.count == 6 { fields.append([]) }
    guard fields.count == 7, let expiry = Int64(String(decoding: fields[4], as: UTF8.self)),
      !fields[0].isEmpty, !fields[5].isEmpty,
      !line.contains(where: { $0 < 0x20 && $0 != 9 || $0 == 0x7F }), !fields[6].contains(9)
    else { return nil }
    var domain = fields[0].map(ASCII.lower)
    let isTrue: (ArraySlice<UInt8>) -> Bool = { $0.map(ASCII.lower).elementsEqual("true".utf8) }
    var coversSubdomains = isTrue(fields[1])
    if domain.first == UInt8(ascii: ".") {
      domain.removeFirst()
      coversSubdomains = true
    }
    let path = fields[2].first == UInt8(ascii: "/") ? Array(fields[2]) : [UInt8(ascii: "/")]
    return Cookie(
      domain: domain, coversSubdomains: coversSubdomains, path: path, isSecure: isTrue(fields[3]),
      expiry: expiry, pair: fields[5] + [UInt8(ascii: "=")] + fields[6])
  }

  /// "name=value" of each cookie for this address, those with longer paths first. `now` is in seconds since 1970.
  func pairs(for url: WebSocketURL, now: Int64) -> [[UInt8]] {
    let host = Array(url.host.utf8)
    let path = Array(url.requestTarget.utf8.prefix { $0 != UInt8(ascii: "?") })
    let isNumber = url.isIPv6 || host.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
    let found = cookies.filter { cookie in
      (cookie.expiry == 0 || cookie.expiry > now) && (!cookie.isSecure || url.isSecure)
        && Self.matches(host, cookie, isNumber: isNumber) && Self.matches(path, cookie.path)
    }
    return found.enumerated().sorted { left, right in
      left.element.path.count != right.element.path.count
        ? left.element.path.count > right.element.path.count : left.offset < right.offset
    }.map(\.element.pair)
  }

  /// RFC 6265 section 5.1.3: the name itself, or one under it; a number has nothing under it.
  private static func matches(_ host: [UInt8], _ cookie: Cookie, isNumber: Bool) -> Bool {
    if host == cookie.domain { return true }
    return cookie.coversSubdomains && !isNumber && host.count > cookie.domain.count
      && host.suffix(cookie.domain.count).elementsEqual(cookie.domain)
      && host[host.count - cookie.domain.count - 1] == UInt8(ascii: ".")
  }

  /// RFC 6265 section 5.1.4.
  private static func matches(_ path: [UInt8], _ cookiePath: [UInt8]) -> Bool {
    guard path.starts(with: cookiePath) else { return false }
    return path.count == cookiePath.count || cookiePath.last == UInt8(ascii: "/")
      || path[cookiePath.count] == UInt8(ascii: "/")
  }

}
