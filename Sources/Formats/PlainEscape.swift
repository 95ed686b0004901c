import ByteText
import Canvas
import WebSocketCore

/// Bytes of a peer as text that acts on nothing: `\n`, `\x1b`, `\u{202e}`, and `\\` for the backslash itself, so that the
/// bytes can be told from it again.
enum PlainEscape {
  static func append(
    _ bytes: UnsafeRawBufferPointer, asciiOnly: Bool, to output: inout [UInt8]
  ) {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte >= 0x20, byte < 0x7F {
        if byte == 0x5C { output.append(byte) }
        output.append(byte)
        index += 1
      } else if byte < 0x80 {
        appendControl(byte, to: &output)
        index += 1
      } else {
        let length = UTF8Text.length(at: index, of: bytes)
        appendBeyondASCII(bytes, at: index, length: length, asciiOnly: asciiOnly, to: &output)
        index += length
      }
    }
  }

  private static func appendControl(_ byte: UInt8, to output: inout [UInt8]) {
    switch byte {
    case 0x09: output.add("\\t")
    case 0x0A: output.add("\\n")
    case 0x0D: output.add("\\r")
    default:
      output.add("\\x")
      output.add(hex: byte)
    }
  }

  private static func appendBeyondASCII(
    _ bytes: UnsafeRawBufferPointer, at index: Int, length: Int, asciiOnly: Bool, to output: inout [UInt8]
  ) {
    guard length > 1 else {
      output.add("\\x")
      output.add(hex: bytes[index])
      return
    }
    let scalar = UTF8Text.scalar(bytes, at: index, length: length)
    if asciiOnly || !isHarmless(scalar) {
      output.add("\\u{")
      output.add(text: String(scalar.value, radix: 16))
      output.add("}")
    } else {
      output.append(contentsOf: bytes[index..<index + length])
    }
  }

  /// A character that shows itself and moves nothing else. What is invisible, the screen's own table tells; a file keeps
  /// letters that no terminal gets, because they are newer than that.
  static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
      .spaceSeparator, .nonspacingMark, .enclosingMark:
      false
    default: !EscapedText.isInvisible(scalar)
    }
  }
}
