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

/// Percent-encoding of RFC 3986.
enum PercentText {
  /// All but the unreserved characters (section 2.3); references of a template stay as they are.
  static func encoded(_ text: some StringProtocol) -> String {
    if text.hasPrefix("${"), text.hasSuffix("}") { return String(text) }
    return String(decoding: encoded(bytes: Array(text.utf8)), as: UTF8.self)
  }

  static func encoded(bytes: [UInt8]) -> [UInt8] {
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
