/// JSON5 (json5.org) taken apart, each part with its place, so that a file can be complained of by line and column and
/// changed without losing a comment. JSON is JSON5, too.
public struct JSON5Document: Sendable {
  /// 64 levels: a file of brackets alone must not use up the stack.
  public static let deepest = 64

  public let bytes: [UInt8]
  public let root: JSON5Value

  public init(_ bytes: [UInt8]) throws(JSON5Fault) {
    var reader = JSON5Text(bytes)
    try reader.skipBlanks()
    let root = try reader.value(depth: 0)
    try reader.skipBlanks()
    if let byte = reader.next { throw JSON5Fault(.unexpected(byte), at: reader.index) }
    self.bytes = bytes
    self.root = root
  }

  public func place(_ offset: Int) -> TextPlace { TextPlace(offset: offset, in: bytes) }
}

/// A place in the text, and what can be read from there.
struct JSON5Text {
  let bytes: [UInt8]
  private(set) var index: Int

  init(_ bytes: [UInt8], at index: Int = 0) {
    self.bytes = bytes
    // A byte order mark is no part of the text.
    self.index = index == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : index
  }

  var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private func isNext(_ byte: UInt8, after count: Int = 0) -> Bool {
    index + count < bytes.count && bytes[index + count] == byte
  }

  private func unexpected() -> JSON5Fault {
    next.map { JSON5Fault(.unexpected($0), at: index) } ?? JSON5Fault(.unexpectedEnd, at: index)
  }

  mutating func take(_ byte: UInt8) throws(JSON5Fault) {
    guard next == byte else { throw unexpected() }
    index += 1
  }

  // MARK: Blanks

  mutating func skipBlanks() throws(JSON5Fault) {
    while let byte = next {
      switch byte {
      case 0x20, 0x09...0x0D: index += 1
      case UInt8(ascii: "/"): try skipComment()
      case 0xC2 where isNext(0xA0, after: 1): index += 2
      case 0xE2 where isNext(0x80, after: 1) && (isNext(0xA8, after: 2) || isNext(0xA9, after: 2)): index += 3
      default: return
      }
    }
  }

  private mutating func skipComment() throws(JSON5Fault) {
    let start = index
    if isNext(UInt8(ascii: "/"), after: 1) {
      while let byte = next, byte != 0x0A { index += 1 }
      return
    }
    guard isNext(UInt8(ascii: "*"), after: 1) else { throw unexpected() }
    index += 2
    while next != nil {
      if isNext(UInt8(ascii: "*")), isNext(UInt8(ascii: "/"), after: 1) {
        index += 2
        return
      }
      index += 1
    }
    throw JSON5Fault(.unclosedComment, at: start)
  }

  // MARK: Values

  mutating func value(depth: Int) throws(JSON5Fault) -> JSON5Value {
    let start = index
    switch next {
    case UInt8(ascii: "{"):
      guard depth < JSON5Document.deepest else { throw JSON5Fault(.tooDeep, at: index) }
      let members = try self.members(depth)
      return JSON5Value(.object(members), start..<index)
    case UInt8(ascii: "["):
      guard depth < JSON5Document.deepest else { throw JSON5Fault(.tooDeep, at: index) }
      let elements = try self.elements(depth)
      return JSON5Value(.array(elements), start..<index)
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      let text = try string()
      return JSON5Value(.string(text), start..<index)
    default:
      let kind = try word()
      return JSON5Value(kind, start..<index)
    }
  }

  private mutating func members(_ depth: Int) throws(JSON5Fault) -> [JSON5Value.Member] {
    var members: [JSON5Value.Member] = []
    var names: Set<String> = []
    index += 1
    try skipBlanks()
    while next != UInt8(ascii: "}") {
      let start = index
      let isQuoted = next == UInt8(ascii: "\"") || next == UInt8(ascii: "'")
      let name = isQuoted ? try string() : try identifier()
      let range = start..<index
      guard names.insert(name).inserted else { throw JSON5Fault(.repeatedName(name), at: start) }
      try skipBlanks()
      try take(UInt8(ascii: ":"))
      try skipBlanks()
      let value = try value(depth: depth + 1)
      members.append(JSON5Value.Member(name: name, nameRange: range, value: value))
      try skipComma(before: UInt8(ascii: "}"))
    }
    index += 1
    return members
  }

  private mutating func elements(_ depth: Int) throws(JSON5Fault) -> [JSON5Value] {
    var elements: [JSON5Value] = []
    index += 1
    try skipBlanks()
    while next != UInt8(ascii: "]") {
      elements.append(try value(depth: depth + 1))
      try skipComma(before: UInt8(ascii: "]"))
    }
    index += 1
    return elements
  }

  private mutating func skipComma(before end: UInt8) throws(JSON5Fault) {
    try skipBlanks()
    guard next != end else { return }
    try take(UInt8(ascii: ","))
    try skipBlanks()
  }

  private mutating func identifier() throws(JSON5Fault) -> String {
    let start = index
    while let byte = next,
      byte >= 0x80 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
        || (0x41...0x5A).contains(byte & 0xDF) || index > start && (0x30...0x39).contains(byte)
    { index += 1 }
    guard index > start else { throw unexpected() }
    return try text(Array(bytes[start..<index]), at: start)
  }

  private func text(_ bytes: [UInt8], at start: Int) throws(JSON5Fault) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw JSON5Fault(.notText, at: start) }
    return text
  }

  // MARK: Numbers and names

  private mutating func word() throws(JSON5Fault) -> JSON5Value.Kind {
    let start = index
    while let byte = next, isWordByte(byte) { index += 1 }
    guard index > start else { throw unexpected() }
    let word = String(decoding: bytes[start..<index], as: UTF8.self)
    switch word {
    case "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    default: break
    }
    guard let number = Self.number(word) else {
      let isNumber = word.utf8.first.map { (0x30...0x39).contains($0) || "+-.".utf8.contains($0) } ?? false
      throw isNumber
        ? JSON5Fault(.badNumber, at: start) : JSON5Fault(.unexpected(bytes[start]), at: start)
    }
    return .number(number, text: word)
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || "+-.".utf8.contains(byte)
  }

  private static func number(_ word: String) -> Double? {
    var digits = Substring(word)
    let isNegative = digits.first == "-"
    if isNegative || digits.first == "+" { digits = digits.dropFirst() }
    let sign: Double = isNegative ? -1 : 1
    if digits == "Infinity" { return sign * .infinity }
    if digits == "NaN" { return .nan }
    if digits.hasPrefix("0x") || digits.hasPrefix("0X") {
      return UInt64(digits.dropFirst(2), radix: 16).map { sign * Double($0) }
    }
    guard digits.utf8.contains(where: { (0x30...0x39).contains($0) }),
      digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) })
    else { return nil }
    return Double(digits).map { sign * $0 }
  }

  // MARK: Strings

  mutating func string() throws(JSON5Fault) -> String {
    let start = index
    let quote = bytes[index]
    index += 1
    var content: [UInt8] = []
    while let byte = next {
      switch byte {
      case quote:
        index += 1
        return try text(content, at: start)
      case UInt8(ascii: "\\"): try escape(to: &content)
      case 0x0A, 0x0D: throw JSON5Fault(.unclosedString, at: start)
      default:
        content.append(byte)
        index += 1
      }
    }
    throw JSON5Fault(.unclosedString, at: start)
  }

  private mutating func escape(to content: inout [UInt8]) throws(JSON5Fault) {
    let start = index
    index += 1
    guard let letter = next else { throw JSON5Fault(.unclosedString, at: start) }
    index += 1
    switch letter {
    case UInt8(ascii: "b"): content.append(8)
    case UInt8(ascii: "f"): content.append(12)
    case UInt8(ascii: "n"): content.append(10)
    case UInt8(ascii: "r"): content.append(13)
    case UInt8(ascii: "t"): content.append(9)
    case UInt8(ascii: "v"): content.append(11)
    case UInt8(ascii: "0") where !(next.map { (0x30...0x39).contains($0) } ?? false): content.append(0)
    case UInt8(ascii: "x"): content += Array(String(Unicode.Scalar(try unit(digits: 2, start)) ?? " ").utf8)
    case UInt8(ascii: "u"): content += try scalar(start)
    case 0x0A: break
    case 0x0D: if next == 0x0A { index += 1 }
    case 0x30...0x39: throw JSON5Fault(.badEscape, at: start)
    default: content.append(letter)
    }
  }

  private mutating func unit(digits: Int, _ start: Int) throws(JSON5Fault) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let digit = next.flatMap(Self.digit) else { throw JSON5Fault(.badEscape, at: start) }
      value = value << 4 | UInt32(digit)
      index += 1
    }
    return value
  }

  /// A half of a pair that is alone becomes U+FFFD.
  private mutating func scalar(_ start: Int) throws(JSON5Fault) -> [UInt8] {
    let unit = try unit(digits: 4, start)
    guard (0xD800..<0xDC00).contains(unit), isNext(0x5C), isNext(UInt8(ascii: "u"), after: 1) else {
      return Array(String(Unicode.Scalar(unit) ?? "\u{FFFD}").utf8)
    }
    let before = index
    index += 2
    let low = try self.unit(digits: 4, start)
    guard (0xDC00..<0xE000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
    else {
      index = before
      return Array("\u{FFFD}".utf8)
    }
    return Array(String(scalar).utf8)
  }

  /// Of a hex digit.
  static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}
