import Formats
import FoundationEssentials
import Glibc

/// `$XDG_STATE_HOME/wsglass/state.json`: what the user arranged on screen, for the next start.
struct StateFile: Sendable {
  /// A setting as it was left, and what held without that: config.json's word, or the standard one. Where that has changed
  /// since, it goes before what was left.
  struct Entry: Codable, Equatable, Sendable {
    var value: String
    var over: String
  }

  private struct Contents: Codable {
    var version = 1
    var layout: [String: Entry] = [:]
  }

  let path: String

  init(path: String = UserPath.state + "/state.json") {
    self.path = path
  }

  /// Nothing of what can't be read.
  func read() -> [String: Entry] { contents().layout }

  /// Nil takes an entry away. Other entries stay as another instance may have left them meanwhile. Why not, where it can't be
  /// written.
  func change(_ changes: [String: Entry?]) -> String? {
    guard !changes.isEmpty else { return nil }
    let lock = lockFolder()
    defer { if lock >= 0 { close(lock) } }
    var all = contents()
    let before = all.layout
    for (key, entry) in changes { all.layout[key] = entry }
    guard all.layout != before else { return nil }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(all) else { return "it can't be encoded" }
    do throws(ExportFile.Failure) {
      try WholeFile.write(Array(json) + [10], to: path)
      return nil
    } catch {
      return ExportWords.complaint(error, path: path).why.first ?? "it can't be written"
    }
  }

  private func contents() -> Contents {
    guard access(path, F_OK) == 0, let bytes = try? SmallFile.contents(of: path),
      let contents = try? JSONDecoder().decode(Contents.self, from: Data(bytes))
    else { return Contents() }
    return contents
  }

  /// Another instance waits until this one is done; -1 where folders can't be locked.
  private func lockFolder() -> Int32 {
    var folder = ""
    for part in path.split(separator: "/").dropLast() {
      folder += "/\(part)"
      mkdir(folder, 0o700)
    }
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if descriptor >= 0 { flock(descriptor, LOCK_EX) }
    return descriptor
  }
}
