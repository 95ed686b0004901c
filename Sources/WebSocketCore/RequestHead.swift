import ByteText

/// A client's request up to its empty line.
public struct RequestHead: Hashable, Sendable {
  /// Path and query as they came: visible ASCII, not decoded.
  public var target: String
  /// All of them, in their order.
  public var fields: [HeaderField]
  /// The whole head as it came, at most `Limits.head` bytes.
  public var rawBytes: [UInt8]
  /// What was odd and did not fail it.
  public var warnings: [HandshakeWarning]
  /// Subprotocols that the client offers, in its order.
  public var protocols: [String]
  /// Extensions that the client offers; empty also where its field can't be read.
  public var extensionOffers: [ExtensionElement]
  /// The key as it came, to be answered.
  var key: [UInt8]

  /// The request line and every MUST of RFC 6455 section 4.2.1.
  init(_ lines: HeadLines) throws(HandshakeError) {
    let line = lines.startLine
    let parts = line.split(separator: ASCII.space, omittingEmptySubsequences: false)
    guard parts.count == 3, ASCII.isToken(parts[0]), !parts[1].isEmpty else { throw .badRequestLine(at: 0) }
    if let bad = parts[1].firstIndex(where: { $0 >= 0x7F || ASCII.isControl($0) || $0 == ASCII.tab }) {
      throw .badRequestLine(at: bad)
    }
    guard parts[0].elementsEqual("GET".utf8) else { throw .methodNotGET(Array(parts[0])) }
    guard parts[2].elementsEqual("HTTP/1.1".utf8) else { throw .badVersion(Array(parts[2])) }
    target = ASCII.string(parts[1])
    fields = lines.fields
    rawBytes = lines.raw
    warnings = lines.warnings
    protocols = fields.members(named: "Sec-WebSocket-Protocol").map { ASCII.string($0) }
    let offers = fields.values(named: "Sec-WebSocket-Extensions")
    extensionOffers = (try? offers.flatMap { try ExtensionElement.list($0) }) ?? []
    key = fields.values(named: "Sec-WebSocket-Key").first ?? []
    try checkFields()
  }

  private func checkFields() throws(HandshakeError) {
    switch fields.count(where: { $0.isNamed("Host") }) {
    case 0: throw .hostMissing
    case 1: break
    default: throw .hostRepeated
    }
    let lengths = fields.values(named: "Content-Length")
    guard lengths.allSatisfy({ ASCII.decimal($0) == 0 }),
      !fields.contains(where: { $0.isNamed("Transfer-Encoding") })
    else { throw .requestHasBody }
    let upgrades = fields.values(named: "Upgrade")
    guard !upgrades.isEmpty else { throw .upgradeMissing }
    guard fields.hasMember("websocket", named: "Upgrade") else {
      throw .upgradeMismatch(Array(upgrades.joined(separator: ", ".utf8)))
    }
    let connections = fields.values(named: "Connection")
    guard !connections.isEmpty else { throw .connectionMissing }
    guard fields.hasMember("upgrade", named: "Connection") else {
      throw .connectionMismatch(Array(connections.joined(separator: ", ".utf8)))
    }
    let versions = fields.values(named: "Sec-WebSocket-Version")
    guard versions.count == 1, versions[0].elementsEqual("13".utf8) else {
      throw .versionUnsupported(Array(versions.joined(separator: ", ".utf8)))
    }
    guard fields.count(where: { $0.isNamed("Sec-WebSocket-Key") }) == 1, HandshakeKey.isValid(key) else {
      throw .keyInvalid
    }
  }
}
