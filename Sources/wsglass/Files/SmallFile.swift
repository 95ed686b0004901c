import Glibc

/// A file named on the command line that is read whole: headers, a passphrase.
enum SmallFile {
  /// 64 KiB: more than any server takes as headers.
  private static let limit = 64 << 10

  /// "-" is standard input.
  static func contents(of path: String) throws(Complaint) -> [UInt8] {
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Complaint(
        code: .configuration, what: "can't read \(path)",
        why: [String(cString: strerror(errno))])
    }
    defer { if descriptor != STDIN_FILENO { close(descriptor) } }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = piece.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { break }
      bytes += piece[..<count]
      if bytes.count > limit {
        throw Complaint(code: .configuration, what: "\(path): over 64 KiB, which no such file needs")
      }
    }
    return bytes
  }

  /// Without its line end: what a file with one secret holds.
  static func firstLine(of path: String) throws(Complaint) -> [UInt8] {
    let line = try contents(of: path).prefix { $0 != 10 }
    return Array(line.last == 13 ? line.dropLast() : line)
  }
}
