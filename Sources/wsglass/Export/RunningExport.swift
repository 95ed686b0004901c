import Formats
import FrameFilter
import FrameLog
import Glibc
import InspectorModel

/// An export between two of its pieces. A class because neither its file nor its writer can be copied.
final class RunningExport {
  let order: ExportOrder
  private var export: FrameExport
  private var file: ExportFile?
  private let total: Int
  private let startedAt: UInt64
  private var reportedAt: UInt64
  private var bytes = 0
  private var piece: [UInt8] = []

  init(_ order: ExportOrder, of reader: LogReader, redactor: Redactor?, at now: UInt64)
    throws(ExportFile.Failure)
  {
    self.order = order
    let file = try ExportFile(UserPath.resolved(order.file), overwrites: order.overwrites)
    self.file = consume file
    total = reader.range.count
    startedAt = now
    reportedAt = now
    let format = ExportFormat(rawValue: order.format.rawValue) ?? .jsonl
    export = FrameExport(reader, as: format, of: Self.selection(order.rows), redactor: redactor)
  }

  /// Writes one piece. What came of it all where that was the last.
  func step(now: UInt64) throws(ExportFile.Failure) -> ExportResult? {
    let goesOn = export.step(to: &piece)
    bytes += piece.count
    try file?.write(piece)
    piece.removeAll(keepingCapacity: true)
    if goesOn { return nil }
    try file.take()?.commit()
    return .written(path: order.file, rows: export.written, bytes: bytes, elapsed: now &- startedAt)
  }

  /// Nil where the last report is not so long ago.
  func progress(at now: UInt64, every interval: UInt64) -> ExportProgress? {
    guard now &- reportedAt >= interval else { return nil }
    reportedAt = now
    let done = Int(export.progress * Double(total))
    return ExportProgress(rows: done, total: total, elapsed: now &- startedAt)
  }

  func discard() { file.take()?.discard() }

  private static func selection(_ rows: ExportOrder.Rows) -> FrameExport.Selection {
    switch rows {
    case .all: .all
    case .marked: .marked
    case .filtered(let filter, let mark): .matching(filter, mark: mark)
    }
  }

  static func result(of failure: ExportFile.Failure, _ order: ExportOrder) -> ExportResult {
    if failure == .exists { return .exists }
    let complaint = ExportWords.complaint(failure, path: order.file)
    return .failed(([complaint.what] + complaint.why).joined(separator: ": "))
  }
}
