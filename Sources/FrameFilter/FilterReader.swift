import ByteText

/// The text of a filter, byte by byte.
struct FilterReader {
  enum Sign: String {
    case colon = ":"
    case equal = "="
    case other = "!="
    case less = "<"
    case atMost = "<="
    case greater = ">"
    case atLeast = ">="
    /// The end of `json` in front of a path.
    case path = "."
  }

  let bytes: [UInt8]
  var place = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  var isAtEnd: Bool { place == bytes.count }
  var next: UInt8? { place < bytes.count ? bytes[place] : nil }
  /// At a blank or a bracket.
  var isAtBreak: Bool { next.map(Self.isBreak) ?? true }

  static func isBreak(_ byte: UInt8) -> Bool {
    ASCII.isBlank(byte) || byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")")
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
  func fault(_ range: Range<Int>, _ words: String) -> FilterError { FilterError(range: range, words: words) }

  mutating func skipBlanks() { while let byte = next, ASCII.isBlank(byte) { place += 1 } }

  mutating func take(_ sign: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: sign) else { return false }
    place += 1
    return true
  }

  // MARK: Words

  /// `and`, `or`, `not`, in small letters or capitals.
  func peek(word: String) -> Bool {
    let end = place + word.utf8.count
    guard end <= bytes.count, end == bytes.count || Self.isBreak(bytes[end]) else { return false }
    let slice = bytes[place..<end]
    return slice.elementsEqual(word.utf8) || slice.elementsEqual(word.uppercased().utf8)
  }

  mutating func take(word: String) -> Range<Int>? {
    guard peek(word: word) else { return nil }
    let start = place
    place += word.utf8.count
    return start..<place
  }

  /// Up to a blank or a bracket.
  mutating func takeWord() -> String {
    let start = place
    while !isAtBreak { place += 1 }
    return text(start..<place)
  }

  /// Up to a blank, a bracket or a comma.
  mutating func takeValue() -> (String, Range<Int>) {
    let start = place
    while !isAtBreak, next != UInt8(ascii: ",") { place += 1 }
    return (text(start..<place), start..<place)
  }

  /// At a quote. `\"` and `\\` are those signs, other backslashes themselves.
  mutating func quoted(isPattern: Bool = false) throws(FilterError) -> String {
    let start = place
    place += 1
    var content: [UInt8] = []
    while let byte = next {
      place += 1
      if byte == UInt8(ascii: "\"") { return String(decoding: content, as: UTF8.self) }
      if byte == UInt8(ascii: "\\"), let escaped = next {
        // A regular expression has its own use for every backslash but the one before a quote.
        if escaped != UInt8(ascii: "\""), isPattern || escaped != byte { content.append(byte) }
        content.append(escaped)
        place += 1
      } else {
        content.append(byte)
      }
    }
    throw fault(start..<start + 1, "a quote without its end")
  }

  /// A regular expression: in quotes, or up to a blank or a bracket that isn't its own.
  mutating func pattern() throws(FilterError) -> (String, Range<Int>) {
    let start = place
    if next == UInt8(ascii: "\"") {
      let text = try quoted(isPattern: true)
      return (text, start + 1..<place - 1)
    }
    var depth = 0
    var isInBracket = false
    while let byte = next, !ASCII.isBlank(byte) {
      switch byte {
      case UInt8(ascii: "\\"): place = min(place + 1, bytes.count - 1)
      case UInt8(ascii: "["): isInBracket = true
      case UInt8(ascii: "]"): isInBracket = false
      case UInt8(ascii: "(") where !isInBracket: depth += 1
      case UInt8(ascii: ")") where !isInBracket:
        if depth == 0 { return (text(start..<place), start..<place) }
        depth -= 1
      default: break
      }
      place += 1
    }
    return (text(start..<place), start..<place)
  }

  // MARK: Keys

  /// `dir:`, `size>=`, `size >`, `json.`: a name and what shows that it is one. Nil where plain text stands.
  mutating func takeKey() -> (String, Sign)? {
    let start = place
    var end = place
    while end < bytes.count, ASCII.isWord(bytes[end]) || end > start && bytes[end] == UInt8(ascii: "-") {
      end += 1
    }
    guard end > start, ASCII.isLetter(bytes[start]) else { return nil }
    let name = text(start..<end)
    place = end
    if name.lowercased() == "json", next == UInt8(ascii: ".") || next == UInt8(ascii: "[") {
      return (name, .path)
    }
    if ["size", "wire"].contains(name.lowercased()) {
      skipBlanks()
      if let sign = takeSign() { return (name, sign) }
      place = end
    }
    // An address is text.
    let isAddress = bytes[end...].starts(with: "://".utf8)
    if !isAddress, let sign = takeSign() { return (name, sign) }
    place = start
    return nil
  }

  mutating func takeSign() -> Sign? {
    let start = place
    switch next {
    case UInt8(ascii: ":"): place += 1
    case UInt8(ascii: "="):
      place += 1
      // As programmers write it.
      if take("=") { return .equal }
    case UInt8(ascii: "!"):
      guard place + 1 < bytes.count, bytes[place + 1] == UInt8(ascii: "=") else { return nil }
      place += 2
    case UInt8(ascii: "<"), UInt8(ascii: ">"):
      place += 1
      _ = take("=")
    default: return nil
    }
    return Sign(rawValue: text(start..<place))
  }
}
