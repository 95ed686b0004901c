import JSON5

/// Values that begin in a line: plain, in quotes, in brackets, and blocks of text.
extension YAMLReader {
  /// A value that begins in the line; `indent` is that of what it belongs to.
  mutating func inline(from start: Int, indent: Int, depth: Int) throws(JSON5Fault) -> JSON5Value {
    let line = yaml.current
    switch yaml.bytes[start] {
    case UInt8(ascii: "&"): throw JSON5Fault(.yamlFeature("an anchor"), at: start)
    case UInt8(ascii: "*"): throw JSON5Fault(.yamlFeature("an alias"), at: start)
    case UInt8(ascii: "!"): throw JSON5Fault(.yamlFeature("a tag"), at: start)
    case UInt8(ascii: "|"), UInt8(ascii: ">"): return try blockScalar(from: start, line, indent: indent)
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      guard let end = yaml.quoteEnd(from: start, before: yaml.bytes.count) else {
        throw JSON5Fault(.unclosedString, at: start)
      }
      let text = try YAMLScalar.quoted(yaml.bytes, start..<end)
      try pass(end)
      return JSON5Value(.string(text), start..<end)
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      var flow = YAMLFlow(yaml.bytes, at: start)
      let value = try flow.value(depth: depth)
      try pass(flow.index)
      return value
    default: return plain(from: start, line, indent: indent)
    }
  }

  /// Behind a value that ended at `end`: only a comment may follow in its line.
  private mutating func pass(_ end: Int) throws(JSON5Fault) {
    while !yaml.isAtEnd, yaml.current.end < end { yaml.advance() }
    guard !yaml.isAtEnd else { return }
    let rest = yaml.bytes[end..<max(end, yaml.current.end)].drop { $0 == 0x20 || $0 == 0x09 }
    if let byte = rest.first, byte != UInt8(ascii: "#") {
      throw JSON5Fault(.unexpected(byte), at: rest.startIndex)
    }
    yaml.advance()
  }

  private mutating func plain(from start: Int, _ line: YAMLLines.Line, indent: Int) -> JSON5Value {
    var end = yaml.commentStart(from: start, before: line.end)
    var text = String(decoding: yaml.bytes[start..<end], as: UTF8.self).trimmed
    yaml.advance()
    // It may go on in lines that are further right.
    while !yaml.isAtEnd {
      let more = yaml.current
      guard !more.isBlank, more.indent > indent, yaml.bytes[more.start] != UInt8(ascii: "#") else { break }
      end = yaml.commentStart(from: more.start, before: more.end)
      text += " " + String(decoding: yaml.bytes[more.start..<end], as: UTF8.self).trimmed
      yaml.advance()
    }
    return JSON5Value(YAMLScalar.kind(of: text), start..<end)
  }

  /// `|` keeps line ends, `>` folds them; `-` and `+` say what becomes of those at the end.
  private mutating func blockScalar(from start: Int, _ line: YAMLLines.Line, indent: Int) throws(JSON5Fault)
    -> JSON5Value
  {
    let head = yaml.bytes[(start + 1)..<yaml.commentStart(from: start + 1, before: line.end)].filter {
      $0 != 0x20
    }
    guard head.count <= 2, head.allSatisfy({ "+-".utf8.contains($0) || (0x31...0x39).contains($0) }) else {
      throw JSON5Fault(.unexpected(yaml.bytes[start]), at: start)
    }
    yaml.advance()
    var own = head.first { (0x31...0x39).contains($0) }.map { max(0, indent) + Int($0) - 0x30 }
    var rows: [String] = []
    var end = line.end
    while !yaml.isAtEnd {
      let row = yaml.current
      if row.isBlank {
        rows.append("")
      } else {
        guard row.indent > indent, row.indent >= own ?? 0 else { break }
        let columns = own ?? row.indent
        own = columns
        rows.append(
          String(repeating: " ", count: row.indent - columns)
            + String(decoding: yaml.bytes[row.start..<row.end], as: UTF8.self))
        end = row.end
      }
      yaml.advance()
    }
    let keepsEnd = head.contains(UInt8(ascii: "+"))
    var blanks = 0
    while rows.last == "" {
      rows.removeLast()
      blanks += 1
    }
    var text = yaml.bytes[start] == UInt8(ascii: "|") ? rows.joined(separator: "\n") : YAMLScalar.folded(rows)
    if !head.contains(UInt8(ascii: "-")), !rows.isEmpty { text += "\n" }
    if keepsEnd { text += String(repeating: "\n", count: max(0, blanks - 1)) }
    return JSON5Value(.string(text), start..<end)
  }
}
