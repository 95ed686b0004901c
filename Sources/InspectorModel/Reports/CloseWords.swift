public import WebSocketCore

/// Close codes and closures in words (RFC 6455 section 7.4.1 and the IANA registry).
public enum CloseWords {
  /// "1011 internal error"; a code without a registered name says whose it is.
  public static func name(of code: CloseCode) -> String {
    switch code.rawValue {
    case 1000: "normal closure"
    case 1001: "going away"
    case 1002: "protocol error"
    case 1003: "unsupported data"
    case 1004: "reserved"
    case 1005: "no status in the Close frame"
    case 1006: "no Close frame came back"
    case 1007: "invalid payload data"
    case 1008: "policy violation"
    case 1009: "message too big"
    case 1010: "mandatory extension missing"
    case 1011: "internal error"
    case 1012: "service restart"
    case 1013: "try again later"
    case 1014: "bad gateway"
    case 1015: "TLS handshake failed"
    case 3000: "library: unauthorized"
    case 3003: "library: forbidden"
    case 3008: "library: timeout"
    case 3000...3999: "library code"
    case 4000...4999: "private code"
    default: "not a registered code"
    }
  }

  /// What to make of the code, where more than its name helps.
  public static func advice(for code: CloseCode) -> String? {
    switch code.rawValue {
    case 1001: "The other side shuts down or navigates away; r connects again."
    case 1002: "One side sent what RFC 6455 forbids; the row marked ! shows it."
    case 1003: "The other side does not take this type of data."
    case 1006: "The connection broke: server gone, network down, or a proxy's idle limit."
    case 1007: "A text message was not UTF-8, or the data did not fit its type."
    case 1008: "The server refuses by its own rules: often missing rights or a bad token."
    case 1009: "A message was longer than the other side takes."
    case 1011, 1014: "The fault is on the server's side; its log knows more."
    case 1012, 1013: "The server asks to come back later; r connects again."
    default: nil
    }
  }

  /// A status as one line: "1011 internal error: keepalive timeout". `isLocal` for codes that never travel.
  public static func line(_ status: Closure.Status) -> (head: String, reason: [UInt8]) {
    let name = "\(status.code.rawValue) \(name(of: status.code))"
    switch status.code.rawValue {
    case 1005, 1006, 1015:
      return ("local code \(status.code.rawValue): \(self.name(of: status.code))", status.reason)
    default: return (name, status.reason)
    }
  }

  /// A Close frame's body; `nil` without a code.
  public static func status(ofBody body: [UInt8]) -> Closure.Status? {
    guard body.count >= 2 else { return nil }
    let code = CloseCode(rawValue: UInt16(body[0]) << 8 | UInt16(body[1]))
    return Closure.Status(code: code, reason: Array(body.dropFirst(2)))
  }
}
