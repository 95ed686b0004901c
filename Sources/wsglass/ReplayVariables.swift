import Glibc
import Secrets

/// The variables that the command line gives to a script.
struct ReplayVariables: Sendable {
  private(set) var values: [String: String] = [:]
  /// What nobody should see of them.
  private(set) var secrets: [SecretValue] = []

  static let none = ReplayVariables()

  private init() {}

  init(_ texts: [String]) throws(Complaint) {
    for text in texts {
      guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
        throw Complaint(
          code: .usage, what: "--set \(safe(SecretMask.maskedByPlace(text))): not NAME=VALUE",
          advice: ["--set user=alice", "--set 'token=${env:TOKEN}'", "--set 'token=${file:token.txt}'"])
      }
      let name = String(text[..<equals])
      let given = String(text[text.index(after: equals)...])
      let value = try ReplayVariables.referred(given) ?? given
      values[name] = value
      if value != given || SecretNames.isSecret(name.utf8) {
        secrets.append(SecretValue(name: name, bytes: Array(value.utf8)))
      }
    }
  }

  /// What `${env:NAME}` and `${file:PATH}` stand for; nil for any other text.
  private static func referred(_ text: String) throws(Complaint) -> String? {
    guard text.hasPrefix("${"), text.hasSuffix("}"), let colon = text.firstIndex(of: ":") else { return nil }
    let kind = text[text.index(text.startIndex, offsetBy: 2)..<colon]
    let rest = String(text[text.index(after: colon)...].dropLast())
    switch kind {
    case "env":
      guard let value = getenv(rest) else {
        throw Complaint(
          code: .configuration, what: "\(rest) is not in the environment", why: ["--set asks for it"])
      }
      return String(cString: value)
    case "file": return String(decoding: try SmallFile.firstLine(of: rest), as: UTF8.self)
    default: return nil
    }
  }
}
