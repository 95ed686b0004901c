import Glibc

/// A file that is there whole or not at all: written as `NAME.part`, renamed at the end.
///
/// Whatever ends it before `commit` takes the part away and leaves what was there as it was; a kill leaves the part.
public struct ExportFile: ~Copyable {
  public enum Failure: Error, Hashable, Sendable {
    /// Something is there, and was not to be replaced.
    case exists
    /// `NAME.part` is there: of an export that goes on elsewhere, or was killed.
    case partExists
    /// `errno` of what went wrong.
    case open(Int32)
    case write(Int32)
    case sync(Int32)
    case rename(Int32)
  }

  private let path: String
  private let overwrites: Bool
  private let descriptor: Int32
  private var isCommitted = false

  public static func part(of path: String) -> String { path + ".part" }

  /// `overwrites` replaces the file at the end, and a part that was left at once.
  public init(_ path: String, overwrites: Bool) throws(Failure) {
    self.init(
      descriptor: try ExportFile.openPart(of: path, overwrites: overwrites), path: path,
      overwrites: overwrites)
  }

  private init(descriptor: Int32, path: String, overwrites: Bool) {
    self.descriptor = descriptor
    self.path = path
    self.overwrites = overwrites
  }

  deinit {
    // The part may be another's by now, once this one was renamed.
    close(descriptor)
    if !isCommitted { unlink(ExportFile.part(of: path)) }
  }

  public borrowing func write(_ bytes: [UInt8]) throws(Failure) {
    if let reason = ExportFile.write(bytes, to: descriptor) { throw .write(reason) }
  }

  /// All of it is on the disk, under its name, when this returns.
  public consuming func commit() throws(Failure) {
    try ExportFile.giveName(to: path, descriptor: descriptor, overwrites: overwrites)
    isCommitted = true
  }

  /// Takes the part away.
  public consuming func discard() {}

  // MARK: Steps, for what has to outlive a failure

  /// The part, new and empty.
  public static func openPart(of path: String, overwrites: Bool) throws(Failure) -> Int32 {
    var facts = stat()
    if !overwrites, lstat(path, &facts) == 0 { throw .exists }
    if overwrites { unlink(part(of: path)) }
    let descriptor = open(part(of: path), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw errno == EEXIST ? .partExists : .open(errno) }
    return descriptor
  }

  /// From part to whole: first the bytes are on the disk, then the name.
  public static func giveName(to path: String, descriptor: Int32, overwrites: Bool) throws(Failure) {
    guard fsync(descriptor) == 0 else { throw .sync(errno) }
    let part = part(of: path)
    if overwrites {
      guard rename(part, path) == 0 else { throw .rename(errno) }
    } else if link(part, path) == 0 {
      // A link fails where something is there by now; a rename would replace it.
      unlink(part)
    } else if errno == EEXIST {
      throw .exists
    } else {
      // A file system without links.
      guard rename(part, path) == 0 else { throw .rename(errno) }
    }
    syncFolder(of: path)
  }

  /// The name too is to be on the disk. Where folders can't be synced, there is nothing to be done.
  private static func syncFolder(of path: String) {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  /// All of `bytes`, or `errno` of why not.
  public static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    var start = 0
    while start < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.write(descriptor, buffer.baseAddress.map { $0 + start }, buffer.count - start)
      }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN {
        // A pipe that somebody set to non-blocking: it is waited for.
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&wait, 1, -1)
        continue
      }
      if count < 0 { return errno }
      if count == 0 { return ENOSPC }
      start += count
    }
    return nil
  }
}
