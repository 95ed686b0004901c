import ByteText

/// An HTTP response up to its empty line, as the server wrote it.
public struct ResponseHead: Hashable, Sendable {
  /// `HTTP/1.1` or `HTTP/1.0`.
  public var version: String
  /// 100 to 599.
  public var status: Int
  /// As it came: any bytes but control bytes, often none.
  public var reason: [UInt8]
  /// All of them, in their order.
  public var fields: [HeaderField]
  /// The whole head as it came, at most `Limits.head` bytes.
  public var rawBytes: [UInt8]
  /// What was odd and did not fail it.
  public var warnings: [HandshakeWarning]

  /// For tests; a handshake makes its own.
  public init(
    version: String = "HTTP/1.1", status: Int, reason: [UInt8] = [], fields: [HeaderField] = [],
    rawBytes: [UInt8] = [], warnings: [HandshakeWarning] = []
  ) {
    self.version = version
    self.status = status
    self.reason = reason
    self.fields = fields
    self.rawBytes = rawBytes
    self.warnings = warnings
  }

  /// The status line (RFC 9112 section 4), read byte by byte: no number parser's signs, blanks or leading zeros.
  init(_ lines: HeadLines) throws(HandshakeError) {
    let line = lines.startLine
    let version = line.prefix(8)
    guard line.count >= 12, version.starts(with: "HTTP/1.".utf8), ASCII.isDigit(line[7]),
      line[8] == ASCII.space
    else { throw .badStatusLine(at: Self.faultOffset(line)) }
    guard let status = ASCII.decimal(line[9..<12]), 100...599 ~= status else { throw .badStatusLine(at: 9) }
    guard line.count == 12 || line[12] == ASCII.space else { throw .badStatusLine(at: 12) }
    self.init(
      version: ASCII.string(version), status: status, reason: Array(line.dropFirst(13)), fields: lines.fields,
      rawBytes: lines.raw, warnings: lines.warnings)
    if line.count == 12 { warnings.insert(.reasonSpaceMissing, at: 0) }
  }

  /// Where the line leaves `HTTP/1.x SP`.
  private static func faultOffset(_ line: [UInt8]) -> Int {
    let pattern = Array("HTTP/1.".utf8)
    for (index, byte) in pattern.enumerated() where index >= line.count || line[index] != byte {
      return index
    }
    if line.count < 8 || !ASCII.isDigit(line[7]) { return 7 }
    return line.count < 9 || line[8] != ASCII.space ? 8 : line.count
  }
}

/// What the opening handshake agreed on.
public struct Upgrade: Hashable, Sendable {
  /// The 101.
  public var head: ResponseHead
  /// The one that the server chose of those offered; nil: none (RFC 6455 section 4.1).
  public var subprotocol: String?
  /// Each answers an offer; all that the server agreed to.
  public var extensions: [ExtensionElement]
  /// Of permessage-deflate; nil: messages travel as they are.
  public var compression: DeflateAgreement?
  /// Those of the head, and what the server left out.
  public var warnings: [HandshakeWarning]

  /// For tests; a handshake makes its own.
  public init(
    head: ResponseHead, subprotocol: String? = nil, extensions: [ExtensionElement] = [],
    compression: DeflateAgreement? = nil,
    warnings: [HandshakeWarning] = []
  ) {
    self.head = head
    self.subprotocol = subprotocol
    self.extensions = extensions
    self.compression = compression
    self.warnings = warnings
  }
}
