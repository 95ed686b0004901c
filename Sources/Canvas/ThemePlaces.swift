/// Tells the line of a theme's file on which something stands, which a decoder does not.
///
/// Reads JSON5 as far as themes need it: comments, trailing commas, keys without quotes.
public struct ThemePlaces: Sendable {
  /// More levels than a theme has; a file of brackets alone must not use up the stack.
  private static let deepest = 16
  /// Bytes; the longest of a theme has 30. What is longer counts as what it is in, which bounds the table.
  private static let longestPath = 200

  private var lines: [String: Int] = [:]
  /// Where it stops being JSON5, from 1; nil for a whole file.
  public private(set) var fault: (line: Int, column: Int)?

  public init(_ bytes: some Sequence<UInt8>) {
    var reader = Reader(bytes: Array(bytes))
    do throws(Reader.Fault) {
      try reader.skipBlanks()
      try value(&reader, ThemePath(), depth: 0)
      try reader.skipBlanks()
      if reader.next != nil { fault = reader.place }
    } catch {
      fault = reader.place
    }
  }

  /// Of a path like `roles."frame.in".fg`, or else of what it would be in; from 1.
  public func line(of path: String) -> Int {
    if let line = lines[path] { return line }
    let around = lines.keys.filter { path.hasPrefix($0 + ".") }.max { $0.utf8.count < $1.utf8.count }
    return around.flatMap { lines[$0] } ?? 1
  }

  private mutating func value(_ reader: inout Reader, _ path: ThemePath, depth: Int) throws(Reader.Fault) {
    guard depth <= Self.deepest else { throw .here }
    switch reader.next {
    case 0x7B: try members(&reader, path, depth)
    case 0x5B:
      try reader.take(0x5B)
      try reader.skipBlanks()
      while reader.next != 0x5D {
        try value(&reader, path, depth: depth + 1)
        try reader.skipComma(before: 0x5D)
      }
      try reader.take(0x5D)
    case 0x22, 0x27: _ = try reader.string()
    default: _ = try reader.word()
    }
  }

  private mutating func members(
    _ reader: inout Reader, _ path: ThemePath, _ depth: Int
  ) throws(Reader.Fault) {
    try reader.take(0x7B)
    try reader.skipBlanks()
    while reader.next != 0x7D {
      let line = reader.place.line
      let isQuoted = reader.next == 0x22 || reader.next == 0x27
      let name = isQuoted ? try reader.string() : try reader.word()
      let isShort = path.description.utf8.count + name.utf8.count <= Self.longestPath
      let inner = isShort ? path.adding(name) : path
      if isShort { lines[inner.description] = line }
      try reader.skipBlanks()
      try reader.take(0x3A)
      try reader.skipBlanks()
      try value(&reader, inner, depth: depth + 1)
      try reader.skipComma(before: 0x7D)
    }
    try reader.take(0x7D)
  }
}

/// A place in the text, and what can be read from there.
private struct Reader {
  enum Fault: Error { case here }

  let bytes: [UInt8]
  private var index = 0
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

  /// An escape stands as it is written: no name of a theme has one.
  mutating func string() throws(Fault) -> String {
    let quote = next
    let start = index + 1
    advance()
    while let byte = next, byte != quote {
      guard byte != 0x0A else { throw .here }
      if byte == 0x5C { advance() }
      advance()
    }
    guard next == quote else { throw .here }
    advance()
    return String(decoding: bytes[start..<index - 1], as: UTF8.self)
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
