import WebSocketCore

/// Addresses as the connect prompt takes them: what is wrong with one, and what a tab is called after.
public enum AddressCheck {
  static let schemes = ["ws://", "wss://", "http://", "https://"]

  /// Worth to be put into the connect prompt when it is pasted elsewhere.
  static func looksLikeAddress(_ text: String) -> Bool {
    let start = text.prefix(8).lowercased()
    return schemes.contains { start.hasPrefix($0) } && !text.unicodeScalars.contains { $0.value <= 0x20 }
  }

  /// A command line of curl, as browsers copy a request.
  static func isCurl(_ text: String) -> Bool {
    let words = text.prefix(80).split(maxSplits: 2) { $0 == " " || $0 == "\n" || $0 == "\t" }
    return words.count > 1 && (words[0] == "curl" || words[0] == "$" && words[1] == "curl")
  }

  /// `nil` if nothing is wrong with it.
  static func fault(in text: String) -> String? {
    guard !text.isEmpty else { return "type an address: wss://host/path" }
    do {
      _ = try WebSocketURL(parsing: text)
      return nil
    } catch {
      return URLWords.why(error)
    }
  }

  /// Host, port and path; never a password or a query.
  static func title(of address: String) -> String {
    guard let url = try? WebSocketURL(parsing: address) else { return "connection" }
    let path = url.requestTarget.prefix { $0 != "?" }
    return url.hostHeader + (path.hasSuffix("/") ? path.dropLast() : path)
  }
}
