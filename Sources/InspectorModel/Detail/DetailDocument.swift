import Canvas

/// A payload laid out in lines, kept with the model so that drawing costs what is visible.
public struct DetailDocument: Sendable, Equatable {
  public struct Line: Sendable, Equatable {
    /// Byte range of the payload.
    public var start: Int
    public var end: Int
    /// Steps of two columns.
    public var indent: Int
    /// Of the lines before they were folded and wrapped.
    var base = 0
    /// The object or array that it opens.
    var container: Int?
    /// What is in it is not shown.
    public internal(set) var isFolded = false
    /// It stands for so many items of the array that it is in.
    public internal(set) var rest = 0

    init(start: Int, end: Int, indent: Int, base: Int = 0, container: Int? = nil) {
      self.start = start
      self.end = end
      self.indent = indent
      self.base = base
      self.container = container
    }
  }
  /// What the lines stand for.
  public enum Form: Sendable, Equatable {
    case pretty
    /// JSON as far as it goes, but not to its end.
    case prettyIncomplete
    /// Meant as JSON, with a fault.
    case prettyFaulty(JSONFlaw)
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
  public private(set) var lines: [Line]
  /// Before folding and wrapping; empty where it is no JSON.
  let base: [Line]
  let containers: [JSONLayout.Container]
  /// For the facts beside it: all of it was looked through here already.
  let isUTF8: Bool
  let depth: Int
  let nodes: Int

  /// `wrap` is the columns of a line, or `nil` to keep lines as long as they are. `start` bytes at the front are no text: a
  /// Close frame's code.
  public init(
    _ payload: MaskedPayload, total: Int, pretty: Bool, wrap: Int?, folding: DetailFolding = DetailFolding(),
    textFrom start: Int = 0
  ) {
    let bytes = payload.bytes
    self.bytes = bytes
    shown = payload.shown
    hidden = payload.hidden
    self.total = max(total, bytes.count)
    isUTF8 = String(validating: bytes, as: UTF8.self) != nil
    if pretty, let json = JSONLayout(bytes, isCut: total > bytes.count) {
      base = json.lines
      containers = json.containers
      form = json.fault.map { .prettyFaulty($0) } ?? (json.isComplete ? .pretty : .prettyIncomplete)
      lines = json.folded(by: folding)
    } else {
      base = []
      containers = []
      lines = Self.plainLines(bytes, from: min(max(0, start), bytes.count))
      form = .raw
    }
    depth = containers.reduce(1) { max($0, $1.depth + 1) }
    nodes = containers.reduce(1) { $0 + $1.items }
    if let wrap { lines = lines.flatMap { Self.fold($0, of: payload.shown, to: wrap) } }
  }

  public init(bytes: [UInt8], total: Int, pretty: Bool, wrap: Int?, textFrom start: Int = 0) {
    self.init(MaskedPayload(bytes), total: total, pretty: pretty, wrap: wrap, textFrom: start)
  }

  public func hides(_ index: Int) -> Bool { MaskedPayload.contains(hidden, index) }

  public var isCut: Bool { total > bytes.count }
  public var isJSON: Bool { !base.isEmpty }
  public var fault: JSONFlaw? { if case .prettyFaulty(let fault) = form { fault } else { nil } }

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
    guard line.end - line.start > room / 2, !line.isFolded else { return [line] }
    var result: [Line] = []
    var start = line.start
    var index = start
    var used = 0
    func piece(_ end: Int) -> Line {
      Line(
        start: start, end: end, indent: line.indent, base: line.base,
        container: result.isEmpty ? line.container : nil)
    }
    while index < line.end {
      let length = sequenceLength(bytes, at: index, end: line.end)
      let width =
        length == 1 && (0x20...0x7E).contains(bytes[index])
        ? 1 : DisplayText(bytes: bytes[index..<index + length]).width
      if used + width > room, index > start {
        result.append(piece(index))
        start = index
        used = 0
      }
      used += width
      index += length
    }
    result.append(piece(line.end))
    return result
  }

  private static func sequenceLength(_ bytes: [UInt8], at index: Int, end: Int) -> Int {
    guard bytes[index] >= 0xC2 else { return 1 }
    var length = 1
    while length < 4, index + length < end, bytes[index + length] & 0xC0 == 0x80 { length += 1 }
    return length
  }
}
