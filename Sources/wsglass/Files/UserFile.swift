import Glibc
import JSON5

/// A file of the user's in `$XDG_CONFIG_HOME/wsglass`, read as JSON5. One that is not there says nothing.
struct UserFile {
  /// "config.json"
  let name: String

  static let config = UserFile(name: "config.json")
  static let keymap = UserFile(name: "keymap.json")

  static var folder: String { UserPath.configuration }
  var path: String { "\(Self.folder)/\(name)" }
  var isThere: Bool { access(path, F_OK) == 0 }

  /// Nil where there is no such file, or nothing but blanks in it.
  func read() throws(Complaint) -> JSON5Document? {
    guard isThere else { return nil }
    let bytes = try SmallFile.contents(of: path)
    guard bytes.contains(where: { $0 > 0x20 }) else { return nil }
    do throws(JSON5Fault) {
      return try JSON5Document(bytes, .lenient)
    } catch {
      let place = TextPlace(offset: error.end, in: bytes)
      throw Complaint(
        code: .configuration, what: "\(name):\(place) is not JSON5 from here on",
        why: ["the file is \(path)"])
    }
  }
}
