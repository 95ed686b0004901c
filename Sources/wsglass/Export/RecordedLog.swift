import Formats
import FrameLog
import Glibc
import InspectorModel
import Secrets

/// A log of the past, opened for reading: a capture's folder, or a file that was exported.
struct RecordedLog: Sendable {
  let log: FrameLog
  let title: String
  /// Its path and whatever is to be said of it.
  let details: String
  /// What was odd, in words.
  let warnings: [String]
  /// What finds the secrets of a capture; nil of one that has none, and of files.
  var fingerprints: SecretFingerprints?

  /// Whether an operand is a capture or a file rather than an address: a name of the folder of captures, or a path.
  static func isOne(_ operand: String, _ folder: CaptureFolder) -> Bool {
    if operand.contains("://") { return false }
    return path(operand, folder) != nil || operand.hasSuffix(".jsonl") || operand.hasSuffix(".har")
      || operand.hasPrefix("/") || operand.hasPrefix("./")
  }

  /// A folder, by its path or its name among the captures.
  static func isCapture(_ operand: String, _ folder: CaptureFolder) -> Bool {
    var facts = stat()
    guard let path = path(operand, folder), stat(path, &facts) == 0 else { return false }
    return facts.st_mode & S_IFMT == S_IFDIR
  }

  private static func path(_ operand: String, _ folder: CaptureFolder) -> String? {
    if access(operand, F_OK) == 0 { return operand }
    let named = folder.path + "/" + operand
    return !operand.contains("/") && access(named, F_OK) == 0 ? named : nil
  }

  static func open(_ operand: String, in folder: CaptureFolder) throws(Complaint) -> RecordedLog {
    let path = path(operand, folder) ?? operand
    var facts = stat()
    guard stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR else {
      let (log, warnings, _) = try ExportSource.file(path).open()
      return RecordedLog(log: log, title: lastName(path), details: path, warnings: warnings)
    }
    do throws(CaptureError) {
      let stored = try StoredCapture.open(path)
      return RecordedLog(
        log: FrameLog(reading: stored), title: title(stored.name), details: path,
        warnings: stored.damage.map { CaptureWords.damage($0) },
        fingerprints: SecretFingerprints(parsing: stored.secrets))
    } catch {
      throw CaptureWords.complaint(error, path: path)
    }
  }

  /// `20261127-202111-prod-feed-3f9a` without its time and its last word.
  private static func title(_ name: String) -> String {
    let words = name.split(separator: "-")
    return words.count > 3 ? words[2..<words.count - 1].joined(separator: "-") : name
  }

  private static func lastName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
