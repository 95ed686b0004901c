public import FrameFilter

/// What is to be written out, how, and where.
public struct ExportOrder: Sendable, Equatable {
  /// The raw value is the word after `:export`.
  public enum Format: String, Sendable, Equatable, CaseIterable {
    case jsonl, har, csv, text, pcapng, raw

    /// The end of a file's name.
    public var suffix: String {
      switch self {
      case .text: "txt"
      case .raw: "bin"
      default: rawValue
      }
    }
    public var help: String {
      switch self {
      case .jsonl: "JSON Lines: all that is known, can be opened again"
      case .har: "HAR 1.2: browsers' tools and mitmproxy open it"
      case .csv: "CSV: a table, a row each frame"
      case .text: "plain text, as the log shows it"
      case .pcapng: "pcapng: Wireshark opens it"
      case .raw: "payloads alone, one after the other"
      }
    }
  }

  /// Which records.
  public enum Rows: Sendable, Equatable {
    case all
    case marked
    /// Those of a filter; `mark` is the record that `since:mark` counts from.
    case filtered(FrameFilter, mark: Int?)
  }

  public var rows: Rows
  public var format: Format
  /// As it was typed; `~/` is for the runtime to resolve.
  public var file: String
  public var includesSecrets = false
  public var overwrites = false

  public init(_ rows: Rows, as format: Format, to file: String) {
    self.rows = rows
    self.format = format
    self.file = file
  }
}

/// How far an export has come.
public struct ExportProgress: Sendable, Equatable {
  /// Records behind it, and in all.
  public var rows: Int
  public var total: Int
  /// Nanoseconds since it began.
  public var elapsed: UInt64

  public init(rows: Int, total: Int, elapsed: UInt64) {
    self.rows = rows
    self.total = total
    self.elapsed = elapsed
  }
}

/// How an export ended.
public enum ExportResult: Sendable, Equatable {
  /// `elapsed` in nanoseconds.
  case written(path: String, rows: Int, bytes: Int, elapsed: UInt64)
  /// There is such a file, and the order did not say to overwrite it.
  case exists
  /// Nothing is left of it.
  case cancelled
  /// Why, in words.
  case failed(String)
}
