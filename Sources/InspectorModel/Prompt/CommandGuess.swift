import Canvas

/// What somebody may have meant by a line after `:` that is no command.
extension CommandLine {
  /// ":save-profile [NAME]" for "profile save", ":filter EXPR" for "fitler".
  public static func meant(by line: String) -> String? {
    let typed = line.split { $0 == " " || $0 == "-" }.prefix(2).map(String.init)
    guard let first = typed.first else { return nil }
    let names = Self.names.map(\.0)
    let name =
      names.first { isSpelled($0, first: first, both: typed) }
      ?? names.first { $0 == first }
      ?? names.first { first.count >= 3 && $0.hasPrefix(first) }
      ?? NearestName.of(first, in: names)
      ?? names.first { $0.split(separator: "-").contains { $0 == first } }
    return name.flatMap { found in words.first { Self.name(of: $0.word) == found }?.word }
  }

  /// A name of several words has hyphens, which nobody remembers, nor the words' order.
  private static func isSpelled(_ name: String, first: String, both: [String]) -> Bool {
    let parts = name.split(separator: "-").map(String.init)
    return parts.count > 1 && (parts.joined() == first || parts.sorted() == both.sorted())
  }

  /// "save profile": the words of a name, and nothing else.
  static func isInTwoWords(_ line: String) -> Bool {
    let typed = line.split(separator: " ").map(String.init)
    return names.contains { isSpelled($0.0, first: "", both: typed) }
  }

  /// In words: what is wrong with a line, and what it may have been meant to be.
  static func refusal(of line: String) -> String {
    guard let meant = meant(by: line) else {
      return "\":\(line)\" is not a command; Tab after \":\" goes through them all"
    }
    let help = words.first { $0.word == meant }?.help ?? ""
    return "\":\(line)\" is not a command; there is \(meant): \(help)"
  }
}
