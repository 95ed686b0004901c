import Formats
import Glibc

/// Small files of ours, written whole or not at all, for their owner alone.
enum WholeFile {
  static func write(_ bytes: [UInt8], to path: String) throws(ExportFile.Failure) {
    let file = try ExportFile(path, overwrites: true)
    try file.write(bytes)
    try file.commit()
  }
}
