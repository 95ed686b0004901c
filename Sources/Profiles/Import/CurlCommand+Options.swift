/// What each option says.
extension CurlCommand {
  /// Options whose value is taken as it is.
  private static let texts: [String: any WritableKeyPath<CurlCommand, String?> & Sendable] = [
    "oauth2-bearer": \.bearer, "cacert": \.caFile, "capath": \.caFolder, "crlfile": \.crlFile,
    "key": \.keyFile, "pass": \.keyPassphrase, "proxy-user": \.proxyUser, "proxy-cacert": \.proxyCAFile,
    "noproxy": \.noProxy, "unix-socket": \.unixSocket,
  ]

  /// Options that mean something, but not here.
  private static let unusable: [String: Leftover.Reason] = [
    "data": .noBody, "data-ascii": .noBody, "data-binary": .noBody, "data-raw": .noBody,
    "data-urlencode": .noBody, "json": .noBody, "form": .noBody, "form-string": .noBody,
    "upload-file": .noBody,
    "config": .otherFile, "netrc-file": .otherFile, "cookie-jar": .otherFile,
  ]

  mutating func take(flag name: String, isOff: Bool) {
    switch name {
    case "insecure": isInsecure = !isOff
    case "location", "location-trusted": followsRedirects = !isOff
    case "ipv4": addressFamily = 4
    case "ipv6": addressFamily = 6
    case "tlsv1.3": requiresTLS13 = true
    default:
      if !CurlOptions.idle.contains(name) {
        leftovers.append(Leftover("--\(isOff ? "no-" : "")\(name)", .unsupported))
      }
    }
  }

  mutating func take(_ name: String, _ value: String, _ urls: inout [String]) {
    switch name {
    case "url": urls.append(value)
    case "header": take(header: value)
    case "cookie": take(cookie: value)
    case "user-agent": set("User-Agent", value)
    case "referer": set("Referer", value)
    case "user":
      let parts = value.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      user = String(parts[0])
      password = parts.count == 2 ? String(parts[1]) : nil
    case "cert": take(certificate: value)
    case "proxy": proxy = value.isEmpty ? nil : value
    case "socks5": proxy = "socks5://\(value)"
    case "socks5-hostname": proxy = "socks5h://\(value)"
    case "resolve": resolve.append(value.hasPrefix("+") ? String(value.dropFirst()) : value)
    case "connect-timeout": connectTimeout = Double(value)
    case "max-redirs": mostRedirects = Int(value)
    case "request":
      if value.uppercased() != "GET" { leftovers.append(Leftover("-X \(value.prefix(20))", .noBody)) }
    default:
      if let place = Self.texts[name] {
        self[keyPath: place] = value
      } else if !CurlOptions.idle.contains(name) {
        leftovers.append(Leftover("--\(name)", Self.unusable[name] ?? .unsupported))
      }
    }
  }

  private mutating func take(header text: String) {
    if text.hasPrefix("@") {
      leftovers.append(Leftover("-H \(text.prefix(60))", .otherFile))
      return
    }
    guard let end = text.firstIndex(where: { $0 == ":" || $0 == ";" }) else { return }
    let name = String(text[..<end])
    let value = String(text[text.index(after: end)...].drop { $0 == " " || $0 == "\t" })
    // "Name:" takes a field of curl's own away; "Name;" sends an empty one.
    if text[end] == ":", value.isEmpty { return }
    if text[end] == ";", !value.isEmpty { return }
    var sorted = HandshakeFields()
    sorted.take(name, value)
    headers += sorted.headers
    if let found = sorted.cookie { cookie = [cookie, found].compactMap(\.self).joined(separator: "; ") }
    subprotocols += sorted.subprotocols
    origin = sorted.origin ?? origin
    deflate = sorted.deflate ?? deflate
    leftovers += sorted.leftovers
  }

  private mutating func take(cookie text: String) {
    guard text.contains("=") else {
      leftovers.append(Leftover("-b \(text.prefix(60))", .otherFile))
      return
    }
    cookie = [cookie, text].compactMap(\.self).joined(separator: "; ")
  }

  /// "file:password", a colon of the file's own behind a backslash.
  private mutating func take(certificate text: String) {
    var file = ""
    var rest = Substring(text)
    while let character = rest.popFirst() {
      if character == "\\", rest.first == ":" || rest.first == "\\" {
        if let escaped = rest.popFirst() { file.append(escaped) }
      } else if character == ":" {
        keyPassphrase = String(rest)
        break
      } else {
        file.append(character)
      }
    }
    certificateFile = file
  }

  /// The last one counts, as with curl.
  private mutating func set(_ name: String, _ value: String) {
    headers.removeAll { $0.isNamed(name) }
    if !value.isEmpty { headers.append(ProfileField(name, value)) }
  }
}
