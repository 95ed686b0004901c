import ByteText
import JSON5

/// What single values of YAML mean.
enum YAMLScalar {
  static func kind(of text: String) -> JSON5Value.Kind {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    default: break
    }
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }),
      text.utf8.contains(where: { (0x30...0x39).contains($0) }), let number = Double(text)
    else { return .string(text) }
    return .number(number, text: text)
  }

  /// With its quotes; line ends in it are folded.
  static func quoted(_ bytes: [UInt8], _ range: Range<Int>) throws(JSON5Fault) -> String {
    let quote = bytes[range.lowerBound]
    let inner = bytes[(range.lowerBound + 1)..<max(range.lowerBound + 1, range.upperBound - 1)]
    var content: [UInt8] = []
    var index = inner.startIndex
    while index < inner.endIndex {
      let byte = inner[index]
      if byte == 0x0A || byte == 0x0D && inner[index...].dropFirst().first == 0x0A {
        fold(inner, &index, to: &content)
      } else if quote == UInt8(ascii: "'"), byte == quote {
        content.append(quote)
        index += 2
      } else if quote == UInt8(ascii: "\""), byte == UInt8(ascii: "\\") {
        try escape(inner, &index, to: &content)
      } else {
        content.append(byte)
        index += 1
      }
    }
    return String(decoding: content, as: UTF8.self)
  }

  /// One line end is a blank, more are one less.
  private static func fold(_ text: ArraySlice<UInt8>, _ index: inout Int, to content: inout [UInt8]) {
    while content.last == 0x20 || content.last == 0x09 { content.removeLast() }
    var ends = 0
    while index < text.endIndex, [0x20, 0x09, 0x0A, 0x0D].contains(text[index]) {
      if text[index] == 0x0A { ends += 1 }
      index += 1
    }
    content += ends <= 1 ? [0x20] : [UInt8](repeating: 0x0A, count: ends - 1)
  }

  private static func escape(
    _ text: ArraySlice<UInt8>, _ index: inout Int, to content: inout [UInt8]
  ) throws(JSON5Fault) {
    let start = index
    guard index + 1 < text.endIndex else { throw JSON5Fault(.badEscape, at: start) }
    let letter = text[index + 1]
    index += 2
    func number(_ digits: Int) throws(JSON5Fault) -> UInt32 {
      var value: UInt32 = 0
      for _ in 0..<digits {
        guard index < text.endIndex, let digit = Hex.value(text[index]) else {
          throw JSON5Fault(.badEscape, at: start)
        }
        value = value << 4 | UInt32(digit)
        index += 1
      }
      return value
    }
    switch letter {
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"), 0x09: content.append(0x09)
    case UInt8(ascii: "0"): content.append(0)
    case UInt8(ascii: "a"): content.append(7)
    case UInt8(ascii: "b"): content.append(8)
    case UInt8(ascii: "e"): content.append(0x1B)
    case UInt8(ascii: "f"): content.append(12)
    case UInt8(ascii: "v"): content.append(11)
    case UInt8(ascii: "_"): content += [0xC2, 0xA0]
    case UInt8(ascii: "N"): content += [0xC2, 0x85]
    case UInt8(ascii: " "), UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(letter)
    case UInt8(ascii: "x"): content += Array(String(Unicode.Scalar(try number(2)) ?? "\u{FFFD}").utf8)
    case UInt8(ascii: "u"): content += Array(String(Unicode.Scalar(try number(4)) ?? "\u{FFFD}").utf8)
    case UInt8(ascii: "U"): content += Array(String(Unicode.Scalar(try number(8)) ?? "\u{FFFD}").utf8)
    case 0x0A, 0x0D:
      // The line end is taken away, with the blanks of the next line.
      while index < text.endIndex, [0x20, 0x09, 0x0A, 0x0D].contains(text[index]) { index += 1 }
    default: throw JSON5Fault(.badEscape, at: start)
    }
  }

  /// The rows of a `>` block: one line end is a blank; rows that are further right, and blank ones, keep theirs.
  static func folded(_ rows: [String]) -> String {
    var text = ""
    for (index, row) in rows.enumerated() {
      text += row
      guard index + 1 < rows.count else { break }
      let following = rows[index + 1]
      let isLoose = row.hasPrefix(" ") || following.hasPrefix(" ") || following.isEmpty
      if row.isEmpty { text += isLoose ? "\n" : "" } else { text += isLoose ? "\n" : " " }
    }
    return text
  }
}
