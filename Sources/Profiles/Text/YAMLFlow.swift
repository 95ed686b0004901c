import JSON5

/// `{a: 1, b: [x, 'y']}`, over any number of lines.
struct YAMLFlow {
  private let bytes: [UInt8]
  private(set) var index: Int

  init(_ bytes: [UInt8], at index: Int) {
    self.bytes = bytes
    self.index = index
  }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipBlanks() {
    while let byte = next {
      if [0x20, 0x09, 0x0A, 0x0D].contains(byte) {
        index += 1
      } else if byte == UInt8(ascii: "#"), index > 0, bytes[index - 1] <= 0x20 {
        while let more = next, more != 0x0A { index += 1 }
      } else {
        return
      }
    }
  }

  private func unexpected() -> JSON5Fault {
    next.map { JSON5Fault(.unexpected($0), at: index) } ?? JSON5Fault(.unexpectedEnd, at: index)
  }

  mutating func value(depth: Int) throws(JSON5Fault) -> JSON5Value {
    guard depth < JSON5Document.deepest else { throw JSON5Fault(.tooDeep, at: index) }
    let start = index
    switch next {
    case UInt8(ascii: "{"):
      let members = try members(depth)
      return JSON5Value(.object(members), start..<index)
    case UInt8(ascii: "["):
      let elements = try elements(depth)
      return JSON5Value(.array(elements), start..<index)
    case UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: "!"):
      throw JSON5Fault(.yamlFeature("an anchor, alias or tag"), at: index)
    default:
      let (text, isQuoted) = try scalar()
      return JSON5Value(isQuoted ? .string(text) : YAMLScalar.kind(of: text), start..<index)
    }
  }

  private mutating func members(_ depth: Int) throws(JSON5Fault) -> [JSON5Value.Member] {
    var members: [JSON5Value.Member] = []
    index += 1
    skipBlanks()
    while next != UInt8(ascii: "}") {
      let start = index
      let (name, _) = try scalar()
      let range = start..<index
      guard !members.contains(where: { $0.name == name }) else {
        throw JSON5Fault(.repeatedName(name), at: start)
      }
      skipBlanks()
      var value = JSON5Value(.null, index..<index)
      if next == UInt8(ascii: ":") {
        index += 1
        skipBlanks()
        if next != UInt8(ascii: ","), next != UInt8(ascii: "}") { value = try self.value(depth: depth + 1) }
      }
      members.append(JSON5Value.Member(name: name, nameRange: range, value: value))
      try skipComma(before: UInt8(ascii: "}"))
    }
    index += 1
    return members
  }

  private mutating func elements(_ depth: Int) throws(JSON5Fault) -> [JSON5Value] {
    var elements: [JSON5Value] = []
    index += 1
    skipBlanks()
    while next != UInt8(ascii: "]") {
      elements.append(try value(depth: depth + 1))
      try skipComma(before: UInt8(ascii: "]"))
    }
    index += 1
    return elements
  }

  private mutating func skipComma(before end: UInt8) throws(JSON5Fault) {
    skipBlanks()
    if next == end { return }
    guard next == UInt8(ascii: ",") else { throw unexpected() }
    index += 1
    skipBlanks()
  }

  private mutating func scalar() throws(JSON5Fault) -> (text: String, isQuoted: Bool) {
    let start = index
    guard let first = next else { throw unexpected() }
    if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
      index += 1
      while let byte = next,
        byte != first || first == UInt8(ascii: "'") && index + 1 < bytes.count && bytes[index + 1] == first
      {
        index += byte == UInt8(ascii: "\\") && first == UInt8(ascii: "\"") || byte == first ? 2 : 1
      }
      guard next == first else { throw JSON5Fault(.unclosedString, at: start) }
      index += 1
      return (try YAMLScalar.quoted(bytes, start..<index), true)
    }
    while let byte = next, !",[]{}\n".utf8.contains(byte) {
      if byte == UInt8(ascii: ":"),
        index + 1 >= bytes.count || bytes[index + 1] <= 0x20 || ",]}".utf8.contains(bytes[index + 1])
      {
        break
      }
      if byte == UInt8(ascii: "#"), index > start, bytes[index - 1] == 0x20 { break }
      index += 1
    }
    guard index > start else { throw unexpected() }
    return (String(decoding: bytes[start..<index], as: UTF8.self).trimmed, false)
  }
}
