import ByteText

/// A place in a JSON document, or with wildcards many: `items[0].id`, `"a.b"[*].*`, `**.time`.
public struct JSONPath: Hashable, Sendable {
  public enum Step: Hashable, Sendable {
    case key([UInt8])
    /// Counted from 0.
    case index(Int)
    /// `*`: any key of an object.
    case anyKey
    /// `[*]`: any place in an array.
    case anyIndex
    /// `**`: any number of steps, none among them.
    case anyDepth
  }

  /// Where a path can't be read; the offset is in bytes of its text.
  public struct Fault: Error, Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
      case nameMissing
      /// `[` takes a number, `*` or a name in quotes, and then `]`.
      case badIndex
      /// A quote that does not end.
      case openQuote
      /// A dot or a bracket has to stand between steps.
      case unexpected
      /// More steps than `stepLimit`, or more than one `**`.
      case tooLong
    }
    public var kind: Kind
    public var offset: Int

    public init(kind: Kind, offset: Int) {
      self.kind = kind
      self.offset = offset
    }
  }

  public static let stepLimit = 64

  public var steps: [Step]

  public init(_ steps: [Step] = []) { self.steps = steps }

  /// Empty text, and `$` alone, is the whole document; `$.` in front may stand or not. Names may also stand in brackets,
  /// as RFC 9535 has them.
  public init(parsing text: [UInt8]) throws(Fault) {
    var reader = JSONPathReader(bytes: text)
    steps = try reader.run()
  }

  /// No wildcards: one place at most.
  public var isSingle: Bool {
    steps.allSatisfy {
      switch $0 {
      case .key, .index: true
      case .anyKey, .anyIndex, .anyDepth: false
      }
    }
  }

  /// As it can be read again; the whole document is `$`.
  public var text: [UInt8] {
    var output: [UInt8] = []
    for step in steps {
      switch step {
      case .index(let index): output += Array("[\(index)]".utf8)
      case .anyIndex: output += Array("[*]".utf8)
      case .anyKey: output += Array(output.isEmpty ? "*".utf8 : ".*".utf8)
      case .anyDepth: output += Array(output.isEmpty ? "**".utf8 : ".**".utf8)
      case .key(let key):
        if !output.isEmpty { output.append(UInt8(ascii: ".")) }
        output += Self.isPlain(key) ? key : Self.quoted(key)
      }
    }
    return output.isEmpty ? [UInt8(ascii: "$")] : output
  }

  public var words: String { String(decoding: text, as: UTF8.self) }

  /// As RFC 9535 writes it: `$.items[0]['odd key']`. It can be read again too.
  public var standardWords: String {
    steps.reduce("$") { words, step in
      switch step {
      case .index(let index): words + "[\(index)]"
      case .anyIndex: words + "[*]"
      case .anyKey: words + ".*"
      case .anyDepth: words + ".**"
      case .key(let key):
        words + (Self.isName(key) ? ".\(String(decoding: key, as: UTF8.self))" : Self.bracketed(key))
      }
    }
  }

  private static func isName(_ key: [UInt8]) -> Bool {
    guard let first = key.first, !ASCII.isDigit(first) else { return false }
    return key.allSatisfy { ASCII.isAlphanumeric($0) || $0 == UInt8(ascii: "_") }
  }

  /// `['odd key']`
  private static func bracketed(_ key: [UInt8]) -> String {
    let inside = key.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\\"): [UInt8(ascii: "\\"), byte]
      case ..<0x20, 0x7F: Array("\\u\(Hex.text(byte, digits: 4))".utf8)
      default: [byte]
      }
    }
    return "['\(String(decoding: inside, as: UTF8.self))']"
  }

  /// Whether this, a pattern, has `place` among its places. Quick, as it is asked of every value of a document: with one
  /// `**` at most, what is before it and what is behind it are each in one place.
  public func matches(_ place: [Step]) -> Bool {
    guard let depth = steps.firstIndex(of: .anyDepth) else {
      return steps.count == place.count && Self.match(steps[...], place[...])
    }
    let (front, back) = (steps[..<depth], steps[(depth + 1)...])
    guard place.count >= front.count + back.count else { return false }
    return Self.match(front, place.prefix(front.count)) && Self.match(back, place.suffix(back.count))
  }

  /// Step by step; both are as long.
  private static func match(_ pattern: ArraySlice<Step>, _ place: ArraySlice<Step>) -> Bool {
    zip(pattern, place).allSatisfy { step, other in
      switch (step, other) {
      case (.anyKey, .key), (.anyIndex, .index): true
      default: step == other
      }
    }
  }

  private static func isPlain(_ key: [UInt8]) -> Bool {
    guard let first = key.first, first != UInt8(ascii: "$"), key != [UInt8(ascii: "*")] else { return false }
    return key.allSatisfy { byte in
      byte > 0x20 && byte != 0x7F && !".[]\"*".utf8.contains(byte)
    }
  }

  private static func quoted(_ key: [UInt8]) -> [UInt8] {
    var output = [UInt8(ascii: "\"")]
    for byte in key {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { output.append(UInt8(ascii: "\\")) }
      output.append(byte)
    }
    return output + [UInt8(ascii: "\"")]
  }
}

/// Reads a path from left to right.
private struct JSONPathReader {
  let bytes: [UInt8]
  var place = 0
  var steps: [JSONPath.Step] = []

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func run() throws(JSONPath.Fault) -> [JSONPath.Step] {
    if bytes.first == UInt8(ascii: "$"), bytes.count == 1 || ".[".utf8.contains(bytes[1]) {
      place = 1
      if place < bytes.count, bytes[place] == UInt8(ascii: ".") { place += 1 }
      if bytes.count == 1 { return [] }
    }
    var isFirst = true
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: "[") {
        steps.append(try index())
      } else {
        if !isFirst {
          guard bytes[place] == UInt8(ascii: ".") else { throw fault(.unexpected) }
          place += 1
        }
        steps.append(try name())
      }
      isFirst = false
      let depths = steps.filter { $0 == .anyDepth }.count
      guard steps.count <= JSONPath.stepLimit, depths <= 1 else { throw fault(.tooLong) }
    }
    return steps
  }

  private mutating func index() throws(JSONPath.Fault) -> JSONPath.Step {
    let start = place
    if place + 1 < bytes.count,
      bytes[place + 1] == UInt8(ascii: "'") || bytes[place + 1] == UInt8(ascii: "\"")
    {
      return .key(try bracketed())
    }
    guard let end = bytes[place...].firstIndex(of: UInt8(ascii: "]")) else { throw fault(.badIndex) }
    let inside = bytes[place + 1..<end]
    place = end + 1
    if inside.elementsEqual("*".utf8) { return .anyIndex }
    guard (1...9).contains(inside.count), inside.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw JSONPath.Fault(kind: .badIndex, offset: start)
    }
    return .index(inside.reduce(0) { $0 * 10 + Int($1 - 0x30) })
  }

  /// `['name']` or `["name"]`, with JSON's escapes.
  private mutating func bracketed() throws(JSONPath.Fault) -> [UInt8] {
    let (start, quote, begin) = (place, bytes[place + 1], place + 2)
    var end = begin
    while end < bytes.count, bytes[end] != quote { end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1 }
    guard end < bytes.count else { throw JSONPath.Fault(kind: .openQuote, offset: start + 1) }
    guard end + 1 < bytes.count, bytes[end + 1] == UInt8(ascii: "]") else {
      throw JSONPath.Fault(kind: .badIndex, offset: start)
    }
    place = end + 2
    return bytes[begin..<end].withUnsafeBytes { JSONString($0, hasEscapes: true).decoded() }
  }

  private mutating func name() throws(JSONPath.Fault) -> JSONPath.Step {
    guard place < bytes.count else { throw fault(.nameMissing) }
    if bytes[place] == UInt8(ascii: "\"") { return .key(try quoted()) }
    let start = place
    while place < bytes.count, !".[\"".utf8.contains(bytes[place]) { place += 1 }
    let name = Array(bytes[start..<place])
    if name.isEmpty { throw fault(.nameMissing) }
    if name.elementsEqual("*".utf8) { return .anyKey }
    return name.elementsEqual("**".utf8) ? .anyDepth : .key(name)
  }

  private mutating func quoted() throws(JSONPath.Fault) -> [UInt8] {
    let start = place
    place += 1
    var name: [UInt8] = []
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      if byte == UInt8(ascii: "\"") { return name }
      if byte == UInt8(ascii: "\\"), place < bytes.count {
        name.append(bytes[place])
        place += 1
      } else {
        name.append(byte)
      }
    }
    throw JSONPath.Fault(kind: .openQuote, offset: start)
  }

  private func fault(_ kind: JSONPath.Fault.Kind) -> JSONPath.Fault {
    JSONPath.Fault(kind: kind, offset: place)
  }
}
