/// The header fields of an upgrade that somebody else sent, sorted: what the handshake makes anew, what has a place of
/// its own, and what is sent as it is.
struct HandshakeFields: Equatable {
  private(set) var headers: [ProfileField] = []
  private(set) var cookie: String?
  private(set) var subprotocols: [String] = []
  private(set) var origin: String?
  /// The parameters of permessage-deflate; nil where nothing is said of it.
  private(set) var deflate: String?
  private(set) var leftovers: [Leftover] = []

  mutating func take(_ name: String, _ value: String, line: Int? = nil) {
    switch name.lowercased() {
    case "sec-websocket-protocol":
      subprotocols += value.split(separator: ",").map { $0.trimmed }.filter { !$0.isEmpty }
    case "origin": origin = value
    case "cookie": cookie = [cookie, value].compactMap(\.self).joined(separator: "; ")
    case "sec-websocket-extensions": take(extensions: value, line)
    case "upgrade", "connection", "sec-websocket-key", "sec-websocket-version", "content-length",
      "transfer-encoding", "sec-websocket-accept":
      leftovers.append(Leftover("header \(name)", .madeAnew, line: line))
    case "proxy-authorization", "proxy-connection", "accept-encoding":
      leftovers.append(Leftover("header \(name)", .unsupported, line: line))
    // Pseudo-headers of HTTP/2, as browsers show them.
    case let other where other.hasPrefix(":"):
      leftovers.append(Leftover("header \(name)", .madeAnew, line: line))
    case _ where !ProfileField.isHeader(name, value):
      leftovers.append(Leftover("header \(name.prefix(60))", .unsupported, line: line))
    default: headers.append(ProfileField(name, value))
    }
  }

  private mutating func take(extensions value: String, _ line: Int?) {
    for element in value.split(separator: ",") {
      let parts = element.split(separator: ";").map { $0.trimmed }
      guard let name = parts.first else { continue }
      if name.lowercased() == "permessage-deflate", deflate == nil {
        deflate = parts.dropFirst().joined(separator: ", ")
      } else {
        leftovers.append(Leftover("extension \(name.prefix(60))", .unsupported, line: line))
      }
    }
  }
}
