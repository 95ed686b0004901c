public import FrameFilter
public import FrameLog
import WebSocketCore

/// Writes a log, or some of it, in one of the formats; in pieces, so that the caller can show how far it is and stop it.
public struct FrameExport: ~Copyable {
  /// What is written. Messages are taken or left as a whole: by their first frame.
  public enum Selection: Sendable {
    case all
    case range(Range<Int>)
    /// `mark` is the record that `since:mark` counts from.
    case matching(FrameFilter, mark: Int?)
    case marked
  }

  /// 256 KiB: one step writes about so much.
  public static let piece = 256 << 10
  /// Records that a step looks at for a filter.
  private static let scanStep = 20_000

  private let reader: LogReader
  private var pen: ExportPen
  private let range: Range<Int>
  private var next: Int
  private var context: ExportContext?
  private var scan: FrameScan?
  private let matches: MatchSet?
  private let marked: Set<Int>?
  private var isScanned = false
  private var isDone = false
  private var nextMatch: Int?
  /// Of each direction, whether the message in hand is selected.
  private var sentIsSelected = false
  private var receivedIsSelected = false
  /// Frames and notes that were selected so far.
  public private(set) var written = 0

  /// What the log holds now; what comes later is left out. Without a redactor, secrets are written as they are.
  public init(
    _ reader: LogReader, as format: ExportFormat, of selection: Selection = .all, redactor: Redactor?,
    asciiOnly: Bool = false
  ) {
    self.reader = reader
    pen = ExportPen(format, redactor: redactor, asciiOnly: asciiOnly)
    let all = reader.range
    var range = all
    var matches: MatchSet?
    var marked: Set<Int>?
    switch selection {
    case .all: break
    case .range(let some): range = some.clamped(to: all)
    case .matching(let filter, let mark):
      let scan = FrameScan(reader, for: .filter(filter, mark: mark))
      matches = scan.matches
      self.scan = consume scan
    case .marked: marked = Set(reader.marks.all.map(\.sequence))
    }
    self.range = range
    if format.needsContext { context = ExportContext(of: range.lowerBound, in: all) }
    self.matches = matches
    self.marked = marked
    next = range.lowerBound
  }

  /// 0 to 1.
  public var progress: Double {
    if range.isEmpty { return 1 }
    let written = Double(next - range.lowerBound) / Double(range.count)
    guard let matches else { return written }
    let examined = Double(min(max(0, matches.examined - range.lowerBound), range.count)) / Double(range.count)
    return (examined + written) / 2
  }

  /// Appends the next piece to `output`. False where that was the last one.
  public mutating func step(to output: inout [UInt8]) -> Bool {
    if isDone { return false }
    if !isScanned, scan != nil {
      if scan?.step(limit: FrameExport.scanStep) == true, matches?.examined ?? 0 < range.upperBound {
        return true
      }
      isScanned = true
      nextMatch = matches?.next(after: range.lowerBound - 1)
    }
    if context?.step(reader, limit: FrameExport.scanStep) == true { return true }
    let limit = output.count + FrameExport.piece
    pen.begin(to: &output)
    writeContext(to: &output)
    while next < range.upperBound {
      // A scan looks at so many before anybody may stop it again.
      let end = min(range.upperBound, next + FrameExport.scanStep)
      reader.forEach(in: next..<end) { record, payload in
        next = record.sequence
        if record.isArriving { return false }
        next += 1
        write(record, payload, to: &output)
        return output.count < limit
      }
      if output.count >= limit { return true }
      // What can't be read any more is passed over.
      if next < end { next = skipUnreadable(to: end) }
      if matches != nil || marked != nil, next < range.upperBound { return true }
    }
    pen.end(to: &output)
    isDone = true
    return false
  }

  private mutating func writeContext(to output: inout [UInt8]) {
    for note in context?.notes.reversed() ?? [] {
      guard let record = reader.record(note) else { continue }
      reader.withPayload(note) {
        pen.write(record, payload: $0, from: reader, isSelected: false, to: &output)
      }
    }
    context = nil
  }

  /// The record at `next` is still arriving, or those up to `end` are gone.
  private func skipUnreadable(to end: Int) -> Int {
    guard let record = reader.record(next), record.isArriving else { return end }
    return next + 1
  }

  private mutating func write(
    _ record: LogRecord, _ payload: UnsafeRawBufferPointer, to output: inout [UInt8]
  ) {
    let isSelected = isSelected(record)
    if isSelected { written += 1 }
    // Notes tell of connections, selected or not.
    guard isSelected || !record.isFrame else { return }
    pen.write(record, payload: payload, from: reader, isSelected: isSelected, to: &output)
  }

  private mutating func isSelected(_ record: LogRecord) -> Bool {
    if matches == nil, marked == nil { return true }
    if record.isLaterFragment { return record.direction == .sent ? sentIsSelected : receivedIsSelected }
    let isSelected: Bool
    if let marked {
      isSelected = marked.contains(record.sequence)
    } else {
      while let match = nextMatch, match < record.sequence { nextMatch = matches?.next(after: match) }
      isSelected = nextMatch == record.sequence
    }
    if record.isFrame, record.opcode.isData {
      if record.direction == .sent { sentIsSelected = isSelected } else { receivedIsSelected = isSelected }
    }
    return isSelected
  }
}
