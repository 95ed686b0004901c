import JSON5

/// A WebSocket request of Postman's version 3, a YAML file in a folder of them; its messages are files of another folder.
enum PostmanImport {
  /// Nil for a file that is no request.
  static func read(_ file: ImportFile, among files: [ImportFile]) throws(ImportFault) -> ImportedProfile? {
    let root = try file.yaml()
    guard root["$kind"]?.string == "websocket-request" else { return nil }
    guard let url = root["url"]?.string, !url.isEmpty else {
      throw ImportFault(.missing("url"), file: file.path, place: TextPlace(line: 1, column: 1))
    }
    var profile = Profile(url: Profile.template(url))
    var leftovers: [Leftover] = []
    profile.take(FieldList.read(root["headers"], file, "header", &leftovers), &leftovers)
    for field in FieldList.read(root["queryParams"], file, "parameter", &leftovers)
    where !url.contains("\(field.name)=") {
      profile.addParameter(field.name, field.value)
    }
    if let auth = root["auth"] { AuthReader.take(auth, file, &profile, &leftovers) }
    for member in root["settings"]?.members ?? [] { takeSetting(member, file, &profile, &leftovers) }
    try takeMessages(root, file, files, &profile, &leftovers)
    for variable in FieldList.read(root["variables"], file, "variable", &leftovers)
    where TemplateName.isName(variable.name.utf8) {
      profile.variables.append(ProfileField(variable.name, variable.value))
    }
    for member in root.members ?? [] {
      switch member.name {
      case "$kind", "name", "url", "headers", "queryParams", "auth", "settings", "messages", "variables":
        break
      case "scripts": leftovers.append(Leftover("scripts", .script, line: file.line(member.value)))
      case "description", "order", "id":
        leftovers.append(Leftover(member.name, .ownMatter, line: file.line(member.value)))
      default:
        leftovers.append(
          Leftover(String(member.name.prefix(60)), .unsupported, line: file.line(member.value)))
      }
    }
    profile.addMissingVariables(to: &leftovers)
    // Updates.request.yaml
    let stem = file.stem.hasSuffix(".request") ? String(file.stem.dropLast(8)) : file.stem
    return ImportedProfile(name: root["name"]?.text ?? stem, profile: profile, leftovers: leftovers)
  }

  /// Times are in milliseconds.
  private static func takeSetting(
    _ member: JSON5Value.Member, _ file: ImportFile, _ profile: inout Profile, _ leftovers: inout [Leftover]
  ) {
    switch (member.name, member.value.number, member.value.bool) {
    case ("handshakeTimeout", let value?, _):
      if value >= 1, value <= 3_600_000 { profile.timeout = value / 1000 }
    case ("retryCount", let value?, _):
      if value >= 1, let tries = Int(exactly: value.rounded()), tries <= 1_000_000 {
        profile.reconnect = Profile.Reconnect(tries: tries, first: profile.reconnect?.first)
      }
    case ("retryDelay", let value?, _):
      if value >= 0, value <= 86_400_000, profile.reconnect != nil { profile.reconnect?.first = value / 1000 }
    case ("strictSSL", _, let isStrict?): profile.tls.insecure = !isStrict
    default:
      leftovers.append(
        Leftover("setting \(member.name.prefix(60))", .unsupported, line: file.line(member.value)))
    }
  }

  private static func takeMessages(
    _ root: JSON5Value, _ file: ImportFile, _ files: [ImportFile], _ profile: inout Profile,
    _ leftovers: inout [Leftover]
  ) throws(ImportFault) {
    guard let path = root["messages"]?.string else { return }
    let folder = file.path.split(separator: "/").dropLast().joined(separator: "/")
    let place =
      (folder.isEmpty ? "" : folder + "/") + (path.hasPrefix("./") ? String(path.dropFirst(2)) : path) + "/"
    let messages = files.filter { $0.path.hasPrefix(place) }
    if messages.isEmpty {
      leftovers.append(
        Leftover("messages of \(path.prefix(60))", .otherFile, line: file.line(root["messages"])))
    }
    for message in messages {
      let value = try message.yaml()
      guard value["$kind"]?.string == "websocket-message" else { continue }
      let type = value["contentType"]?.string ?? "text"
      let name = value["name"]?.text ?? message.stem.components(around: ".message")?.0 ?? message.stem
      if type == "hex" || type == "base64" {
        leftovers.append(Leftover("message \(name.prefix(60)) (\(type))", .unsupported))
      } else {
        profile.addSnippet(name, Profile.template(value["content"]?.text ?? ""))
      }
    }
  }
}
