import FrameLog
import Glibc

/// Reads files that are for their owner alone, and refuses all others: what others could read is no secret, and what
/// others could write is not ours.
enum PrivateFile {
  /// All of it, at most `limit` bytes. A symbolic link is not followed unless `follows` says so; what it leads to is
  /// looked at all the same.
  static func read(
    _ path: String, limit: Int, follows: Bool = false, _ files: FileOperations
  ) throws(ProfileFileError) -> [UInt8] {
    // A pipe without a writer must not hold anybody up.
    let opened =
      follows
      ? Int(Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) : files.open(path, O_RDONLY | O_NONBLOCK)
    let reason = follows && opened < 0 ? errno : Int32(truncatingIfNeeded: -opened)
    guard opened >= 0 else { throw reason == ENOENT ? .notThere(path) : .cannotRead(path, reason) }
    let descriptor = Int32(truncatingIfNeeded: opened)
    defer { files.close(descriptor) }
    let size = try check(descriptor, path)
    guard size <= limit else { throw .tooLarge(path, limit: limit) }
    // A byte more than there should be: it may have grown.
    var failure = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: min(limit, size) + 1) { space, count in
      let got = files.read(into: UnsafeMutableRawBufferPointer(space), from: descriptor, at: 0)
      count = max(0, got)
      failure = min(0, got)
    }
    guard failure == 0 else { throw .cannotRead(path, Int32(truncatingIfNeeded: -failure)) }
    guard bytes.count <= limit else { throw .tooLarge(path, limit: limit) }
    return bytes
  }

  /// Its size, where it is a file of ours that nobody else has access to.
  private static func check(_ descriptor: Int32, _ path: String) throws(ProfileFileError) -> Int {
    var facts = stat()
    guard fstat(descriptor, &facts) == 0 else { throw .cannotRead(path, errno) }
    guard facts.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path) }
    guard facts.st_uid == geteuid() else { throw .foreign(path) }
    guard facts.st_mode & 0o077 == 0 else { throw .open(path, mode: facts.st_mode & 0o777) }
    return Int(facts.st_size)
  }
}
