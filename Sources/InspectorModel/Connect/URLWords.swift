public import WebSocketCore

/// Why an address is none, in words.
public enum URLWords {
  /// Places count from 1, as people count.
  public static func why(_ error: URLError) -> String {
    switch error {
    case .schemeMissing: "an address starts with ws:// or wss://"
    case .badScheme(let scheme): "\"\(scheme)\" is none of ws, wss, http, https"
    case .emptyHost: "the host is missing"
    case .badInternationalHost(let offset):
      "the host at byte \(offset + 1) has letters that no name of a host has"
    case .badHost(let offset): "the host is wrong at byte \(offset + 1)"
    case .badIPv6(let offset): "no IPv6 address in the brackets at byte \(offset + 1)"
    case .zoneIdentifier(let offset):
      "an IPv6 zone (%...) at byte \(offset + 1) does not belong in an address"
    case .badPort(let offset): "the port at byte \(offset + 1) is not 1 to 65535"
    case .fragment(let offset): "a # at byte \(offset + 1): write %23, RFC 6455 has no fragments"
    case .badUserinfo(let offset): "user or password is wrong at byte \(offset + 1)"
    case .controlByte(let offset): "a control byte at byte \(offset + 1)"
    case .forbiddenByte(let offset): "a blank, or % without two hex digits, at byte \(offset + 1)"
    }
  }
}
