import FrameLog
import Glibc

/// Reads inputs that are kept as files.
enum SeedFolder {
  /// The content of each file, in the order of their names.
  static func files(in folder: String) -> [[UInt8]] {
    let operations = FileOperations()
    let opened = operations.open(folder, O_RDONLY | O_DIRECTORY)
    guard opened >= 0 else { return [] }
    defer { operations.close(Int32(opened)) }
    return operations.names(in: Int32(opened)).filter { !$0.hasPrefix(".") }
      .compactMap { content(of: folder + "/" + $0) }
  }

  private static func content(of path: String) -> [UInt8]? {
    let file = open(path, O_RDONLY)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = buffer.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
      guard count > 0 else { return all }
      all += buffer[..<count]
    }
  }
}
