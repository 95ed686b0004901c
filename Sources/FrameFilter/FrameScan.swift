public import FrameLog

/// Looks through a log for a filter or a pattern, from its start, and goes on as frames arrive; step by step, so that it
/// can be stopped between two.
///
/// A row is a message: a fragmented one is looked at as a whole and stands under its first fragment's number. While more of
/// it is to come, what is there is judged, and the whole again at its end; so a match may vanish.
public struct FrameScan: ~Copyable, Sendable {
  public enum Subject: Hashable, Sendable {
    /// `mark` is the record that `since:mark` counts from.
    case filter(FrameFilter, mark: Int?)
    case pattern(SearchPattern)
  }

  /// Payload bytes after which a step ends, however few records that were; 8 MiB.
  static let stepReach = 8 << 20

  public let matches = MatchSet()

  private let reader: LogReader
  private var judge: FrameJudge
  /// The record to look at next.
  private var next = 0

  /// `utcOffset` is seconds east of Greenwich for `since:12:04:29`; nil is this machine's zone.
  public init(_ reader: LogReader, for subject: Subject, utcOffset: Int? = nil) {
    self.reader = reader
    judge = FrameJudge(subject, matches, utcOffset: utcOffset)
  }

  /// Looks at up to `limit` more records, fewer where they are large. False where there is nothing more to look at for now.
  public mutating func step(limit: Int) -> Bool {
    let reader = reader
    // Read before the frames that were arriving: a frame below `end` that comes after one of those proves that one whole.
    let end = reader.range.upperBound
    judge.prepare(reader, end: end)
    judge.lookAgain(reader)
    var count = 0
    var bytes = 0
    if limit > 0, next < end {
      let start = max(next, reader.range.lowerBound)
      let stop = start + min(limit, max(0, end - start))
      reader.forEachStretch(in: start..<stop) { stretch in
        if let required = judge.required, stretch.isPlain, judge.isIdle {
          judge.look(at: stretch, for: required, reader)
          count += stretch.count
          bytes += stretch.bytes.count
          next = stretch.last + 1
          return bytes < Self.stepReach
        }
        return stretch.forEach(reader) { record, payload in
          judge.look(at: record, payload, reader)
          count += 1
          bytes += payload.count
          next = record.sequence + 1
          return bytes < Self.stepReach
        }
      }
      // Numbers that nobody has, to the end of what was asked for.
      if bytes < Self.stepReach { next = max(next, stop) }
    }
    judge.judgeOpen(reader, isQuiet: count == 0)
    matches.setExamined(next)
    return next < reader.range.upperBound
  }
}
