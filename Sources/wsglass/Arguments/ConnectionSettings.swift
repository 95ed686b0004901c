import Glibc
import InspectorModel
import Secrets
import Sessions
import Transport
import WebSocketClient
import WebSocketCore

/// What the command line says about how to connect, for the addresses given there: a header with a token must not
/// follow the user to the next address typed. What is about the way, and not about who we are, does.
struct ConnectionSettings: Sendable {
  var headers: [HeaderField] = []
  var cookieFiles: [CookieFile] = []
  var protocols: [String] = []
  var requiresSubprotocol = false
  var origin: String?
  var options = ConnectionOptions()
  /// For wss; the server's name is filled in by each address.
  var tls = TLSSettings(serverName: "")
  /// What is offered of permessage-deflate.
  var compression: DeflateOffer? = .standard
  var reconnect = ReconnectPolicy.never
  /// Several connects to one address at a time, against RFC 6455 section 4.1.
  var connectsInParallel = false
  /// What else is a secret, beside what its place says is one.
  var knownSecrets: [SecretValue] = []
  /// Headers and parameters of the address that are, by their names, in any case.
  var secretHeaders: Set<String> = []
  var secretParameters: Set<String> = []
  /// False: in memory only; lengths only.
  var isCaptured = true
  var keepsPayload = true
  /// Sent each time it opens.
  var greetings: [[UInt8]] = []

  init() { options.proxy = .environment(.ofProcess()) }

  init(_ arguments: Arguments) throws(Complaint) {
    self.init()
    var secret: Set<String> = []
    for text in arguments.values(.header) {
      if text.hasPrefix("@") {
        let fields = try HeaderFile.read(String(text.dropFirst()))
        secret.formUnion(fields.map(\.name))
        headers += fields
      } else {
        headers.append(try HeaderFile.field(Array(text.utf8), at: "--header"))
      }
    }
    for path in arguments.values(.headerFile) {
      let fields = try HeaderFile.read(path)
      secret.formUnion(fields.map(\.name))
      headers += fields
    }
    try addCookies(arguments.values(.cookie))
    protocols = arguments.values(.subprotocol).flatMap { names in
      names.split(separator: ",").map { String($0.drop { $0 == " " }) }
    }
    requiresSubprotocol = arguments.has(.requireSubprotocol)
    if requiresSubprotocol, protocols.isEmpty {
      throw Complaint(
        code: .usage, what: "--require-subprotocol: none is offered", advice: ["-s NAME offers one"])
    }
    origin = arguments.value(.origin)
    options.protocolOptions.tolerated = try ToleranceOption.rules(arguments.values(.tolerate))
    options.protocolOptions.automaticPong = !arguments.has(.noPong)
    options.stallTimeout = try arguments.nanoseconds(.stallTimeout, in: 0.01...86_400)
    tls = try TLSSettings(arguments)
    options.unixSocket = arguments.value(.unixSocket)
    if arguments.has(.ipv4) { options.family = .ipv4 }
    if arguments.has(.ipv6) { options.family = .ipv6 }
    if let timeout = try arguments.nanoseconds(.connectTimeout, in: 0.001...3600) {
      options.connectTimeout = timeout
    }
    for text in arguments.values(.resolve) { try addResolve(text) }
    options.proxy = try ProxyOptions.choice(arguments)
    options.keepalive = try Self.keepalive(arguments)
    if arguments.has(.location) {
      let limit = try arguments.number(.maxRedirs, in: 0...RedirectPolicy.most) ?? RedirectPolicy.most
      options.redirects = RedirectPolicy(
        limit: limit, sensitiveHeaders: secret.union(headers.map(\.name).filter(Self.soundsSecret)))
    }
    if let parameters = arguments.value(.deflate) { compression = try DeflateOption.offer(parameters) }
    if arguments.has(.noCompression) { compression = nil }
    if arguments.has(.reconnect) {
      reconnect = ReconnectPolicy(attempts: try arguments.number(.reconnectTries, in: 1...1_000_000) ?? 10)
    }
    connectsInParallel = arguments.has(.parallelConnects)
  }

  /// For addresses that are typed later: the way there, and how connections are kept, but no headers, no cookies, no
  /// certificate of ours, no trust in whoever answers, and no rule less.
  var forOtherAddresses: ConnectionSettings {
    var other = self
    other.headers = []
    other.cookieFiles = []
    other.protocols = []
    other.requiresSubprotocol = false
    other.options.protocolOptions.tolerated = []
    other.options.protocolOptions.automaticPong = true
    other.origin = nil
    other.tls = TLSSettings(serverName: "")
    other.options.unixSocket = nil
    other.knownSecrets = []
    other.secretHeaders = []
    other.secretParameters = []
    other.isCaptured = true
    other.keepsPayload = true
    other.greetings = []
    return other
  }

  /// "name=value" is sent as it is; what has no "=" names a file (curl's -b).
  private mutating func addCookies(_ texts: [String]) throws(Complaint) {
    let pairs = texts.filter { $0.utf8.contains(UInt8(ascii: "=")) }
    if !pairs.isEmpty {
      headers.append(HeaderField(name: "Cookie", value: Array(pairs.joined(separator: "; ").utf8)))
    }
    for path in texts where !path.utf8.contains(UInt8(ascii: "=")) {
      cookieFiles.append(try CookieFile(path))
    }
  }

  /// Seconds between pings switch it on; the seconds for a pong alone too.
  private static func keepalive(_ arguments: Arguments) throws(Complaint) -> Keepalive? {
    let interval = try arguments.nanoseconds(.pingInterval, in: 0.01...86_400)
    let timeout = try arguments.nanoseconds(.pingTimeout, in: 0.01...86_400)
    guard interval != nil || timeout != nil else { return nil }
    return Keepalive(
      interval: interval ?? Keepalive.standardInterval, timeout: timeout ?? Keepalive.standardTimeout)
  }

  /// A header that another server should not see, by its name.
  static func soundsSecret(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["auth", "token", "key", "secret", "session", "password", "credential", "signature"].contains {
      name.contains($0)
    }
  }

  /// "HOST:PORT:ADDRESS", the address perhaps in brackets (curl's --resolve).
  mutating func addResolve(_ text: String) throws(Complaint) {
    let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, !parts[0].isEmpty, UInt16(parts[1]) != nil, !parts[2].isEmpty else {
      throw Complaint(
        code: .usage, what: "--resolve \(text): not HOST:PORT:ADDRESS",
        advice: ["--resolve example.com:443:127.0.0.1"])
    }
    let addresses = parts[2].split(separator: ",").map { address in
      String(address.hasPrefix("[") && address.hasSuffix("]") ? address.dropFirst().dropLast() : address)
    }
    options.resolve["\(parts[0].lowercased()):\(parts[1])", default: []] += addresses
  }

  /// Where `address` leads with these settings.
  func target(for address: String) throws(Complaint) -> SessionTarget {
    let url: WebSocketURL
    do throws(URLError) {
      url = try WebSocketURL(parsing: address)
    } catch {
      throw Complaint(
        code: .usage, what: "not a WebSocket address: \(safe(SecretMask.maskedByPlace(address)))",
        why: [URLWords.why(error)],
        advice: ["ws://HOST:PORT/PATH or wss://HOST/PATH"])
    }
    var options = options
    if url.isSecure {
      options.tls = tls
      options.tls?.serverName = url.host
    } else if options.redirects.limit > 0 {
      // A redirect may lead to wss, with a name of its own.
      options.tls = tls
    }
    var request = UpgradeRequest(
      url: url, headers: headers(for: url), protocols: protocols, origin: origin, compression: compression)
    request.requiresSubprotocol = requiresSubprotocol
    var target = SessionTarget(request: request, options: options, reconnect: reconnect)
    target.secrets = KnownSecrets.values(of: target, also: self)
    target.isCaptured = isCaptured
    target.keepsPayload = keepsPayload
    target.greetings = greetings
    return target
  }

  /// One Cookie field, whatever its parts come from (RFC 6265 section 5.4).
  private func headers(for url: WebSocketURL) -> [HeaderField] {
    let now = Int64(time(nil))
    let kept = cookieFiles.flatMap { $0.pairs(for: url, now: now) }
    let given = headers.filter { $0.isNamed("Cookie") }.map(\.value)
    guard !kept.isEmpty || given.count > 1 else { return headers }
    let value = Array((given + kept).joined(separator: "; ".utf8))
    return headers.filter { !$0.isNamed("Cookie") } + [HeaderField(name: "Cookie", value: value)]
  }
}

extension TLSSettings {
  /// What the command line says of TLS, for whichever server.
  init(_ arguments: Arguments) throws(Complaint) {
    self.init(
      serverName: "", serverNameIndication: arguments.value(.sni), verify: !arguments.has(.insecure),
      caFile: arguments.value(.cacert), caPath: arguments.value(.capath),
      certificateFile: arguments.value(.cert), keyFile: arguments.value(.key),
      minimumVersion: arguments.has(.tls13) ? .tls13 : .tls12, crlFile: arguments.value(.crlfile))
    if let path = arguments.value(.passFile) { keyPassphrase = Secret(try SmallFile.firstLine(of: path)) }
  }
}
