extension CloseCode {
  /// What the code is registered as (RFC 6455 section 7.4.1, IANA for 1012 to 1014); nil for one that is not.
  public var name: String? {
    switch rawValue {
    case 1000: "normal closure"
    case 1001: "going away"
    case 1002: "protocol error"
    case 1003: "unsupported data"
    case 1005: "no status received"
    case 1006: "abnormal closure"
    case 1007: "invalid frame payload data"
    case 1008: "policy violation"
    case 1009: "message too big"
    case 1010: "mandatory extension"
    case 1011: "internal error"
    case 1012: "service restart"
    case 1013: "try again later"
    case 1014: "bad gateway"
    case 1015: "TLS handshake"
    default: nil
    }
  }
}
