/// Text in XML 1.0, whatever a peer has put into it: what XML can't hold, and what shows itself as nothing or moves what
/// stands around it, becomes visible (`\x1b`, `\u{202e}`).
enum XMLText {
  enum Place {
    /// Lines stay lines.
    case element
    /// Line ends and tabs become references: a parser makes blanks of what it finds there.
    case attribute
  }

  static func append(_ text: String, in place: Place, to output: inout [UInt8]) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": output.add("&amp;")
      case "<": output.add("&lt;")
      case ">": output.add("&gt;")
      case "\"" where place == .attribute: output.add("&quot;")
      case "\n": if place == .element { output.append(0x0A) } else { output.add("&#10;") }
      case "\t": if place == .element { output.append(0x09) } else { output.add("&#9;") }
      default: VisibleText.append(scalar, to: &output)
      }
    }
  }
}

/// Single characters, for reports: as they are where they do no harm.
enum VisibleText {
  static func append(_ scalar: Unicode.Scalar, to output: inout [UInt8]) {
    if PlainEscape.isHarmless(scalar) || scalar == " " {
      output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    } else if scalar.value < 0x80 {
      output.add("\\x")
      output.add(hex: UInt8(truncatingIfNeeded: scalar.value))
    } else {
      output.add("\\u{")
      output.add(text: String(scalar.value, radix: 16))
      output.add("}")
    }
  }

  /// In one line: line ends are visible too.
  static func line(_ text: String) -> String {
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars { append(scalar, to: &bytes) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
