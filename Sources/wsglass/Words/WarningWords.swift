import WebSocketCore

/// What was odd about an opening handshake that succeeded all the same, in words.
enum WarningWords {
  static func phrase(_ warning: HandshakeWarning) -> String {
    switch warning {
    case .reasonSpaceMissing: "the status line ends after the code (RFC 9112 4)"
    case .bareLineFeed(let offset): "a line ends in LF alone, at byte \(offset) (RFC 9112 2.2)"
    case .foldedField(let name): "\(name) is folded over two lines (RFC 9112 5.2)"
    case .bodyLengthIgnored: "the answer gives a body length, which means nothing here"
    case .noSubprotocolChosen: "the server chose none of the offered subprotocols (RFC 6455 4.2.2)"
    case .bodyLengthAmbiguous: "the length of the body is ambiguous: it was not read (RFC 9112 6.3)"
    case .badChunk: "the body is truncated: bad chunk (RFC 9112 7.1)"
    case .bodyTooLong(let limit): "the body is cut after \(limit) bytes"
    case .bodyIncomplete: "the body is not whole: the server ended it early, or the time was up"
    }
  }
}
