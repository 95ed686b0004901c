import Canvas
import FoundationEssentials
import Glibc

/// Finds and reads themes. Places, the last one wins: beside the program (`share/wsglass/themes`, or `themes` of a
/// source tree it was built in), each `$XDG_DATA_DIRS/wsglass/themes`, `$XDG_CONFIG_HOME/wsglass/themes`.
enum ThemeFile {
  struct Found {
    var theme: Theme
    /// Nil for the one that is built in.
    var path: String?
    /// What was passed over, in words.
    var warnings: [String] = []
  }

  static let standardName = "terminal"

  static func find(_ name: String) throws(Complaint) -> Found {
    let places = directories.map { "\($0)/\(name).json" }
    guard let path = places.last(where: { access($0, R_OK) == 0 }) else {
      throw Complaint(
        code: .configuration, what: "there is no theme \"\(name)\"", why: places.map { "not there: \($0)" },
        advice: ["--theme terminal, --theme mono, or --theme-file FILE"])
    }
    return try read(path)
  }

  static func read(_ path: String) throws(Complaint) -> Found {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw Complaint(
        code: .configuration, what: "can't read the theme \(path)", why: [String(cString: strerror(errno))])
    }
    guard data.count <= Theme.mostBytes else {
      throw Complaint(code: .configuration, what: "\(path): over 1 MiB, which is no theme")
    }
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    do {
      let theme = try decoder.decode(Theme.self, from: data)
      return Found(theme: theme, path: path, warnings: theme.warnings.map { "\(path): \(words($0))" })
    } catch {
      throw Complaint(
        code: .configuration, what: "the theme \(path) can't be used", why: [reason(error, in: data)],
        advice: ["compare it with themes/terminal.json"])
    }
  }

  static var directories: [String] {
    var found = besideProgram
    for base in (environment("XDG_DATA_DIRS") ?? "/usr/local/share:/usr/share").split(separator: ":")
      .reversed()
    {
      found.append("\(base)/wsglass/themes")
    }
    if let config = environment("XDG_CONFIG_HOME") ?? environment("HOME").map({ "\($0)/.config" }) {
      found.append("\(config)/wsglass/themes")
    }
    return found
  }

  /// From the executable up: an installed program has `../share`, one in a build folder has the source tree above it.
  private static var besideProgram: [String] {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    guard count > 0 else { return [] }
    var parts = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      .split(separator: "/").dropLast()
    var found = ["/\(parts.dropLast().joined(separator: "/"))/share/wsglass/themes"]
    for _ in 0..<5 where !parts.isEmpty {
      let base = "/\(parts.joined(separator: "/"))"
      if access("\(base)/Package.swift", R_OK) == 0 { found.append("\(base)/themes") }
      parts = parts.dropLast()
    }
    return found.reversed()
  }

  private static func environment(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  private static func words(_ warning: ThemeWarning) -> String {
    switch warning {
    case .unknownRole(let path, let suggestion): "\(path) is no role\(guess(suggestion))"
    }
  }

  private static func words(_ error: ThemeError) -> String {
    switch error {
    case .unknownFormat(let format): "format \(format) is not known to this version, which reads 1"
    case .malformed(let path, let expected): "\(path): not \(expected)"
    case .unknownColour(let path, let value, let suggestion):
      "\(path): \"\(value)\" is not in palette\(guess(suggestion))"
    case .unknownAttribute(let path, let value, let suggestion):
      "\(path): \"\(value)\" is no attribute\(guess(suggestion))"
    case .tooLarge(let bytes): "\(bytes) bytes are no theme"
    }
  }

  private static func guess(_ suggestion: String?) -> String {
    suggestion.map { " (did you mean \"\($0)\"?)" } ?? ""
  }

  private static func reason(_ error: any Error, in data: Data) -> String {
    if let error = error as? ThemeError { return words(error) }
    guard let error = error as? DecodingError else { return "\(error)" }
    switch error {
    case .dataCorrupted(let context), .keyNotFound(_, let context), .typeMismatch(_, let context),
      .valueNotFound(_, let context):
      let path = context.codingPath.map(\.stringValue).joined(separator: ".")
      return path.isEmpty ? context.debugDescription : "\(path): \(context.debugDescription)"
    @unknown default: return "\(error)"
    }
  }
}
