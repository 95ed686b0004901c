import Glibc

/// Where standard error goes while the screen is up: a stray line would tear the picture. What was written there is
/// shown at the end.
final class ErrorFile {
  private let saved = dup(STDERR_FILENO)
  private let file: UnsafeMutablePointer<FILE>?

  init() {
    file = isatty(STDERR_FILENO) == 1 ? tmpfile() : nil
    if let file { dup2(fileno(file), STDERR_FILENO) }
  }

  func end() {
    guard let file, saved >= 0 else { return }
    dup2(saved, STDERR_FILENO)
    close(saved)
    rewind(file)
    var line = [CChar](repeating: 0, count: 4096)
    while fgets(&line, Int32(line.count), file) != nil {
      let bytes = line.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }
      writeLine(safe(String(decoding: bytes, as: UTF8.self)), to: STDERR_FILENO)
    }
    fclose(file)
  }
}
