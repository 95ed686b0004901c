import Formats
import FoundationEssentials
import Glibc

/// `$XDG_STATE_HOME/wsglass/profiles.json`: when each profile was used last, and what became of it. What can't be read
/// or written is as if it were not there: nothing depends on it.
struct ProfileHistory: Sendable {
  struct Entry: Codable, Sendable, Equatable {
    /// Nanoseconds since 1970.
    var used: Int64
    /// In words, without secrets.
    var outcome: String
  }

  /// So many profiles are remembered: the file stays under what is read of it, 64 KiB.
  private static let most = 200

  let path: String

  init(path: String = UserPath.state + "/profiles.json") {
    self.path = path
  }

  func read() -> [String: Entry] {
    guard access(path, F_OK) == 0, let bytes = try? SmallFile.contents(of: path),
      let entries = try? JSONDecoder().decode([String: Entry].self, from: Data(bytes))
    else { return [:] }
    return entries
  }

  /// In place of what was known of it.
  func note(_ name: String, _ entry: Entry) {
    var all = read()
    all[name] = entry
    if all.count > Self.most {
      let oldest = all.sorted { $0.value.used < $1.value.used }.prefix(all.count - Self.most)
      for (name, _) in oldest { all[name] = nil }
    }
    write(all)
  }

  func forget(_ name: String) {
    var all = read()
    guard all.removeValue(forKey: name) != nil else { return }
    write(all)
  }

  private func write(_ all: [String: Entry]) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(all) else { return }
    var made = ""
    for part in path.split(separator: "/").dropLast() {
      made += "/\(part)"
      mkdir(made, 0o700)
    }
    try? WholeFile.write(Array(json) + [10], to: path)
  }
}
