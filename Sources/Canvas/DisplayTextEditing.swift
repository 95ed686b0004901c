extension DisplayText {
  public static func + (left: DisplayText, right: DisplayText) -> DisplayText {
    var sum = left
    sum.append(right)
    return sum
  }

  public static func += (left: inout DisplayText, right: DisplayText) { left.append(right) }

  public mutating func append(_ other: DisplayText) {
    cells.append(contentsOf: other.cells)
    width += other.width
    findings.formUnion(other.findings)
  }

  /// Blanks.
  public static func blanks(_ columns: Int) -> DisplayText {
    let columns = max(0, columns)
    return DisplayText(
      cells: Array(repeating: DisplayCell(0x20, kind: .filler), count: columns), width: columns, findings: [])
  }

  /// At most so many columns; a wide character that would be split is left out.
  public func prefix(columns: Int) -> DisplayText {
    guard width > columns else { return self }
    var kept = DisplayText.empty
    for cell in cells {
      guard kept.width + Int(cell.width) <= columns else { break }
      kept.cells.append(cell)
      kept.width += Int(cell.width)
    }
    kept.findings = findings.union(.cut)
    return kept
  }

  /// What is left after so many columns; a wide character that was split leaves a blank.
  public func dropFirst(columns: Int) -> DisplayText {
    guard columns > 0 else { return self }
    var passed = 0
    var rest = DisplayText.empty
    rest.findings = findings
    for cell in cells {
      if passed >= columns {
        rest.cells.append(cell)
        rest.width += Int(cell.width)
      } else if passed + Int(cell.width) > columns {
        rest.append(.blanks(1))
      }
      passed += Int(cell.width)
    }
    return rest
  }

  /// Filled with blanks to the width, on the right or on the left; longer text stays as it is.
  public func padded(to columns: Int, alignment: Alignment = .left) -> DisplayText {
    guard width < columns else { return self }
    let blanks = DisplayText.blanks(columns - width)
    return alignment == .left ? self + blanks : blanks + self
  }

  public enum Alignment: Sendable { case left, right }

  /// Fits the width; text that was cut, here or before, ends in `~`, or `…` in Unicode.
  public func truncated(to columns: Int, repertoire: Repertoire = .ascii) -> DisplayText {
    let mark: UInt32 = repertoire == .ascii ? 0x7E : 0x2026
    // What ends in the mark already needs no second one.
    let isMarked = cells.last == DisplayCell(mark, kind: .filler)
    guard width > columns || isCut && !isMarked else { return self }
    guard columns > 0 else { return .empty }
    var cut = prefix(columns: columns - 1)
    cut.cells.append(DisplayCell(mark, kind: .filler))
    cut.width += 1
    cut.findings.insert(.cut)
    return cut
  }

  /// The same text for a terminal that shows fewer characters: ASCII gets escapes for the rest.
  public func adapted(to repertoire: Repertoire) -> DisplayText {
    guard repertoire == .ascii, cells.contains(where: { $0.scalar > 0x7E || $0.marks != .zero }) else {
      return self
    }
    var adapted = DisplayText.empty
    adapted.findings = findings
    for cell in cells {
      for piece in cell.asciiCells() {
        adapted.cells.append(piece)
        adapted.width += 1
      }
    }
    return adapted
  }
}

extension DisplayCell {
  fileprivate func asciiCells() -> [DisplayCell] {
    if scalar <= 0x7E, marks == .zero { return [self] }
    var pieces: [DisplayCell] = []
    switch (kind, scalar) {
    case (_, 0...0x7E): pieces.append(DisplayCell(scalar, kind: kind))
    case (.filler, _): pieces.append(DisplayCell(0x7E, kind: .filler))
    case (.escape, DisplayEscape.dottedCircle): break
    case (.escape, 0x2400...0x2421):
      let control = scalar == 0x2421 ? 0x7F : scalar - 0x2400
      pieces.append(DisplayCell(0x5E, kind: .escape))
      pieces.append(DisplayCell(control ^ 0x40, kind: .escape))
    case (.escape, _):
      // The dot of an odd space's escape.
      pieces.append(DisplayCell(0x2E, kind: .escape))
    default: pieces += DisplayEscape.cells(of: scalar)
    }
    for lane in 0..<Self.mostMarks where marks[lane] != 0 {
      pieces += DisplayEscape.cells(of: marks[lane])
    }
    return pieces
  }
}
