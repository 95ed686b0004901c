import ByteText
import Glibc
import Profiles
import Transport
import WebSocketClient
import WebSocketCore

extension Profile {
  /// How a connection is made, as a profile; its secrets stand in it as they are.
  init(_ settings: ConnectionSettings, address: String) throws(Complaint) {
    self.init(url: Template.literal(address))
    for field in settings.headers {
      guard let value = String(validating: field.value, as: UTF8.self) else {
        throw Complaint(code: .failed, what: "not saved: the header \(field.name) is no UTF-8")
      }
      headers.append(ProfileField(field.name, Template.literal(value)))
    }
    subprotocols = settings.protocols.map(Template.literal)
    origin = settings.origin.map(Template.literal)
    take(settings.tls)
    takeProxy(settings.options.proxy)
    takeCompression(settings.compression)
    if let keepalive = settings.options.keepalive {
      self.keepalive = Keepalive(
        interval: Self.seconds(keepalive.interval), timeout: Self.seconds(keepalive.timeout))
    }
    if settings.reconnect.attempts > 0 {
      reconnect = Reconnect(
        tries: settings.reconnect.attempts, first: Self.seconds(settings.reconnect.firstDelay),
        longest: Self.seconds(settings.reconnect.longestDelay))
    }
    if settings.options.redirects.limit > 0 { redirects = settings.options.redirects.limit }
    if settings.options.connectTimeout != ConnectionOptions.standardConnectTimeout {
      timeout = Self.seconds(settings.options.connectTimeout)
    }
    for (place, addresses) in settings.options.resolve.sorted(by: { $0.key < $1.key }) {
      resolve.append("\(place):\(addresses.joined(separator: ","))")
    }
    unixSocket = Self.absolute(settings.options.unixSocket)
    switch settings.options.family {
    case .ipv4: family = 4
    case .ipv6: family = 6
    case .any: break
    }
    if !settings.isCaptured {
      capture = .off
    } else if !settings.keepsPayload {
      capture = .on(payloads: false)
    }
  }

  private mutating func take(_ settings: TLSSettings) {
    tls.insecure = !settings.verify
    tls.ca = Self.absolute(settings.caFile)
    tls.caFolder = Self.absolute(settings.caPath)
    tls.crl = Self.absolute(settings.crlFile)
    tls.cert = Self.absolute(settings.certificateFile)
    tls.key = Self.absolute(settings.keyFile)
    tls.passphrase = settings.keyPassphrase.map {
      Template.literal(String(decoding: $0.bytes, as: UTF8.self))
    }
    tls.sni = settings.serverNameIndication.map(Template.literal)
    if settings.minimumVersion == .tls13 { tls.min = "1.3" }
  }

  private mutating func takeProxy(_ choice: ProxyChoice) {
    switch choice {
    case .environment: break
    case .direct: proxy = .direct
    case .proxy(let chosen, except: _):
      var user = ""
      if let credentials = chosen.credentials {
        user = "\(Self.encoded(credentials.user)):\(Self.encoded(credentials.password))@"
      }
      let host = chosen.host.contains(":") ? "[\(chosen.host)]" : chosen.host
      proxy = .url(
        Template.literal("\(chosen.kind.rawValue)://\(user)\(host):\(chosen.port)"), except: nil,
        ca: Self.absolute(chosen.tls?.caFile))
    }
  }

  private mutating func takeCompression(_ offer: DeflateOffer?) {
    guard let offer else {
      compression = .off
      return
    }
    guard offer != .standard else { return }
    var words: [String] = []
    if offer.serverNoContextTakeover { words.append("server_no_context_takeover") }
    if offer.clientNoContextTakeover { words.append("client_no_context_takeover") }
    if let bits = offer.serverMaxWindowBits { words.append("server_max_window_bits=\(bits)") }
    switch offer.clientMaxWindowBits {
    case .notOffered: break
    case .any: words.append("client_max_window_bits")
    case .bits(let bits): words.append("client_max_window_bits=\(bits)")
    }
    compression = words.isEmpty ? .on : .parameters(words.joined(separator: ", "))
  }

  private static func seconds(_ nanoseconds: UInt64) -> Double { Double(nanoseconds) / 1e9 }

  private static func encoded(_ secret: Secret) -> String {
    String(decoding: Percent.encoded(secret.bytes), as: UTF8.self)
  }

  /// A profile may be used from any folder.
  static func absolute(_ path: String?) -> String? {
    guard let path, !path.hasPrefix("/") else { return path }
    guard let folder = getcwd(nil, 0) else { return path }
    defer { free(folder) }
    return "\(String(cString: folder))/\(path)"
  }

  /// Those that say nothing of how a connection is made.
  static let ownKeys: Set<String> = [
    "environments", "environment", "variables", "snippets", "onopen", "color", "tag", "redact",
  ]
}
