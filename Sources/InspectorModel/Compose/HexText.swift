import ByteText

/// Bytes written as hex by a person: "08 96 01", "0896 01", "0x08,0x96", over several lines.
public enum HexText {
  public enum Fault: Error, Equatable, Sendable {
    /// The character and its place, both lines and columns from 1.
    case notHex(Unicode.Scalar, line: Int, column: Int)
    /// The digit before this place stands alone.
    case oddDigits(line: Int, column: Int)

    public var words: String {
      switch self {
      case .notHex(let scalar, let line, let column):
        "\"\(scalar)\" at \(DraftPlace(line: line, column: column).words) is not a hex digit"
      case .oddDigits(let line, let column):
        "a byte has two hex digits: one is missing at \(DraftPlace(line: line, column: column).words)"
      }
    }
  }

  public static func bytes(_ text: [Unicode.Scalar]) throws(Fault) -> [UInt8] {
    var result: [UInt8] = []
    var high: UInt8?
    var line = 1
    var column = 0
    for (index, scalar) in text.enumerated() {
      column += 1
      switch scalar {
      case " ", ",", "\t", "\n", "_", ":":
        if high != nil { throw .oddDigits(line: line, column: column) }
        if scalar == "\n" {
          line += 1
          column = 0
        }
      case "x", "X":
        // Only as the second half of "0x".
        guard high == 0, index > 0, text[index - 1] == "0" else {
          throw .notHex(scalar, line: line, column: column)
        }
        high = nil
      default:
        guard scalar.isASCII, let digit = Hex.value(UInt8(truncatingIfNeeded: scalar.value)) else {
          throw .notHex(scalar, line: line, column: column)
        }
        if let first = high {
          result.append(first << 4 | digit)
          high = nil
        } else {
          high = digit
        }
      }
    }
    if high != nil { throw .oddDigits(line: line, column: column + 1) }
    return result
  }

  /// "08 ** 01".
  public static func text(_ bytes: some Sequence<UInt8>, hiding payload: MaskedPayload) -> String {
    bytes.enumerated().map { payload.hides($0.offset) ? "**" : Hex.text($0.element, digits: 2) }
      .joined(separator: " ")
  }

  /// "08 96 01".
  public static func text(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { Hex.text($0, digits: 2) }.joined(separator: " ")
  }
}
