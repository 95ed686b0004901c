import FoundationEssentials
import Glibc
import InspectorModel

/// `$XDG_STATE_HOME/wsglass/history.jsonl`: what was entered and sent, for the next run. For its owner alone; a line with a
/// secret never comes here.
struct HistoryFile {
  /// 64 KiB; beyond it only the newest lines of each field are kept.
  private static let limit = 64 << 10
  private static let linesKept = 100
  /// 2 MiB: a hundred of the longest messages.
  private static let readLimit = 2 << 20

  let path: String

  static var standard: HistoryFile {
    HistoryFile(path: UserPath.state + "/history.jsonl")
  }

  private struct Line: Codable {
    var field: String
    var line: String
    /// Of a message: what it was sent as.
    var type: String?
  }

  /// Oldest first. What is no such line is passed over: another version's, or one that was cut.
  func read() -> [HistoryEntry] {
    guard let file = open(O_RDONLY) else { return [] }
    defer { close(file) }
    var facts = stat()
    guard fstat(file, &facts) == 0 else { return [] }
    // The newest are at the end; a file that grew beyond all measure is not read whole.
    let start = max(0, Int(facts.st_size) - Self.readLimit)
    var bytes = [UInt8](repeating: 0, count: Int(facts.st_size) - start)
    let count = bytes.withUnsafeMutableBytes { pread(file, $0.baseAddress, $0.count, off_t(start)) }
    let decoder = JSONDecoder()
    let entries = bytes.prefix(max(0, count)).split(separator: 10).compactMap { line -> HistoryEntry? in
      guard let line = try? decoder.decode(Line.self, from: Data(line)),
        let field = HistoryEntry.Field(rawValue: line.field)
      else { return nil }
      return HistoryEntry(field, line.line, type: line.type.flatMap { ComposeType(name: $0) } ?? .text)
    }
    if facts.st_size > Self.limit { rewrite(entries) }
    return entries
  }

  /// One write to the end, so that two programs do not tear each other's lines. Why not, where it can't be kept.
  func add(_ entry: HistoryEntry) -> String? {
    let folder = path.split(separator: "/").dropLast().joined(separator: "/")
    makeFolders("/" + folder)
    guard let file = open(O_WRONLY | O_APPEND | O_CREAT) else { return String(cString: strerror(errno)) }
    defer { close(file) }
    guard let line = Self.encode(entry) else { return nil }
    let count = line.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    return count == line.count ? nil : String(cString: strerror(errno))
  }

  private static func encode(_ entry: HistoryEntry) -> [UInt8]? {
    let line = Line(
      field: entry.field.rawValue, line: entry.line,
      type: entry.field == .message ? entry.type.name : nil)
    return (try? JSONEncoder().encode(line)).map { Array($0) + [10] }
  }

  /// Nil for what is not ours to read or write: somebody else's file, or one that others may read.
  private func open(_ flags: Int32) -> Int32? {
    let file = Glibc.open(path, flags | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { return nil }
    var facts = stat()
    if fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_uid == geteuid(),
      facts.st_mode & 0o077 == 0
    {
      return file
    }
    close(file)
    errno = EPERM
    return nil
  }

  private func rewrite(_ entries: [HistoryEntry]) {
    var kept: [HistoryEntry] = []
    for field in HistoryEntry.Field.allCases {
      kept += entries.filter { $0.field == field }.suffix(Self.linesKept)
    }
    let part = path + ".part"
    unlink(part)
    let file = Glibc.open(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { return }
    let bytes = kept.compactMap(Self.encode).flatMap(\.self)
    let count = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    fsync(file)
    close(file)
    if count == bytes.count { rename(part, path) } else { unlink(part) }
  }

  private func makeFolders(_ folder: String) {
    var path = ""
    for part in folder.split(separator: "/") {
      path += "/\(part)"
      mkdir(path, 0o700)
    }
  }
}
