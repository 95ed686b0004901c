import Canvas

/// A payload laid out in lines, kept with the model so that drawing costs what is visible.
public struct DetailDocument: Sendable, Equatable {
  public struct Line: Sendable, Equatable {
    /// Byte range of the payload.
    public var start: Int
    public var end: Int
    /// Steps of two columns.
    public var indent: Int
  }
  /// What the lines stand for.
  public enum Form: Sendable, Equatable {
    case pretty
    /// JSON as far as it goes, but not to its end.
    case prettyIncomplete
    case raw
  }

  /// Bytes of a payload that are laid out: 1 MiB takes some tens of milliseconds.
  public static let byteLimit = 1 << 20
  /// Deeper levels are not moved further to the right.
  static let indentLimit = 32

  /// As they came: what is copied.
  public let bytes: [UInt8]
  /// What is drawn, with `*` for what is hidden.
  public let shown: [UInt8]
  /// In order, without overlaps.
  public let hidden: [Range<Int>]
  /// Bytes of the whole payload as far as it has come; more than `bytes.count` where it was cut.
  public internal(set) var total: Int
  public let form: Form
  public let lines: [Line]

  /// `wrap` is the columns of a line, or `nil` to keep lines as long as they are.
  /// `start` bytes at the front are no text: a Close frame's code.
  public init(
    _ payload: MaskedPayload, total: Int, pretty: Bool, wrap: Int?, textFrom start: Int = 0
  ) {
    let bytes = payload.bytes
    self.bytes = bytes
    shown = payload.shown
    hidden = payload.hidden
    self.total = max(total, bytes.count)
    var laidOut: [Line]
    if pretty, let json = JSONLayout(bytes, isCut: total > bytes.count) {
      laidOut = json.lines
      form = json.isComplete ? .pretty : .prettyIncomplete
    } else {
      laidOut = Self.plainLines(bytes, from: min(max(0, start), bytes.count))
      form = .raw
    }
    if let wrap { laidOut = laidOut.flatMap { Self.fold($0, of: payload.shown, to: wrap) } }
    lines = laidOut
  }

  public init(bytes: [UInt8], total: Int, pretty: Bool, wrap: Int?, textFrom start: Int = 0) {
    self.init(MaskedPayload(bytes), total: total, pretty: pretty, wrap: wrap, textFrom: start)
  }

  public func hides(_ index: Int) -> Bool { MaskedPayload.contains(hidden, index) }

  public var isCut: Bool { total > bytes.count }

  private static func plainLines(_ bytes: [UInt8], from first: Int) -> [Line] {
    var result: [Line] = []
    var start = first
    for index in first..<bytes.count where bytes[index] == 0x0A {
      result.append(Line(start: start, end: index, indent: 0))
      start = index + 1
    }
    if start < bytes.count || result.isEmpty {
      result.append(Line(start: start, end: bytes.count, indent: 0))
    }
    return result
  }

  /// Cuts a line where the screen ends, never inside a UTF-8 sequence.
  private static func fold(_ line: Line, of bytes: [UInt8], to columns: Int) -> [Line] {
    let room = max(8, columns - 2 * line.indent)
    guard line.end - line.start > room / 2 else { return [line] }
    var result: [Line] = []
    var start = line.start
    var index = start
    var used = 0
    while index < line.end {
      let length = sequenceLength(bytes, at: index, end: line.end)
      let width =
        length == 1 && (0x20...0x7E).contains(bytes[index])
        ? 1 : DisplayText(bytes: bytes[index..<index + length]).width
      if used + width > room, index > start {
        result.append(Line(start: start, end: index, indent: line.indent))
        start = index
        used = 0
      }
      used += width
      index += length
    }
    result.append(Line(start: start, end: line.end, indent: line.indent))
    return result
  }

  private static func sequenceLength(_ bytes: [UInt8], at index: Int, end: Int) -> Int {
    guard bytes[index] >= 0xC2 else { return 1 }
    var length = 1
    while length < 4, index + length < end, bytes[index + length] & 0xC0 == 0x80 { length += 1 }
    return length
  }
}
