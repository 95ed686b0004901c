import JSON5

/// An export of Insomnia (format 4, YAML or JSON): its WebSocket requests, their payloads, and the environments of each
/// one's workspace.
enum InsomniaImport {
  static func read(_ file: ImportFile) throws(ImportFault) -> [ImportedProfile] {
    let isJSON = file.bytes.first { $0 > 0x20 && $0 < 0x80 } == UInt8(ascii: "{")
    let root = isJSON ? try file.json() : try file.yaml()
    guard let format = root["__export_format"]?.number, format == 4 else {
      throw ImportFault(
        .missing("__export_format: 4"), file: file.path,
        place: TextPlace(offset: root["__export_format"]?.range.lowerBound ?? 0, in: file.bytes))
    }
    let resources = root["resources"]?.elements ?? []
    var found: [ImportedProfile] = []
    for request in resources where type(request) == "websocket_request" {
      found.append(try read(request, among: resources, file))
    }
    return found
  }

  private static func type(_ resource: JSON5Value) -> String? { resource["_type"]?.string }

  private static func read(
    _ request: JSON5Value, among resources: [JSON5Value], _ file: ImportFile
  ) throws(ImportFault) -> ImportedProfile {
    guard let url = request["url"]?.string, !url.isEmpty else {
      throw ImportFault(
        .missing("url"), file: file.path, place: TextPlace(offset: request.range.lowerBound, in: file.bytes))
    }
    var profile = Profile(url: Profile.template(url))
    var leftovers: [Leftover] = []
    profile.take(FieldList.read(request["headers"], file, "header", &leftovers), &leftovers)
    for field in FieldList.read(request["parameters"], file, "parameter", &leftovers) {
      profile.addParameter(field.name, field.value)
    }
    if let auth = request["authentication"], auth.members?.isEmpty == false {
      AuthReader.take(auth, file, &profile, &leftovers)
    }
    takeSettings(request, file, &profile, &leftovers)
    let id = request["_id"]?.string
    for payload in resources
    where type(payload) == "websocket_payload" && id != nil && payload["parentId"]?.string == id {
      profile.addSnippet(payload["name"]?.text ?? "", Profile.template(payload["value"]?.text ?? ""))
    }
    takeEnvironments(of: workspace(of: request, resources), resources, file, &profile, &leftovers)
    profile.addMissingVariables(to: &leftovers)
    return ImportedProfile(
      name: request["name"]?.text ?? ImportedProfile.host(of: url), profile: profile, leftovers: leftovers)
  }

  private static func takeSettings(
    _ request: JSON5Value, _ file: ImportFile, _ profile: inout Profile, _ leftovers: inout [Leftover]
  ) {
    switch request["settingFollowRedirects"]?.text {
    case "on"?: profile.redirects = 5
    case "off"?: profile.redirects = 0
    default: break
    }
    for (key, value) in [("settingStoreCookies", true), ("settingSendCookies", true)] {
      guard let setting = request[key], setting.bool == value else { continue }
      leftovers.append(Leftover(key, .unsupported, line: file.line(setting)))
    }
    if let text = request["description"]?.string, !text.isEmpty {
      leftovers.append(Leftover("description", .ownMatter, line: file.line(request["description"])))
    }
    for key in ["preRequestScript", "afterResponseScript"] {
      if let script = request[key]?.string, !script.isEmpty {
        leftovers.append(Leftover(key, .script, line: file.line(request[key])))
      }
    }
  }

  /// Up through its folders; a circle of them ends after 32.
  private static func workspace(of request: JSON5Value, _ resources: [JSON5Value]) -> String? {
    var id = request["parentId"]?.string
    for _ in 0..<32 {
      guard let parent = resources.first(where: { $0["_id"]?.string == id && id != nil }) else { return id }
      if type(parent) == "workspace" { return id }
      id = parent["parentId"]?.string
    }
    return nil
  }

  /// The base environment holds for all; those below it are environments.
  private static func takeEnvironments(
    of workspace: String?, _ resources: [JSON5Value], _ file: ImportFile, _ profile: inout Profile,
    _ leftovers: inout [Leftover]
  ) {
    guard let workspace else { return }
    let all = resources.filter { type($0) == "environment" }
    for base in all where base["parentId"]?.string == workspace {
      profile.variables += fields(base["data"], file, &leftovers)
      for environment in all where environment["parentId"]?.string == base["_id"]?.string {
        let name = ProfileName.made(from: environment["name"]?.text ?? "")
        guard TemplateName.isName(name.utf8), !profile.environments.contains(where: { $0.name == name })
        else { continue }
        profile.environments.append(
          Profile.Environment(name, fields(environment["data"], file, &leftovers)))
      }
    }
  }

  private static func fields(
    _ data: JSON5Value?, _ file: ImportFile, _ leftovers: inout [Leftover]
  ) -> [ProfileField] {
    var fields: [ProfileField] = []
    for member in data?.members ?? [] {
      if let text = member.value.text, TemplateName.isName(member.name.utf8) {
        fields.append(ProfileField(member.name, Profile.template(text)))
      } else {
        leftovers.append(
          Leftover("variable \(member.name.prefix(60))", .unsupported, line: file.line(member.value)))
      }
    }
    return fields
  }
}
