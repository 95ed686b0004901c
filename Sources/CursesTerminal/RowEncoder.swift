internal import CNcurses
internal import Canvas

/// Turns a canvas row into ncurses' cells.
struct RowEncoder {
  private var row: [cchar_t] = []
  /// A wide character, its marks, and the end.
  private var text: [wchar_t] = Array(repeating: 0, count: DisplayCell.mostMarksDrawn + 2)

  /// Always `columns` wide, so that what the canvas lacks is blank.
  mutating func encode(_ cells: ArraySlice<Cell>, columns: Int, styles: inout StyleTable) -> [cchar_t] {
    row.removeAll(keepingCapacity: true)
    row.reserveCapacity(columns)
    var taken = 0
    var before = StyleTable.Look(showsOnBlanks: true)
    var blanks = 0
    var isGap = false
    let lastDrawn = cells.lastIndex { $0.scalar != 0x20 } ?? cells.startIndex
    for (index, cell) in zip(cells.indices, cells) where !cell.isContinuation {
      guard taken + Int(cell.width) <= columns else { break }
      var look = styles.look(of: cell.role, isEscape: cell.isEscape)
      // A short gap between two words takes the first one's style: two changes of style fewer to write.
      blanks = cell.scalar == 0x20 ? blanks + 1 : 0
      if blanks == 1 { isGap = index < lastDrawn && isShortGap(cells[index...]) }
      if blanks > 0, isGap, isSame(look, before) { look = before }
      before = look
      if isAgreed(cell) {
        append(cell, look)
      } else {
        // ncurses would count other columns than we do, and shift the rest of the row.
        for _ in 0..<cell.width { append(UInt32(UInt8(ascii: "?")), look) }
      }
      taken += Int(cell.width)
    }
    let rest = styles.look(of: .text, isEscape: false)
    while taken < columns {
      append(0x20, rest)
      taken += 1
    }
    return row
  }

  /// 4: a longer one is cheaper to jump over, which only works for blanks in no style.
  private static let longestGap = 4

  private func isShortGap(_ cells: ArraySlice<Cell>) -> Bool {
    cells.prefix(Self.longestGap + 1).contains { $0.scalar != 0x20 }
  }

  private func isSame(_ look: StyleTable.Look, _ other: StyleTable.Look) -> Bool {
    look.background == other.background && !look.showsOnBlanks && !other.showsOnBlanks
  }

  private func isAgreed(_ cell: Cell) -> Bool {
    if cell.scalar < 0x7F { return cell.scalar >= 0x20 }
    return wsglass_wcwidth(cell.scalar) == Int32(cell.width)
  }

  private mutating func append(_ scalar: UInt32, _ look: StyleTable.Look) {
    text[0] = wchar_t(bitPattern: scalar)
    text[1] = 0
    finish(look)
  }

  private mutating func append(_ cell: Cell, _ look: StyleTable.Look) {
    text[0] = wchar_t(bitPattern: cell.scalar)
    var count = 1
    if cell.marks != .zero {
      for lane in 0..<DisplayCell.mostMarksDrawn {
        let mark = cell.marks[lane]
        // Joiners make terminals draw two cells as one, each in its own width: they stay here.
        guard mark != 0, mark != 0x200D, mark != 0xFE0F, wsglass_wcwidth(mark) == 0 else { continue }
        text[count] = wchar_t(bitPattern: mark)
        count += 1
      }
    }
    text[count] = 0
    finish(look)
  }

  private mutating func finish(_ look: StyleTable.Look) {
    var cell = cchar_t()
    wsglass_set_cell(&cell, text, look.attributes, look.pair)
    row.append(cell)
  }
}

extension DisplayCell {
  /// ncurses' cell holds five wide characters: a base and four marks.
  static var mostMarksDrawn: Int { 4 }
}
