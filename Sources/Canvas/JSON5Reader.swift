/// A place in a JSON5 text, and what can be read from there.
struct JSON5Reader {
  enum Fault: Error { case here }

  let bytes: [UInt8]
  private(set) var index = 0
  private var line = 1
  private var lineStart = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  var next: UInt8? { bytes.indices.contains(index) ? bytes[index] : nil }
  /// Columns are bytes.
  var place: (line: Int, column: Int) { (line, index - lineStart + 1) }

  private mutating func advance() {
    if next == 0x0A {
      line += 1
      lineStart = index + 1
    }
    index += 1
  }

  mutating func take(_ byte: UInt8) throws(Fault) {
    guard next == byte else { throw .here }
    advance()
  }

  mutating func skipComma(before end: UInt8) throws(Fault) {
    try skipBlanks()
    guard next != end else { return }
    try take(0x2C)
    try skipBlanks()
  }

  mutating func skipBlanks() throws(Fault) {
    while let byte = next {
      if byte == 0x20 || (0x09...0x0D).contains(byte) {
        advance()
      } else if byte == 0x2F {
        try skipComment()
      } else {
        return
      }
    }
  }

  private mutating func skipComment() throws(Fault) {
    let kind = bytes.indices.contains(index + 1) ? bytes[index + 1] : 0
    guard kind == 0x2F || kind == 0x2A else { throw .here }
    advance()
    advance()
    while let byte = next {
      if kind == 0x2F, byte == 0x0A { return }
      if kind == 0x2A, byte == 0x2A, bytes.indices.contains(index + 1), bytes[index + 1] == 0x2F {
        advance()
        advance()
        return
      }
      advance()
    }
    if kind == 0x2A { throw .here }
  }

  /// Within quotes of either kind, its escapes resolved.
  mutating func string() throws(Fault) -> String {
    let quote = next
    var text: [UInt8] = []
    advance()
    while let byte = next, byte != quote {
      guard byte != 0x0A else { throw .here }
      advance()
      if byte == 0x5C { try escape(&text) } else { text.append(byte) }
    }
    guard next == quote else { throw .here }
    advance()
    return String(decoding: text, as: UTF8.self)
  }

  private static let escapes: [UInt8: UInt8] = [
    0x62: 0x08, 0x66: 0x0C, 0x6E: 0x0A, 0x72: 0x0D, 0x74: 0x09, 0x76: 0x0B, 0x30: 0x00,
  ]

  /// After a backslash; at the end of a line it joins the next one.
  private mutating func escape(_ text: inout [UInt8]) throws(Fault) {
    guard let byte = next else { throw .here }
    advance()
    switch byte {
    case 0x0A: break
    case 0x0D: if next == 0x0A { advance() }
    case 0x78: text += String(try scalar(digits: 2)).utf8
    case 0x75: text += String(try utf16()).utf8
    default: text.append(Self.escapes[byte] ?? byte)
    }
  }

  private mutating func utf16() throws(Fault) -> Unicode.Scalar {
    let high = try number(digits: 4)
    guard (0xD800..<0xDC00).contains(high), next == 0x5C else { return Unicode.Scalar(high) ?? "\u{FFFD}" }
    advance()
    try take(0x75)
    let low = try number(digits: 4)
    guard (0xDC00..<0xE000).contains(low) else { return "\u{FFFD}" }
    return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
  }

  private mutating func scalar(digits: Int) throws(Fault) -> Unicode.Scalar {
    Unicode.Scalar(try number(digits: digits)) ?? "\u{FFFD}"
  }

  private mutating func number(digits: Int) throws(Fault) -> UInt32 {
    guard index + digits <= bytes.count,
      let number = UInt32(String(decoding: bytes[index..<index + digits], as: UTF8.self), radix: 16)
    else { throw .here }
    for _ in 0..<digits { advance() }
    return number
  }

  /// A number, true, false, null, or a key without quotes.
  mutating func word() throws(Fault) -> String {
    let start = index
    while let byte = next,
      byte >= 0x80 || byte == 0x2B || byte == 0x2D || byte == 0x2E || byte == 0x5F || byte == 0x24
        || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    { advance() }
    guard index > start else { throw .here }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }
}
