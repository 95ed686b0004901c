import FrameLog
import Secrets

/// A command line for websocat that sends a payload on a connection like the one it was seen on. Secrets are variables in
/// it: they are for the user to set.
struct WebsocatLine {
  private let words: [String]

  /// Fields that a client makes by itself, or that have an option of their own.
  private static let own: Set<String> = [
    "host", "upgrade", "connection", "sec-websocket-key", "sec-websocket-version", "sec-websocket-extensions",
    "sec-websocket-protocol", "origin",
  ]

  init(_ tab: Tab, connection facts: ConnectionFacts?) {
    var words: [String] = []
    let mask = tab.secrets.mask
    for field in facts?.request?.fields ?? [] {
      let name = field.name.lowercased()
      let value =
        SecretNames.isSecret(name.utf8)
        ? "********" : mask.masked(SecretMask.maskedByPlace(field.value))
      guard !Self.breaks(field.name), !Self.breaks(value) else { continue }
      switch name {
      case "sec-websocket-protocol":
        words.append("--protocol " + ShellQuoting.quoted(value, secret: "subprotocol"))
      case "origin": words.append("--origin " + ShellQuoting.quoted(value, secret: "origin"))
      case _ where Self.own.contains(name): break
      default: words.append("-H " + ShellQuoting.quoted("\(field.name): \(value)", secret: field.name))
      }
    }
    if facts?.tls?.isVerified == false { words.append("-k") }
    let url = facts.map(\.url).flatMap { $0.isEmpty ? nil : $0 } ?? tab.status.url
    let shown = mask.masked(SecretMask.maskedByPlace(url))
    words.append(ShellQuoting.quoted(Self.breaks(shown) ? "" : shown, secret: Self.parameter(of: shown)))
    self.words = words
  }

  /// `printf '%s\0' '{"op":"ping"}' | websocat -0 -n1 'wss://host/path'`.
  func line(sending payload: [UInt8], isBinary: Bool) -> [UInt8] {
    let rest = words.joined(separator: " ")
    if !isBinary, let text = String(validating: payload, as: UTF8.self), !payload.contains(0) {
      // Messages end with NUL: a line feed may be in one.
      return Array("printf '%s\\0' \(ShellQuoting.quoted(text)) | websocat -0 -n1 \(rest)".utf8)
    }
    let octal = payload.map { byte in
      let digits = String(byte, radix: 8)
      return "\\" + String(repeating: "0", count: 3 - digits.utf8.count) + digits
    }.joined()
    return Array("printf '\(octal)' | websocat -b -n1 \(rest)".utf8)
  }

  /// What no line of a shell, or of HTTP, can hold.
  private static func breaks(_ text: String) -> Bool {
    text.utf8.contains { $0 == 0 || $0 == 0x0A || $0 == 0x0D }
  }

  /// The name in front of the first masked value: `token` of `?token=********`.
  private static func parameter(of url: String) -> String {
    guard let place = url.firstRange(of: "=********") else { return "userinfo" }
    let name = url[..<place.lowerBound].utf8.reversed().prefix { SecretNames.isNameByte($0) }
    return String(decoding: name.reversed(), as: UTF8.self)
  }
}
