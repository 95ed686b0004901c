internal import CNcurses
internal import Glibc

/// What ncurses writes, before it goes to the terminal: a file in memory that is emptied after each
/// picture. So every byte to the terminal passes one place, can be counted, and can be made fewer.
struct PictureStream: ~Copyable {
  let file: UnsafeMutablePointer<FILE>
  private let descriptor: Int32

  init?() {
    descriptor = wsglass_memory_file()
    guard descriptor >= 0 else { return nil }
    guard let file = fdopen(descriptor, "w") else {
      close(descriptor)
      return nil
    }
    self.file = file
  }

  deinit { fclose(file) }

  /// All that was written since the last call.
  func drain() -> [UInt8] {
    fflush(file)
    let length = Int(lseek(descriptor, 0, SEEK_END))
    guard length > 0 else { return [] }
    let bytes = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
      count = max(0, pread(descriptor, buffer.baseAddress, length, 0))
    }
    ftruncate(descriptor, 0)
    lseek(descriptor, 0, SEEK_SET)
    return bytes
  }
}
