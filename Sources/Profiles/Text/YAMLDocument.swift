public import JSON5

/// The part of YAML that other programs write their collections in: mappings and lists by indentation, quoted, plain and
/// block scalars, `{}` and `[]`. Anchors, aliases, tags and several documents are refused with their place.
///
/// It gives the same values as JSON5, so that one importer reads both.
public struct YAMLDocument: Sendable {
  public let root: JSON5Value

  public init(_ bytes: [UInt8]) throws(JSON5Fault) {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw JSON5Fault(.notText, at: 0) }
    var reader = YAMLReader(bytes)
    root = try reader.document()
  }
}

/// Reads line by line; a value may go on over several.
private struct YAMLReader {
  private struct Line {
    var start: Int
    var indent: Int
    /// Without the line end and blanks before it.
    var end: Int
    var isBlank: Bool { start == end }
  }

  private let bytes: [UInt8]
  private var lines: [Line] = []
  private var next = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start <= bytes.count {
      let lineEnd = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      var content = start
      while content < lineEnd, bytes[content] == 0x20 { content += 1 }
      var end = lineEnd
      while end > content, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x0D || bytes[end - 1] == 0x09 {
        end -= 1
      }
      lines.append(Line(start: content, indent: content - start, end: end))
      start = lineEnd + 1
    }
  }

  private func starts(_ line: Line, _ text: StaticString) -> Bool {
    text.withUTF8Buffer { bytes[line.start..<line.end].starts(with: $0) }
  }

  /// The next line that says something.
  private mutating func peek() throws(JSON5Fault) -> Line? {
    while next < lines.count {
      let line = lines[next]
      if line.isBlank || bytes[line.start] == UInt8(ascii: "#") {
        next += 1
        continue
      }
      if bytes[line.start] == 0x09 { throw JSON5Fault(.badIndentation, at: line.start) }
      return line
    }
    return nil
  }

  mutating func document() throws(JSON5Fault) -> JSON5Value {
    while let line = try peek(), starts(line, "%") || starts(line, "---") {
      if starts(line, "%") { throw JSON5Fault(.yamlFeature("a directive"), at: line.start) }
      next += 1
    }
    guard let first = try peek() else { return JSON5Value(.null, 0..<0) }
    let value = try block(indent: first.indent, depth: 0)
    if let line = try peek() {
      if starts(line, "---") || starts(line, "...") {
        throw JSON5Fault(.yamlFeature("a second document"), at: line.start)
      }
      throw JSON5Fault(.badIndentation, at: line.start)
    }
    return value
  }

  // MARK: Blocks

  private mutating func block(indent: Int, depth: Int) throws(JSON5Fault) -> JSON5Value {
    guard depth < JSON5Document.deepest else {
      throw JSON5Fault(.tooDeep, at: lines[min(next, lines.count - 1)].start)
    }
    guard let line = try peek(), line.indent == indent else {
      return JSON5Value(.null, 0..<0)
    }
    if isItem(line, at: line.start) { return try sequence(indent: indent, depth: depth) }
    if keyEnd(line, from: line.start) != nil { return try mapping(indent: indent, depth: depth) }
    return try inline(from: line.start, indent: indent - 1, depth: depth)
  }

  private func isItem(_ line: Line, at start: Int) -> Bool {
    start < line.end && bytes[start] == UInt8(ascii: "-")
      && (start + 1 == line.end || bytes[start + 1] == 0x20)
  }

  private mutating func sequence(indent: Int, depth: Int) throws(JSON5Fault) -> JSON5Value {
    var elements: [JSON5Value] = []
    let start = lines[next].start
    var end = start
    while let line = try peek(), line.indent == indent, isItem(line, at: line.start) {
      var content = line.start + 1
      while content < line.end, bytes[content] == 0x20 { content += 1 }
      let value: JSON5Value
      if content >= line.end || bytes[content] == UInt8(ascii: "#") {
        next += 1
        value = try nested(deeperThan: indent, depth: depth)
      } else if isItem(line, at: content) || keyEnd(line, from: content) != nil {
        // What stands behind the hyphen is a block of its own, indented up to there.
        lines[next].indent = indent + content - line.start
        lines[next].start = content
        value = try block(indent: lines[next].indent, depth: depth + 1)
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
    guard let line = try peek() else { return JSON5Value(.null, bytes.count..<bytes.count) }
    if line.indent > indent { return try block(indent: line.indent, depth: depth + 1) }
    // A list may stand as far left as its key.
    if same, line.indent == indent, isItem(line, at: line.start) {
      return try sequence(indent: indent, depth: depth + 1)
    }
    return JSON5Value(.null, line.start..<line.start)
  }

  private mutating func mapping(indent: Int, depth: Int) throws(JSON5Fault) -> JSON5Value {
    var members: [JSON5Value.Member] = []
    var names: Set<String> = []
    let start = lines[next].start
    var end = start
    while let line = try peek(), line.indent == indent {
      guard let colon = keyEnd(line, from: line.start) else {
        let isDocument = starts(line, "---") || starts(line, "...")
        throw JSON5Fault(
          isDocument ? .yamlFeature("a second document") : .unexpected(bytes[line.start]), at: line.start)
      }
      let name = try key(line.start..<colon)
      guard names.insert(name).inserted else { throw JSON5Fault(.repeatedName(name), at: line.start) }
      var content = colon + 1
      while content < line.end, bytes[content] == 0x20 { content += 1 }
      let value: JSON5Value
      if content >= line.end || bytes[content] == UInt8(ascii: "#") {
        next += 1
        value = try nested(deeperThan: indent, depth: depth, orItemsAt: true)
      } else {
        value = try inline(from: content, indent: indent, depth: depth)
      }
      end = max(end, value.range.upperBound)
      members.append(JSON5Value.Member(name: name, nameRange: line.start..<colon, value: value))
    }
    if let line = try peek(), line.indent > indent { throw JSON5Fault(.badIndentation, at: line.start) }
    return JSON5Value(.object(members), start..<max(start, end))
  }

  /// Where the colon is, of a line that is `key: ...`.
  private func keyEnd(_ line: Line, from start: Int) -> Int? {
    guard start < line.end else { return nil }
    var index = start
    if bytes[start] == UInt8(ascii: "\"") || bytes[start] == UInt8(ascii: "'") {
      guard let end = quoteEnd(from: start, before: line.end) else { return nil }
      index = end
      guard index < line.end, bytes[index] == UInt8(ascii: ":"),
        index + 1 == line.end || bytes[index + 1] == 0x20
      else { return nil }
      return index
    }
    if "[{|>&*!%@`".utf8.contains(bytes[start]) { return nil }
    while index < line.end {
      if bytes[index] == UInt8(ascii: ":"), index + 1 == line.end || bytes[index + 1] == 0x20 { return index }
      if bytes[index] == UInt8(ascii: "#"), index > start, bytes[index - 1] == 0x20 { return nil }
      index += 1
    }
    return nil
  }

  /// Behind the closing quote.
  private func quoteEnd(from start: Int, before limit: Int) -> Int? {
    let quote = bytes[start]
    var index = start + 1
    while index < limit {
      if bytes[index] == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        index += 2
      } else if bytes[index] == quote {
        if quote == UInt8(ascii: "'"), index + 1 < limit, bytes[index + 1] == quote {
          index += 2
        } else {
          return index + 1
        }
      } else {
        index += 1
      }
    }
    return nil
  }

  private func key(_ range: Range<Int>) throws(JSON5Fault) -> String {
    let first = bytes[range.lowerBound]
    if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
      return try YAMLScalar.quoted(bytes, range)
    }
    return String(decoding: bytes[range], as: UTF8.self).trimmed
  }

  // MARK: Values on a line

  /// A value that begins in the line; `indent` is that of what it belongs to.
  private mutating func inline(from start: Int, indent: Int, depth: Int) throws(JSON5Fault) -> JSON5Value {
    let line = lines[next]
    switch bytes[start] {
    case UInt8(ascii: "&"): throw JSON5Fault(.yamlFeature("an anchor"), at: start)
    case UInt8(ascii: "*"): throw JSON5Fault(.yamlFeature("an alias"), at: start)
    case UInt8(ascii: "!"): throw JSON5Fault(.yamlFeature("a tag"), at: start)
    case UInt8(ascii: "|"), UInt8(ascii: ">"): return try blockScalar(from: start, line, indent: indent)
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      guard let end = quoteEnd(from: start, before: bytes.count) else {
        throw JSON5Fault(.unclosedString, at: start)
      }
      let text = try YAMLScalar.quoted(bytes, start..<end)
      try pass(end)
      return JSON5Value(.string(text), start..<end)
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      var flow = YAMLFlow(bytes, at: start)
      let value = try flow.value(depth: depth)
      try pass(flow.index)
      return value
    default: return plain(from: start, line, indent: indent)
    }
  }

  /// Behind a value that ended at `end`: only a comment may follow in its line.
  private mutating func pass(_ end: Int) throws(JSON5Fault) {
    while next < lines.count, lines[next].end < end { next += 1 }
    guard next < lines.count else { return }
    let rest = bytes[end..<max(end, lines[next].end)].drop { $0 == 0x20 || $0 == 0x09 }
    if let byte = rest.first, byte != UInt8(ascii: "#") {
      throw JSON5Fault(.unexpected(byte), at: rest.startIndex)
    }
    next += 1
  }

  private mutating func plain(from start: Int, _ line: Line, indent: Int) -> JSON5Value {
    var end = commentStart(from: start, before: line.end)
    var text = String(decoding: bytes[start..<end], as: UTF8.self).trimmed
    next += 1
    // It may go on in lines that are further right.
    while next < lines.count {
      let more = lines[next]
      guard !more.isBlank, more.indent > indent, bytes[more.start] != UInt8(ascii: "#") else { break }
      end = commentStart(from: more.start, before: more.end)
      text += " " + String(decoding: bytes[more.start..<end], as: UTF8.self).trimmed
      next += 1
    }
    return JSON5Value(YAMLScalar.kind(of: text), start..<end)
  }

  private func commentStart(from start: Int, before end: Int) -> Int {
    var index = start
    while index < end {
      if bytes[index] == UInt8(ascii: "#"), index > start, bytes[index - 1] == 0x20 { return index }
      index += 1
    }
    return end
  }

  /// `|` keeps line ends, `>` folds them; `-` and `+` say what becomes of those at the end.
  private mutating func blockScalar(from start: Int, _ line: Line, indent: Int) throws(JSON5Fault)
    -> JSON5Value
  {
    let head = bytes[(start + 1)..<commentStart(from: start + 1, before: line.end)].filter { $0 != 0x20 }
    guard head.count <= 2, head.allSatisfy({ "+-".utf8.contains($0) || (0x31...0x39).contains($0) }) else {
      throw JSON5Fault(.unexpected(bytes[start]), at: start)
    }
    next += 1
    var own = head.first { (0x31...0x39).contains($0) }.map { max(0, indent) + Int($0) - 0x30 }
    var rows: [String] = []
    var end = line.end
    while next < lines.count {
      let row = lines[next]
      if row.isBlank {
        rows.append("")
      } else {
        guard row.indent > indent, row.indent >= own ?? 0 else { break }
        let columns = own ?? row.indent
        own = columns
        rows.append(
          String(repeating: " ", count: row.indent - columns)
            + String(decoding: bytes[row.start..<row.end], as: UTF8.self))
        end = row.end
      }
      next += 1
    }
    let keepsEnd = head.contains(UInt8(ascii: "+"))
    var blanks = 0
    while rows.last == "" {
      rows.removeLast()
      blanks += 1
    }
    var text = bytes[start] == UInt8(ascii: "|") ? rows.joined(separator: "\n") : YAMLScalar.folded(rows)
    if !head.contains(UInt8(ascii: "-")), !rows.isEmpty { text += "\n" }
    if keepsEnd { text += String(repeating: "\n", count: max(0, blanks - 1)) }
    return JSON5Value(.string(text), start..<end)
  }
}
