public import Canvas

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
    /// It goes on with a string of the line before.
    public internal(set) var startsInString = false

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
    textFrom start: Int = 0, repertoire: Repertoire = .unicode
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
    guard let wrap else { return }
    let isJSON = form != .raw
    lines = lines.flatMap { Self.fold($0, of: payload.shown, to: wrap, isJSON: isJSON, repertoire) }
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

  /// Cuts a line where the screen ends, by the cells that will be drawn; never inside a UTF-8 or a JSON escape sequence.
  private static func fold(
    _ line: Line, of bytes: [UInt8], to columns: Int, isJSON: Bool, _ repertoire: Repertoire
  ) -> [Line] {
    let room = max(8, columns - 2 * line.indent)
    guard line.end - line.start > room / DisplayText.mostColumnsPerByte, !line.isFolded else { return [line] }
    var result: [Line] = []
    var start = line.start
    var string = StringState()
    while start < line.end {
      var end = start + DisplayText.fitting(bytes[start..<line.end], columns: room, repertoire: repertoire)
      var piece = Line(
        start: start, end: end, indent: line.indent, base: line.base,
        container: result.isEmpty ? line.container : nil)
      if isJSON {
        piece.startsInString = string.isInside
        var after = string
        for byte in bytes[start..<end] { after.pass(byte) }
        if after.isEscaping, end < line.end, end > start + 1 {
          end -= 1
          piece.end = end
          after.isEscaping = false
        }
        string = after
      }
      result.append(piece)
      start = end
    }
    return result
  }

  /// Whether a byte of a JSON text stands inside a string.
  private struct StringState {
    var isInside = false
    /// The byte before was a backslash.
    var isEscaping = false

    mutating func pass(_ byte: UInt8) {
      if isEscaping {
        isEscaping = false
      } else if byte == 0x22 {
        isInside.toggle()
      } else {
        isEscaping = isInside && byte == 0x5C
      }
    }
  }
}
