import ByteText

extension Proxy {
  private static let slash = UInt8(ascii: "/")
  private static let colon = UInt8(ascii: ":")

  /// "http://user:password@host:port", the scheme one of http, https, socks5 and socks5h; without a scheme it is http.
  /// The port is 80, 443 or 1080 where none is given. User and password are percent-decoded.
  public init(parsing text: String) throws(ProxyURLError) {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty else { throw .empty }
    if let bad = bytes.firstIndex(where: { !(0x21...0x7E).contains($0) }) { throw .badCharacter(offset: bad) }
    let (kind, rest) = try Self.splitScheme(bytes)
    let end = rest.firstIndex { "/?#".utf8.contains($0) } ?? rest.endIndex
    guard end == rest.endIndex || rest[end...].elementsEqual([Self.slash]) else { throw .hasPath }
    var authority = rest[..<end]
    var credentials: ProxyCredentials?
    if let at = authority.lastIndex(of: UInt8(ascii: "@")) {
      credentials = try Self.credentials(authority[..<at], kind)
      authority = authority[(at + 1)...]
    }
    let (host, port) = try Self.splitPort(authority)
    self.init(
      kind: kind, host: try Self.checked(host), port: try port.map(Self.number) ?? kind.standardPort,
      credentials: credentials)
  }

  private static func splitScheme(
    _ bytes: [UInt8]
  ) throws(ProxyURLError) -> (Kind, ArraySlice<UInt8>) {
    guard let end = bytes.firstIndex(of: colon), bytes[end...].starts(with: [colon, slash, slash]),
      let first = bytes.first, ASCII.isLetter(first),
      bytes[..<end].allSatisfy({ ASCII.isAlphanumeric($0) || "+-.".utf8.contains($0) })
    else { return (.http, bytes[...]) }
    let scheme = String(decoding: bytes[..<end], as: UTF8.self).lowercased()
    guard let kind = Kind(rawValue: scheme) else { throw .unknownScheme(scheme) }
    return (kind, bytes[(end + 3)...])
  }

  private static func splitPort(
    _ authority: ArraySlice<UInt8>
  ) throws(ProxyURLError) -> (ArraySlice<UInt8>, ArraySlice<UInt8>?) {
    var tail = authority
    if authority.first == UInt8(ascii: "[") {
      guard let end = authority.firstIndex(of: UInt8(ascii: "]")) else { throw .badHost }
      tail = authority[(end + 1)...]
      guard tail.isEmpty || tail.first == colon else { throw .badHost }
      return (authority[...end], tail.count > 1 ? tail.dropFirst() : nil)
    }
    guard let separator = authority.firstIndex(of: colon) else { return (authority, nil) }
    tail = authority[(separator + 1)...]
    guard !tail.contains(colon) else { throw .badHost }
    return (authority[..<separator], tail.isEmpty ? nil : tail)
  }

  private static func checked(_ host: ArraySlice<UInt8>) throws(ProxyURLError) -> String {
    guard !host.isEmpty else { throw .noHost }
    if host.first == UInt8(ascii: "[") {
      let literal = String(decoding: host.dropFirst().dropLast(), as: UTF8.self)
      guard case .ipv6 = SocketAddress(number: literal) else { throw .badHost }
      return literal.lowercased()
    }
    guard host.count <= 253, host.allSatisfy({ ASCII.isAlphanumeric($0) || "-._".utf8.contains($0) })
    else { throw .badHost }
    return String(decoding: host, as: UTF8.self).lowercased()
  }

  private static func number(_ digits: ArraySlice<UInt8>) throws(ProxyURLError) -> UInt16 {
    guard digits.allSatisfy(ASCII.isDigit), let port = UInt16(String(decoding: digits, as: UTF8.self)),
      port > 0
    else { throw .badPort }
    return port
  }

  private static func credentials(
    _ bytes: ArraySlice<UInt8>, _ kind: Kind
  ) throws(ProxyURLError) -> ProxyCredentials? {
    guard !bytes.isEmpty else { return nil }
    let separator = bytes.firstIndex(of: colon) ?? bytes.endIndex
    guard let user = Percent.decoded(bytes[..<separator]),
      let password = Percent.decoded(bytes[separator...].dropFirst())
    else { throw .badEscape }
    if kind == .http || kind == .https {
      func isControl(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7F }
      guard !user.contains(colon), !(user + password).contains(where: isControl) else {
        throw .badCredentials
      }
    }
    return ProxyCredentials(user: Secret(user), password: Secret(password))
  }
}

extension Proxy.Kind {
  /// Of the scheme. (curl takes 1080 for http too.)
  public var standardPort: UInt16 {
    switch self {
    case .http: 80
    case .https: 443
    case .socks5, .socks5h: 1080
    }
  }
}
