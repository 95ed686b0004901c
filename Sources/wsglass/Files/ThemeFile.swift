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
    /// As it was when it was read.
    var stamp: Stamp?
  }

  /// Changes when a file is saved.
  struct Stamp: Equatable {
    private var seconds: Int
    private var nanoseconds: Int
    private var bytes: Int
    private var file: UInt

    init?(_ path: String) {
      var facts = stat()
      guard stat(path, &facts) == 0 else { return nil }
      seconds = facts.st_mtim.tv_sec
      nanoseconds = facts.st_mtim.tv_nsec
      bytes = Int(facts.st_size)
      file = UInt(facts.st_ino)
    }
  }

  static let standardName = "terminal"

  static func find(_ name: String) throws(Complaint) -> Found {
    let places = directories.map { "\($0)/\(name).json" }
    guard !name.contains("/"), let path = places.last(where: { access($0, R_OK) == 0 }) else {
      let meant = ThemeWords.guess(NearestName.of(name, in: names))
      throw Complaint(
        code: .configuration, what: "there is no theme \"\(name)\"\(meant)",
        why: places.map { "not there: \($0)" },
        advice: ["there are \(names.joined(separator: ", "))", "or --theme-file FILE"])
    }
    return try read(path, named: name)
  }

  /// Of all places, the two that leave the terminal its colours first; those with names that could not be given
  /// back are left out. A "base" is only there to be extended.
  static var names: [String] {
    var found = Set<String>()
    for directory in directories {
      for file in (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
      where file.hasSuffix(".json") && !file.hasPrefix("base") && !file.hasPrefix(".") && safe(file) == file {
        found.insert(String(file.dropLast(5)))
      }
    }
    let first = [standardName, "mono"].filter { found.remove($0) != nil }
    return first + found.sorted()
  }

  /// - Parameter name: What the file must call itself; nil takes any.
  static func read(_ path: String, named name: String? = nil) throws(Complaint) -> Found {
    var found = try decode(path, named: name)
    var under = found.theme.extends
    // Two are enough for what is shipped; a circle ends here too.
    for _ in 0..<4 {
      guard let base = under else { return found }
      let below = try decode(try place(of: base, extendedBy: path), named: base)
      do {
        found.theme = try found.theme.over(below.theme)
      } catch {
        throw Complaint(
          code: .configuration, what: ThemeWords.describe(error, at: path, self.places(path)),
          why: ["the theme is \(path)"], advice: advice)
      }
      found.warnings += below.warnings
      under = found.theme.extends
    }
    throw Complaint(
      code: .configuration, what: "\(path): extends more than four themes, one over the other",
      advice: advice)
  }

  private static let advice = ["compare it with themes/terminal.json"]

  /// Beside the file first, so that a theme and its base can travel together.
  private static func place(of base: String, extendedBy path: String) throws(Complaint) -> String {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
      separator: "/")
    let places = (directories + [path.contains("/") ? folder : "."]).map { "\($0)/\(base).json" }
    guard !base.contains("/"), let found = places.last(where: { access($0, R_OK) == 0 }) else {
      let place = self.places(path).place(of: "extends")
      throw Complaint(
        code: .configuration,
        what: "\(ThemeWords.fileName(path)):\(place) extends: there is no theme \"\(base)\"",
        why: ["the theme is \(path)"], advice: ["there are base, \(names.joined(separator: ", "))"])
    }
    return found
  }

  private static func decode(_ path: String, named name: String?) throws(Complaint) -> Found {
    // Before it is read: what is saved meanwhile is read again.
    let stamp = Stamp(path)
    let data = try contents(path)
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    let fault: ThemeError
    do {
      let theme = try decoder.decode(Theme.self, from: data)
      if let name, theme.name != name {
        throw ThemeError.malformed(path: "name", expected: "\"\(name)\", as the file is called")
      }
      let places = ThemePlaces(data)
      return Found(
        theme: theme, path: path,
        warnings: theme.warnings.map {
          "\(ThemeWords.fileName(path)):\(places.place(of: $0.path)) \(ThemeWords.describe($0))"
        },
        stamp: stamp)
    } catch let error as ThemeError {
      fault = error
    } catch {
      fault = .malformed(path: "", expected: "JSON5")
    }
    throw Complaint(
      code: .configuration, what: ThemeWords.describe(fault, at: path, ThemePlaces(data)),
      why: ["the theme is \(path)"], advice: advice)
  }

  private static func places(_ path: String) -> ThemePlaces {
    // It was read a moment ago; if it is gone since, everything is on line 1.
    ThemePlaces((try? contents(path)) ?? Data())
  }

  private static func contents(_ path: String) throws(Complaint) -> Data {
    var facts = stat()
    guard stat(path, &facts) == 0 else {
      throw Complaint(
        code: .configuration, what: "can't read the theme \(path)", why: [String(cString: strerror(errno))])
    }
    // A pipe or a device might never end.
    guard facts.st_mode & S_IFMT == S_IFREG else {
      throw Complaint(code: .configuration, what: "can't read the theme \(path)", why: ["it is no file"])
    }
    guard facts.st_size <= Theme.mostBytes else {
      throw Complaint(code: .configuration, what: "\(path): over 1 MiB, which is no theme")
    }
    do {
      return try Data(contentsOf: URL(filePath: path))
    } catch {
      throw Complaint(
        code: .configuration, what: "can't read the theme \(path)", why: [String(cString: strerror(errno))])
    }
  }

  static var directories: [String] {
    var found = besideProgram
    for base in (EnvironmentVariable.dataDirectories.value ?? "/usr/local/share:/usr/share").split(
      separator: ":"
    )
    .reversed() {
      found.append("\(base)/wsglass/themes")
    }
    return found + [UserPath.configuration + "/themes"]
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
}
