/// Words folded to lines of a screen. A line ends at a blank, but never between a number and its unit, or an option and
/// its value; wide gaps, as between the keys of a list, are the best places.
extension DisplayText {
  /// At most `limit` lines; what is left over is not among them. A word longer than a line is cut.
  public func wrapped(to columns: Int, limit: Int) -> [DisplayText] {
    let breaks = LineBreaks(cells: cells, columns: max(1, columns))
    var lines: [DisplayText] = []
    var start = 0
    repeat {
      let end = breaks.end(from: start)
      let line = Array(cells[start..<end])
      lines.append(
        DisplayText(cells: line, width: line.reduce(0) { $0 + Int($1.width) }, findings: findings))
      start = end
      while start < cells.count, breaks.isBlank(start) { start += 1 }
    } while start < cells.count && lines.count < limit
    return lines
  }
}

/// Where lines of a text may end.
private struct LineBreaks {
  let cells: [DisplayCell]
  let columns: Int

  /// Cells of a word that are looked at: no number, unit or option that matters is longer.
  private static let wordLimit = 24
  private static let units: Set<String> = [
    "ns", "µs", "us", "ms", "s", "min", "m", "h", "d", "B", "KB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "%",
  ]

  func isBlank(_ index: Int) -> Bool { cells[index].scalar == 0x20 }

  /// The first cell behind the line that begins at `start`.
  func end(from start: Int) -> Int {
    var used = 0
    var last: Int?
    var good: Int?
    var gap: Int?
    for index in start..<cells.count {
      if isBlank(index), index > start, !isBlank(index - 1) {
        if isWide(index) {
          good = index
          // A gap near the line's start would leave the line nearly empty.
          if used * 2 >= columns { gap = index }
        } else if !belongsTogether(index) {
          good = index
        }
        last = index
      }
      used += Int(cells[index].width)
      if used > columns { return gap ?? good ?? last ?? max(index, start + 1) }
    }
    return cells.count
  }

  private func isWide(_ index: Int) -> Bool { index + 1 < cells.count && isBlank(index + 1) }

  /// The words on both sides of a blank are one thing: "8.0 s", "12 m 03 s", "--ping-interval 2", "code 1006".
  private func belongsTogether(_ blank: Int) -> Bool {
    let before = word(before: blank)
    let after = word(at: blank + 1)
    if before.hasPrefix("--") || before.hasPrefix("(--") || before == "code" { return true }
    if Self.isNumber(before), Self.isUnit(after) { return true }
    guard Self.isUnit(before), Self.isNumber(after) else { return false }
    // The blanks on both sides of "m 03".
    let start = blank - before.unicodeScalars.count - 1
    let end = blank + after.unicodeScalars.count + 1
    return start > 0 && isBlank(start) && Self.isNumber(word(before: start))
      && end < cells.count && isBlank(end) && Self.isUnit(word(at: end + 1))
  }

  private func word(before blank: Int) -> String {
    var start = blank
    while start > 0, !isBlank(start - 1), blank - start < Self.wordLimit { start -= 1 }
    return text(start..<blank)
  }

  private func word(at start: Int) -> String {
    var end = start
    while end < cells.count, !isBlank(end), end - start < Self.wordLimit { end += 1 }
    return text(start..<max(start, end))
  }

  private func text(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    for cell in cells[range.clamped(to: 0..<cells.count)] {
      if let scalar = Unicode.Scalar(cell.scalar) { view.append(scalar) }
    }
    return String(view)
  }

  private static func isNumber(_ word: String) -> Bool {
    // "(8.0" and "+3" are numbers too.
    let digits = word.utf8.first.map { isDigit($0) } == true ? word.utf8[...] : word.utf8.dropFirst()
    return !digits.isEmpty && digits.allSatisfy { isDigit($0) || $0 == 0x2E || $0 == 0x2C }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// With what follows it: "s,", "ms)."
  private static func isUnit(_ word: String) -> Bool {
    var word = word[...]
    while let last = word.last, ",.;:)".contains(last) { word.removeLast() }
    return units.contains(String(word))
  }
}
