public import FrameLog
import WebSocketCore

/// Reads a file that holds a log into one: our JSON Lines, or a HAR of Chrome, mitmproxy or our own.
public struct ImportedLog: Sendable {
  public enum Source: Hashable, Sendable { case jsonLines, har }

  /// 100 are enough to see what is wrong.
  static let warningLimit = 100

  public let source: Source
  public let warnings: [ImportWarning]
  public let records: Int
  /// The export said that secrets had been taken out.
  public let isRedacted: Bool

  /// Appends all of it to `log`. What was appended before an error stays there. A HAR has to be a file, because its heads
  /// come after its messages or before, as they please; JSON Lines may come from a pipe.
  public static func read(descriptor: Int32, into log: FrameLog) throws(ImportError) -> ImportedLog {
    try read(JSONReader(descriptor: descriptor), into: log)
  }

  /// For what is in memory.
  public static func read(bytes: [UInt8], into log: FrameLog) throws(ImportError) -> ImportedLog {
    try read(JSONReader(bytes: bytes), into: log)
  }

  private static func read(_ reader: JSONReader, into log: FrameLog) throws(ImportError) -> ImportedLog {
    let start = reader.mark
    let source = try source(of: reader)
    try reader.go(to: start)
    try skipByteOrderMark(reader)
    switch source {
    case .jsonLines:
      var lines = JSONLinesImport(reader, into: log)
      try lines.run()
      return ImportedLog(
        source: .jsonLines, warnings: lines.desk.all, records: lines.desk.records,
        isRedacted: lines.isRedacted)
    case .har:
      var har = HARImport(reader, into: log)
      try har.run()
      return ImportedLog(
        source: .har, warnings: har.desk.all, records: har.desk.records, isRedacted: har.isRedacted)
    }
  }

  /// By the first key: all of ours begin with `format` or `seq`, a HAR with `log`.
  private static func source(of reader: JSONReader) throws(ImportError) -> Source {
    try skipByteOrderMark(reader)
    try reader.skipBlanks()
    guard let first = try reader.peek() else { throw .empty }
    guard first == UInt8(ascii: "{") else { throw .unknownFormat }
    try reader.expect(first)
    try reader.skipBlanks()
    guard try reader.peek() == UInt8(ascii: "\"") else { throw .unknownFormat }
    switch String(decoding: try reader.readString(limit: 4096), as: UTF8.self) {
    case "log": return .har
    case "format", "seq", "time", "dir", "op", "event": return .jsonLines
    default: throw .unknownFormat
    }
  }

  private static func skipByteOrderMark(_ reader: JSONReader) throws(ImportError) {
    if try reader.take(0xEF) {
      try reader.expect(0xBB)
      try reader.expect(0xBF)
    }
  }
}

/// Where an import's records and warnings go.
struct ImportDesk {
  let log: FrameLog
  private(set) var records = 0
  private var warnings: [ImportWarning] = []
  private var more = 0

  init(log: FrameLog) { self.log = log }

  var all: [ImportWarning] { more == 0 ? warnings : warnings + [.more(more)] }

  mutating func warn(_ warning: ImportWarning) {
    if warnings.count < ImportedLog.warningLimit { warnings.append(warning) } else { more += 1 }
  }

  mutating func append(
    _ record: LogRecord, payload: [UInt8], facts: ConnectionFacts? = nil, mark: String? = nil
  ) {
    payload.withUnsafeBytes { log.append(record, payload: $0, facts: facts) }
    if let mark { log.marks.set(record.sequence, note: mark) }
    records += 1
  }
}
