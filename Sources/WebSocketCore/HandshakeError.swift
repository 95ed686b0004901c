/// Why an opening handshake failed. Offsets count bytes of the head (line ends too) from 0.
public enum HandshakeError: Error, Hashable, Sendable {
  // Our own request, found before any input or output; mend the setting that it names.
  case headerNameInvalid(String)
  /// The handshake sets this field itself, or it would give the request a body.
  case headerForbidden(String)
  /// CR, LF, NUL or another control byte: where it is in the value.
  case headerControlByte(name: String, at: Int)
  /// Host, Origin, User-Agent and Authorization may be given once.
  case headerRepeated(String)
  case protocolInvalid(String)
  case protocolRepeated(String)
  case extensionOfferInvalid(String)

  // The peer's head
  case lineTooLong(at: Int, limit: Int)
  case headTooLong(limit: Int)
  case tooManyFields(limit: Int)
  /// Not `HTTP/digit.digit SP 3 digits SP reason` (RFC 9112 section 4).
  case badStatusLine(at: Int)
  /// Not HTTP/1.1, which an upgrade requires; the version as it came.
  case badVersion([UInt8])
  /// A CR that is not part of a line end (RFC 9112 section 2.2).
  case bareCarriageReturn(at: Int)
  case controlByte(UInt8, at: Int)
  /// A blank before the first field name (RFC 9112 section 2.2).
  case blankBeforeField(at: Int)
  /// An empty name, a byte that no name has, or a blank before the colon (RFC 9112 section 5.1).
  case badFieldName(at: Int)
  /// A Sec-WebSocket field over two lines (RFC 9112 section 5.2).
  case foldedField(String)
  case tooManyInterimResponses(limit: Int)
  /// The stream ended inside the head, after so many bytes of it.
  case endedAfter(byteCount: Int)

  // The server's answer (RFC 6455 section 4.1)
  /// A status other than 101. The body is as it came, never decoded; why it is cut short is in `head.warnings`.
  case refused(ResponseHead, body: [UInt8], truncated: Bool)
  case upgradeMissing
  case upgradeMismatch([UInt8])
  case connectionMissing
  case connectionMismatch([UInt8])
  case acceptMissing
  case acceptRepeated
  case acceptMismatch(got: [UInt8], expected: [UInt8])
  case protocolFieldRepeated
  case protocolNotOffered([UInt8])
  case extensionsFieldRepeated
  case extensionsMalformed(at: Int)
  case extensionNotOffered(String)
  case extensionRepeated(String)
  /// A parameter of permessage-deflate, by its name (RFC 7692 section 7.1).
  case deflateParameter(String, DeflateFault)

  // The client's request (RFC 6455 section 4.2.1)
  case badRequestLine(at: Int)
  case methodNotGET([UInt8])
  case hostMissing
  case hostRepeated
  case keyInvalid
  case versionUnsupported([UInt8])
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
  case badChunk
  /// The body went on after the limit.
  case bodyTooLong(limit: Int)
  /// The stream ended, or the time was up, before the body did.
  case bodyIncomplete
}
