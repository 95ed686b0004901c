import ByteText

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

extension Percent {
  /// References of a template stay as they are.
  static func encoded(_ text: some StringProtocol) -> String {
    if text.hasPrefix("${"), text.hasSuffix("}") { return String(text) }
    return String(decoding: encoded(text.utf8), as: UTF8.self)
  }

  /// Of a template: its places stay as they are.
  static func encodedTemplate(_ text: String) -> String {
    guard let template = try? Template(text) else { return encoded(text) }
    return template.parts.map { part in
      switch part {
      case .text(let text): String(decoding: encoded(text.utf8), as: UTF8.self)
      case .variable(let name): "${\(name)}"
      case .secret(let reference): reference.text
      }
    }.joined()
  }
}
