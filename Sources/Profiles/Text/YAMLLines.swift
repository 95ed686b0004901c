import JSON5

/// A text's lines, one after the other, and what stands where in one.
struct YAMLLines {
  struct Line {
    var start: Int
    var indent: Int
    /// Without the line end and blanks before it.
    var end: Int
    var isBlank: Bool { start == end }
  }

  let bytes: [UInt8]
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

  var isAtEnd: Bool { next >= lines.count }

  /// The line in hand; there is one unless `isAtEnd`.
  var current: Line {
    get { lines[next] }
    set { lines[next] = newValue }
  }

  /// Where the line in hand begins, or the last one.
  var place: Int { lines[min(next, lines.count - 1)].start }

  mutating func advance() { next += 1 }

  func starts(_ line: Line, _ text: StaticString) -> Bool {
    text.withUTF8Buffer { bytes[line.start..<line.end].starts(with: $0) }
  }

  /// The next line that says something.
  mutating func peek() throws(JSON5Fault) -> Line? {
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

  func isItem(_ line: Line, at start: Int) -> Bool {
    start < line.end && bytes[start] == UInt8(ascii: "-")
      && (start + 1 == line.end || bytes[start + 1] == 0x20)
  }

  /// Where the colon is, of a line that is `key: ...`.
  func keyEnd(_ line: Line, from start: Int) -> Int? {
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
  func quoteEnd(from start: Int, before limit: Int) -> Int? {
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

  func commentStart(from start: Int, before end: Int) -> Int {
    var index = start
    while index < end {
      if bytes[index] == UInt8(ascii: "#"), index > start, bytes[index - 1] == 0x20 { return index }
      index += 1
    }
    return end
  }
}
