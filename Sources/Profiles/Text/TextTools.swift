import JSON5

extension StringProtocol {
  /// Without blanks and tabs around it.
  var trimmed: String {
    var scalars = Array(unicodeScalars)[...]
    while let first = scalars.first, first == " " || first == "\t" || first == "\r" { scalars.removeFirst() }
    while let last = scalars.last, last == " " || last == "\t" || last == "\r" { scalars.removeLast() }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// What stands before and behind the first `separator`; nil without it.
  func components(around separator: String) -> (String, String)? {
    let bytes = Array(utf8)
    let wanted = Array(separator.utf8)
    guard !wanted.isEmpty, bytes.count >= wanted.count else { return nil }
    for start in 0...(bytes.count - wanted.count) where bytes[start...].starts(with: wanted) {
      return (
        String(decoding: bytes[..<start], as: UTF8.self),
        String(decoding: bytes[(start + wanted.count)...], as: UTF8.self)
      )
    }
    return nil
  }
}

extension String {
  /// Each place, from left to right; what is put in is not looked at again.
  func replacingAll(_ text: String, with other: String) -> String {
    guard !text.isEmpty else { return self }
    var result = ""
    var rest = self
    while let (before, after) = rest.components(around: text) {
      result += before + other
      rest = after
    }
    return result + rest
  }
}

/// Percent-encoding of RFC 3986.
public enum PercentText {
  /// All but the unreserved characters (section 2.3); references of a template stay as they are.
  static func encoded(_ text: some StringProtocol) -> String {
    if text.hasPrefix("${"), text.hasSuffix("}") { return String(text) }
    return String(decoding: encoded(bytes: Array(text.utf8)), as: UTF8.self)
  }

  /// All but unreserved characters.
  public static func encoded(bytes: [UInt8]) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    var result: [UInt8] = []
    for byte in bytes {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: result.append(byte)
      default: result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return result
  }
}

extension PercentText {
  /// Of a template: its places stay as they are.
  static func encodedTemplate(_ text: String) -> String {
    guard let template = try? Template(text) else { return encoded(text) }
    return template.parts.map { part in
      switch part {
      case .text(let text): String(decoding: encoded(bytes: Array(text.utf8)), as: UTF8.self)
      case .variable(let name): "${\(name)}"
      case .secret(let reference): reference.text
      }
    }.joined()
  }

  /// What can't be decoded stays as it is.
  static func decoded(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let high = JSON5Text.digit(bytes[index + 1]),
        let low = JSON5Text.digit(bytes[index + 2])
      {
        result.append(high << 4 | low)
        index += 3
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return result
  }
}
