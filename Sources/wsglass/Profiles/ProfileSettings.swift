import Profiles
import Secrets
import Transport
import WebSocketClient
import WebSocketCore

extension ConnectionSettings {
  /// What a profile says of how to connect, and over it what the command line says.
  init(_ filled: FilledProfile, name: String, _ arguments: Arguments) throws(Complaint) {
    try self.init(arguments)
    let profile = filled.profile
    func complaint(_ key: String, _ error: Complaint) -> Complaint {
      Complaint(
        code: .configuration, what: "profile \(name), \(key): \(error.what)", why: error.why,
        advice: error.advice)
    }
    let given = Set(headers.map { $0.name.lowercased() })
    headers =
      filled.headers.filter { !given.contains($0.name.lowercased()) }
      .map { HeaderField(name: $0.name, value: $0.value) } + headers
    if protocols.isEmpty { protocols = filled.subprotocols }
    origin = origin ?? filled.origin
    take(profile.tls, filled)
    do throws(Complaint) {
      try take(profile.proxy, filled, arguments)
    } catch {
      throw complaint("proxy", error)
    }
    do throws(Complaint) {
      try take(profile.compression, arguments)
    } catch {
      throw complaint("compression", error)
    }
    take(profile, arguments)
    for text in profile.resolve {
      do throws(Complaint) {
        try addResolve(text)
      } catch {
        throw complaint("resolve", error)
      }
    }
    knownSecrets = filled.secrets
    secretHeaders = Set(profile.redact.headers.map { $0.lowercased() })
    secretParameters = Set(profile.redact.query.map { $0.lowercased() })
    greetings = filled.messages
  }

  private mutating func take(_ profile: Profile, _ arguments: Arguments) {
    if options.keepalive == nil, let keepalive = profile.keepalive {
      options.keepalive = Keepalive(
        interval: Self.nanoseconds(keepalive.interval) ?? Keepalive.standardInterval,
        timeout: Self.nanoseconds(keepalive.timeout) ?? Keepalive.standardTimeout)
    }
    if reconnect == .never, let wanted = profile.reconnect {
      var policy = ReconnectPolicy(attempts: wanted.tries ?? 10)
      policy.firstDelay = Self.nanoseconds(wanted.first) ?? policy.firstDelay
      policy.longestDelay = Self.nanoseconds(wanted.longest) ?? policy.longestDelay
      reconnect = policy
    }
    if options.redirects == .never, let limit = profile.redirects, limit > 0 {
      let secret = headers.filter { field in
        Self.soundsSecret(field.name) || SecretNames.isSecret(field.name.utf8)
          || profile.redact.headers.contains { field.isNamed($0) }
          || profile.headers.contains { $0.isNamed(field.name) && $0.value.contains("${") }
      }
      options.redirects = RedirectPolicy(limit: limit, sensitiveHeaders: Set(secret.map(\.name)))
    }
    if !arguments.has(.connectTimeout), let timeout = Self.nanoseconds(profile.timeout) {
      options.connectTimeout = timeout
    }
    if options.unixSocket == nil { options.unixSocket = profile.unixSocket.map(ProfilePlaces.file) }
    if !arguments.has(.ipv4), !arguments.has(.ipv6) {
      switch profile.family {
      case 4: options.family = .ipv4
      case 6: options.family = .ipv6
      default: break
      }
    }
    switch profile.capture {
    case nil: break
    case .off?: isCaptured = false
    case .on(let payloads)?: keepsPayload = payloads
    }
  }

  private mutating func take(_ wanted: Profile.TLS, _ filled: FilledProfile) {
    func file(_ path: String?) -> String? { path.map(ProfilePlaces.file) }
    if wanted.insecure { tls.verify = false }
    tls.caFile = tls.caFile ?? file(wanted.ca)
    tls.caPath = tls.caPath ?? file(wanted.caFolder)
    tls.crlFile = tls.crlFile ?? file(wanted.crl)
    if tls.certificateFile == nil {
      tls.certificateFile = file(wanted.cert)
      tls.keyFile = file(wanted.key)
      tls.keyPassphrase = filled.passphrase.map { Secret($0) }
    }
    tls.serverNameIndication = tls.serverNameIndication ?? filled.sni
    if wanted.min == "1.3" { tls.minimumVersion = .tls13 }
  }

  private mutating func take(
    _ wanted: Profile.Proxy?, _ filled: FilledProfile, _ arguments: Arguments
  ) throws(Complaint) {
    guard !arguments.has(.proxy), !arguments.has(.noProxy), let wanted else { return }
    guard case .url(_, let except, let ca) = wanted, let url = filled.proxy else {
      options.proxy = .direct
      return
    }
    do throws(ProxyURLError) {
      var proxy = try Proxy(parsing: url)
      if proxy.kind == .https, let ca {
        proxy.tls = TLSSettings(serverName: proxy.host, caFile: ProfilePlaces.file(ca))
      }
      options.proxy = .proxy(proxy, except: ProxyExceptions(except ?? ""))
    } catch {
      // Without the text: it may hold a password.
      throw Complaint(code: .configuration, what: ProxyWords.describe(error))
    }
  }

  private mutating func take(_ wanted: Profile.Compression?, _ arguments: Arguments) throws(Complaint) {
    guard !arguments.has(.deflate), !arguments.has(.noCompression) else { return }
    switch wanted {
    case nil, .on?: break
    case .off?: compression = nil
    case .parameters(let text)?: compression = try DeflateOption.offer(text)
    }
  }

  private static func nanoseconds(_ seconds: Double?) -> UInt64? {
    // The reader keeps them between 0 and a day.
    seconds.map { UInt64(min(max(0, $0), 86_400) * 1e9) }
  }
}
