import ByteText

/// Reads the parts of a URL from left to right.
struct URLReader {
  /// Bytes of a DNS name, a final dot included (RFC 1035 section 2.3.4).
  private static let hostLimit = 254

  private let bytes: [UInt8]
  private var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func scheme() throws(URLError) -> (isSecure: Bool, defaultPort: UInt16) {
    if let bad = bytes.firstIndex(where: { $0 < 0x20 || $0 == 0x7F }) { throw .controlByte(at: bad) }
    if let mark = bytes.firstIndex(of: UInt8(ascii: "#")) { throw .fragment(at: mark) }
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8) else {
      throw .schemeMissing
    }
    let name = bytes[..<colon]
    position = colon + 3
    if ASCII.matches(name, "ws") || ASCII.matches(name, "http") { return (false, 80) }
    if ASCII.matches(name, "wss") || ASCII.matches(name, "https") { return (true, 443) }
    throw .badScheme(ASCII.string(name))
  }

  mutating func userinfo() throws(URLError) -> WebSocketURL.Userinfo? {
    let start = position
    guard let at = bytes[start..<authorityEnd].lastIndex(of: UInt8(ascii: "@")) else { return nil }
    position = at + 1
    let parts = bytes[start..<at].split(
      separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
    let user = Percent.decoded(parts.first ?? [])
    let password = Percent.decoded(parts.dropFirst().first ?? [])
    // A colon in the name, or a control byte, can't be said in Basic credentials (RFC 7617 section 2).
    guard let user, let password, !user.contains(UInt8(ascii: ":")),
      !(user + password).contains(where: ASCII.isControl)
    else { throw .badUserinfo(at: start) }
    return WebSocketURL.Userinfo(user: user, password: password)
  }

  mutating func host() throws(URLError) -> (String, isIPv6: Bool) {
    let start = position
    let end = authorityEnd
    guard start < end else { throw .emptyHost }
    if bytes[start] == UInt8(ascii: "[") { return (try literal(from: start, to: end), true) }
    let nameEnd = bytes[start..<end].firstIndex(of: UInt8(ascii: ":")) ?? end
    guard nameEnd > start else { throw .emptyHost }
    if bytes[start..<nameEnd].contains(where: { $0 >= 0x80 }) {
      position = nameEnd
      return (try internationalName(from: start, to: nameEnd), false)
    }
    let bad = bytes[start..<nameEnd].firstIndex {
      !ASCII.isAlphanumeric($0) && !"-._~".utf8.contains($0)
    }
    if let bad { throw .badHost(at: bad) }
    guard nameEnd - start <= Self.hostLimit else { throw .badHost(at: start + Self.hostLimit) }
    guard bytes[start] != UInt8(ascii: ".") else { throw .badHost(at: start) }
    position = nameEnd
    return (ASCII.string(bytes[start..<nameEnd].map(ASCII.lower)), false)
  }

  private func internationalName(from start: Int, to end: Int) throws(URLError) -> String {
    // Longer than any name can be that is right, so that no time is spent on it.
    guard end - start <= 4 * Self.hostLimit else { throw .badInternationalHost(at: start) }
    guard let name = HostName.ascii(ASCII.string(bytes[start..<end])),
      name.utf8.count <= Self.hostLimit - (name.utf8.last == UInt8(ascii: ".") ? 0 : 1)
    else { throw .badInternationalHost(at: start) }
    return name
  }

  mutating func port() throws(URLError) -> UInt16? {
    let end = authorityEnd
    guard position < end else { return nil }
    guard bytes[position] == UInt8(ascii: ":") else { throw .badHost(at: position) }
    let digits = bytes[(position + 1)..<end]
    let start = position + 1
    position = end
    if digits.isEmpty { return nil }
    guard let value = ASCII.decimal(digits).flatMap({ UInt16(exactly: $0) }), value > 0 else {
      throw .badPort(at: start)
    }
    return value
  }

  mutating func requestTarget() throws(URLError) -> String {
    var target: [UInt8] = []
    if position == bytes.count || bytes[position] != UInt8(ascii: "/") { target.append(UInt8(ascii: "/")) }
    for index in position..<bytes.count {
      let byte = bytes[index]
      switch byte {
      case ASCII.space: throw .forbiddenByte(at: index)
      case UInt8(ascii: "%"):
        guard Percent.escaped(bytes[index...]) != nil else { throw .forbiddenByte(at: index) }
        target.append(byte)
      case 0x80..., UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"),
        UInt8(ascii: "^"),
        UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
        target.append(contentsOf: Percent.escape(byte))
      default: target.append(byte)
      }
    }
    return ASCII.string(target)
  }

  /// Where the authority ends. A backslash ends it too: some programs take it for a slash, and two readings of one
  /// URL are how a name check is got round.
  private var authorityEnd: Int {
    bytes[position...].firstIndex {
      $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "\\")
    } ?? bytes.count
  }

  private mutating func literal(from start: Int, to end: Int) throws(URLError) -> String {
    guard let close = bytes[start..<end].firstIndex(of: UInt8(ascii: "]")) else { throw .badIPv6(at: start) }
    let address = bytes[(start + 1)..<close]
    if let zone = address.firstIndex(of: UInt8(ascii: "%")) { throw .zoneIdentifier(at: zone) }
    guard IPv6Text.isValid(address) else { throw .badIPv6(at: start) }
    position = close + 1
    return ASCII.string(address.map(ASCII.lower))
  }
}

/// The text form of an IPv6 address (RFC 3986 section 3.2.2, RFC 4291 section 2.2).
enum IPv6Text {
  static func isValid(_ text: ArraySlice<UInt8>) -> Bool {
    // The longest form has 45 bytes.
    guard 2...45 ~= text.count else { return false }
    var groups = 0
    var hasGap = false
    var rest = text
    if rest.starts(with: "::".utf8) {
      hasGap = true
      rest = rest.dropFirst(2)
    }
    while !rest.isEmpty {
      let end = rest.firstIndex(of: UInt8(ascii: ":")) ?? rest.endIndex
      let group = rest[rest.startIndex..<end]
      if end == rest.endIndex, group.contains(UInt8(ascii: ".")) {
        guard isIPv4(group) else { return false }
        groups += 2
        break
      }
      guard 1...4 ~= group.count, group.allSatisfy({ Hex.value($0) != nil }) else { return false }
      groups += 1
      guard end < rest.endIndex else { break }
      rest = rest[(end + 1)...]
      if rest.isEmpty { return false }
      if rest.first == UInt8(ascii: ":") {
        guard !hasGap else { return false }
        hasGap = true
        rest = rest.dropFirst()
      }
    }
    return hasGap ? groups <= 7 : groups == 8
  }

  private static func isIPv4(_ text: ArraySlice<UInt8>) -> Bool {
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        1...3 ~= part.count && (ASCII.decimal(part).map { $0 <= 255 } ?? false)
          && (part.count == 1 || part.first != UInt8(ascii: "0"))
      }
  }
}
