/// Why an opening handshake failed. Offsets count bytes of the head (line ends too) from 0.
public enum HandshakeError: Error, Hashable, Sendable {
  // Our own request, found before any input or output; mend the setting that it names.
  /// Not a token (RFC 9110 section 5.1).
  case headerNameInvalid(String)
  /// The handshake sets this field itself, or it would give the request a body.
  case headerForbidden(String)
  /// CR, LF, NUL or another control byte: where it is in the value.
  case headerControlByte(name: String, at: Int)
  /// Host, Origin, User-Agent and Authorization may be given once.
  case headerRepeated(String)
  /// A subprotocol that is no token.
  case protocolInvalid(String)
  /// A subprotocol offered twice.
  case protocolRepeated(String)
  /// An extension, by its name: a part of it is no token, or a window is outside 8...15.
  case extensionOfferInvalid(String)

  // The peer's head
  /// The line that begins at this offset has more bytes than `Limits.headerLine`.
  case lineTooLong(at: Int, limit: Int)
  /// More bytes than `Limits.head`.
  case headTooLong(limit: Int)
  /// More fields than `Limits.headerFields`.
  case tooManyFields(limit: Int)
  /// Not `HTTP/digit.digit SP 3 digits SP reason` (RFC 9112 section 4).
  case badStatusLine(at: Int)
  /// Not HTTP/1.1, which an upgrade requires; the version as it came.
  case badVersion([UInt8])
  /// A CR that is not part of a line end (RFC 9112 section 2.2).
  case bareCarriageReturn(at: Int)
  /// A byte that no line has (RFC 9110 section 5.5).
  case controlByte(UInt8, at: Int)
  /// A blank before the first field name (RFC 9112 section 2.2).
  case blankBeforeField(at: Int)
  /// An empty name, a byte that no name has, or a blank before the colon (RFC 9112 section 5.1).
  case badFieldName(at: Int)
  /// A Sec-WebSocket field over two lines (RFC 9112 section 5.2).
  case foldedField(String)
  /// More 1xx responses than `Limits.interimResponses`.
  case tooManyInterimResponses(limit: Int)
  /// The stream ended inside the head, after so many bytes of it.
  case endedAfter(byteCount: Int)

  // The server's answer (RFC 6455 section 4.1)
  /// A status other than 101. The body is as it came, never decoded; why it is cut short is in `head.warnings`.
  case refused(ResponseHead, body: [UInt8], truncated: Bool)
  /// No Upgrade field.
  case upgradeMissing
  /// Upgrade is not `websocket`; the value as it came.
  case upgradeMismatch([UInt8])
  /// No Connection field.
  case connectionMissing
  /// Connection has no member `upgrade`; the value as it came.
  case connectionMismatch([UInt8])
  /// No Sec-WebSocket-Accept field.
  case acceptMissing
  /// Sec-WebSocket-Accept twice (section 11.3.3).
  case acceptRepeated
  /// The server did not answer this key.
  case acceptMismatch(got: [UInt8], expected: [UInt8])
  /// Sec-WebSocket-Protocol twice (section 11.3.4).
  case protocolFieldRepeated
  /// A subprotocol that was not offered, byte for byte; as it came.
  case protocolNotOffered([UInt8])
  /// The server chose no subprotocol, and `UpgradeRequest.requiresSubprotocol` wants one.
  case protocolMissing
  /// Sec-WebSocket-Extensions twice (section 11.3.2).
  case extensionsFieldRepeated
  /// Not the grammar of section 9.1; the offset is within the value.
  case extensionsMalformed(at: Int)
  /// An extension that was not offered.
  case extensionNotOffered(String)
  /// An extension answered twice.
  case extensionRepeated(String)
  /// A parameter of permessage-deflate, by its name (RFC 7692 section 7.1).
  case deflateParameter(String, DeflateFault)

  // The client's request (RFC 6455 section 4.2.1)
  /// Not `METHOD SP target SP version`.
  case badRequestLine(at: Int)
  /// The method as it came.
  case methodNotGET([UInt8])
  /// No Host field.
  case hostMissing
  /// Host twice.
  case hostRepeated
  /// Sec-WebSocket-Key is missing, repeated, or not Base64 of 16 bytes.
  case keyInvalid
  /// Sec-WebSocket-Version is not 13; as it came.
  case versionUnsupported([UInt8])
  /// Content-Length or Transfer-Encoding: an upgrade has no body.
  case requestHasBody
}

/// What was odd about a handshake but did not fail it.
public enum HandshakeWarning: Hashable, Sendable {
  /// The status line ends after the code (RFC 9112 section 4 wants a space).
  case reasonSpaceMissing
  /// A line ended in LF alone (RFC 9112 section 2.2).
  case bareLineFeed(at: Int)
  /// A field over two lines, joined by a space (RFC 9112 section 5.2).
  case foldedField(String)
  /// The 101 gave a body length, which has no meaning there; what follows are frames.
  case bodyLengthIgnored
  /// We offered subprotocols and the server chose none (RFC 6455 section 4.2.2 allows it).
  case noSubprotocolChosen
  /// Content-Length and Transfer-Encoding contradict themselves or each other; the body was not read.
  case bodyLengthAmbiguous
  /// A chunk of the body is malformed; what came before it is kept (RFC 9112 section 7.1).
  case badChunk
  /// The body went on after the limit.
  case bodyTooLong(limit: Int)
  /// The stream ended, or the time was up, before the body did.
  case bodyIncomplete
}
