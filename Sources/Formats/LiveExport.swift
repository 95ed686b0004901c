public import FrameLog
import WebSocketCore

/// Writes a log while it grows.
///
/// With a redactor, a message of several frames is held back until all of it is there, because a secret may be split over
/// them; whatever comes after it waits too, up to `heldRecords` and `heldBytes`.
public struct LiveExport {
  public static let heldRecords = 10_000
  /// 8 MiB.
  public static let heldBytes = 8 << 20

  private let reader: LogReader
  private let redacts: Bool
  private var pen: ExportPen
  private var next: Int
  /// Frames written so far.
  public private(set) var frames = 0
  /// Records that the log gave up before they could be written.
  public private(set) var missed = 0

  public init(_ reader: LogReader, as format: ExportFormat, redactor: Redactor?, asciiOnly: Bool = false) {
    self.reader = reader
    redacts = redactor != nil
    pen = ExportPen(format, redactor: redactor, asciiOnly: asciiOnly)
    next = reader.range.lowerBound
  }

  public mutating func begin(to output: inout [UInt8]) { pen.begin(to: &output) }

  /// Appends what is new, until `output` has `limit` bytes or `mostFrames` are written in all. False where there is no more
  /// for now. `isLast`: nothing will come, so nothing is held back.
  public mutating func step(limit: Int, mostFrames: Int?, isLast: Bool = false, to output: inout [UInt8])
    -> Bool
  {
    let first = reader.range.lowerBound
    if next < first {
      missed += first - next
      next = first
    }
    while output.count < limit {
      if let mostFrames, frames >= mostFrames { return false }
      guard let record = reader.record(next), !record.isArriving || isLast,
        isLast || !isHeldBack(record)
      else { return false }
      reader.withPayload(next) { payload in
        pen.write(record, payload: payload, from: reader, isSelected: true, to: &output)
      }
      next += 1
      if record.isFrame { frames += 1 }
    }
    return true
  }

  public mutating func end(to output: inout [UInt8]) { pen.end(to: &output) }

  private func isHeldBack(_ record: LogRecord) -> Bool {
    guard redacts, record.isFrame, record.fragmentIndex == 1, !record.header.isFinal,
      let message = reader.message(startingAt: record.sequence), !message.isComplete
    else { return false }
    let behind = reader.range.upperBound - record.sequence
    return behind < LiveExport.heldRecords && message.payloadLength < LiveExport.heldBytes
  }
}
