/// The visible forms of what is not shown as itself, and the way back.
enum DisplayEscape {
  /// Carries a combining mark that has no base.
  static let dottedCircle: UInt32 = 0x25CC

  /// The picture of a C0 control or DEL: U+2400 to U+2421.
  static func picture(of control: UInt32) -> UInt32 { control == 0x7F ? 0x2421 : 0x2400 + control }

  /// `<U+202E>`, `<9B>`, `<xED>`, `<·A0>`: an opening, upper-case hex, and `>`. Without an array: a hostile text is full of them.
  static func forEachScalar(_ opening: Opening, _ number: UInt32, digits: Int, _ body: (UInt32) -> Void) {
    let scalars = opening.scalars
    for lane in 0..<4 where scalars[lane] != 0 { body(scalars[lane]) }
    var count = digits
    while count < 8, number >> UInt32(count * 4) != 0 { count += 1 }
    for place in stride(from: count - 1, through: 0, by: -1) {
      let digit = number >> UInt32(place * 4) & 0xF
      body(digit < 10 ? 0x30 + digit : 0x37 + digit)
    }
    body(0x3E)
  }

  /// How an escape begins; its bracket is part of it.
  enum Opening {
    case scalar, byte, control1, space

    var scalars: SIMD4<UInt32> {
      switch self {
      case .scalar: [0x3C, 0x55, 0x2B, 0]
      case .byte: [0x3C, 0x78, 0, 0]
      case .control1: [0x3C, 0, 0, 0]
      case .space: [0x3C, 0xB7, 0, 0]
      }
    }
  }

  /// `<U+202E>` in cells.
  static func cells(of scalar: UInt32) -> [DisplayCell] {
    var cells: [DisplayCell] = []
    forEachScalar(.scalar, scalar, digits: 4) { cells.append(DisplayCell($0, kind: .escape)) }
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
