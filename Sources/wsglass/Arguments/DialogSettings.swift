import Glibc
import InspectorModel
import Secrets
import Transport
import WebSocketClient
import WebSocketCore

/// Between what the connect dialog says in words and what connections are made with.
///
/// What the dialog has no field for, and what nobody changed in it, stays as the tab had it: cookies, passphrases,
/// resolved names.
extension ConnectOptions {
  init(_ settings: ConnectionSettings, url: String = "") {
    self.init(url: url)
    headers = settings.headers.map { "\($0.name): \(String(decoding: $0.value, as: UTF8.self))" }
    protocols = settings.protocols.joined(separator: ", ")
    origin = settings.origin ?? ""
    switch settings.options.proxy {
    case .direct: proxy = "none"
    case .proxy(let chosen, except: _): proxy = chosen.masked
    case .environment: proxy = ""
    }
    trust = settings.tls.verify ? (settings.tls.caFile == nil ? .verify : .caFile) : .nobody
    caFile = settings.tls.caFile ?? ""
    certificate = settings.tls.certificateFile ?? ""
    key = settings.tls.keyFile ?? ""
    deflates = settings.compression != nil
    if let keepalive = settings.options.keepalive {
      pings = true
      pingInterval = Self.seconds(keepalive.interval)
      pingTimeout = Self.seconds(keepalive.timeout)
    }
    reconnects = settings.reconnect.attempts > 0
    if reconnects { tries = String(settings.reconnect.attempts) }
  }

  /// A script that is not there is told while it can be corrected.
  func checkScript() throws(RefusedField) {
    guard !script.isEmpty, access(UserPath.resolved(script), R_OK) != 0 else { return }
    throw RefusedField(field: .script, words: "can't read \(script): \(String(cString: strerror(errno)))")
  }

  /// "20", "0.5".
  private static func seconds(_ nanoseconds: UInt64) -> String {
    let whole = nanoseconds / 1_000_000_000
    let rest = nanoseconds % 1_000_000_000 / 1_000_000
    guard rest > 0 else { return String(whole) }
    let digits = String(rest + 1000).dropFirst()
    return "\(whole).\(digits.reversed().drop { $0 == "0" }.reversed().map { String($0) }.joined())"
  }

  /// What the environment says of proxies, for the dialog's empty field.
  static func environmentNote() -> String {
    for name in ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "http_proxy"] {
      guard let value = EnvironmentVariable.value(name) else { continue }
      let words = (try? Proxy(parsing: value))?.masked ?? "no proxy's address"
      return "from \(name): \(words)"
    }
    return "(none)            from HTTPS_PROXY: not set"
  }
}

/// A field of the dialog that can't be used, and why.
struct RefusedField: Error {
  var field: ConnectDialog.Field
  var words: String
}

extension ConnectionSettings {
  /// The same with what the dialog says.
  func with(_ chosen: ConnectOptions) throws(RefusedField) -> ConnectionSettings {
    var settings = self
    let before = ConnectOptions(self)
    if chosen.headers != before.headers {
      do throws(Complaint) {
        var fields: [HeaderField] = []
        for line in chosen.headers { fields.append(try HeaderFile.field(Array(line.utf8), at: "header")) }
        settings.headers = fields
      } catch {
        throw RefusedField(field: .headers, words: error.what)
      }
    }
    settings.protocols = chosen.protocolList
    if settings.protocols.isEmpty { settings.requiresSubprotocol = false }
    settings.origin = chosen.origin.isEmpty ? nil : chosen.origin
    if chosen.proxy != before.proxy { settings.options.proxy = try Self.proxy(chosen.proxy) }
    settings.tls.verify = chosen.trust != .nobody
    settings.tls.caFile = chosen.trust == .caFile ? chosen.caFile : nil
    settings.tls.certificateFile = chosen.certificate.isEmpty ? nil : chosen.certificate
    settings.tls.keyFile = chosen.key.isEmpty ? nil : chosen.key
    for (field, path) in [
      (ConnectDialog.Field.caFile, settings.tls.caFile), (.certificate, settings.tls.certificateFile),
      (.key, settings.tls.keyFile),
    ] {
      guard let path, access(path, R_OK) != 0 else { continue }
      throw RefusedField(field: field, words: "can't read \(path): \(String(cString: strerror(errno)))")
    }
    if chosen.deflates != before.deflates { settings.compression = chosen.deflates ? .standard : nil }
    settings.options.keepalive = Self.keepalive(chosen)
    if chosen.reconnects != before.reconnects || chosen.tries != before.tries {
      settings.reconnect =
        chosen.reconnects
        ? ReconnectPolicy(attempts: Int(chosen.tries) ?? ReconnectPolicy().attempts) : .never
    }
    return settings
  }

  private static func keepalive(_ chosen: ConnectOptions) -> Keepalive? {
    guard chosen.pings, let interval = Double(chosen.pingInterval), let timeout = Double(chosen.pingTimeout),
      (0.01...86_400).contains(interval), (0.01...86_400).contains(timeout)
    else { return nil }
    return Keepalive(interval: UInt64(interval * 1e9), timeout: UInt64(timeout * 1e9))
  }

  private static func proxy(_ text: String) throws(RefusedField) -> ProxyChoice {
    switch text {
    case "": return .environment(.ofProcess())
    case "none": return .direct
    default: break
    }
    guard !text.contains(Secret.mask) else {
      throw RefusedField(field: .proxy, words: "type user and password of the proxy anew")
    }
    do throws(ProxyURLError) {
      return .proxy(try Proxy(parsing: text), except: ProxyExceptions(""))
    } catch {
      throw RefusedField(field: .proxy, words: "\(ProxyWords.describe(error)); \"none\" goes past any proxy")
    }
  }
}
