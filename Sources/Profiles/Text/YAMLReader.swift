import JSON5

/// Puts mappings and lists together by their indentation, line by line; a value may go on over several.
struct YAMLReader {
  var yaml: YAMLLines

  init(_ bytes: [UInt8]) { yaml = YAMLLines(bytes) }

  mutating func document() throws(JSON5Fault) -> JSON5Value {
    while let line = try yaml.peek(), yaml.starts(line, "%") || yaml.starts(line, "---") {
      if yaml.starts(line, "%") { throw JSON5Fault(.yamlFeature("a directive"), at: line.start) }
      yaml.advance()
    }
    guard let first = try yaml.peek() else { return JSON5Value(.null, 0..<0) }
    let value = try block(indent: first.indent, depth: 0)
    if let line = try yaml.peek() {
      if yaml.starts(line, "---") || yaml.starts(line, "...") {
        throw JSON5Fault(.yamlFeature("a second document"), at: line.start)
      }
      throw JSON5Fault(.badIndentation, at: line.start)
    }
    return value
  }

  private mutating func block(indent: Int, depth: Int) throws(JSON5Fault) -> JSON5Value {
    guard depth < JSON5Document.deepest else {
      throw JSON5Fault(.tooDeep, at: yaml.place)
    }
    guard let line = try yaml.peek(), line.indent == indent else {
      return JSON5Value(.null, 0..<0)
    }
    if yaml.isItem(line, at: line.start) { return try sequence(indent: indent, depth: depth) }
    if yaml.keyEnd(line, from: line.start) != nil { return try mapping(indent: indent, depth: depth) }
    return try inline(from: line.start, indent: indent - 1, depth: depth)
  }

  private mutating func sequence(indent: Int, depth: Int) throws(JSON5Fault) -> JSON5Value {
    var elements: [JSON5Value] = []
    let start = yaml.current.start
    var end = start
    while let line = try yaml.peek(), line.indent == indent, yaml.isItem(line, at: line.start) {
      var content = line.start + 1
      while content < line.end, yaml.bytes[content] == 0x20 { content += 1 }
      let value: JSON5Value
      if content >= line.end || yaml.bytes[content] == UInt8(ascii: "#") {
        yaml.advance()
        value = try nested(deeperThan: indent, depth: depth)
      } else if yaml.isItem(line, at: content) || yaml.keyEnd(line, from: content) != nil {
        // What stands behind the hyphen is a block of its own, indented up to there.
        yaml.current.indent = indent + content - line.start
        yaml.current.start = content
        value = try block(indent: yaml.current.indent, depth: depth + 1)
      } else {
        value = try inline(from: content, indent: indent, depth: depth)
      }
      end = max(end, value.range.upperBound)
      elements.append(value)
    }
    return JSON5Value(.array(elements), start..<max(start, end))
  }

  private mutating func nested(deeperThan indent: Int, depth: Int, orItemsAt same: Bool = false)
    throws(JSON5Fault) -> JSON5Value
  {
    guard let line = try yaml.peek() else { return JSON5Value(.null, yaml.bytes.count..<yaml.bytes.count) }
    if line.indent > indent { return try block(indent: line.indent, depth: depth + 1) }
    // A list may stand as far left as its key.
    if same, line.indent == indent, yaml.isItem(line, at: line.start) {
      return try sequence(indent: indent, depth: depth + 1)
    }
    return JSON5Value(.null, line.start..<line.start)
  }

  private mutating func mapping(indent: Int, depth: Int) throws(JSON5Fault) -> JSON5Value {
    var members: [JSON5Value.Member] = []
    var names: Set<String> = []
    let start = yaml.current.start
    var end = start
    while let line = try yaml.peek(), line.indent == indent {
      guard let colon = yaml.keyEnd(line, from: line.start) else {
        let isDocument = yaml.starts(line, "---") || yaml.starts(line, "...")
        throw JSON5Fault(
          isDocument ? .yamlFeature("a second document") : .unexpected(yaml.bytes[line.start]), at: line.start
        )
      }
      let name = try key(line.start..<colon)
      guard names.insert(name).inserted else { throw JSON5Fault(.repeatedName(name), at: line.start) }
      var content = colon + 1
      while content < line.end, yaml.bytes[content] == 0x20 { content += 1 }
      let value: JSON5Value
      if content >= line.end || yaml.bytes[content] == UInt8(ascii: "#") {
        yaml.advance()
        value = try nested(deeperThan: indent, depth: depth, orItemsAt: true)
      } else {
        value = try inline(from: content, indent: indent, depth: depth)
      }
      end = max(end, value.range.upperBound)
      members.append(JSON5Value.Member(name: name, nameRange: line.start..<colon, value: value))
    }
    if let line = try yaml.peek(), line.indent > indent { throw JSON5Fault(.badIndentation, at: line.start) }
    return JSON5Value(.object(members), start..<max(start, end))
  }

  private func key(_ range: Range<Int>) throws(JSON5Fault) -> String {
    let first = yaml.bytes[range.lowerBound]
    if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
      return try YAMLScalar.quoted(yaml.bytes, range)
    }
    return String(decoding: yaml.bytes[range], as: UTF8.self).trimmed
  }
}
