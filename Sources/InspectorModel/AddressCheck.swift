/// A first look at an address, for words beside the field; the connection's own parser has the last word.
public enum AddressCheck {
  static let schemes = ["ws://", "wss://", "http://", "https://"]

  public static func looksLikeAddress(_ text: String) -> Bool {
    let start = text.prefix(8).lowercased()
    return schemes.contains { start.hasPrefix($0) } && !text.unicodeScalars.contains { $0.value <= 0x20 }
  }

  /// `nil` if nothing is wrong at first sight.
  static func fault(in text: String) -> String? {
    guard !text.isEmpty else { return "type an address: wss://host/path" }
    let start = text.prefix(8).lowercased()
    guard let scheme = schemes.first(where: { start.hasPrefix($0) }) else {
      return text.contains("://")
        ? "the scheme must be ws:// or wss:// (http:// and https:// become these)"
        : "an address starts with ws:// or wss://"
    }
    let rest = text.dropFirst(scheme.count)
    guard let first = rest.utf8.first, first != 0x2F, first != 0x3F, first != 0x23, first != 0x3A else {
      return "the host is missing after \(scheme)"
    }
    guard !text.unicodeScalars.contains(where: { $0.value <= 0x20 || $0.value == 0x7F }) else {
      return "an address has no blanks or control characters"
    }
    return nil
  }

  /// What a tab is called after: host, port and path; never a password or a query.
  static func title(of address: String) -> String {
    var rest = Substring(address)
    if let scheme = rest.range(of: "://") { rest = rest[scheme.upperBound...] }
    let end = rest.firstIndex { $0 == "?" || $0 == "#" } ?? rest.endIndex
    rest = rest[..<end]
    let path = rest.firstIndex(of: "/") ?? rest.endIndex
    if let at = rest[..<path].lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
    while rest.last == "/" { rest = rest.dropLast() }
    return rest.isEmpty ? "connection" : String(rest)
  }
}

extension Substring {
  /// Where a short text stands first.
  fileprivate func range(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
