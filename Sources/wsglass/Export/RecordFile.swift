import Formats
import Glibc

/// Where a recording goes. What can be read at any moment is written under its own name, so that a kill costs no more
/// than what was not yet written; a HAR, which is one value and whole or not at all, is a `.part` until its end.
struct RecordFile {
  let descriptor: Int32
  let asciiOnly: Bool
  private let path: String
  private let isPart: Bool
  private let overwrites: Bool

  init(_ output: OutputChoice) throws(Complaint) {
    path = output.path
    asciiOnly = output.asciiOnly
    overwrites = output.overwrites
    isPart = !output.format.isReadableWhileWritten && !output.isSpecial
    guard isPart else {
      descriptor = try output.open()
      return
    }
    do throws(ExportFile.Failure) {
      descriptor = try ExportFile.openPart(of: path, overwrites: overwrites)
    } catch {
      throw ExportWords.complaint(error, path: path)
    }
  }

  /// All of it is on the disk. After a failure the part is kept: it is all there is of the recording.
  func finish() throws(ExportFile.Failure) {
    if isPart {
      try ExportFile.giveName(to: path, descriptor: descriptor, overwrites: overwrites)
    } else if path != "-" {
      fsync(descriptor)
    }
  }
}
