import JSON5

/// Takes a document's values into a profile.
struct ProfileReader {
  private(set) var values: ProfileValues

  init(_ document: JSON5Document) { values = ProfileValues(document) }

  mutating func read() -> Profile {
    var profile = Profile(url: "")
    let root = values.root
    guard root.members != nil else {
      values.add(.wrongKind(.group), "", root)
      return profile
    }
    values.warn(of: root, under: "")
    if let url = values.template("url") {
      profile.url = url
    } else if root["url"] == nil {
      values.add(.missing, "url", root)
    }
    profile.headers = values.fields("headers", areHeaders: true)
    profile.subprotocols = values.templates("subprotocols")
    profile.origin = values.template("origin")
    profile.auth = auth()
    profile.tls = tls()
    profile.proxy = proxy()
    profile.compression = compression()
    profile.keepalive = keepalive()
    profile.reconnect = reconnect()
    profile.redirects = values.number("redirects").flatMap { Int(exactly: $0.rounded()) }
    profile.timeout = values.number("timeout")
    profile.resolve = values.texts("resolve")
    profile.unixSocket = values.text("unixsocket")
    profile.family = values.word("family").flatMap { Int($0) }
    profile.capture = capture()
    profile.redact.headers = values.texts("redact.headers")
    profile.redact.query = values.texts("redact.query")
    profile.redact.values = values.templates("redact.values")
    values.group("redact")
    profile.color = values.word("color").flatMap(ProfileColor.init)
    profile.tag = tag()
    profile.variables = values.fields("variables")
    profile.environments = environments()
    profile.environment = environment(of: profile)
    profile.onOpen = onOpen()
    profile.snippets = values.fields("snippets", areTemplates: false)
    checkVariables(of: profile)
    return profile
  }

  // MARK: Groups

  private mutating func auth() -> Profile.Auth? {
    guard values.group("auth") else { return nil }
    let auth = Profile.Auth(
      user: values.template("auth.user"), password: values.template("auth.password"),
      bearer: values.template("auth.bearer"))
    if (auth.user == nil) == (auth.bearer == nil) || auth.password != nil && auth.user == nil {
      values.add(.authUnclear, "auth", values.given("auth"))
    }
    return auth
  }

  private mutating func tls() -> Profile.TLS {
    var tls = Profile.TLS()
    guard values.group("tls") else { return tls }
    tls.ca = values.text("tls.ca")
    tls.caFolder = values.text("tls.cafolder")
    tls.crl = values.text("tls.crl")
    tls.cert = values.text("tls.cert")
    tls.key = values.text("tls.key")
    tls.passphrase = values.template("tls.passphrase")
    tls.sni = values.template("tls.sni")
    tls.min = values.word("tls.min")
    tls.insecure = values.flag("tls.insecure") ?? false
    return tls
  }

  private mutating func proxy() -> Profile.Proxy? {
    guard let value = values.given("proxy") else { return nil }
    if let url = value.string {
      values.check(template: url, "proxy", value)
      if url.isEmpty { values.add(.empty, "proxy", value) }
      return .url(url, except: nil, ca: nil)
    }
    guard values.group("proxy", mayBeFlag: true) else {
      // True would be the environment's, which is what holds without a word.
      return value.bool == false ? .direct : nil
    }
    let except = values.text("proxy.except")
    let ca = values.text("proxy.ca")
    guard let url = values.template("proxy.url") else {
      if values.value("proxy.url") == nil { values.add(.missing, "proxy.url", value) }
      return nil
    }
    return .url(url, except: except, ca: ca)
  }

  private mutating func compression() -> Profile.Compression? {
    guard let value = values.given("compression") else { return nil }
    if let isOn = value.bool { return isOn ? .on : .off }
    guard let parameters = value.string, !parameters.isEmpty else {
      values.wrong("compression", value)
      return nil
    }
    return .parameters(parameters)
  }

  private mutating func keepalive() -> Profile.Keepalive? {
    guard let value = values.given("keepalive") else { return nil }
    if let seconds = value.number {
      guard (0.01...86_400).contains(seconds) else {
        values.add(.outOfRange(0.01...86_400), "keepalive", value)
        return nil
      }
      return Profile.Keepalive(interval: seconds)
    }
    guard values.group("keepalive", mayBeFlag: true) else {
      return value.bool == true ? Profile.Keepalive() : nil
    }
    return Profile.Keepalive(
      interval: values.number("keepalive.interval"), timeout: values.number("keepalive.timeout"))
  }

  private mutating func reconnect() -> Profile.Reconnect? {
    guard let value = values.given("reconnect") else { return nil }
    guard values.group("reconnect", mayBeFlag: true) else {
      return value.bool == true ? Profile.Reconnect() : nil
    }
    return Profile.Reconnect(
      tries: values.number("reconnect.tries").flatMap { Int(exactly: $0.rounded()) },
      first: values.number("reconnect.first"), longest: values.number("reconnect.longest"))
  }

  private mutating func capture() -> Profile.Capture? {
    guard let value = values.given("capture") else { return nil }
    guard values.group("capture", mayBeFlag: true) else {
      return value.bool.map { $0 ? .on(payloads: true) : .off }
    }
    return .on(payloads: values.flag("capture.payloads") ?? true)
  }

  private mutating func tag() -> String? {
    guard let tag = values.text("tag") else { return nil }
    if tag.unicodeScalars.count > Profile.longestTag { values.add(.tagTooLong, "tag", values.given("tag")) }
    return tag
  }

  private mutating func onOpen() -> Profile.OnOpen? {
    guard let value = values.given("onopen") else { return nil }
    if value.elements != nil { return .messages(values.templates("onopen")) }
    guard let path = value.string, !path.isEmpty else {
      values.wrong("onopen", value)
      return nil
    }
    return .script(path)
  }

  // MARK: Environments

  private mutating func environments() -> [Profile.Environment] {
    guard let value = values.given("environments") else { return [] }
    guard let members = value.members else {
      values.wrong("environments", value)
      return []
    }
    return members.map { member in
      let path = "environments.\(member.name)"
      if !TemplateName.isName(member.name.utf8) {
        values.addBadName(member, path)
      }
      guard member.value.members != nil else {
        values.add(.wrongKind(.fields), path, member.value)
        return Profile.Environment(member.name, [])
      }
      return Profile.Environment(
        member.name, values.fields(of: member.value, path, areHeaders: false, areTemplates: true))
    }
  }

  private mutating func environment(of profile: Profile) -> String? {
    guard let name = values.text("environment") else { return nil }
    let known = profile.environments.map(\.name)
    if !known.contains(name) {
      values.add(.unknownEnvironment(name, known: known), "environment", values.given("environment"))
    }
    return name
  }

  /// A variable counts as known where any environment has it: the others complain when they are used.
  private mutating func checkVariables(of profile: Profile) {
    guard values.faults.isEmpty else { return }
    let known = Set(profile.variables.map(\.name) + profile.environments.flatMap { $0.variables.map(\.name) })
    for (key, text) in profile.templates {
      guard let template = try? Template(text),
        let unknown = template.variables.first(where: { !known.contains($0) })
      else { continue }
      let path = key.split(separator: ".", maxSplits: 1).map(String.init)
      let place =
        path.count == 2
        ? values.value(path[0])?[path[1]] ?? values.value(key) ?? values.value(path[0]) : values.value(key)
      values.add(.unknownVariable(unknown, known: known.sorted()), key, place)
    }
  }
}
