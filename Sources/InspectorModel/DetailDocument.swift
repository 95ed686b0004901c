/// A payload laid out in lines, kept with the model so that drawing costs what is visible.
public struct DetailDocument: Sendable, Equatable {
  public struct Line: Sendable, Equatable {
    /// Byte range of the payload.
    public var start: Int32
    public var end: Int32
    /// Steps of two columns.
    public var indent: Int32
  }
  /// What the lines stand for.
  public enum Form: Sendable, Equatable {
    case pretty
    /// Valid as far as it goes, but not to its end.
    case prettyIncomplete
    case raw
    case hex
  }

  /// Bytes of a payload that are laid out: 1 MiB takes some tens of milliseconds.
  public static let byteLimit = 1 << 20

  public var bytes: [UInt8]
  /// Bytes of the whole payload; more than `bytes.count` where it was cut.
  public var total: Int
  public var form: Form
  public var lines: [Line]
}
