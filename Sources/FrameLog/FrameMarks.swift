import FoundationEssentials
import Glibc
import Locks

/// Marks and notes that the user put on frames of one log; from any thread. Those of a capture are kept with it, a line of
/// JSON a change, whoever made it.
///
/// A class because the log, its readers and the file behind it share them.
public final class FrameMarks: Sendable {
  /// 4,096 characters: a note is a remark, not a document.
  public static let noteLimit = 4096
  static let fileName = "marks.jsonl"
  /// 16 MiB of changes are read.
  private static let fileLimit = 16 << 20

  private struct Line: Codable {
    var frame: Int
    /// Nil: not marked any more.
    var note: String?
  }

  private let notes = Lock<[Int: String]>([:])
  /// The capture's folder, which outlives this; -1 in memory.
  private let folder: Int32
  private let operations: FileOperations

  init() {
    folder = -1
    operations = FileOperations()
  }

  init(in folder: Int32, _ operations: FileOperations) {
    self.folder = folder
    self.operations = operations
    load()
  }

  /// The note of a marked frame, empty where it is only marked; nil where it isn't.
  public subscript(sequence: Int) -> String? { notes.withLock { $0[sequence] } }

  /// By sequence number.
  public var all: [(sequence: Int, note: String)] {
    notes.withLock { notes in notes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
  }

  public var count: Int { notes.withLock { $0.count } }

  /// Marks the frame, or changes its note.
  public func set(_ sequence: Int, note: String = "") {
    let note = String(note.prefix(FrameMarks.noteLimit))
    notes.withLock { $0[sequence] = note }
    keep(Line(frame: sequence, note: note))
  }

  public func remove(_ sequence: Int) {
    if notes.withLock({ $0.removeValue(forKey: sequence) }) != nil { keep(Line(frame: sequence)) }
  }

  // MARK: The file

  private func keep(_ line: Line) {
    guard folder >= 0, let json = try? JSONEncoder().encode(line) else { return }
    let opened = operations.open(FrameMarks.fileName, in: folder, O_WRONLY | O_CREAT | O_APPEND)
    guard opened >= 0 else { return }
    // One write to the end of the file: lines of two programs do not mix.
    let bytes = Array(json) + [0x0A]
    _ = bytes.withUnsafeBytes { write(Int32(opened), $0.baseAddress, $0.count) }
    operations.close(Int32(opened))
  }

  private func load() {
    let opened = operations.open(FrameMarks.fileName, in: folder, O_RDONLY)
    guard opened >= 0 else { return }
    defer { operations.close(Int32(opened)) }
    let size = max(0, min(operations.size(Int32(opened)), FrameMarks.fileLimit))
    var bytes = [UInt8](repeating: 0, count: size)
    let read = bytes.withUnsafeMutableBytes { operations.read(into: $0, from: Int32(opened), at: 0) }
    var found: [Int: String] = [:]
    for line in bytes.prefix(max(0, read)).split(separator: 0x0A) {
      guard let line = try? JSONDecoder().decode(Line.self, from: Data(line)) else { continue }
      found[line.frame] = line.note.map { String($0.prefix(FrameMarks.noteLimit)) }
    }
    notes.withLock { $0 = found }
  }
}
