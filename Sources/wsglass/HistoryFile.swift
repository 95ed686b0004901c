import FoundationEssentials
import Glibc
import InspectorModel

/// `$XDG_STATE_HOME/wsglass/history.jsonl`: what was entered, a line each, for its owner alone.
struct HistoryFile: Sendable {
  let path: String

  /// 1 MiB of the newest lines is read; a file of twice that is cut to them.
  static let limit = 1 << 20
  /// Lines that are kept in memory.
  private static let lineLimit = 5000

  private struct Line: Codable {
    var kind: String
    var text: String
    var type: String?
  }

  init(path: String = CaptureChoice.place("XDG_STATE_HOME", or: ".local/state") + "/wsglass/history.jsonl") {
    self.path = path
  }

  /// The oldest first. What is no line of ours is passed over.
  func read() -> [HistoryEntry] {
    let bytes = tail()
    return bytes.split(separator: 10).suffix(Self.lineLimit).compactMap { line in
      guard let line = try? JSONDecoder().decode(Line.self, from: Data(line)),
        let kind = HistoryEntry.Kind(rawValue: line.kind)
      else { return nil }
      return HistoryEntry(kind, line.text, type: line.type.flatMap { ComposeType(name: $0) } ?? .text)
    }
  }

  /// One write for one line, so that several programs may add to it. False where it could not.
  @discardableResult
  func add(_ entry: HistoryEntry) -> Bool {
    let line = Line(
      kind: entry.kind.rawValue, text: entry.text, type: entry.kind == .message ? entry.type.name : nil)
    guard let json = try? JSONEncoder().encode(line) else { return false }
    makeFolder()
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    let bytes = Array(json) + [10]
    let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    var facts = stat()
    if fstat(descriptor, &facts) == 0, facts.st_size > 2 * Self.limit { shorten() }
    return count == bytes.count
  }

  private func makeFolder() {
    let folder = path.split(separator: "/").dropLast()
    var made = ""
    for name in folder {
      made += "/\(name)"
      mkdir(made, 0o700)
    }
  }

  /// The last MiB, from the start of a line.
  private func tail() -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var facts = stat()
    guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return [] }
    let start = max(0, Int(facts.st_size) - Self.limit)
    var bytes = [UInt8](repeating: 0, count: min(Int(facts.st_size), Self.limit))
    let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, start) }
    bytes.removeLast(bytes.count - max(0, count))
    guard start > 0 else { return bytes }
    return Array(bytes.drop { $0 != 10 }.dropFirst())
  }

  private func shorten() { _ = try? WholeFile.write(tail(), to: path) }
}
