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

extension DisplayText {
  /// The bytes that this text shows; nil when it was cut, or is our own drawing.
  public var bytes: [UInt8]? {
    guard !isCut else { return nil }
    var bytes: [UInt8] = []
    var rest = cells[...]
    while let cell = rest.popFirst() {
      switch (cell.kind, cell.scalar) {
      case (.filler, _): continue
      case (.plain, _): bytes += cell.text.utf8
      case (_, DisplayEscape.dottedCircle):
        bytes += cell.text.unicodeScalars.dropFirst().flatMap { UTF8.encode($0) ?? .init() }
      case (_, 0x2400...0x2420): bytes.append(UInt8(cell.scalar - 0x2400))
      case (_, 0x2421): bytes.append(0x7F)
      case (_, 0x5E):
        guard let letter = rest.popFirst(), letter.scalar < 0x80 else { return nil }
        bytes.append(UInt8(letter.scalar ^ 0x40))
      default:
        guard cell.scalar == 0x3C, let piece = DisplayEscape.bytes(ofBracket: &rest) else { return nil }
        bytes += piece
      }
    }
    return bytes
  }
}

extension DisplayEscape {
  /// What `U+202E>`, `9B>`, `xED>` or `·A0>` stands for, after the opening bracket.
  fileprivate static func bytes(ofBracket rest: inout ArraySlice<DisplayCell>) -> [UInt8]? {
    var inside = ""
    while let cell = rest.popFirst(), cell.scalar != 0x3E {
      inside.unicodeScalars.append(Unicode.Scalar(cell.scalar) ?? "?")
    }
    if inside.hasPrefix("x") { return UInt8(inside.dropFirst(), radix: 16).map { [$0] } }
    let digits = inside.drop { !$0.isASCII || $0 == "U" || $0 == "+" || $0 == "." }
    guard let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) else { return nil }
    return Array(String(scalar).utf8)
  }
}
