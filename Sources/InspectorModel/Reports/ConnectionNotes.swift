import FrameLog

/// The notes in a log that tell of one connection: how it came to be, and how it ended.
struct ConnectionNotes {
  /// Of kind `.opened` or `.failed`.
  private(set) var opened: Int?
  /// Of kind `.closed`, where it has ended.
  private(set) var ended: Int?
  /// Ends and failures up to this one, oldest first, at most `historyLimit`.
  private(set) var history: [Int] = []

  /// Records that are looked at each way: some ten milliseconds.
  static let reach = 1 << 20
  static let chunk = 1 << 16
  static let historyLimit = 50

  /// Those of the connection that the row at `place` belongs to.
  init(_ reader: LogReader, _ range: Range<Int>, at place: Int) {
    guard !range.isEmpty else { return }
    let place = min(max(place, range.lowerBound), range.upperBound - 1)
    let kinds: Set<NoteKind> = [.opened, .failed, .closed]
    var end = place + 1
    let least = max(range.lowerBound, place - Self.reach)
    while end > least, history.count < Self.historyLimit {
      let start = max(least, end - Self.chunk)
      for (sequence, kind) in Self.notes(reader, start..<end, kinds).reversed() {
        take(sequence, kind)
      }
      end = start
    }
    // Nothing before it: a row of the connect itself, or one far behind what was looked at.
    if opened == nil, ended == nil {
      let first = Self.first(reader, from: place + 1, in: range, [.opened, .failed])
      opened = first ?? Self.first(reader, from: range.lowerBound, in: range, [.opened, .failed])
    }
    if ended == nil, let opened, reader.record(opened)?.note == .opened {
      if let next = Self.first(reader, from: max(opened, place) + 1, in: range, [.closed, .opened]),
        reader.record(next)?.note == .closed
      {
        ended = next
      }
    }
    history.reverse()
    if let ended, history.last != ended { history.append(ended) }
  }

  /// Backwards through the log.
  private mutating func take(_ sequence: Int, _ kind: NoteKind) {
    switch kind {
    case .closed:
      if ended == nil, opened == nil { ended = sequence }
      history.append(sequence)
    case .failed:
      if ended == nil, opened == nil { opened = sequence }
      history.append(sequence)
    default: if opened == nil { opened = sequence }
    }
  }

  private static func first(
    _ reader: LogReader, from start: Int, in range: Range<Int>, _ kinds: Set<NoteKind>
  ) -> Int? {
    let end = min(range.upperBound, start + reach)
    var start = start
    while start < end {
      let next = min(end, start + chunk)
      if let found = notes(reader, start..<next, kinds).first { return found.sequence }
      start = next
    }
    return nil
  }

  private static func notes(_ reader: LogReader, _ range: Range<Int>, _ kinds: Set<NoteKind>) -> [(
    sequence: Int, kind: NoteKind
  )] {
    var found: [(sequence: Int, kind: NoteKind)] = []
    reader.forEach(in: range) { record, _ in
      if !record.isFrame, kinds.contains(record.note) { found.append((record.sequence, record.note)) }
      return true
    }
    return found
  }
}
