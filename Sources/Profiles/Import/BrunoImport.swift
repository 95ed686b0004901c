import ByteText
import JSON5

/// A `.bru` file of Bruno: blocks of lines, each block's braces on lines of their own.
struct BrunoFile {
  struct Line {
    var name: String
    var value: String
    /// `~` before the name switches it off.
    var isOff: Bool
    var number: Int
  }

  struct Block {
    /// `headers`, `body:ws`
    var name: String
    var lines: [Line]
    var number: Int
  }

  private(set) var blocks: [Block] = []

  /// Blocks of text, whose lines are no `name: value`.
  private static func isText(_ name: String) -> Bool {
    name.hasPrefix("script") || name == "tests" || name == "docs"
      || name.hasPrefix("body") && name != "body:ws" && name != "body:form-urlencoded"
        && name != "body:multipart-form"
  }

  init(_ file: ImportFile) throws(ImportFault) {
    let rows = String(decoding: file.bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    var index = 0
    func fault(_ number: Int) -> ImportFault {
      ImportFault(.badLine, file: file.path, place: TextPlace(line: number, column: 1))
    }
    while index < rows.count {
      let row = rows[index].trimmed
      index += 1
      if row.isEmpty || row.hasPrefix("#") || row.hasPrefix("//") { continue }
      let isList = row.hasSuffix("[")
      guard row.hasSuffix("{") || isList else { throw fault(index) }
      var block = Block(name: String(row.dropLast()).trimmed, lines: [], number: index)
      let isText = Self.isText(block.name)
      var isClosed = false
      while index < rows.count, !isClosed {
        let number = index + 1
        let line = rows[index]
        let text = line.trimmed
        index += 1
        if isText ? line.hasPrefix("}") : text == "}" || isList && text == "]" {
          isClosed = true
        } else if !isText, !text.isEmpty {
          if isList {
            block.lines.append(
              Line(
                name: text.hasSuffix(",") ? String(text.dropLast()) : text, value: "", isOff: false,
                number: number))
          } else {
            guard var entry = Self.entry(text, number) else { throw fault(number) }
            if entry.value == "'''" {
              entry.value = try Self.literal(rows, &index, from: number, fault: fault)
            }
            block.lines.append(entry)
          }
        }
      }
      guard isClosed else { throw fault(block.number) }
      blocks.append(block)
    }
  }

  /// `name: value`; a name in quotes may hold colons.
  private static func entry(_ text: String, _ number: Int) -> Line? {
    let isOff = text.hasPrefix("~")
    let plain = isOff ? String(text.dropFirst()) : text
    if plain.hasPrefix("\""), let (name, rest) = String(plain.dropFirst()).components(around: "\"") {
      guard rest.trimmed.hasPrefix(":") else { return nil }
      return Line(name: name, value: String(rest.trimmed.dropFirst()).trimmed, isOff: isOff, number: number)
    }
    guard let (name, value) = plain.components(around: ":") else { return nil }
    return Line(name: name.trimmed, value: value.trimmed, isOff: isOff, number: number)
  }

  /// Up to the next `'''`, without the indentation that all its lines have.
  private static func literal(
    _ rows: [Substring], _ index: inout Int, from number: Int, fault: (Int) -> ImportFault
  ) throws(ImportFault) -> String {
    var lines: [Substring] = []
    while index < rows.count {
      let row = rows[index]
      index += 1
      if row.trimmed == "'''" {
        let indent = lines.filter { !$0.trimmed.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
        return lines.map { String($0.dropFirst(min(indent, $0.count))) }.joined(separator: "\n")
      }
      lines.append(row.last == "\r" ? row.dropLast() : row)
    }
    throw fault(number)
  }

  subscript(name: String) -> Block? { blocks.first { $0.name == name } }
}

extension BrunoFile.Block {
  subscript(name: String) -> String? { lines.first { $0.name == name && !$0.isOff }?.value }
}

enum BrunoImport {
  /// Nil for a file that is no request. `files` are all of the folder that is imported: its environments are among them.
  static func read(_ file: ImportFile, among files: [ImportFile] = []) throws(ImportFault) -> ImportedProfile?
  {
    let bruno = try BrunoFile(file)
    guard bruno["meta"]?["type"] == "ws" || bruno["ws"] != nil else { return nil }
    guard let url = bruno["ws"]?["url"], !url.isEmpty else {
      throw ImportFault(
        .missing("ws.url"), file: file.path, place: TextPlace(line: bruno["ws"]?.number ?? 1, column: 1))
    }
    var profile = Profile(url: Profile.template(url))
    var leftovers: [Leftover] = []
    var fields: [(name: String, value: String, line: Int?)] = []
    for line in bruno["headers"]?.lines ?? [] {
      if line.isOff {
        leftovers.append(Leftover("header \(line.name)", .disabled, line: line.number))
      } else {
        fields.append((line.name, Profile.template(line.value), line.number))
      }
    }
    profile.take(fields, &leftovers)
    takeAuth(bruno, &profile, &leftovers)
    takeMessages(bruno, &profile)
    takeSettings(bruno, &profile, &leftovers)
    for line in bruno["vars:pre-request"]?.lines ?? []
    where !line.isOff && TemplateName.isName(line.name.utf8) {
      profile.variables.append(ProfileField(line.name, Profile.template(line.value)))
    }
    try BrunoEnvironments.take(files, of: file, to: &profile, &leftovers)
    for block in bruno.blocks { takeOther(block, &leftovers) }
    profile.addMissingVariables(to: &leftovers)
    return ImportedProfile(name: bruno["meta"]?["name"] ?? file.stem, profile: profile, leftovers: leftovers)
  }

  private static func takeAuth(_ bruno: BrunoFile, _ profile: inout Profile, _ leftovers: inout [Leftover]) {
    let mode = bruno["ws"]?["auth"] ?? "none"
    let line = bruno["ws"]?.lines.first { $0.name == "auth" }?.number
    func value(_ name: String) -> String? { bruno["auth:\(mode)"]?[name].map(Profile.template) }
    switch mode {
    case "none": break
    case "basic":
      profile.auth = Profile.Auth(user: value("username") ?? "", password: value("password") ?? "")
    case "bearer": profile.auth = Profile.Auth(bearer: value("token") ?? "")
    case "apikey" where value("placement") == "queryparams":
      profile.addParameter(value("key") ?? "", value("value") ?? "")
    case "apikey": profile.headers.append(ProfileField(value("key") ?? "", value("value") ?? ""))
    case "inherit": leftovers.append(Leftover("auth: inherit", .inherited, line: line))
    default: leftovers.append(Leftover("auth: \(mode)", .unsupported, line: line))
    }
    profile.dropEmptyAuth()
  }

  /// Each message of the body is a snippet.
  private static func takeMessages(_ bruno: BrunoFile, _ profile: inout Profile) {
    for block in bruno.blocks where block.name == "body:ws" {
      let name = block["name"] ?? ""
      guard let content = block["content"], !content.isEmpty else { continue }
      profile.addSnippet(name, Profile.template(content))
    }
  }

  private static func takeSettings(
    _ bruno: BrunoFile, _ profile: inout Profile, _ leftovers: inout [Leftover]
  ) {
    for line in bruno["settings"]?.lines ?? [] where !line.isOff {
      profile.takeBrunoSetting(line.name, Double(line.value), line.number, &leftovers)
    }
  }

  private static func takeOther(_ block: BrunoFile.Block, _ leftovers: inout [Leftover]) {
    switch block.name {
    case "meta", "ws", "headers", "body:ws", "settings", "vars:pre-request", "auth:basic", "auth:bearer",
      "auth:apikey":
      break
    // The address has them.
    case "params:query": break
    case "docs": leftovers.append(Leftover("docs", .ownMatter, line: block.number))
    case let name where name.hasPrefix("script") || name == "tests" || name == "assert":
      leftovers.append(Leftover(name, .script, line: block.number))
    default: leftovers.append(Leftover(String(block.name.prefix(60)), .unsupported, line: block.number))
    }
  }
}

extension Profile {
  /// Milliseconds, as Bruno has them; 0 is off.
  mutating func takeBrunoSetting(
    _ name: String, _ value: Double?, _ line: Int?, _ leftovers: inout [Leftover]
  ) {
    switch (name, value) {
    case ("timeout", let value?): if value >= 1, value <= 3_600_000 { timeout = value / 1000 }
    case ("keepAliveInterval", let value?):
      if value >= 10, value <= 86_400_000 { keepalive = Keepalive(interval: value / 1000) }
    default: leftovers.append(Leftover("setting \(name.prefix(60))", .ownMatter, line: line))
    }
  }

  mutating func addParameter(_ name: String, _ value: String) {
    guard !name.isEmpty else { return }
    url += (url.contains("?") ? "&" : "?") + "\(name)=\(Percent.encodedTemplate(value))"
  }

  /// Without a name it gets a number; one that is taken, too.
  mutating func addSnippet(_ name: String, _ text: String) {
    let stem = name.isEmpty ? "message \(snippets.count + 1)" : name
    var free = stem
    var number = 2
    while snippets.contains(where: { $0.name == free }) {
      free = "\(stem) \(number)"
      number += 1
    }
    snippets.append(ProfileField(free, text))
  }

  /// What was left empty would be no authorization.
  mutating func dropEmptyAuth() {
    guard let given = auth else { return }
    let isEmpty = (given.user ?? "").isEmpty && (given.bearer ?? "").isEmpty
    if isEmpty {
      auth = nil
    } else {
      auth = Auth(
        user: given.user.flatMap { $0.isEmpty ? nil : $0 },
        password: given.password.flatMap { $0.isEmpty ? nil : $0 },
        bearer: given.bearer.flatMap { $0.isEmpty ? nil : $0 })
    }
  }
}
