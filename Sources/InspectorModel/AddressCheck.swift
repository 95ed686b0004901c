import WebSocketCore

/// Addresses as the connect prompt takes them: what is wrong with one, and what a tab is called after.
public enum AddressCheck {
  static let schemes = ["ws://", "wss://", "http://", "https://"]

  /// Worth to be put into the connect prompt when it is pasted elsewhere.
  static func looksLikeAddress(_ text: String) -> Bool {
    let start = text.prefix(8).lowercased()
    return schemes.contains { start.hasPrefix($0) } && !text.unicodeScalars.contains { $0.value <= 0x20 }
  }

  /// `nil` if nothing is wrong with it.
  static func fault(in text: String) -> String? {
    guard !text.isEmpty else { return "type an address: wss://host/path" }
    do {
      _ = try WebSocketURL(parsing: text)
      return nil
    } catch {
      return words(for: error)
    }
  }

  /// Places count from 1, as people count.
  static func words(for error: URLError) -> String {
    switch error {
    case .schemeMissing: "an address starts with ws:// or wss://"
    case .badScheme(let scheme): "\"\(scheme)\" is none of ws, wss, http, https"
    case .emptyHost: "the host is missing"
    case .nonASCIIHost(let offset):
      "the host has a letter beyond ASCII at byte \(offset + 1): write it as xn--..."
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

  /// Host, port and path; never a password or a query.
  static func title(of address: String) -> String {
    guard let url = try? WebSocketURL(parsing: address) else { return "connection" }
    let path = url.requestTarget.prefix { $0 != "?" }
    return url.hostHeader + (path.hasSuffix("/") ? path.dropLast() : path)
  }
}
