import Glibc
import Profiles

/// Reads what is to be imported: a file, standard input, or the YAML files of a folder.
enum ImportFiles {
  /// So many files of a folder, and so many folders in folders.
  private static let mostFiles = 2000
  private static let deepest = 8

  static func read(_ source: String) throws(ImportFault) -> [ImportFile] {
    if source == "-" { return [ImportFile(path: "-", bytes: try bytes(of: STDIN_FILENO, "-"))] }
    var facts = stat()
    guard stat(source, &facts) == 0 else { throw unreadable(source) }
    guard facts.st_mode & S_IFMT == S_IFDIR else {
      return [ImportFile(path: source, bytes: try file(source))]
    }
    var files: [ImportFile] = []
    try collect(source, below: "", depth: 0, to: &files)
    return files
  }

  private static func unreadable(_ path: String) -> ImportFault {
    ImportFault(.unreadable(errno), file: path)
  }

  private static func file(_ path: String) throws(ImportFault) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw unreadable(path) }
    defer { close(descriptor) }
    return try bytes(of: descriptor, path)
  }

  private static func bytes(of descriptor: Int32, _ path: String) throws(ImportFault) -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = piece.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw unreadable(path) }
      if count == 0 { return bytes }
      bytes += piece[..<count]
      guard bytes.count <= ImportFile.limit else { throw ImportFault(.tooLarge, file: path) }
    }
  }

  /// In their order; links are not followed.
  private static func collect(
    _ folder: String, below prefix: String, depth: Int, to files: inout [ImportFile]
  ) throws(ImportFault) {
    guard depth < deepest, let stream = opendir(folder) else { return }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream), names.count < mostFiles {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != "..", name != ".git", name != "node_modules" { names.append(name) }
    }
    for name in names.sorted() where files.count < mostFiles {
      let path = "\(folder)/\(name)"
      var facts = stat()
      guard lstat(path, &facts) == 0 else { continue }
      switch facts.st_mode & S_IFMT {
      case S_IFDIR: try collect(path, below: "\(prefix)\(name)/", depth: depth + 1, to: &files)
      case S_IFREG where [".yaml", ".yml", ".bru"].contains(where: { name.hasSuffix($0) }):
        files.append(ImportFile(path: prefix + name, bytes: try file(path)))
      default: break
      }
    }
  }
}
