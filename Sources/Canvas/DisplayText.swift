/// Text that is safe to show: any bytes in, visible cells out. The only text a `Canvas` takes.
///
/// Nothing in it can move the cursor, change order or vanish: controls become pictures (`␊`, or `^J`
/// in ASCII), C1 `<9B>`, bytes that are not UTF-8 `<xED>`, odd spaces `<·A0>`, everything else that does not show
/// `<U+202E>`. Escapes carry their own `Kind`, so `bytes` gives back what came in.
///
/// Our own strings are treated the same: nothing is trusted, because most of them hold peer data.
public struct DisplayText: Hashable, Sendable {
  public internal(set) var cells: [DisplayCell]
  /// Columns.
  public internal(set) var width: Int
  public internal(set) var findings: Findings

  /// What was met on the way, for a row's flags.
  public struct Findings: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// C0, DEL or C1.
    public static let control = Findings(rawValue: 1)
    /// Bytes that are not UTF-8.
    public static let invalid = Findings(rawValue: 2)
    /// Controls that change the order of text (CVE-2021-42574).
    public static let bidi = Findings(rawValue: 4)
    /// Other things that do not show: zero width, private use, unassigned, odd spaces.
    public static let hidden = Findings(rawValue: 8)
    /// The column limit was reached before the end.
    public static let cut = Findings(rawValue: 16)
  }

  public static let empty = DisplayText(cells: [], width: 0, findings: [])

  init(cells: [DisplayCell], width: Int, findings: Findings) {
    self.cells = cells
    self.width = width
    self.findings = findings
  }

  /// The first `limit` columns of a string. The cost depends on the limit, not on the string.
  public init(
    _ string: String, limit: Int = .max, repertoire: Repertoire = .unicode, options: Options = Options()
  ) {
    var string = string
    self = string.withUTF8 {
      DisplayText(decoding: $0, limit: limit, repertoire: repertoire, options: options)
    }
  }

  /// The first `limit` columns of bytes that need not be text.
  public init(
    bytes: some Collection<UInt8>, limit: Int = .max, repertoire: Repertoire = .unicode,
    options: Options = Options()
  ) {
    let contiguous = bytes.withContiguousStorageIfAvailable {
      DisplayText(decoding: $0, limit: limit, repertoire: repertoire, options: options)
    }
    if let contiguous {
      self = contiguous
      return
    }
    let most = limit.multipliedReportingOverflow(by: DisplayDecoder.mostBytesPerColumn)
    let copy = most.overflow ? Array(bytes) : Array(bytes.prefix(most.partialValue + 32))
    self = copy.withUnsafeBufferPointer {
      DisplayText(decoding: $0, limit: limit, repertoire: repertoire, options: options)
    }
  }

  /// Most columns that a byte takes: `<xED>`.
  public static var mostColumnsPerByte: Int { 5 }

  /// How many bytes fill a line of so many columns, at least one character. Neither an escape nor, where the line has room
  /// for it, an emoji sequence is cut.
  public static func fitting(_ bytes: ArraySlice<UInt8>, columns: Int, repertoire: Repertoire) -> Int {
    bytes.withUnsafeBufferPointer {
      var decoder = DisplayDecoder($0, limit: columns, repertoire: repertoire, options: Options())
      return decoder.fit()
    }
  }

  private init(
    decoding bytes: UnsafeBufferPointer<UInt8>, limit: Int, repertoire: Repertoire, options: Options
  ) {
    var decoder = DisplayDecoder(bytes, limit: limit, repertoire: repertoire, options: options)
    self = decoder.run()
  }

  /// What a view may ask for beyond the rule.
  public struct Options: Hashable, Sendable {
    /// Columns between tab stops; 0 shows a tab as its picture alone.
    public var tabStop: Int
    /// The column that the text starts at, for tab stops.
    public var column: Int
    /// Show right-to-left letters by number too, so that no terminal reorders the row.
    public var escapesRightToLeft: Bool
    public init(tabStop: Int = 0, column: Int = 0, escapesRightToLeft: Bool = false) {
      self.tabStop = tabStop
      self.column = column
      self.escapesRightToLeft = escapesRightToLeft
    }
  }

  public var isEmpty: Bool { cells.isEmpty }
  /// There was more than the limit let in.
  public var isCut: Bool { findings.contains(.cut) }

  /// What the cells show, as a plain string: for tests and for line mode.
  public var text: String {
    var text = String.UnicodeScalarView()
    for cell in cells { cell.append(to: &text) }
    return String(text)
  }
}

extension DisplayText: ExpressibleByStringInterpolation {
  public init(stringLiteral value: String) { self.init(value) }
}
