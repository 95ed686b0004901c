import Formats
import FoundationEssentials
import Glibc
import InspectorModel

/// `$XDG_CONFIG_HOME/wsglass/snippets.json`: messages saved under a name, `{"NAME": {"type": "text", "text": ...}}`.
struct SnippetFile: Sendable {
  let path: String

  private struct Entry: Codable {
    var type: String?
    var text: String
  }

  init(path: String = UserFile.folder + "/snippets.json") {
    self.path = path
  }

  /// By name. A file that is not there holds none.
  func read() throws(Complaint) -> [DraftChoice] {
    try entries().sorted { $0.key < $1.key }.map { name, entry throws(Complaint) in
      guard let type = ComposeType(name: entry.type ?? "text") else {
        let known = ComposeType.allCases.map(\.name).joined(separator: ", ")
        throw Complaint(
          code: .configuration, what: "\(path): \(name): type \(entry.type ?? "") is none of \(known)")
      }
      return DraftChoice(name: name, entry: Composer.Entry(text: entry.text, type: type))
    }
  }

  /// In place of one of the same name; what else is in the file stays.
  func save(_ snippet: DraftChoice) throws(Complaint) {
    var all = try entries()
    all[snippet.name] = Entry(type: snippet.entry.type.name, text: snippet.entry.text)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(all) else { return }
    var made = ""
    for name in path.split(separator: "/").dropLast() {
      made += "/\(name)"
      mkdir(made, 0o700)
    }
    do throws(ExportFile.Failure) {
      try WholeFile.write(Array(json) + [10], to: path)
    } catch {
      throw ExportWords.complaint(error, path: path)
    }
  }

  private func entries() throws(Complaint) -> [String: Entry] {
    guard access(path, F_OK) == 0 else { return [:] }
    let bytes = try SmallFile.contents(of: path)
    guard let entries = try? JSONDecoder().decode([String: Entry].self, from: Data(bytes)) else {
      throw Complaint(
        code: .configuration, what: "\(path) is not as it should be",
        advice: [#"{"NAME": {"type": "text", "text": "..."}}"#])
    }
    return entries
  }
}
