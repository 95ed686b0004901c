import ByteText

/// What a client asks for in its opening handshake (RFC 6455 section 4.1).
public struct UpgradeRequest: Hashable, Sendable {
  /// Where to; its user and password become an Authorization field.
  public var url: WebSocketURL
  /// Sent as they are, after the handshake's own. Host, Origin, User-Agent and Authorization replace what would be
  /// sent otherwise. Upgrade, Connection, Sec-WebSocket-*, Content-Length and Transfer-Encoding are refused.
  public var headers: [HeaderField]
  /// Subprotocols in order of preference: distinct tokens.
  public var protocols: [String]
  /// Where the server chooses none of `protocols` the handshake fails; RFC 6455 section 4.2.2 would have it go on.
  public var requiresSubprotocol = false
  /// Only browsers have to say it; nil sends none (RFC 6455 section 10.2).
  public var origin: String?
  /// nil sends none.
  public var userAgent: String?
  /// What is offered of permessage-deflate (RFC 7692); nil offers none.
  public var compression: DeflateOffer?
  /// Other extensions that the server may choose of.
  public var extensionOffers: [ExtensionElement]

  /// Nothing is checked here: `ClientHandshake` does, before anything is sent.
  public init(
    url: WebSocketURL, headers: [HeaderField] = [], protocols: [String] = [], origin: String? = nil,
    userAgent: String? = nil, compression: DeflateOffer? = .standard,
    extensionOffers: [ExtensionElement] = []
  ) {
    self.url = url
    self.headers = headers
    self.protocols = protocols
    self.origin = origin
    self.userAgent = userAgent
    self.compression = compression
    self.extensionOffers = extensionOffers
  }

  /// The whole request with this key. Throws before a byte of it exists where the user's part would break it.
  func bytes(key: [UInt8]) throws(HandshakeError) -> [UInt8] {
    try checkProtocols()
    let fields = try ownFields(key: key)
    for field in fields + headers { try Self.check(field) }
    for field in headers {
      guard !Self.isReserved(field.name) else { throw .headerForbidden(field.name) }
    }
    var request = Array("GET ".utf8) + Array(url.requestTarget.utf8) + Array(" HTTP/1.1\r\n".utf8)
    // RFC 9110 section 7.2: Host is best sent first, also where it is the user's.
    for field in headers where field.isNamed("Host") { field.append(to: &request) }
    for field in fields { field.append(to: &request) }
    for field in headers where !field.isNamed("Host") { field.append(to: &request) }
    return request + [ASCII.carriageReturn, ASCII.lineFeed]
  }

  private func ownFields(key: [UInt8]) throws(HandshakeError) -> [HeaderField] {
    var fields: [HeaderField] = []
    func addUnlessGiven(_ name: String, _ value: [UInt8]?) throws(HandshakeError) {
      switch headers.count(where: { $0.isNamed(name) }) {
      case 0: if let value { fields.append(HeaderField(name: name, value: value)) }
      case 1: break
      default: throw .headerRepeated(name)
      }
    }
    try addUnlessGiven("Host", Array(url.hostHeader.utf8))
    fields.append(HeaderField("Upgrade", "websocket"))
    fields.append(HeaderField("Connection", "Upgrade"))
    fields.append(HeaderField(name: "Sec-WebSocket-Key", value: key))
    fields.append(HeaderField("Sec-WebSocket-Version", "13"))
    if !protocols.isEmpty {
      fields.append(HeaderField("Sec-WebSocket-Protocol", protocols.joined(separator: ", ")))
    }
    if let compression, !compression.isValid { throw .extensionOfferInvalid(DeflateOffer.extensionName) }
    for offer in allOffers where !offer.isSendable { throw .extensionOfferInvalid(offer.name) }
    if !allOffers.isEmpty {
      fields.append(HeaderField("Sec-WebSocket-Extensions", allOffers.map(\.text).joined(separator: ", ")))
    }
    try addUnlessGiven("Origin", origin.map { Array($0.utf8) })
    try addUnlessGiven("User-Agent", userAgent.map { Array($0.utf8) })
    try addUnlessGiven("Authorization", url.userinfo?.basicCredentials)
    return fields
  }

  var allOffers: [ExtensionElement] { (compression.map { [$0.element] } ?? []) + extensionOffers }

  private func checkProtocols() throws(HandshakeError) {
    var seen: Set<[UInt8]> = []
    for name in protocols {
      guard ASCII.isToken(name.utf8) else { throw .protocolInvalid(name) }
      guard seen.insert(Array(name.utf8)).inserted else { throw .protocolRepeated(name) }
    }
  }

  private static func check(_ field: HeaderField) throws(HandshakeError) {
    guard ASCII.isToken(field.name.utf8) else { throw .headerNameInvalid(field.name) }
    if let bad = field.value.firstIndex(where: ASCII.isControl) {
      throw .headerControlByte(name: field.name, at: bad)
    }
  }

  private static func isReserved(_ name: String) -> Bool {
    ASCII.matches(name.utf8.prefix(14), "sec-websocket-")
      || ["Upgrade", "Connection", "Content-Length", "Transfer-Encoding", "Proxy-Authorization"].contains {
        ASCII.equalsIgnoringCase(name.utf8, $0.utf8)
      }
  }
}

extension HeaderField {
  func append(to head: inout [UInt8]) {
    head.append(contentsOf: name.utf8)
    head.append(contentsOf: ": ".utf8)
    head.append(contentsOf: value)
    head.append(contentsOf: "\r\n".utf8)
  }
}

extension WebSocketURL.Userinfo {
  /// RFC 7617 section 2.
  var basicCredentials: [UInt8] {
    let plain = user + [UInt8(ascii: ":")] + password
    return Array("Basic ".utf8) + Base64.encoded(plain)
  }
}
