import JSON5

/// The WebSocket entries of a HAR as profiles: address and headers. Its messages are not part of a profile.
enum HARProfiles {
  /// So many entries of one file.
  private static let most = 1000

  static func read(_ file: ImportFile) throws(ImportFault) -> [ImportedProfile] {
    let root = try file.json()
    var found: [ImportedProfile] = []
    for entry in root["log"]?["entries"]?.elements ?? [] where isWebSocket(entry) && found.count < most {
      guard let request = entry["request"], let url = request["url"]?.string else {
        throw ImportFault(.missing("request.url"), file: file.path, place: place(of: entry, file))
      }
      var profile = Profile(url: Template.literal(url))
      var leftovers: [Leftover] = []
      var fields: [(name: String, value: String, line: Int?)] = []
      for field in request["headers"]?.elements ?? [] {
        guard let name = field["name"]?.string, let value = field["value"]?.string else { continue }
        // Host is the address' own, unless it is another.
        if name.lowercased() == "host", value == ImportedProfile.authority(of: url) { continue }
        fields.append((name, Template.literal(value), file.line(field)))
      }
      profile.take(fields, &leftovers)
      if let messages = entry["_webSocketMessages"]?.elements, !messages.isEmpty {
        leftovers.append(
          Leftover("\(messages.count) messages", .ownMatter, line: file.line(entry["_webSocketMessages"])))
      }
      found.append(
        ImportedProfile(name: ImportedProfile.host(of: url), profile: profile, leftovers: leftovers))
    }
    return found
  }

  private static func isWebSocket(_ entry: JSON5Value) -> Bool {
    if entry["_resourceType"]?.string == "websocket" { return true }
    let url = entry["request"]?["url"]?.string ?? ""
    return url.hasPrefix("ws:") || url.hasPrefix("wss:")
  }

  private static func place(of value: JSON5Value, _ file: ImportFile) -> TextPlace {
    TextPlace(offset: value.range.lowerBound, in: file.bytes)
  }
}

extension ImportedProfile {
  /// `feed.example.com:8443`
  static func authority(of url: String) -> String {
    let authority = (url.components(around: "://")?.1 ?? url).prefix { !"/?#".contains($0) }
    return String(authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority)
  }
}
