import JSON5

/// A WebSocket request of OpenCollection (YAML), as Bruno writes it too.
enum OpenCollectionImport {
  static func read(_ file: ImportFile) throws(ImportFault) -> ImportedProfile {
    let root = try file.yaml()
    guard let socket = root["websocket"], let url = socket["url"]?.string else {
      throw ImportFault(
        .missing("websocket.url"), file: file.path,
        place: TextPlace(offset: root["websocket"]?.range.lowerBound ?? 0, in: file.bytes))
    }
    var profile = Profile(url: Profile.template(url))
    var leftovers: [Leftover] = []
    profile.take(FieldList.read(socket["headers"], file, "header", &leftovers), &leftovers)
    if let auth = socket["auth"] ?? root["auth"] { AuthReader.take(auth, file, &profile, &leftovers) }
    takeMessages(socket["message"], &profile)
    for member in root["settings"]?.members ?? [] {
      profile.takeBrunoSetting(member.name, member.value.number, file.line(member.value), &leftovers)
    }
    for variable in root["runtime"]?["variables"]?.elements ?? [] {
      guard let name = variable["name"]?.string, TemplateName.isName(name.utf8) else { continue }
      profile.variables.append(ProfileField(name, Profile.template(variable["value"]?.text ?? "")))
    }
    for member in (root.members ?? []) + (socket.members ?? []) {
      switch member.name {
      case "info", "websocket", "settings", "url", "headers", "auth", "message": break
      case "runtime":
        for inner in member.value.members ?? [] where inner.name != "variables" {
          leftovers.append(Leftover(inner.name, .script, line: file.line(inner.value)))
        }
      case "docs": leftovers.append(Leftover("docs", .ownMatter, line: file.line(member.value)))
      default:
        leftovers.append(
          Leftover(String(member.name.prefix(60)), .unsupported, line: file.line(member.value)))
      }
    }
    profile.addMissingVariables(to: &leftovers)
    return ImportedProfile(
      name: root["info"]?["name"]?.text ?? file.stem, profile: profile, leftovers: leftovers)
  }

  /// One message, or a list of them with titles.
  private static func takeMessages(_ message: JSON5Value?, _ profile: inout Profile) {
    if let data = message?["data"]?.text { return profile.addSnippet("", Profile.template(data)) }
    for element in message?.elements ?? [] {
      guard let data = element["message"]?["data"]?.text else { continue }
      profile.addSnippet(element["title"]?.text ?? "", Profile.template(data))
    }
  }
}

/// Headers and parameters as other programs list them: `[{name, value, disabled}]`, `[{key, value}]` or a mapping.
enum FieldList {
  static func read(
    _ list: JSON5Value?, _ file: ImportFile, _ what: String, _ leftovers: inout [Leftover]
  ) -> [(name: String, value: String, line: Int?)] {
    if let members = list?.members {
      return members.map { ($0.name, Profile.template($0.value.text ?? ""), file.line($0.value)) }
    }
    var fields: [(name: String, value: String, line: Int?)] = []
    for element in list?.elements ?? [] {
      guard let name = (element["name"] ?? element["key"])?.text, !name.isEmpty else { continue }
      if element["disabled"]?.bool == true || element["enabled"]?.bool == false {
        leftovers.append(Leftover("\(what) \(name.prefix(60))", .disabled, line: file.line(element)))
      } else {
        fields.append((name, Profile.template(element["value"]?.text ?? ""), file.line(element)))
      }
    }
    return fields
  }
}

/// Authorization as other programs have it: a word alone, or `{type, ...}`.
enum AuthReader {
  static func take(
    _ auth: JSON5Value, _ file: ImportFile, _ profile: inout Profile, _ leftovers: inout [Leftover]
  ) {
    let line = file.line(auth)
    if auth["disabled"]?.bool == true {
      leftovers.append(Leftover("auth", .disabled, line: line))
      return
    }
    let type = (auth.string ?? auth["type"]?.string ?? "none").lowercased()
    func value(_ names: String...) -> String? {
      for name in names {
        if let text = (auth[name] ?? auth[type]?[name] ?? auth["credentials"]?[name])?.text {
          return Profile.template(text)
        }
      }
      return nil
    }
    switch type {
    case "none", "noauth": break
    case "inherit": leftovers.append(Leftover("auth: inherit", .inherited, line: line))
    case "basic":
      profile.auth = Profile.Auth(user: value("username") ?? "", password: value("password") ?? "")
    case "bearer":
      // Insomnia's prefix takes the place of the word.
      if let prefix = value("prefix"), !prefix.isEmpty, prefix != "Bearer" {
        profile.headers.append(ProfileField("Authorization", "\(prefix) \(value("token") ?? "")"))
      } else {
        profile.auth = Profile.Auth(bearer: value("token") ?? "")
      }
    case "apikey":
      let key = value("key") ?? ""
      let place = value("addTo", "placement", "in") ?? "header"
      if place.lowercased().contains("query") {
        profile.addParameter(key, value("value") ?? "")
      } else if place.lowercased().contains("cookie") {
        profile.headers.append(ProfileField("Cookie", "\(key)=\(value("value") ?? "")"))
      } else if !key.isEmpty {
        profile.headers.append(ProfileField(key, value("value") ?? ""))
      }
    default: leftovers.append(Leftover("auth: \(type.prefix(40))", .unsupported, line: line))
    }
    profile.dropEmptyAuth()
  }
}
