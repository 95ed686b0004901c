/// The visible forms of what is not shown as itself, and the way back.
enum DisplayEscape {
  /// Carries a combining mark that has no base.
  static let dottedCircle: UInt32 = 0x25CC

  /// The picture of a C0 control or DEL: U+2400 to U+2421.
  static func picture(of control: UInt32) -> UInt32 { control == 0x7F ? 0x2421 : 0x2400 + control }

  /// `<U+202E>`, `<9B>`, `<xED>`, `<·A0>`: an opening, upper-case hex, and `>`.
  static func cells(
    _ opening: StaticString, _ number: UInt32, digits: Int, kind: DisplayCell.Kind, _ repertoire: Repertoire
  ) -> [DisplayCell] {
    var cells: [DisplayCell] = []
    cells.reserveCapacity(10)
    for scalar in opening.description.unicodeScalars {
      cells.append(DisplayCell(scalar.value, kind: kind))
    }
    let hex = String(number, radix: 16, uppercase: true)
    for _ in 0..<max(0, digits - hex.utf8.count) { cells.append(DisplayCell(0x30, kind: kind)) }
    for digit in hex.utf8 { cells.append(DisplayCell(UInt32(digit), kind: kind)) }
    cells.append(DisplayCell(0x3E, kind: kind))
    return cells
  }
}
