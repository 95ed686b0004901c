/// A place in the text, and what can be read from there.
public struct JSON5Text {
  let bytes: [UInt8]
  private let reading: JSON5Reading
  public internal(set) var index: Int

  public init(_ bytes: [UInt8], _ reading: JSON5Reading = .exact, at index: Int = 0) {
    self.bytes = bytes
    self.reading = reading
    // A byte order mark is no part of the text.
    self.index = index == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : index
  }

  var isLenient: Bool { reading == .lenient }

  public var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  func isNext(_ byte: UInt8, after count: Int = 0) -> Bool {
    index + count < bytes.count && bytes[index + count] == byte
  }

  func unexpected() -> JSON5Fault {
    next.map { JSON5Fault(.unexpected($0), at: index) } ?? JSON5Fault(.unexpectedEnd, at: index)
  }

  mutating func take(_ byte: UInt8) throws(JSON5Fault) {
    guard next == byte else { throw unexpected() }
    index += 1
  }

  // MARK: Blanks

  public mutating func skipBlanks() throws(JSON5Fault) {
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
    throw JSON5Fault(.unclosedComment, at: start, upTo: index)
  }

  // MARK: Values

  public mutating func value(depth: Int) throws(JSON5Fault) -> JSON5Value {
    let start = index
    switch next {
    case UInt8(ascii: "{"):
      guard depth < reading.deepest else { throw JSON5Fault(.tooDeep, at: index) }
      let members = try self.members(depth)
      return JSON5Value(.object(members), start..<index)
    case UInt8(ascii: "["):
      guard depth < reading.deepest else { throw JSON5Fault(.tooDeep, at: index) }
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
      let name = isQuoted ? try string() : isLenient ? try anyWord() : try identifier()
      let range = start..<index
      guard names.insert(name).inserted || isLenient else { throw JSON5Fault(.repeatedName(name), at: start) }
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

  func text(_ bytes: [UInt8], at start: Int) throws(JSON5Fault) -> String {
    if isLenient { return String(decoding: bytes, as: UTF8.self) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw JSON5Fault(.notText, at: start, upTo: index)
    }
    return text
  }
}
