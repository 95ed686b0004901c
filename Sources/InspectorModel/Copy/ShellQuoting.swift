/// Words for a POSIX shell.
enum ShellQuoting {
  /// In single quotes; where a secret was masked, a variable stands for it, named after what it was.
  static func quoted(_ text: String, secret name: String) -> String {
    let parts = text.split(separator: mask, omittingEmptySubsequences: false).map { quoted(String($0)) }
    return parts.joined(separator: "\"$\(variable(name))\"")
  }

  static func quoted(_ text: String) -> String {
    // Nothing in single quotes means anything but the quote itself.
    "'" + text.replacing("'", with: "'\\''") + "'"
  }

  /// "Authorization" gives AUTHORIZATION.
  static func variable(_ name: String) -> String {
    let letters = name.uppercased().unicodeScalars.map { scalar -> Character in
      ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar) ? Character(scalar) : "_"
    }
    guard let first = letters.first, !first.isNumber else { return "SECRET" }
    return String(letters.prefix(40))
  }

  private static let mask = "********"
}
