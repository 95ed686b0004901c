import FrameLog
import Glibc

/// A folder of files that a benchmark made.
enum BenchFolder {
  /// In their order; none where there is no such folder.
  static func names(_ path: String) -> [String] {
    let operations = FileOperations()
    let opened = operations.open(path, O_RDONLY | O_DIRECTORY)
    guard opened >= 0 else { return [] }
    defer { operations.close(Int32(opened)) }
    return operations.names(in: Int32(opened))
  }

  /// With the files, but no folder, in it.
  static func remove(_ path: String) {
    for name in names(path) { unlink(path + "/" + name) }
    rmdir(path)
  }
}
