import ByteText
import Canvas
import CursesTerminal
import Formats
import Glibc
import JSON5

/// `$XDG_CONFIG_HOME/wsglass/config.json`. A fault in it is told, and never stops the start; it is written only where the user
/// asks for it, and then only what was asked for changes.
enum ConfigurationFile {
  static var path: String { UserFile.config.path }

  static func read() -> (configuration: Configuration, warnings: [String]) {
    do throws(Complaint) {
      guard let file = try UserFile.config.read() else { return (Configuration(), []) }
      let configuration = Configuration(file)
      return (
        configuration, configuration.faults.map { ConfigurationWords.describe($0, in: UserFile.config.name) }
      )
    } catch {
      return (Configuration(), ["\(error.what): the standard settings hold"])
    }
  }

  /// Makes a theme the one that the next start wears; of a pair, the one for this background.
  static func save(theme name: String, on background: TerminalBackground) throws(Complaint) {
    let file = try UserFile.config.read()
    if let file, file.root.members == nil { throw Self.noObject(file) }
    let changed = file.map { text(of: $0, theme: name, on: background) }
    try write(changed ?? Array("{\n  \(member(name))\n}\n".utf8))
  }

  /// Nothing can be put into it, and what stands there is the user's.
  static func noObject(_ file: JSON5Document) -> Complaint {
    let place = file.place(file.root.range.lowerBound)
    return Complaint(
      code: .configuration,
      what:
        "\(UserFile.config.name):\(place) is no object, which settings stand in: { }",
      why: ["the file is \(path)"])
  }

  private static func member(_ name: String) -> String { "\"theme\": \(JSONText.quoted(name))" }

  /// All else in the file stays as it is, comments too.
  static func text(of file: JSON5Document, theme name: String, on background: TerminalBackground) -> [UInt8] {
    var bytes = file.bytes
    let members = file.root.members ?? []
    if let theme = members.last(where: { $0.name == "theme" }) {
      let variant = background == .light ? "light" : "dark"
      let inner = theme.value.members?.last { $0.name == variant }
      bytes.replaceSubrange(
        (inner?.value ?? theme.value).range, with: Array(JSONText.quoted(name).utf8))
    } else {
      let start = file.root.range.lowerBound + 1
      let end = members.isEmpty ? (bytes[start...].first == 0x7D ? "\n" : "") : ","
      bytes.insert(contentsOf: Array("\n  \(member(name))\(end)".utf8), at: start)
    }
    return bytes
  }

  /// Through a link to where the file really is, and with the rights that it has.
  private static func write(_ bytes: [UInt8]) throws(Complaint) {
    var path = path
    var facts = stat()
    let isThere = stat(path, &facts) == 0
    if isThere, let real = realpath(path, nil) {
      path = String(cString: real)
      free(real)
    } else {
      mkdir(UserFile.folder.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }, 0o700)
      mkdir(UserFile.folder, 0o700)
    }
    do throws(ExportFile.Failure) {
      let part = try ExportFile(path, overwrites: true)
      try part.write(bytes)
      try part.commit()
      if isThere { chmod(path, facts.st_mode & 0o777) }
    } catch {
      throw ExportWords.complaint(error, path: path)
    }
  }
}
