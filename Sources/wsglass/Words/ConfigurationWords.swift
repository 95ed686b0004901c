/// What is said of config.json: `config.json:3:2 mose means nothing here (did you mean "mouse"?)`
enum ConfigurationWords {
  static func describe(_ fault: Configuration.Fault, in file: String) -> String {
    "\(file):\(fault.place) \(words(fault.kind)): not used"
  }

  private static func words(_ kind: Configuration.Fault.Kind) -> String {
    switch kind {
    case .noObject: "is no object: {\"mouse\": false}"
    case .unknown(let name, let suggestion): "\(name) means nothing here\(ThemeWords.guess(suggestion))"
    case .noGroup(let name): "\(name) is no object of settings"
    case .wrong(let key): "\(key.rawValue) is not \(expected(key.kind))"
    }
  }

  /// As the man page says it too.
  static func expected(_ kind: ConfigurationKey.Kind) -> String {
    switch kind {
    case .flag: "true or false"
    case .choice(let words): words.map { "\"\($0)\"" }.joined(separator: " or ")
    case .number(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .theme: "the name of a theme"
    }
  }
}
