public import JSON5

/// A connection out of another program's file: the profile, and what could not be carried over.
public struct ImportedProfile: Sendable, Hashable {
  /// As the other program calls it; perhaps no name of a profile, and perhaps empty.
  public var name: String
  /// With its secrets as they were: `takeSecrets` before it is written.
  public var profile: Profile
  public var leftovers: [Leftover]

  public init(name: String, profile: Profile, leftovers: [Leftover] = []) {
    self.name = name
    self.profile = profile
    self.leftovers = leftovers
  }
}

/// Why a file can't be imported.
public struct ImportFault: Error, Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// None of the formats that are read.
    case unknownFormat
    case curl(CurlCommand.Fault)
    case syntax(JSON5Fault.Kind)
    /// There is no WebSocket connection in it.
    case noWebSocket
    /// A key that has to be there.
    case missing(String)
    /// A block of Bruno's without its end, or a line that is none.
    case badLine
    /// 64 MiB.
    case tooLarge
    /// `errno` of why the file can't be read.
    case unreadable(Int32)
  }

  public var kind: Kind
  /// Of the file it was given as.
  public var file: String
  public var place: TextPlace?

  public init(_ kind: Kind, file: String, place: TextPlace? = nil) {
    self.kind = kind
    self.file = file
    self.place = place
  }
}

/// A file that was read for an import.
public struct ImportFile: Sendable, Hashable {
  /// 64 MiB: the HAR of a long session.
  public static let limit = 64 << 20

  /// Within the folder that is imported, or the name alone.
  public var path: String
  public var bytes: [UInt8]

  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  /// Without folder and ending.
  var stem: String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
    return String(name[..<dot])
  }

  func fault(_ error: JSON5Fault) -> ImportFault {
    ImportFault(.syntax(error.kind), file: path, place: TextPlace(offset: error.offset, in: bytes))
  }

  func line(_ value: JSON5Value?) -> Int? {
    value.map { TextPlace(offset: $0.range.lowerBound, in: bytes).line }
  }

  func json() throws(ImportFault) -> JSON5Value {
    do throws(JSON5Fault) {
      return try JSON5Document(bytes).root
    } catch {
      throw fault(error)
    }
  }

  func yaml() throws(ImportFault) -> JSON5Value {
    do throws(JSON5Fault) {
      return try YAMLDocument(bytes).root
    } catch {
      throw fault(error)
    }
  }
}

/// Turns other programs' files into profiles.
public enum ProfileImport {
  public enum Format: String, Sendable, CaseIterable {
    case curl, har, bruno, openCollection, insomnia, postman
  }

  /// By what stands in it, not by its name.
  public static func format(of file: ImportFile) -> Format? {
    let start = String(decoding: file.bytes.prefix(64 << 10), as: UTF8.self)
    let first = start.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    if first.hasPrefix("{") {
      if start.contains("\"__export_format\"") { return .insomnia }
      return start.contains("\"log\"") ? .har : nil
    }
    let lines = start.split(whereSeparator: \.isNewline).map { $0.trimmed }
    if first.hasPrefix("curl ") || first.hasPrefix("curl\t") || first.hasPrefix("$ curl ") { return .curl }
    if lines.contains(where: { $0.hasPrefix("$kind:") }) { return .postman }
    if lines.contains(where: { $0.hasPrefix("__export_format:") || $0.hasPrefix("_type: export") }) {
      return .insomnia
    }
    if lines.contains(where: { $0.hasPrefix("websocket:") }), lines.contains(where: { $0.hasPrefix("info:") })
    {
      return .openCollection
    }
    let bruno: Set = ["meta {", "ws {", "vars {", "vars:secret ["]
    if lines.contains(where: { bruno.contains($0) }) { return .bruno }
    return nil
  }

  /// Of several files, as a folder of Postman's has them, those that mean nothing are passed over.
  public static func read(_ files: [ImportFile]) throws(ImportFault) -> [ImportedProfile] {
    var found: [ImportedProfile] = []
    var isKnown = false
    for file in files {
      guard file.bytes.count <= ImportFile.limit else { throw ImportFault(.tooLarge, file: file.path) }
      guard let format = format(of: file) else { continue }
      isKnown = true
      switch format {
      case .curl: found.append(try CurlImport.read(file))
      case .har: found += try HARProfiles.read(file)
      case .bruno: if let profile = try BrunoImport.read(file, among: files) { found.append(profile) }
      case .openCollection: found.append(try OpenCollectionImport.read(file))
      case .insomnia: found += try InsomniaImport.read(file)
      case .postman: if let profile = try PostmanImport.read(file, among: files) { found.append(profile) }
      }
    }
    guard !found.isEmpty else {
      throw ImportFault(isKnown ? .noWebSocket : .unknownFormat, file: files.first?.path ?? "")
    }
    return found
  }
}

extension Profile {
  /// What other programs write as `{{name}}`, as a template here.
  static func template(_ text: String) -> String {
    var result = ""
    var rest = text
    while let (before, after) = rest.components(around: "{{"),
      let (inside, tail) = after.components(around: "}}")
    {
      result += Template.literal(before)
      var name = inside.trimmed
      // Insomnia's: `{{ _.name }}`.
      if name.hasPrefix("_.") { name = String(name.dropFirst(2)) }
      if name.hasPrefix("process.env."), TemplateName.isName(name.dropFirst(12).utf8) {
        result += "${env:\(name.dropFirst(12))}"
      } else if TemplateName.isName(name.utf8) {
        result += "${\(name)}"
      } else {
        result += Template.literal("{{\(inside)}}")
      }
      rest = tail
    }
    return result + Template.literal(rest)
  }

  /// A variable that nothing in the file gives a value has an empty one, and is told of: without it the profile could
  /// not be read.
  mutating func addMissingVariables(to leftovers: inout [Leftover]) {
    var known = Set(variables.map(\.name) + environments.flatMap { $0.variables.map(\.name) })
    let texts =
      templates.map(\.text) + variables.map(\.value) + environments.flatMap { $0.variables.map(\.value) }
    for text in texts {
      for name in (try? Template(text))?.variables ?? [] where known.insert(name).inserted {
        variables.append(ProfileField(name, ""))
        leftovers.append(Leftover("variable \(name)", .inherited))
      }
    }
  }

  /// Headers of an upgrade, sorted to where they belong.
  mutating func take(_ fields: [(name: String, value: String, line: Int?)], _ leftovers: inout [Leftover]) {
    var sorted = HandshakeFields()
    for field in fields { sorted.take(field.name, field.value, line: field.line) }
    headers += sorted.headers
    if let cookie = sorted.cookie { headers.append(ProfileField("Cookie", cookie)) }
    subprotocols += sorted.subprotocols
    origin = sorted.origin ?? origin
    if let parameters = sorted.deflate { compression = parameters.isEmpty ? .on : .parameters(parameters) }
    leftovers += sorted.leftovers
  }
}
