import Locks

/// Marks and notes that the user put on frames of one log; from any thread.
///
/// A class because the log, its readers and the file behind it share them.
public final class FrameMarks: Sendable {
  /// 4 KiB of UTF-8: a note is a remark, not a document.
  public static let noteLimit = 4096

  private let notes = Lock<[Int: String]>([:])

  init() {}

  /// The note of a marked frame, empty where it is only marked; nil where it isn't.
  public subscript(sequence: Int) -> String? { notes.withLock { $0[sequence] } }

  /// By sequence number.
  public var all: [(sequence: Int, note: String)] {
    notes.withLock { notes in notes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
  }

  public var count: Int { notes.withLock { $0.count } }

  /// Marks the frame, or changes its note.
  public func set(_ sequence: Int, note: String = "") {
    notes.withLock { $0[sequence] = String(note.prefix(FrameMarks.noteLimit)) }
  }

  public func remove(_ sequence: Int) { notes.withLock { $0[sequence] = nil } }
}
