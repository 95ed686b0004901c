/// Bytes as one plain line for pipes, logs and line mode, where no reverse video tells an escape from text.
///
/// A backslash is doubled, so the way back is exact: `\n \r \t \e \0`, `\xNN` for other bytes that are
/// control characters or no UTF-8, `\u{202E}` for scalars that do not show, and for marks beyond four on one letter.
public enum EscapedText {
  public static func escape(_ bytes: some Sequence<UInt8>, repertoire: Repertoire = .unicode) -> String {
    var line = ""
    let bytes = Array(bytes)
    bytes.withUnsafeBufferPointer { bytes in
      var index = 0
      // A mark needs a letter of this text to stand on.
      var room = 0
      while index < bytes.count {
        let (scalar, length) = DisplayDecoder.scalar(in: bytes, at: index)
        if let scalar, let shown = Unicode.Scalar(scalar) {
          append(shown, to: &line, repertoire, room: &room)
        } else {
          line += "\\x" + hex(UInt32(bytes[index]), digits: 2)
          room = 0
        }
        index += length
      }
    }
    return line
  }

  /// Nil when the line was not made by `escape`.
  public static func unescape(_ line: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var rest = Substring(line).utf8
    while let byte = rest.popFirst() {
      guard byte == 0x5C else {
        bytes.append(byte)
        continue
      }
      guard let letter = rest.popFirst() else { return nil }
      if let short = shortForms.first(where: { $0.letter == letter }) {
        bytes.append(short.byte)
      } else if letter == UInt8(ascii: "x"), let byte = UInt8(Substring(rest.prefix(2)), radix: 16) {
        bytes.append(byte)
        rest = rest.dropFirst(2)
      } else if letter == UInt8(ascii: "u"), rest.popFirst() == UInt8(ascii: "{") {
        let digits = Substring(rest.prefix { $0 != UInt8(ascii: "}") })
        guard let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) else { return nil }
        bytes += String(scalar).utf8
        rest = rest.dropFirst(digits.utf8.count + 1)
      } else {
        return nil
      }
    }
    return bytes
  }

  private static let shortForms: [(letter: UInt8, byte: UInt8)] = [
    (UInt8(ascii: "\\"), 0x5C), (UInt8(ascii: "n"), 0x0A), (UInt8(ascii: "r"), 0x0D),
    (UInt8(ascii: "t"), 0x09), (UInt8(ascii: "e"), 0x1B), (UInt8(ascii: "0"), 0x00),
  ]

  /// It shows nothing, whoever draws it, or reorders what stands around it.
  public static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch ScalarClass.of(scalar.value) {
    case .invisible, .bidi, .control: true
    case .narrow, .wide, .mark, .rightToLeft, .space, .hidden: false
    }
  }

  private static func append(
    _ scalar: Unicode.Scalar, to line: inout String, _ repertoire: Repertoire, room: inout Int
  ) {
    let marks = room
    room = 0
    if scalar.value < 0x80, let short = shortForms.first(where: { $0.byte == UInt8(scalar.value) }) {
      line += "\\" + String(Unicode.Scalar(short.letter))
      return
    }
    let code = "\\u{" + hex(scalar.value, digits: 1) + "}"
    guard repertoire == .unicode || scalar.value < 0x80 else {
      line += code
      return
    }
    switch ScalarClass.of(scalar.value) {
    case .narrow, .wide, .rightToLeft:
      line.unicodeScalars.append(scalar)
      room = DisplayCell.mostMarks
    case .mark where marks > 0:
      line.unicodeScalars.append(scalar)
      room = marks - 1
    case .control where scalar.value < 0x80: line += "\\x" + hex(scalar.value, digits: 2)
    case .control, .mark, .space, .bidi, .hidden, .invisible: line += code
    }
  }

  private static func hex(_ number: UInt32, digits: Int) -> String {
    let hex = String(number, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - hex.utf8.count)) + hex
  }
}
