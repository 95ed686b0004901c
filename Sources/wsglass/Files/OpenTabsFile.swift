import FoundationEssentials
import Glibc
import InspectorModel

/// `$XDG_STATE_HOME/wsglass/open/PID.json`: the tabs of a run, for the next start should this one not come to its end.
///
/// A class because it owns a descriptor, which holds a lock as long as the process lives: a file without a lock was left.
final class OpenTabsFile {
  /// 256 KiB: a hundred tabs with long addresses.
  private static let limit = 256 << 10

  static var standardFolder: String {
    UserPath.state + "/open"
  }

  private let path: String
  private let descriptor: Int32
  private var written: [LeftTab] = []

  /// Nil where no such file can be made: then there is nothing to restore, and all else works.
  init?(in folder: String = standardFolder, process: Int32 = getpid()) {
    Self.makeFolders(folder)
    path = "\(folder)/\(process).json"
    // One of a process that had the same number.
    unlink(path)
    descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return nil }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      return nil
    }
  }

  deinit { close(descriptor) }

  /// Writes what changed since the last time.
  func keep(_ tabs: [LeftTab]) {
    guard tabs != written, let bytes = try? JSONEncoder().encode(tabs), bytes.count <= Self.limit else {
      return
    }
    written = tabs
    ftruncate(descriptor, 0)
    let count = Array(bytes).withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    // Half a list is none.
    if count != bytes.count { ftruncate(descriptor, 0) }
  }

  /// The run came to its end.
  func end() { unlink(path) }

  /// What the newest run left that did not, once: its file and older ones are taken away.
  static func takeLeft(in folder: String = standardFolder) -> [LeftTab] {
    var found: (time: Int, tabs: [LeftTab]) = (.min, [])
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    where name.hasSuffix(".json") {
      let path = "\(folder)/\(name)"
      let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
      guard file >= 0 else { continue }
      defer { close(file) }
      var facts = stat()
      guard flock(file, LOCK_EX | LOCK_NB) == 0, fstat(file, &facts) == 0, facts.st_uid == geteuid(),
        facts.st_mode & S_IFMT == S_IFREG
      else { continue }
      unlink(path)
      guard facts.st_size <= limit, facts.st_mtim.tv_sec > found.time else { continue }
      var bytes = [UInt8](repeating: 0, count: Int(facts.st_size))
      let count = bytes.withUnsafeMutableBytes { pread(file, $0.baseAddress, $0.count, 0) }
      guard let tabs = try? JSONDecoder().decode([LeftTab].self, from: Data(bytes.prefix(max(0, count)))),
        !tabs.isEmpty
      else { continue }
      found = (facts.st_mtim.tv_sec, tabs)
    }
    return found.tabs
  }

  private static func makeFolders(_ folder: String) {
    var path = ""
    for part in folder.split(separator: "/") {
      path += "/\(part)"
      mkdir(path, 0o700)
    }
  }
}
