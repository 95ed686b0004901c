import Canvas

/// What is said of theme files.
enum ThemeWords {
  static func fileName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// `gruvbox.json:14:9 roles."frame.in".fg: "gren" is not in palette (did you mean "green"?)`
  static func describe(_ error: ThemeError, at path: String, _ places: ThemePlaces) -> String {
    if error.path.isEmpty, let fault = places.fault {
      return "\(fileName(path)):\(fault) is not JSON5 from here on"
    }
    return "\(fileName(path)):\(places.place(of: error.path)) \(describe(error))"
  }

  static func describe(_ warning: ThemeWarning) -> String {
    switch warning {
    case .unknownRole(let path, let suggestion): "\(path) is no role\(guess(suggestion))"
    case .unknownField(let path, let suggestion): "\(path) means nothing here\(guess(suggestion))"
    }
  }

  private static func describe(_ error: ThemeError) -> String {
    switch error {
    case .unknownFormat(let format): "format: \(format) is not known to this version, which reads 1"
    case .malformed("", let expected): "is not \(expected)"
    case .malformed(let path, let expected): "\(path): not \(expected)"
    case .unknownColour(let path, let value, let suggestion):
      "\(path): \"\(value)\" is not in palette\(guess(suggestion))"
    case .unknownAttribute(let path, let value, let suggestion):
      "\(path): \"\(value)\" is no attribute\(guess(suggestion))"
    case .tooLarge(let bytes): "\(bytes) bytes are no theme"
    }
  }

  static func guess(_ suggestion: String?) -> String {
    suggestion.map { " (did you mean \"\($0)\"?)" } ?? ""
  }
}
