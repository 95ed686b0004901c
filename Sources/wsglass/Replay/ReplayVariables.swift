import Glibc
import ProfileFiles
import Profiles
import Secrets

/// The variables that a script is given: those of a profile, and over them those of the command line.
struct ReplayVariables: Sendable {
  private(set) var values: [String: String] = [:]
  /// What nobody should see of them.
  private(set) var secrets: [SecretValue] = []
  /// The names of those that hold secrets of a profile, which are for its own server.
  private(set) var ofProfile: Set<String> = []

  static let none = ReplayVariables()

  private init() {}

  /// `NAME=VALUE`; a value may refer to secrets as profiles do: `${env:X}`, `${file:PATH}`, `${cmd:[...]}`, `${ask}`.
  init(_ texts: [String], over plain: [String: String] = [:]) throws(Complaint) {
    values = plain
    for text in texts {
      guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
        throw Complaint(
          code: .usage, what: "--set \(safe(SecretMask.maskedByPlace(text))): not NAME=VALUE",
          advice: ["--set user=alice", "--set 'token=${env:TOKEN}'", "--set 'token=${file:token.txt}'"])
      }
      let name = String(text[..<equals])
      let given = String(text[text.index(after: equals)...])
      // What is no reference may be a variable of the script.
      if let template = try? Template(given), !template.secrets.isEmpty {
        values[name] = try fill(template, of: name)
      } else {
        values[name] = given
        if SecretNames.isSecret(name.utf8) { hide(given, name) }
      }
    }
  }

  /// The secrets of a profile that the script uses, and nobody has given: asks at the terminal, waits for programs.
  mutating func take(_ used: Set<String>, of profile: OpenedProfile) throws(Complaint) {
    let all = profile.profile.secretVariables(in: profile.environment)
    let wanted = used.filter { values[$0] == nil && all[$0] != nil }.sorted()
    var resolved = profile.secrets
    var missing: [SecretReference] = []
    for reference in wanted.flatMap({ all[$0] ?? [] })
    where resolved[reference] == nil && !missing.contains(reference) {
      if case .ask(let question) = reference {
        resolved[reference] = try TerminalQuestion.ask(ProfileWords.question(question, profile: profile.name))
      } else {
        missing.append(reference)
      }
    }
    try ProfileOpening.resolve(missing, of: profile.name, into: &resolved)
    for name in wanted {
      guard let found = profile.profile.secretVariable(name, in: profile.environment, resolved) else {
        continue
      }
      values[name] = found.text
      secrets += found.values
      ofProfile.insert(name)
    }
  }

  private mutating func fill(_ template: Template, of name: String) throws(Complaint) -> String {
    var known = ProfileSecrets()
    for reference in template.secrets {
      guard case .ask(let question) = reference else { continue }
      known[reference] = try TerminalQuestion.ask(question.isEmpty ? name : question)
    }
    do throws(SecretError) {
      // A file is looked for from where the command is run.
      try SecretResolver(folder: ".", home: ProfilePlaces.home).resolve(template.secrets, into: &known)
    } catch {
      throw Complaint(
        code: .configuration, what: "--set \(name), \(error.reference.words): \(ProfileWords.words(error))")
    }
    var value = ""
    for part in template.parts {
      switch part {
      case .text(let text): value += text
      case .variable(let variable): value += "${\(variable)}"
      case .secret(let reference):
        let secret = String(decoding: known[reference] ?? [], as: UTF8.self)
        hide(secret, name)
        value += secret
      }
    }
    return value
  }

  private mutating func hide(_ value: String, _ name: String) {
    secrets.append(SecretValue(name: name, bytes: Array(value.utf8)))
  }
}
