import JSON5

/// What was read of a profile's text: the profile, or all that is wrong with it.
public struct ProfileReading: Sendable {
  /// Nil where there are faults.
  public var profile: Profile?
  /// In the order of the text.
  public var faults: [ProfileFault]
  public var warnings: [ProfileWarning]
}

extension Profile {
  /// 1 MiB.
  public static let mostBytes = 1 << 20

  /// Reads JSON5. Keys that are not known are warned of, and nothing else is passed over.
  public static func read(_ bytes: [UInt8]) -> ProfileReading {
    do throws(JSON5Fault) {
      var reader = ProfileReader(try JSON5Document(bytes))
      let profile = reader.read()
      let faults = reader.faults.sorted { $0.place < $1.place }
      return ProfileReading(
        profile: faults.isEmpty ? profile : nil, faults: faults, warnings: reader.warnings)
    } catch {
      let place = TextPlace(offset: error.offset, in: bytes)
      return ProfileReading(
        profile: nil, faults: [ProfileFault(.syntax(error.kind), key: "", place: place)], warnings: [])
    }
  }
}

/// Takes a document's values into a profile, and notes each that does not fit.
struct ProfileReader {
  private let document: JSON5Document
  private(set) var faults: [ProfileFault] = []
  private(set) var warnings: [ProfileWarning] = []

  init(_ document: JSON5Document) { self.document = document }

  mutating func read() -> Profile {
    var profile = Profile(url: "")
    let root = document.root
    guard root.members != nil else {
      add(.wrongKind(.group), "", root)
      return profile
    }
    warn(of: root, under: "")
    if let url = template("url") {
      profile.url = url
    } else if root["url"] == nil {
      add(.missing, "url", root)
    }
    profile.headers = fields("headers", areHeaders: true)
    profile.subprotocols = templates("subprotocols")
    profile.origin = template("origin")
    profile.auth = auth()
    profile.tls = tls()
    profile.proxy = proxy()
    profile.compression = compression()
    profile.keepalive = keepalive()
    profile.reconnect = reconnect()
    profile.redirects = number("redirects").flatMap { Int(exactly: $0.rounded()) }
    profile.timeout = number("timeout")
    profile.resolve = texts("resolve")
    profile.unixSocket = text("unixsocket")
    profile.family = word("family").flatMap { Int($0) }
    profile.capture = capture()
    profile.redact.headers = texts("redact.headers")
    profile.redact.query = texts("redact.query")
    profile.redact.values = templates("redact.values")
    group("redact")
    profile.color = word("color").flatMap(ProfileColor.init)
    profile.tag = tag()
    profile.variables = fields("variables")
    profile.environments = environments()
    profile.environment = environment(of: profile)
    profile.onOpen = onOpen()
    profile.snippets = fields("snippets", areTemplates: false)
    checkVariables(of: profile)
    return profile
  }

  // MARK: Places

  private func value(_ path: String) -> JSON5Value? {
    var value: JSON5Value? = document.root
    for name in path.split(separator: ".") { value = value?[String(name)] }
    return value
  }

  private mutating func add(_ kind: ProfileFault.Kind, _ key: String, _ value: JSON5Value?) {
    let place = document.place(value?.range.lowerBound ?? 0)
    faults.append(ProfileFault(kind, key: key, place: place))
  }

  private mutating func warn(of object: JSON5Value, under parent: String) {
    let known = ProfileKey.names(under: parent)
    for member in object.members ?? [] where !known.contains(member.name) {
      warnings.append(
        ProfileWarning(
          key: parent.isEmpty ? member.name : "\(parent).\(member.name)", known: known,
          place: document.place(member.nameRange.lowerBound)))
    }
  }

  /// Nil where there is nothing, or `null`.
  private func given(_ path: String) -> JSON5Value? {
    guard let value = value(path), !value.isNull else { return nil }
    return value
  }

  private mutating func wrong(_ path: String, _ value: JSON5Value) {
    add(.wrongKind(ProfileKey.named(path)?.kind ?? .text), path, value)
  }

  // MARK: Values

  private mutating func text(_ path: String) -> String? {
    guard let value = given(path) else { return nil }
    guard let text = value.string else {
      wrong(path, value)
      return nil
    }
    guard !text.isEmpty else {
      add(.empty, path, value)
      return nil
    }
    guard !text.utf8.contains(0) else {
      wrong(path, value)
      return nil
    }
    return text
  }

  private mutating func template(_ path: String) -> String? {
    guard let text = text(path), let value = given(path) else { return nil }
    check(template: text, path, value)
    return text
  }

  @discardableResult
  private mutating func check(template text: String, _ path: String, _ value: JSON5Value) -> Template? {
    do throws(Template.Fault) {
      return try Template(text)
    } catch {
      // Where the text has no escapes, its bytes are those of the file.
      let isPlain = value.range.count == text.utf8.count + 2
      let offset = value.range.lowerBound + (isPlain ? 1 + error.offset : 0)
      faults.append(ProfileFault(.template(error.kind), key: path, place: document.place(offset)))
      return nil
    }
  }

  private mutating func texts(_ path: String) -> [String] { list(path).map(\.text) }

  private mutating func templates(_ path: String) -> [String] {
    list(path).map { text, value in
      check(template: text, path, value)
      return text
    }
  }

  /// One alone counts as a list of one.
  private mutating func list(_ path: String) -> [(text: String, value: JSON5Value)] {
    guard let value = given(path) else { return [] }
    var list: [(String, JSON5Value)] = []
    for element in value.elements ?? [value] {
      if let text = element.string, !text.isEmpty {
        list.append((text, element))
      } else {
        wrong(path, element)
      }
    }
    return list
  }

  private mutating func flag(_ path: String) -> Bool? {
    guard let value = given(path) else { return nil }
    if value.bool == nil { wrong(path, value) }
    return value.bool
  }

  private mutating func number(_ path: String) -> Double? {
    guard let value = given(path) else { return nil }
    guard let number = value.number else {
      wrong(path, value)
      return nil
    }
    guard case .number(let range)? = ProfileKey.named(path)?.kind else { return number }
    guard range.contains(number) else {
      add(.outOfRange(range), path, value)
      return nil
    }
    return number
  }

  private mutating func word(_ path: String) -> String? {
    guard let value = given(path) else { return nil }
    guard case .word(let known)? = ProfileKey.named(path)?.kind, let word = value.text else {
      wrong(path, value)
      return nil
    }
    guard known.contains(word) else {
      add(.unknownWord(word, known: known), path, value)
      return nil
    }
    return word
  }

  /// Names with texts; of headers also a list of "Name: value".
  private mutating func fields(_ path: String, areHeaders: Bool = false, areTemplates: Bool = true)
    -> [ProfileField]
  {
    guard let value = given(path) else { return [] }
    if areHeaders, let elements = value.elements { return headerLines(elements) }
    guard value.members != nil else {
      wrong(path, value)
      return []
    }
    return fields(of: value, path, areHeaders: areHeaders, areTemplates: areTemplates)
  }

  private mutating func fields(
    of object: JSON5Value, _ path: String, areHeaders: Bool, areTemplates: Bool
  ) -> [ProfileField] {
    var fields: [ProfileField] = []
    for member in object.members ?? [] {
      let key = "\(path).\(member.name)"
      // A header may come more than once.
      let values = areHeaders ? member.value.elements ?? [member.value] : [member.value]
      for value in values {
        guard let text = value.string ?? (areHeaders ? nil : value.text) else {
          add(.wrongKind(areTemplates ? .template : .text), key, value)
          continue
        }
        if areHeaders { checkHeader(member.name, text, key, member.value) }
        if !areHeaders, areTemplates, !TemplateName.isName(member.name.utf8) {
          faults.append(
            ProfileFault(
              .badName(member.name), key: key, place: document.place(member.nameRange.lowerBound)))
        }
        if areTemplates { check(template: text, key, value) }
        fields.append(ProfileField(member.name, text))
      }
    }
    return fields
  }

  private mutating func headerLines(_ elements: [JSON5Value]) -> [ProfileField] {
    var fields: [ProfileField] = []
    for element in elements {
      guard let line = element.string, let (name, value) = line.components(around: ":") else {
        add(.badHeader, "headers", element)
        continue
      }
      let field = ProfileField(name, value.trimmed)
      checkHeader(field.name, field.value, "headers", element)
      check(template: field.value, "headers.\(name)", element)
      fields.append(field)
    }
    return fields
  }

  private mutating func checkHeader(_ name: String, _ value: String, _ key: String, _ place: JSON5Value) {
    if !ProfileField.isHeader(name, value) {
      add(.badHeader, key, place)
    }
  }

  // MARK: Groups

  /// True where it is an object, whose unknown keys are warned of.
  @discardableResult
  private mutating func group(_ path: String, mayBeFlag: Bool = false, mayBeNumber: Bool = false) -> Bool {
    guard let value = given(path) else { return false }
    if value.members != nil {
      warn(of: value, under: path)
      return true
    }
    if !(mayBeFlag && value.bool != nil), !(mayBeNumber && value.number != nil) { wrong(path, value) }
    return false
  }

  private mutating func auth() -> Profile.Auth? {
    guard group("auth") else { return nil }
    let auth = Profile.Auth(
      user: template("auth.user"), password: template("auth.password"), bearer: template("auth.bearer"))
    if (auth.user == nil) == (auth.bearer == nil) || auth.password != nil && auth.user == nil {
      add(.authUnclear, "auth", given("auth"))
    }
    return auth
  }

  private mutating func tls() -> Profile.TLS {
    var tls = Profile.TLS()
    guard group("tls") else { return tls }
    tls.ca = text("tls.ca")
    tls.caFolder = text("tls.cafolder")
    tls.crl = text("tls.crl")
    tls.cert = text("tls.cert")
    tls.key = text("tls.key")
    tls.passphrase = template("tls.passphrase")
    tls.sni = template("tls.sni")
    tls.min = word("tls.min")
    tls.insecure = flag("tls.insecure") ?? false
    return tls
  }

  private mutating func proxy() -> Profile.Proxy? {
    guard let value = given("proxy") else { return nil }
    if let url = value.string {
      check(template: url, "proxy", value)
      if url.isEmpty { add(.empty, "proxy", value) }
      return .url(url, except: nil, ca: nil)
    }
    guard group("proxy", mayBeFlag: true) else {
      // True would be the environment's, which is what holds without a word.
      return value.bool == false ? .direct : nil
    }
    let except = text("proxy.except")
    let ca = text("proxy.ca")
    guard let url = template("proxy.url") else {
      if self.value("proxy.url") == nil { add(.missing, "proxy.url", value) }
      return nil
    }
    return .url(url, except: except, ca: ca)
  }

  private mutating func compression() -> Profile.Compression? {
    guard let value = given("compression") else { return nil }
    if let isOn = value.bool { return isOn ? .on : .off }
    guard let parameters = value.string, !parameters.isEmpty else {
      wrong("compression", value)
      return nil
    }
    return .parameters(parameters)
  }

  private mutating func keepalive() -> Profile.Keepalive? {
    guard let value = given("keepalive") else { return nil }
    if let seconds = value.number {
      guard (0.01...86_400).contains(seconds) else {
        add(.outOfRange(0.01...86_400), "keepalive", value)
        return nil
      }
      return Profile.Keepalive(interval: seconds)
    }
    guard group("keepalive", mayBeFlag: true) else { return value.bool == true ? Profile.Keepalive() : nil }
    return Profile.Keepalive(interval: number("keepalive.interval"), timeout: number("keepalive.timeout"))
  }

  private mutating func reconnect() -> Profile.Reconnect? {
    guard let value = given("reconnect") else { return nil }
    guard group("reconnect", mayBeFlag: true) else { return value.bool == true ? Profile.Reconnect() : nil }
    return Profile.Reconnect(
      tries: number("reconnect.tries").flatMap { Int(exactly: $0.rounded()) },
      first: number("reconnect.first"), longest: number("reconnect.longest"))
  }

  private mutating func capture() -> Profile.Capture? {
    guard let value = given("capture") else { return nil }
    guard group("capture", mayBeFlag: true) else {
      return value.bool.map { $0 ? .on(payloads: true) : .off }
    }
    return .on(payloads: flag("capture.payloads") ?? true)
  }

  private mutating func tag() -> String? {
    guard let tag = text("tag") else { return nil }
    if tag.unicodeScalars.count > Profile.longestTag { add(.tagTooLong, "tag", given("tag")) }
    return tag
  }

  private mutating func onOpen() -> Profile.OnOpen? {
    guard let value = given("onopen") else { return nil }
    if value.elements != nil { return .messages(templates("onopen")) }
    guard let path = value.string, !path.isEmpty else {
      wrong("onopen", value)
      return nil
    }
    return .script(path)
  }

  // MARK: Environments

  private mutating func environments() -> [Profile.Environment] {
    guard let value = given("environments") else { return [] }
    guard let members = value.members else {
      wrong("environments", value)
      return []
    }
    return members.map { member in
      let path = "environments.\(member.name)"
      if !TemplateName.isName(member.name.utf8) {
        faults.append(
          ProfileFault(.badName(member.name), key: path, place: document.place(member.nameRange.lowerBound)))
      }
      guard member.value.members != nil else {
        add(.wrongKind(.fields), path, member.value)
        return Profile.Environment(member.name, [])
      }
      return Profile.Environment(
        member.name, fields(of: member.value, path, areHeaders: false, areTemplates: true))
    }
  }

  private mutating func environment(of profile: Profile) -> String? {
    guard let name = text("environment") else { return nil }
    let known = profile.environments.map(\.name)
    if !known.contains(name) {
      add(.unknownEnvironment(name, known: known), "environment", given("environment"))
    }
    return name
  }

  /// A variable counts as known where any environment has it: the others complain when they are used.
  private mutating func checkVariables(of profile: Profile) {
    guard faults.isEmpty else { return }
    let known = Set(profile.variables.map(\.name) + profile.environments.flatMap { $0.variables.map(\.name) })
    for (key, text) in profile.templates {
      guard let template = try? Template(text),
        let unknown = template.variables.first(where: { !known.contains($0) })
      else { continue }
      let path = key.split(separator: ".", maxSplits: 1).map(String.init)
      let place = path.count == 2 ? value(path[0])?[path[1]] ?? value(key) ?? value(path[0]) : value(key)
      add(.unknownVariable(unknown, known: known.sorted()), key, place)
    }
  }
}

extension Profile {
  /// Each text in which something is filled in, with its key.
  public var templates: [(key: String, text: String)] {
    var found: [(String, String)] = [("url", url)]
    found += headers.map { ("headers.\($0.name)", $0.value) }
    found += subprotocols.map { ("subprotocols", $0) }
    if let origin { found.append(("origin", origin)) }
    if let user = auth?.user { found.append(("auth.user", user)) }
    if let password = auth?.password { found.append(("auth.password", password)) }
    if let bearer = auth?.bearer { found.append(("auth.bearer", bearer)) }
    if let passphrase = tls.passphrase { found.append(("tls.passphrase", passphrase)) }
    if let sni = tls.sni { found.append(("tls.sni", sni)) }
    if case .url(let url, _, _)? = proxy { found.append(("proxy", url)) }
    found += redact.values.map { ("redact.values", $0) }
    if case .messages(let messages)? = onOpen { found += messages.map { ("onopen", $0) } }
    return found
  }
}
