import FrameLog
import WebSocketCore

/// What a log can be written as.
public enum ExportFormat: String, CaseIterable, Sendable {
  /// JSON Lines, lossless: importing it gives the same records.
  case jsonl
  /// HAR 1.2 with Chrome's `_webSocketMessages`.
  case har
  case csv
  /// A line a frame, in words.
  case text
  /// With made-up TCP around the frames, for Wireshark.
  case pcapng
  /// Nothing but the payloads of text and binary frames, one after the other.
  case raw

  /// What a file's name says; nil where it says nothing.
  public init?(fileName: String) {
    let name = fileName.lowercased()
    guard let found = ExportFormat.allCases.first(where: { $0.endings.contains(where: name.hasSuffix) })
    else {
      return nil
    }
    self = found
  }

  /// Of file names, the usual one first.
  public var endings: [String] {
    switch self {
    case .jsonl: [".jsonl", ".ndjson"]
    case .har: [".har"]
    case .csv: [".csv"]
    case .text: [".txt", ".text", ".log"]
    case .pcapng: [".pcapng"]
    case .raw: [".raw", ".bin"]
    }
  }

  /// The columns of CSV, in their order.
  public static let csvColumns = [
    "seq", "time", "direction", "type", "fin", "rsv", "fragment", "length", "mask", "flags", "code",
    "encoding",
    "payload", "mark",
  ]

  /// What JSON Lines and CSV call what is special about a record.
  public static var flagNames: [String] { FlagNames.flags.map { "\($0.name)" } }

  /// What they call what happens to a connection.
  public static var eventNames: [String] { FlagNames.notes.map { "\($0.name)" }.filter { $0 != "none" } }

  /// What may be shown by a terminal, once everything beyond printable ASCII is escaped.
  public var isText: Bool {
    switch self {
    case .jsonl, .har, .csv, .text: true
    case .pcapng, .raw: false
    }
  }

  /// A file of it that ends in the middle is good up to there. HAR is one JSON value, whole or not at all.
  public var isReadableWhileWritten: Bool { self != .har }

  /// It draws whole connections, so it needs to know of what began before the frames that are written.
  var needsContext: Bool { self == .har || self == .pcapng }

  func writer(asciiOnly: Bool, redaction: Redactor.Level) -> any FrameWriter {
    switch self {
    case .jsonl: JSONLines(asciiOnly: asciiOnly, redaction: redaction)
    case .har: HARWriter(asciiOnly: asciiOnly, redaction: redaction)
    case .csv: CSVWriter(asciiOnly: asciiOnly)
    case .text: TextWriter(asciiOnly: asciiOnly)
    case .pcapng: PcapngWriter()
    case .raw: RawWriter()
    }
  }
}

/// Payloads of text and binary frames, as they are.
struct RawWriter: FrameWriter {
  mutating func append(_ item: ExportItem, payload: UnsafeRawBufferPointer, to output: inout [UInt8]) {
    guard item.isSelected, item.record.isFrame, item.record.opcode.isData else { return }
    output.add(payload)
  }
}
