import FrameLog

/// Looks back from the first record of an export for the notes that tell of the connection it belongs to.
struct ExportContext {
  /// Sequence numbers, the latest first.
  private(set) var notes: [Int] = []
  private var next: Int
  private let start: Int
  private var isOpen = false

  init(of first: Int, in range: Range<Int>) {
    start = range.lowerBound
    next = first - 1
  }

  /// Looks at up to `limit` more records. False where it is done.
  mutating func step(_ reader: LogReader, limit: Int) -> Bool {
    for _ in 0..<limit {
      guard next >= start else { return false }
      let sequence = next
      next -= 1
      guard let record = reader.record(sequence) else { return false }
      // The connect comes right before what came of it.
      if isOpen, record.isFrame { return false }
      guard !record.isFrame else { continue }
      switch record.note {
      case .opened:
        if isOpen { return false }
        isOpen = true
      // An earlier connection's: it ended before the one in question began, or that never began.
      case .closed, .failed: return false
      case .connecting, .reconnect, .information, .gap, .none: break
      }
      notes.append(sequence)
    }
    return true
  }
}
