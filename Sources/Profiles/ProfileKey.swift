/// What a profile may say: each key with what it takes and what it does. The reader, the errors, `profiles show`, the
/// manual page and the completions read this table.
public struct ProfileKey: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// Text in which `${...}` is filled in.
    case template
    /// A list of such texts; one alone counts as a list of one.
    case templates
    /// Text that is taken as it is.
    case text
    case texts
    case flag
    case number(ClosedRange<Double>)
    /// One of these words.
    case word([String])
    /// Names with templates.
    case fields
    /// Names with names with templates.
    case environments
    /// false or true, or more of it in an object: the keys below it.
    case group
    /// false, true, or parameters as text.
    case compression
    /// A text: a file; a list: messages.
    case onOpen
  }

  /// `tls.ca`
  public let path: String
  public let kind: Kind
  public let help: String
  /// A value, as JSON.
  public let example: String

  init(_ path: String, _ kind: Kind, _ help: String, _ example: String) {
    self.path = path
    self.kind = kind
    self.help = help
    self.example = example
  }

  public static let table: [ProfileKey] = [
    ProfileKey(
      "url", .template, "where to: ws, wss, http or https. The only key that has to be there",
      #""wss://${host}/v2?token=${env:FEED_TOKEN}""#),
    ProfileKey(
      "headers", .fields, "fields of the request", #"{"Authorization": "Bearer ${env:FEED_TOKEN}"}"#),
    ProfileKey(
      "subprotocols", .templates, "offered, the one wanted most first", #"["v12.stomp", "v11.stomp"]"#),
    ProfileKey("origin", .template, "the Origin field", #""https://app.example.com""#),
    ProfileKey("auth", .group, "an Authorization field: user and password, or bearer", ""),
    ProfileKey("auth.user", .template, "for Basic", #""me""#),
    ProfileKey("auth.password", .template, "for Basic", #""${file:../secrets/me}""#),
    ProfileKey("auth.bearer", .template, "a token", #""${cmd:['pass', 'show', 'feed']}""#),
    ProfileKey("tls", .group, "how wss is verified", ""),
    ProfileKey("tls.ca", .text, "trust the CAs in this PEM file instead of the system's", #""ca.pem""#),
    ProfileKey("tls.cafolder", .text, "the same, a folder as openssl rehash makes it", #""cas""#),
    ProfileKey("tls.crl", .text, "revocation lists (PEM)", #""revoked.pem""#),
    ProfileKey("tls.cert", .text, "certificate (PEM) of ours", #""client.pem""#),
    ProfileKey("tls.key", .text, "its private key (PEM)", #""client.key""#),
    ProfileKey("tls.passphrase", .template, "of the key", #""${ask:Passphrase of the client key}""#),
    ProfileKey("tls.sni", .template, "the name to ask for and to verify", #""feed.internal""#),
    ProfileKey("tls.min", .word(["1.2", "1.3"]), "the least version", #""1.3""#),
    ProfileKey("tls.insecure", .flag, "go on without verification; the tab wears a badge", "false"),
    ProfileKey(
      "proxy", .group, "false: none, whatever the environment says; a text: its URL; an object: more", ""),
    ProfileKey("proxy.url", .template, "http, https, socks5 or socks5h", #""socks5h://127.0.0.1:1080""#),
    ProfileKey("proxy.except", .text, "hosts and networks that it is not for", #""localhost,10.0.0.0/8""#),
    ProfileKey("proxy.ca", .text, "trust the CAs in this PEM file for an https proxy", #""proxy-ca.pem""#),
    ProfileKey(
      "compression", .compression, "false: not offered; a text: offered with these parameters",
      #""client_max_window_bits=10""#),
    ProfileKey("keepalive", .group, "true: pings every 20 s; a number: so many seconds; an object: more", ""),
    ProfileKey("keepalive.interval", .number(0.01...86_400), "seconds between pings", "20"),
    ProfileKey("keepalive.timeout", .number(0.01...86_400), "seconds for the pong", "10"),
    ProfileKey("reconnect", .group, "true: a lost connection is tried again; an object: how", ""),
    ProfileKey("reconnect.tries", .number(1...1_000_000), "in a row", "10"),
    ProfileKey("reconnect.first", .number(0...86_400), "seconds within which the first comes", "5"),
    ProfileKey("reconnect.longest", .number(0.1...86_400), "seconds, the longest wait", "60"),
    ProfileKey("redirects", .number(0...5), "how many are followed", "0"),
    ProfileKey("timeout", .number(0.001...3600), "seconds for a connect, all together", "8"),
    ProfileKey(
      "resolve", .texts, "addresses for a host, without DNS", #"["feed.example.com:443:127.0.0.1"]"#),
    ProfileKey("unixsocket", .text, "connect through it", #""/run/feed.sock""#),
    ProfileKey("family", .word(["4", "6", "any"]), "which addresses", #""any""#),
    ProfileKey("capture", .group, "false: frames are kept in memory only; an object: more", ""),
    ProfileKey("capture.payloads", .flag, "false: lengths only", "true"),
    ProfileKey("redact", .group, "what more is a secret: hidden on screen and in exports", ""),
    ProfileKey("redact.headers", .texts, "header fields, by name", #"["X-Session"]"#),
    ProfileKey("redact.query", .texts, "parameters of the URL, by name", #"["s"]"#),
    ProfileKey("redact.values", .templates, "values, wherever they turn up", #"["${env:DB_PASSWORD}"]"#),
    ProfileKey(
      "color", .word(ProfileColor.allCases.map(\.rawValue)), "of the tab, as the theme has it", #""red""#),
    ProfileKey("tag", .text, "up to 12 letters before the tab's name", #""PROD""#),
    ProfileKey("variables", .fields, "what ${name} stands for", #"{"version": "v2"}"#),
    ProfileKey(
      "environments", .environments, "variables of each environment; they go before the others",
      #"{"dev": {"host": "localhost:8080"}, "prod": {"host": "feed.example.com"}}"#),
    ProfileKey("environment", .text, "the one to use where none is named", #""dev""#),
    ProfileKey(
      "onopen", .onOpen, "a script's file, or messages, to be sent when it opens", #"["{\"op\":\"hello\"}"]"#),
    ProfileKey(
      "snippets", .fields, "messages for the compose pane, by name", #"{"ping": "{\"op\":\"ping\"}"}"#),
  ]

  public static func named(_ path: String) -> ProfileKey? { table.first { $0.path == path } }

  /// Names that may stand under `parent`, `""` for the top.
  public static func names(under parent: String) -> [String] {
    let prefix = parent.isEmpty ? "" : parent + "."
    return table.map(\.path).filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
      .filter { !$0.contains(".") }
  }
}

/// The colours a tab can wear; the theme says how each looks.
public enum ProfileColor: String, CaseIterable, Sendable, Hashable {
  case red, yellow, green, cyan, magenta
}
