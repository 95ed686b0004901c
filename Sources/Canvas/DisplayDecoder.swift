/// Turns bytes into cells, one scalar at a time, up to a number of columns.
///
/// It holds an unsafe pointer, which is sound because it lives only inside `withUTF8` and
/// `withContiguousStorageIfAvailable` of `DisplayText`'s initialisers.
struct DisplayDecoder {
  /// A cell holds a scalar and four marks, of at most four bytes each, and every escape is at least
  /// as wide as a fifth of its bytes: so this much input fills any number of columns.
  static let mostBytesPerColumn = 20

  private let bytes: UnsafeBufferPointer<UInt8>
  private let limit: Int
  private let repertoire: Repertoire
  private let options: DisplayText.Options
  private var index = 0
  private var text = DisplayText.empty

  init(
    _ bytes: UnsafeBufferPointer<UInt8>, limit: Int, repertoire: Repertoire, options: DisplayText.Options
  ) {
    self.bytes = bytes
    self.limit = max(0, limit)
    self.repertoire = repertoire
    self.options = options
  }

  /// Marks are still taken when the last column is full, so that a cut never strips an accent.
  mutating func run() -> DisplayText {
    text.cells.reserveCapacity(min(limit, bytes.count))
    while index < bytes.count {
      let (scalar, length) = Self.scalar(in: bytes, at: index)
      if text.width >= limit, scalar.map({ !joins($0, length) }) ?? true {
        text.findings.insert(.cut)
        break
      }
      if let scalar { show(scalar, length) } else { showInvalid(bytes[index]) }
      index += length
    }
    return text
  }

  /// The bytes that fit as they would be drawn alone; at least one character.
  mutating func fit() -> Int {
    text.cells.reserveCapacity(min(limit, bytes.count))
    // Where the line may end without cutting an emoji sequence.
    var whole = 0
    var followsJoiner = false
    while index < bytes.count {
      let (scalar, length) = Self.scalar(in: bytes, at: index)
      let isJoiner = scalar == 0x200D && repertoire == .unicode
      if !isJoiner, !followsJoiner { whole = index }
      if text.width >= limit, scalar.map({ !joins($0, length) }) ?? true { break }
      if let scalar { show(scalar, length) } else { showInvalid(bytes[index]) }
      if text.isCut { break }
      followsJoiner = isJoiner
      index += length
    }
    if index == bytes.count { return index }
    if whole > 0 { return whole }
    if index == 0 { return Self.scalar(in: bytes, at: 0).length }
    // Longer than the line: a joiner at its end would be drawn by number.
    return followsJoiner && index > 3 ? index - 3 : index
  }

  private mutating func show(_ scalar: UInt32, _ length: Int) {
    if scalar >= 0x20, scalar < 0x7F {
      add(DisplayCell(scalar))
      return
    }
    let kind = ScalarClass.of(scalar)
    if kind == .control {
      showControl(scalar)
      return
    }
    if joins(scalar, length), text.cells[text.cells.count - 1].attach(scalar) { return }
    if repertoire == .ascii {
      note(kind)
      escape(.scalar, scalar, digits: 4)
      return
    }
    switch kind {
    case .narrow: add(DisplayCell(scalar))
    case .wide: add(DisplayCell(scalar, width: 2))
    case .rightToLeft where !options.escapesRightToLeft: add(DisplayCell(scalar))
    case .mark where text.cells.last.map { $0.kind == .filler } ?? true:
      // A mark with nothing to stand on would join what is drawn to the left of this text.
      var cell = DisplayCell(DisplayEscape.dottedCircle, kind: .escape)
      _ = cell.attach(scalar)
      add(cell)
    case .space:
      note(kind)
      escape(.space, scalar, digits: 1)
    case .control, .mark, .bidi, .hidden, .invisible, .rightToLeft:
      note(kind)
      escape(.scalar, scalar, digits: 4)
    }
  }

  private mutating func note(_ kind: ScalarClass) {
    switch kind {
    case .bidi: text.findings.insert(.bidi)
    case .hidden, .invisible, .space: text.findings.insert(.hidden)
    case .control: text.findings.insert(.control)
    case .narrow, .wide, .mark, .rightToLeft: break
    }
  }

  private mutating func showControl(_ scalar: UInt32) {
    text.findings.insert(.control)
    if scalar >= 0x80 {
      escape(.control1, scalar, digits: 2)
      return
    }
    switch repertoire {
    case .unicode: add(DisplayCell(DisplayEscape.picture(of: scalar), kind: .escape))
    case .ascii:
      add(DisplayCell(0x5E, kind: .escape))
      add(DisplayCell(scalar ^ 0x40, kind: .escape))
    }
    guard scalar == 0x09, options.tabStop > 0 else { return }
    while (options.column + text.width) % options.tabStop != 0, text.width < limit {
      add(DisplayCell(0x20, kind: .filler))
    }
  }

  private mutating func showInvalid(_ byte: UInt8) {
    text.findings.insert(.invalid)
    escape(.byte, UInt32(byte), digits: 2, kind: .invalid)
  }

  private mutating func escape(
    _ opening: DisplayEscape.Opening, _ number: UInt32, digits: Int, kind: DisplayCell.Kind = .escape
  ) {
    DisplayEscape.forEachScalar(opening, number, digits: digits) { add(DisplayCell($0, kind: kind)) }
  }

  private mutating func add(_ cell: DisplayCell) {
    guard text.width + Int(cell.width) <= limit else {
      text.findings.insert(.cut)
      // Whatever comes next must not slip in behind the piece that did not fit.
      if text.width < limit {
        for _ in text.width..<limit { text.cells.append(DisplayCell(0x20, kind: .filler)) }
        text.width = limit
      }
      return
    }
    text.cells.append(cell)
    text.width += Int(cell.width)
  }

  private var lastCellTakesMarks: Bool {
    guard let last = text.cells.last else { return false }
    return last.kind == .plain || last.scalar == DisplayEscape.dottedCircle && last.kind == .escape
  }

  /// True when the scalar belongs to the cell before it and takes no column.
  private func joins(_ scalar: UInt32, _ length: Int) -> Bool {
    guard repertoire == .unicode, scalar >= 0x300, let last = text.cells.last, lastCellTakesMarks else {
      return false
    }
    guard last.marks[DisplayCell.mostMarks - 1] == 0, !text.isCut else { return false }
    switch scalar {
    case 0xFE0F:
      guard last.kind == .plain, last.marks == .zero, ScalarClass.isEmoji(last.scalar) else { return false }
      // A digit is one only under a keycap: after another it would vanish.
      return last.scalar > 0x7F || next(after: length) == 0x20E3
    case 0x200D:
      guard last.kind == .plain, last.scalar > 0x7F, ScalarClass.isEmoji(last.scalar) else { return false }
      guard last.marks == .zero || last.marks == [0xFE0F, 0, 0, 0] else { return false }
      guard let next = next(after: length) else { return false }
      return next > 0x7F && ScalarClass.isEmoji(next)
    default:
      return ScalarClass.of(scalar) == .mark
    }
  }

  /// The scalar after the one that is being read.
  private func next(after length: Int) -> UInt32? {
    index + length < bytes.count ? Self.scalar(in: bytes, at: index + length).scalar : nil
  }

  /// The scalar at an index and its length; nil and 1 for a byte that begins none (RFC 3629 section 4).
  static func scalar(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> (scalar: UInt32?, length: Int) {
    let first = bytes[index]
    let length: Int
    var least: UInt8 = 0x80
    var most: UInt8 = 0xBF
    switch first {
    case 0x00...0x7F: return (UInt32(first), 1)
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF:
      length = 3
      if first == 0xE0 { least = 0xA0 }
      if first == 0xED { most = 0x9F }
    case 0xF0...0xF4:
      length = 4
      if first == 0xF0 { least = 0x90 }
      if first == 0xF4 { most = 0x8F }
    default: return (nil, 1)
    }
    guard index + length <= bytes.count else { return (nil, 1) }
    var scalar = UInt32(first) & (0xFF >> UInt32(length + 1))
    for offset in 1..<length {
      let byte = bytes[index + offset]
      guard byte >= least, byte <= most else { return (nil, 1) }
      least = 0x80
      most = 0xBF
      scalar = scalar << 6 | UInt32(byte & 0x3F)
    }
    return (scalar, length)
  }
}
