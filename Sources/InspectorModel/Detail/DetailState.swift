/// How a payload is written in the detail pane.
public enum DetailMode: Sendable, Equatable, CaseIterable {
  case pretty, raw, hex
}

/// The open detail pane: which frame, and how far it is scrolled.
public struct DetailState: Sendable, Equatable {
  public var row: RowID
  public var mode: DetailMode
  public var wraps: Bool
  /// The payload is no text, so that pretty means hex.
  public var isBinary: Bool
  /// The first line on screen, from 0.
  public var top = 0
  /// Lines below `top` where the chosen line stands.
  public internal(set) var below = 0
  public var columnOffset = 0
  /// What is folded.
  var folding = DetailFolding()
  public var document: DetailDocument
  /// The pane goes on to the newest message for as long as the log follows.
  public internal(set) var showsNewest = false

  public init(row: RowID, mode: DetailMode, wraps: Bool, isBinary: Bool, document: DetailDocument) {
    self.row = row
    self.mode = mode
    self.wraps = wraps
    self.isBinary = isBinary
    self.document = document
  }

  /// Text and hex side by side from this width.
  public static let splitFrom = 100
  /// A third column of facts from this width.
  public static let factsFrom = 160
  /// Columns of a hex row of 16 bytes and of 8.
  static let wideHex = 78
  static let narrowHex = 45

  /// The chosen line: what `*` searches for, `y` copies and Enter folds.
  public var line: Int { top + below }

  /// There is something to fold.
  var folds: Bool { !showsHexOnly && !document.containers.isEmpty }

  public var showsHexOnly: Bool { mode == .hex || (mode == .pretty && isBinary) }
  public func isSplit(width: Int) -> Bool { !showsHexOnly && width >= Self.splitFrom }

  /// Bytes in a row of hex.
  public func hexBytes(width: Int) -> Int {
    if isSplit(width: width) { return width - Self.wideHex - 2 >= 40 ? 16 : 8 }
    return width >= Self.wideHex ? 16 : (width >= Self.narrowHex ? 8 : 4)
  }

  /// Columns of the text beside the hex.
  public func textWidth(width: Int) -> Int {
    guard isSplit(width: width) else { return width }
    let facts = width >= Self.factsFrom ? Self.factsWidth + 3 : 0
    return width - (hexBytes(width: width) == 16 ? Self.wideHex : Self.narrowHex) - 2 - facts
  }
  public static let factsWidth = 50

  /// Lines to scroll through.
  public func lineCount(width: Int) -> Int {
    let perRow = hexBytes(width: width)
    let hexRows = max(1, (document.bytes.count + perRow - 1) / perRow)
    if showsHexOnly { return hexRows }
    if isSplit(width: width), document.form == .raw { return max(hexRows, document.lines.count) }
    return document.lines.count
  }
}
