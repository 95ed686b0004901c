import Canvas
import Glibc
import ProfileFiles
import Profiles

/// `wsglass profiles`: what is saved, looked at and looked after from outside.
enum ProfilesCommand {
  enum Verb: String, CaseIterable {
    case list, show, check, path, `import`

    var help: String {
      switch self {
      case .list: "names and addresses, a line each"
      case .show: "what one says; secrets masked, --env fills its variables in"
      case .check: "all or some: faults, and whether what they refer to is there; asks and shows nothing"
      case .path: "the folder, or a profile's file"
      case .import:
        "a curl command, a HAR, a file of Bruno or Insomnia, a folder of Postman; - is standard input"
      }
    }
  }

  static func run(_ arguments: Arguments) throws(Complaint) -> ExitCode {
    var operands = arguments.operands[...]
    let word = operands.popFirst() ?? Verb.list.rawValue
    guard let verb = Verb(rawValue: word) else {
      let verbs = Verb.allCases.map(\.rawValue)
      throw Complaint(
        code: .usage,
        what: "profiles \(word): there are \(verbs.joined(separator: ", "))"
          + ThemeWords.guess(NearestName.of(word, in: verbs)),
        advice: ProfilePlaces.folder.has(word) ? ["wsglass profiles show \(word)", "wsglass \(word)"] : [])
    }
    switch verb {
    case .list: return list(arguments)
    case .show: return try show(Array(operands), arguments)
    case .check: return check(Array(operands), arguments)
    case .path: return try path(Array(operands))
    case .import: return try ImportCommand.run(Array(operands), arguments)
    }
  }

  /// How a profile is put to use.
  static let uses = [
    "wsglass profiles import - --as prod-feed < copied-as-curl.txt",
    "wsglass prod-feed --env staging",
    "wsglass record prod-feed --count 100 -o log.jsonl",
  ]

  // MARK: List

  private static func list(_ arguments: Arguments) -> ExitCode {
    let folder = ProfilePlaces.folder
    let names = folder.names()
    if arguments.has(.names) {
      for name in names { writeLine(name) }
      return .success
    }
    if names.isEmpty {
      writeLine(safe("no profiles in \(folder.path): wsglass profiles import - makes one of a curl command"))
      return .success
    }
    let width = min(32, names.map(\.utf8.count).max() ?? 0)
    for name in names {
      let pad = String(repeating: " ", count: max(0, width - name.utf8.count))
      writeLine(safe("\(name)\(pad)  \(line(name, folder))"))
    }
    writeLine(safe("in \(folder.path)"), to: STDERR_FILENO)
    return .success
  }

  private static func line(_ name: String, _ folder: ProfileFolder) -> String {
    do throws(ProfileFileError) {
      let stored = try folder.load(name)
      guard let profile = stored.reading.profile?.masked else {
        return "faulty: \(stored.reading.faults.first.map { ProfileWords.describe($0, in: name) } ?? "")"
      }
      let environments = profile.environments.map(\.name)
      return ([profile.url] + (environments.isEmpty ? [] : ["(\(environments.joined(separator: ", ")))"]))
        .joined(separator: "  ")
    } catch {
      return "not usable: \(ProfileWords.words(error))"
    }
  }

  // MARK: Show

  private static func show(_ operands: [String], _ arguments: Arguments) throws(Complaint) -> ExitCode {
    guard let name = operands.first, operands.count == 1 else {
      throw Complaint(code: .usage, what: "profiles show takes one name", advice: ["wsglass profiles list"])
    }
    let profile = try ProfileOpening.load(name)
    var shown = profile.masked
    if let environment = arguments.value(.env) {
      _ = try ProfileOpening.references(of: profile, name, environment)
      shown = shown.filledIn(environment)
    }
    writeLine(safe("// \(ProfilePlaces.folder.path(of: name))"))
    // Line by line: a line end is the only control that is meant.
    for line in String(decoding: shown.written, as: UTF8.self).split(separator: "\n") {
      writeLine(safe(String(line)))
    }
    return .success
  }

  // MARK: Check

  /// What is wrong goes to standard output, too: it is what was asked for.
  private static func check(_ operands: [String], _ arguments: Arguments) -> ExitCode {
    let folder = ProfilePlaces.folder
    let names = operands.isEmpty ? folder.names() : operands
    if names.isEmpty { writeLine(safe("no profiles in \(folder.path)")) }
    var isWell = true
    for name in names {
      let faults = faults(of: name, folder, environment: arguments.value(.env))
      if faults.isEmpty { writeLine(safe("ok  \(name)")) } else { isWell = false }
      for fault in faults { writeLine(safe("!!  \(fault)")) }
    }
    return isWell ? .success : .configuration
  }

  static func faults(of name: String, _ folder: ProfileFolder, environment: String?) -> [String] {
    let stored: StoredProfile
    do throws(ProfileFileError) {
      stored = try folder.load(name)
    } catch {
      let complaint = ProfileWords.complaint(error, name: name, others: folder.names())
      return [([complaint.what] + complaint.advice.prefix(1)).joined(separator: "; try: ")]
    }
    var found = stored.reading.faults.map { ProfileWords.describe($0, in: name) }
    found += stored.reading.warnings.map { ProfileWords.describe($0, in: name) }
    guard let profile = stored.reading.profile else { return found }
    // Each environment as it would be used.
    let environments: [String?] =
      environment.map { [$0] } ?? (profile.environments.isEmpty ? [nil] : profile.environments.map(\.name))
    var secrets = ProfileSecrets()
    for environment in environments {
      do throws(Complaint) {
        let references = try ProfileOpening.references(of: profile, name, environment)
        for reference in references where secrets[reference] == nil {
          if case .ask = reference { secrets[reference] = Array("asked".utf8) }
          do throws(SecretError) {
            try ProfilePlaces.resolver.resolve([reference], into: &secrets)
          } catch {
            let complaint = ProfileWords.complaint(error, name: name)
            found.append(([complaint.what] + complaint.advice).joined(separator: "; try: "))
            // Told once; what stands in its place is good enough for the rest of the check.
            secrets[reference] = Array("missing".utf8)
          }
        }
        let none = try Arguments(["wsglass"])
        _ = try ProfileOpening.open(profile, name, environment, secrets, none)
      } catch {
        let words = error.oneLine
        if !found.contains(words) { found.append(words) }
      }
    }
    return found
  }

  // MARK: Path

  private static func path(_ operands: [String]) throws(Complaint) -> ExitCode {
    guard operands.count <= 1 else {
      throw Complaint(code: .usage, what: "profiles path takes one name, or none")
    }
    let folder = ProfilePlaces.folder
    guard let name = operands.first else {
      writeLine(safe(folder.path))
      return .success
    }
    guard folder.has(name) else {
      throw ProfileWords.complaint(.notThere(folder.path(of: name)), name: name, others: folder.names())
    }
    writeLine(safe(folder.path(of: name)))
    return .success
  }
}

extension Profile {
  /// For the eye: what is literal and secret is hidden; references tell nothing and stay.
  var masked: Profile {
    var shown = self
    shown.takeSecrets { _ in "********" }
    return shown
  }

  /// The same with its variables replaced, and without what chose them; references stay.
  func filledIn(_ environment: String?) -> Profile {
    var shown = self
    shown.fillVariables(in: environment)
    return shown
  }
}
