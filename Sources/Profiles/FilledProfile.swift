import ByteText
public import Secrets

/// A profile in one environment with everything filled in: ready to connect with, and never to be written or shown.
public struct FilledProfile: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  public struct Header: Sendable, Hashable {
    public var name: String
    public var value: [UInt8]
  }

  /// Why a profile can't be filled in.
  public enum Fault: Error, Sendable, Hashable {
    case unknownEnvironment(String, known: [String])
    /// In this environment; `key` uses it.
    case unknownVariable(String, key: String, known: [String])
    /// A variable that is made of itself.
    case circle(String, key: String)
    /// Not among what was resolved: resolve `references(in:)` first.
    case unresolved(SecretReference, key: String)
    case template(Template.Fault.Kind, key: String)
    /// What came out is no text where text is needed (an address, a name).
    case notText(key: String)
    /// 64 KiB.
    case tooLong(key: String)
  }

  /// With the texts as they were; what is filled in stands in the properties below.
  public let profile: Profile
  /// The one that was used; nil where the profile has none.
  public let environment: String?
  public private(set) var url = ""
  public private(set) var headers: [Header] = []
  public private(set) var subprotocols: [String] = []
  public private(set) var origin: String?
  public private(set) var proxy: String?
  public private(set) var sni: String?
  public private(set) var passphrase: [UInt8]?
  /// Sent as text messages, one after the other, when it opens.
  public private(set) var messages: [[UInt8]] = []
  /// What references gave, and what `redact.values` names: secret wherever it turns up.
  public private(set) var secrets: [SecretValue] = []

  public var description: String { "profile, filled in" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: [:]) }

  /// `environment` nil is the profile's own choice.
  public init(_ profile: Profile, environment: String? = nil, secrets: ProfileSecrets) throws(Fault) {
    var filler = try Filler(profile, environment: environment, secrets: secrets)
    self.profile = profile
    self.environment = filler.environment
    url = try filler.text(profile.url, key: "url", encodesQuery: true)
    for field in profile.headers {
      headers.append(
        Header(name: field.name, value: try filler.bytes(field.value, key: "headers.\(field.name)")))
    }
    if let authorization = try Self.authorization(profile.auth, &filler) {
      headers.append(Header(name: "Authorization", value: authorization))
    }
    for name in profile.subprotocols { subprotocols.append(try filler.text(name, key: "subprotocols")) }
    if let text = profile.origin { origin = try filler.text(text, key: "origin") }
    if let text = profile.tls.sni { sni = try filler.text(text, key: "tls.sni") }
    if let text = profile.tls.passphrase { passphrase = try filler.bytes(text, key: "tls.passphrase") }
    if case .url(let text, _, _)? = profile.proxy {
      proxy = try filler.text(text, key: "proxy", encodesUser: true)
    }
    if case .messages(let texts)? = profile.onOpen {
      for text in texts { messages.append(try filler.bytes(text, key: "onopen")) }
    }
    for text in profile.redact.values {
      let bytes = try filler.bytes(text, key: "redact.values")
      filler.know(SecretValue(name: "redact", bytes: bytes))
    }
    self.secrets = filler.known
  }

  private static func authorization(_ auth: Profile.Auth?, _ filler: inout Filler) throws(Fault) -> [UInt8]? {
    guard let auth else { return nil }
    if let bearer = auth.bearer {
      return Array("Bearer ".utf8) + (try filler.bytes(bearer, key: "auth.bearer"))
    }
    // RFC 7617 section 2.
    let user = try filler.bytes(auth.user ?? "", key: "auth.user")
    let password = try filler.bytes(auth.password ?? "", key: "auth.password")
    filler.know(SecretValue(name: "password", bytes: password))
    return Array("Basic ".utf8) + Base64.encoded(user + [UInt8(ascii: ":")] + password)
  }
}

extension Profile {
  /// The environment's own variables, then those of all.
  func variables(in environment: String?) throws(FilledProfile.Fault) -> [String: String] {
    var found: [String: String] = [:]
    for field in variables { found[field.name] = field.value }
    guard let name = environment ?? self.environment else { return found }
    guard let chosen = environments.first(where: { $0.name == name }) else {
      throw .unknownEnvironment(name, known: environments.map(\.name))
    }
    for field in chosen.variables { found[field.name] = field.value }
    return found
  }

  /// What has to be resolved for this environment, in the order in which it is used; each once.
  public func references(in environment: String? = nil) throws(FilledProfile.Fault) -> [SecretReference] {
    let filler = try Filler(self, environment: environment, secrets: ProfileSecrets())
    var found: [SecretReference] = []
    for (key, text) in templates {
      for reference in try filler.references(text, key: key) where !found.contains(reference) {
        found.append(reference)
      }
    }
    return found
  }
}

/// Fills templates in.
struct Filler {
  private typealias Fault = FilledProfile.Fault

  /// 64 KiB.
  static let longest = 64 << 10
  /// Variables in variables.
  private static let deepest = 8

  let environment: String?
  private let variables: [String: String]
  private let secrets: ProfileSecrets
  private(set) var known: [SecretValue] = []

  init(_ profile: Profile, environment: String?, secrets: ProfileSecrets) throws(FilledProfile.Fault) {
    self.environment = environment ?? profile.environment
    variables = try profile.variables(in: environment)
    self.secrets = secrets
  }

  mutating func know(_ value: SecretValue) {
    if !value.bytes.isEmpty, !known.contains(value) { known.append(value) }
  }

  /// Every part with its variables replaced, in order.
  func parts(_ text: String, key: String, within: [String] = []) throws(FilledProfile.Fault)
    -> [Template.Part]
  {
    let template: Template
    do throws(Template.Fault) {
      template = try Template(text)
    } catch {
      throw .template(error.kind, key: key)
    }
    var parts: [Template.Part] = []
    for part in template.parts {
      guard case .variable(let name) = part else {
        parts.append(part)
        continue
      }
      guard !within.contains(name), within.count < Self.deepest else { throw .circle(name, key: key) }
      guard let value = variables[name] else {
        throw .unknownVariable(name, key: key, known: variables.keys.sorted())
      }
      parts += try self.parts(value, key: key, within: within + [name])
      // Variables that double each other would grow without end.
      guard parts.count <= Template.mostParts else { throw .tooLong(key: key) }
    }
    return parts
  }

  func references(_ text: String, key: String) throws(FilledProfile.Fault) -> [SecretReference] {
    try parts(text, key: key).compactMap { if case .secret(let reference) = $0 { reference } else { nil } }
  }

  mutating func bytes(
    _ text: String, key: String, encodesQuery: Bool = false, encodesUser: Bool = false
  ) throws(FilledProfile.Fault) -> [UInt8] {
    let parts = try parts(text, key: key)
    var result: [UInt8] = []
    for (index, part) in parts.enumerated() {
      switch part {
      case .text(let text): result += Array(text.utf8)
      case .variable: break
      case .secret(let reference):
        guard let secret = secrets[reference] else { throw .unresolved(reference, key: key) }
        know(SecretValue(name: reference.name, bytes: secret))
        // In the query and before "@" a value's own "&" or "/" would end it.
        let isInQuery = encodesQuery && result.contains(UInt8(ascii: "?"))
        let isUser = (encodesQuery || encodesUser) && Self.isUserinfo(result, parts[(index + 1)...])
        result += isInQuery || isUser ? Percent.encoded(secret) : secret
      }
      guard result.count <= Self.longest else { throw .tooLong(key: key) }
    }
    return result
  }

  mutating func text(
    _ text: String, key: String, encodesQuery: Bool = false, encodesUser: Bool = false
  ) throws(FilledProfile.Fault) -> String {
    let bytes = try bytes(text, key: key, encodesQuery: encodesQuery, encodesUser: encodesUser)
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText(key: key) }
    return text
  }

  /// An "@" follows before the authority ends.
  private static func isUserinfo(_ before: [UInt8], _ rest: ArraySlice<Template.Part>) -> Bool {
    guard let start = String(decoding: before, as: UTF8.self).components(around: "://")?.1,
      !start.utf8.contains(where: { "/?#@".utf8.contains($0) })
    else { return false }
    for part in rest {
      guard case .text(let text) = part else { continue }
      for byte in text.utf8 {
        if byte == UInt8(ascii: "@") { return true }
        if "/?#".utf8.contains(byte) { return false }
      }
    }
    return false
  }
}
