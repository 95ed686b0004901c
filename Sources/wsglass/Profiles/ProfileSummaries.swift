import ByteText
import Glibc
import InspectorModel
import JSON5
import ProfileFiles
import Profiles

/// What the list of profiles shows; nothing secret is in it.
enum ProfileSummaries {
  /// So many are listed.
  private static let most = 500

  static func all() -> [ProfileSummary] {
    let folder = ProfilePlaces.folder
    let history = ProfileHistory().read()
    return folder.names().prefix(most).map { summary($0, folder, history[$0]) }
  }

  private static func summary(
    _ name: String, _ folder: ProfileFolder, _ entry: ProfileHistory.Entry?
  ) -> ProfileSummary {
    do throws(ProfileFileError) {
      let stored = try folder.load(name)
      guard let profile = stored.reading.profile else {
        let fault = stored.reading.faults.first.map { ProfileWords.describe($0, in: name) } ?? ""
        return ProfileSummary(name: name, variants: [], used: entry?.used, fault: fault)
      }
      return summary(of: profile, name, entry)
    } catch {
      return ProfileSummary(name: name, variants: [], used: entry?.used, fault: ProfileWords.words(error))
    }
  }

  static func summary(of profile: Profile, _ name: String, _ entry: ProfileHistory.Entry?) -> ProfileSummary {
    var names: [String?] = profile.environments.map(\.name)
    if let own = profile.environment, let index = names.firstIndex(of: own) { names.swapAt(0, index) }
    if names.isEmpty { names = [nil] }
    return ProfileSummary(
      name: name, variants: names.map { variant(of: profile, in: $0, entry) }, traits: traits(of: profile),
      used: entry?.used, color: profile.color)
  }

  private static func variant(
    of profile: Profile, in environment: String?, _ entry: ProfileHistory.Entry?
  ) -> ProfileSummary.Variant {
    var shown = profile.masked
    shown.fillVariables(in: environment)
    var lines: [ProfileSummary.Line] = []
    func add(_ label: String, _ text: String) {
      if !text.isEmpty { lines.append(.init(label, text)) }
    }
    var headers = shown.headers.map { "\($0.name): \(ProfileWords.preview($0.value))" }
    if let bearer = shown.auth?.bearer { headers.insert("Bearer \(ProfileWords.preview(bearer))", at: 0) }
    if let user = shown.auth?.user { headers.insert("Basic \(ProfileWords.preview(user))", at: 0) }
    add("headers", headers.joined(separator: ", "))
    add("subprotocol", (shown.subprotocols.map(ProfileWords.preview)).joined(separator: ", "))
    add("way", way(of: shown))
    add("on open", onOpen(shown.onOpen))
    add("last", entry?.outcome ?? "never used")
    return ProfileSummary.Variant(
      environment: environment, address: ProfileWords.preview(shown.url, isAddress: true), preview: lines)
  }

  /// Proxy, TLS, pings and reconnects, where they are said.
  private static func way(of profile: Profile) -> String {
    var words: [String] = []
    switch profile.proxy {
    case nil: break
    case .direct?: words.append("no proxy")
    case .url(let url, _, _)?: words.append("proxy \(ProfileWords.preview(url, isAddress: true))")
    }
    if profile.tls.insecure { words.append("not verified (!)") }
    if let ca = profile.tls.ca { words.append("CA \(ca)") }
    if let keepalive = profile.keepalive {
      words.append("ping \(JSONText.number(keepalive.interval ?? 20)) s")
    }
    if let reconnect = profile.reconnect {
      words.append(
        "reconnect \(JSONText.number(reconnect.first ?? 5)) s .. \(JSONText.number(reconnect.longest ?? 60)) s"
      )
    }
    return words.joined(separator: "   ")
  }

  private static func onOpen(_ onOpen: Profile.OnOpen?) -> String {
    switch onOpen {
    case nil: ""
    case .script(let path)?: script(path)
    case .messages(let messages)?: messages.count == 1 ? "1 message" : "\(messages.count) messages"
    }
  }

  /// Bytes of a script whose steps are counted: the list has many profiles, and opens at once.
  private static let scriptLimit = 16 << 10

  /// "subscribe.jsonl (3 steps)"; that it is not there is worth knowing before Enter.
  private static func script(_ path: String) -> String {
    let file = ProfilePlaces.file(path)
    var facts = stat()
    guard stat(file, &facts) == 0 else { return "\(path) (not there)" }
    guard facts.st_mode & S_IFMT == S_IFREG, facts.st_size <= scriptLimit,
      let bytes = try? SmallFile.contents(of: file)
    else { return path }
    let lines = bytes.split(separator: 0x0A).filter { line in line.contains { $0 > 0x20 } }
    let hasHead = lines.first.map { String(decoding: $0, as: UTF8.self).contains("\"script\"") } ?? false
    return "\(path) (\(Figures.plural(lines.count - (hasHead ? 1 : 0), "step")))"
  }

  private static func traits(of profile: Profile) -> String {
    var words: [String] = []
    if profile.auth?.bearer != nil { words.append("bearer") }
    if profile.auth?.user != nil { words.append("basic") }
    if profile.headers.contains(where: {
      $0.isNamed("Authorization") && $0.value.lowercased().hasPrefix("bearer")
    }) {
      words.append("bearer")
    }
    if profile.tls.cert != nil { words.append("mTLS") }
    if profile.compression != .off, profile.compression != nil { words.append("deflate") }
    if case .url? = profile.proxy { words.append("proxy") }
    if profile.tls.insecure { words.append("insecure") }
    return words.joined(separator: "  ")
  }
}
