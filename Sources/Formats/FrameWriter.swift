import FrameLog

/// A record on its way into an export.
struct ExportItem {
  var record: LogRecord
  var facts: ConnectionFacts?
  /// The note of a mark, empty where it has none; nil without a mark.
  var mark: String?
  /// What isn't selected tells formats that draw whole connections where these begin and end, and is not written.
  var isSelected = true
}

/// Writes one format, record by record.
protocol FrameWriter: Sendable {
  mutating func begin(to output: inout [UInt8])
  /// In the order of the log; `payload` is the record's, redacted where it has to be.
  mutating func append(_ item: ExportItem, payload: UnsafeRawBufferPointer, to output: inout [UInt8])
  /// Nothing comes after it.
  mutating func end(to output: inout [UInt8])
}

extension FrameWriter {
  mutating func begin(to output: inout [UInt8]) {}
  mutating func end(to output: inout [UInt8]) {}
}
