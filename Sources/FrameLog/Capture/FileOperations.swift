import CLinux
import Glibc

/// What captures and profiles ask of the file system, each call numbered by whoever wants to make one fail.
///
/// Results are counts or descriptors; negative ones are `errno`, negated.
public struct FileOperations: Sendable {
  public enum Call: Sendable { case open, mkdir, write, read, sync, close, unlink, rename }

  public enum Fault: Sendable {
    case errno(Int32)
    /// A write or read takes this many bytes at most.
    case short(Int)
  }

  /// In place of a folder's descriptor: names are paths.
  public static let here: Int32 = AT_FDCWD

  /// Asked before each call.
  public var fault: (@Sendable (Call) -> Fault?)?

  public init(fault: (@Sendable (Call) -> Fault?)? = nil) { self.fault = fault }

  private func error(_ call: Call) -> Int? {
    while case .errno(let number) = fault?(call) {
      if number != EINTR { return -Int(number) }
    }
    return nil
  }

  /// A descriptor, never of what a symbolic link leads to.
  public func open(
    _ name: String, in folder: Int32 = FileOperations.here, _ flags: Int32, mode: UInt32 = 0o600
  ) -> Int {
    if let error = error(.open) { return error }
    while true {
      let descriptor = Glibc.openat(folder, name, flags | O_CLOEXEC | O_NOFOLLOW, mode)
      if descriptor >= 0 { return Int(descriptor) }
      if errno != EINTR { return -Int(errno) }
    }
  }

  /// For its owner alone.
  public func makeFolder(_ name: String, in folder: Int32 = FileOperations.here) -> Int {
    if let error = error(.mkdir) { return error }
    return mkdirat(folder, name, 0o700) == 0 ? 0 : -Int(errno)
  }

  /// All of the bytes, or why not; what was written of them is then unknown.
  public func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, at offset: Int) -> Int {
    var done = 0
    while done < bytes.count {
      var count = bytes.count - done
      switch fault?(.write) {
      case .errno(EINTR): continue
      case .errno(let number): return -Int(number)
      case .short(let most): count = min(count, most)
      case nil: break
      }
      let written = pwrite(descriptor, bytes.baseAddress?.advanced(by: done), count, offset + done)
      if written < 0 {
        if errno == EINTR { continue }
        return -Int(errno)
      }
      if written == 0 { return -Int(ENOSPC) }
      done += written
    }
    return done
  }

  /// Fewer bytes than asked for only at the end of the file.
  public func read(into bytes: UnsafeMutableRawBufferPointer, from descriptor: Int32, at offset: Int) -> Int {
    var done = 0
    while done < bytes.count {
      var count = bytes.count - done
      switch fault?(.read) {
      case .errno(EINTR): continue
      case .errno(let number): return -Int(number)
      case .short(let most): count = min(count, most)
      case nil: break
      }
      let read = pread(descriptor, bytes.baseAddress?.advanced(by: done), count, offset + done)
      if read < 0 {
        if errno == EINTR { continue }
        return -Int(errno)
      }
      if read == 0 { break }
      done += read
    }
    return done
  }

  /// What was written is on the disk.
  public func sync(_ descriptor: Int32) -> Int {
    if let error = error(.sync) { return error }
    while fdatasync(descriptor) != 0 {
      if errno != EINTR { return -Int(errno) }
    }
    return 0
  }

  /// After an error the descriptor is gone all the same.
  @discardableResult
  public func close(_ descriptor: Int32) -> Int {
    let error = error(.close)
    let result = Glibc.close(descriptor)
    return error ?? (result == 0 ? 0 : -Int(errno))
  }

  /// Takes a name away.
  public func unlink(_ name: String, in folder: Int32, isFolder: Bool = false) -> Int {
    if let error = error(.unlink) { return error }
    return unlinkat(folder, name, isFolder ? AT_REMOVEDIR : 0) == 0 ? 0 : -Int(errno)
  }

  /// In place of what may have the new name; with `overwrites: false` nothing may.
  public func rename(_ name: String, to other: String, in folder: Int32, overwrites: Bool = true) -> Int {
    if let error = error(.rename) { return error }
    if overwrites { return renameat(folder, name, folder, other) == 0 ? 0 : -Int(errno) }
    // A link fails where something is there by now; a rename would replace it.
    guard linkat(folder, name, folder, other, 0) == 0 else { return -Int(errno) }
    unlinkat(folder, name, 0)
    return 0
  }

  /// Of a descriptor: size in bytes.
  public func size(_ descriptor: Int32) -> Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int(status.st_size) : -Int(errno)
  }

  /// Names in the folder, in their order.
  public func names(in folder: Int32) -> [String] {
    // A descriptor of its own: the stream closes it, and where it has read to is not shared.
    let descriptor = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0, let stream = fdopendir(descriptor) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }
}
