import Formats
import FrameLog
import Glibc
import Secrets

/// Where `wsglass export` gets a log from.
enum ExportSource {
  /// JSON Lines or a HAR; "-" is standard input.
  case file(String)
  /// A capture's folder.
  case capture(String, CaptureFolder)

  init(_ operand: String, _ folder: CaptureFolder) {
    self =
      operand != "-" && RecordedLog.isCapture(operand, folder) ? .capture(operand, folder) : .file(operand)
  }

  /// 4 GiB: what an imported log may hold in memory.
  private static let memoryLimit = 4 << 30

  /// The log, what was odd about it, in words, and what finds the secrets in it.
  func open() throws(Complaint) -> (
    log: FrameLog, warnings: [String], fingerprints: [SecretFingerprints]
  ) {
    switch self {
    case .file(let path):
      let (log, warnings) = try Self.read(path)
      return (log, warnings, [])
    case .capture(let name, let folder):
      let recorded = try RecordedLog.open(name, in: folder)
      return (recorded.log, recorded.warnings, recorded.fingerprints.map { [$0] } ?? [])
    }
  }

  private static func read(_ path: String) throws(Complaint) -> (log: FrameLog, warnings: [String]) {
    let descriptor = path == "-" ? STDIN_FILENO : Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Complaint(code: .failed, what: "can't read \(path)", why: [String(cString: strerror(errno))])
    }
    defer { if descriptor != STDIN_FILENO { close(descriptor) } }
    var facts = stat()
    fstat(descriptor, &facts)
    // A record is never smaller in a file than in memory; of a pipe nothing is known.
    let size = facts.st_mode & S_IFMT == S_IFREG ? Int(facts.st_size) : memoryLimit
    let log = FrameLog(budget: LogBudget(bytes: min(memoryLimit, max(256 << 20, 2 * size))))
    // Nothing is to be cleaned up yet, so a signal may end the program as it likes.
    let result = withInterrupts { () -> Result<ImportedLog, ImportError> in
      do throws(ImportError) {
        return .success(try ImportedLog.read(descriptor: descriptor, into: log))
      } catch {
        return .failure(error)
      }
    }
    switch result {
    case .failure(let error): throw ExportWords.complaint(error, path: path)
    case .success(let imported):
      guard log.reader.evicted == 0 else {
        throw Complaint(code: .failed, what: "\(path) does not fit into \(memoryLimit >> 30) GiB of memory")
      }
      return (log, imported.warnings.map { "\(path): \(ExportWords.words($0))" })
    }
  }
}
