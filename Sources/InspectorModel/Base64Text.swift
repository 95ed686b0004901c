/// Bytes written as base64 by a person: either alphabet (RFC 4648 sections 4 and 5), blanks and lines anywhere, with
/// or without the `=` at the end.
public enum Base64Text {
  public enum Fault: Error, Equatable, Sendable {
    /// The character and its place in the text, in scalars from 0.
    case notBase64(Unicode.Scalar, at: Int)
    /// `=` stands before the end, or too often.
    case padding(at: Int)
    /// One digit alone makes no byte.
    case loneDigit(at: Int)
    /// The last digit has bits that belong to no byte.
    case looseBits(at: Int)

    var place: Int {
      switch self {
      case .notBase64(_, let place), .padding(let place), .loneDigit(let place), .looseBits(let place): place
      }
    }
  }

  public static func bytes(_ text: [Unicode.Scalar]) throws(Fault) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count / 4 * 3)
    var bits: UInt32 = 0
    var digits = 0
    var padding = 0
    var last = 0
    for (index, scalar) in text.enumerated() {
      switch scalar {
      case " ", "\n", "\t", "\r": continue
      case "=":
        padding += 1
        guard digits % 4 >= 2, digits % 4 + padding <= 4 else { throw .padding(at: index) }
        continue
      default: break
      }
      guard let digit = digit(scalar) else { throw .notBase64(scalar, at: index) }
      guard padding == 0 else { throw .padding(at: index) }
      last = index
      bits = bits << 6 | digit
      digits += 1
      if digits % 4 == 0 {
        result += [UInt8(bits >> 16 & 0xFF), UInt8(bits >> 8 & 0xFF), UInt8(bits & 0xFF)]
        bits = 0
      }
    }
    switch digits % 4 {
    case 1: throw .loneDigit(at: last)
    case 2:
      guard bits & 0xF == 0 else { throw .looseBits(at: last) }
      result.append(UInt8(bits >> 4 & 0xFF))
    case 3:
      guard bits & 3 == 0 else { throw .looseBits(at: last) }
      result += [UInt8(bits >> 10 & 0xFF), UInt8(bits >> 2 & 0xFF)]
    default: break
    }
    return result
  }

  /// The standard alphabet, padded, in lines of 76 where there are several.
  public static func text(_ bytes: some Collection<UInt8>) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".unicodeScalars)
    var view = String.UnicodeScalarView()
    var rest = bytes[...]
    var column = 0
    while !rest.isEmpty {
      if column == 76 {
        view.append("\n")
        column = 0
      }
      let group = Array(rest.prefix(3))
      rest = rest.dropFirst(3)
      let bits = group.enumerated().reduce(UInt32(0)) { $0 | UInt32($1.element) << (16 - 8 * $1.offset) }
      for place in 0..<4 {
        view.append(place <= group.count ? alphabet[Int(bits >> (18 - 6 * UInt32(place)) & 63)] : "=")
      }
      column += 4
    }
    return String(view)
  }

  private static func digit(_ scalar: Unicode.Scalar) -> UInt32? {
    switch scalar {
    case "A"..."Z": scalar.value - 0x41
    case "a"..."z": scalar.value - 0x61 + 26
    case "0"..."9": scalar.value - 0x30 + 52
    case "+", "-": 62
    case "/", "_": 63
    default: nil
    }
  }
}
