import ByteText

extension JSON5Text {
  // MARK: Numbers and names

  mutating func word() throws(JSON5Fault) -> JSON5Value.Kind {
    let start = index
    let word = try anyWord()
    switch word {
    case "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    default: break
    }
    if let number = Self.number(word) { return .number(number, text: word) }
    if isLenient { return .word(word) }
    let isNumber = word.utf8.first.map { (0x30...0x39).contains($0) || "+-.".utf8.contains($0) } ?? false
    throw isNumber
      ? JSON5Fault(.badNumber, at: start, upTo: index)
      : JSON5Fault(.unexpected(bytes[start]), at: start, upTo: index)
  }

  /// What stands there without quotes.
  mutating func anyWord() throws(JSON5Fault) -> String {
    let start = index
    while let byte = next, isWordByte(byte) { index += 1 }
    guard index > start else { throw unexpected() }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
    case UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...: isLenient
    default: false
    }
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
      case 0x0A, 0x0D: throw JSON5Fault(.unclosedString, at: start, upTo: index)
      default:
        content.append(byte)
        index += 1
      }
    }
    throw JSON5Fault(.unclosedString, at: start, upTo: index)
  }

  private mutating func escape(to content: inout [UInt8]) throws(JSON5Fault) {
    let start = index
    index += 1
    guard let letter = next else { throw JSON5Fault(.unclosedString, at: start, upTo: index) }
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
    case 0x30...0x39: throw JSON5Fault(.badEscape, at: start, upTo: index)
    default: content.append(letter)
    }
  }

  private mutating func unit(digits: Int, _ start: Int) throws(JSON5Fault) -> UInt32 {
    let first = index
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let digit = next.flatMap(Hex.value) else {
        throw JSON5Fault(.badEscape, at: start, upTo: first)
      }
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
}
