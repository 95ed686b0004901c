/// A value of a JSON5 text with the place where it stands: for files that people write, whose faults are told by line, and
/// which are changed without losing what else is in them.
public struct JSON5Node: Sendable, Equatable {
  public indirect enum Value: Sendable, Equatable {
    /// In the order of the text; a name may come twice.
    case object([Member])
    case array([JSON5Node])
    case string(String)
    /// A number, `true`, `false` or `null`, or what stands in their place, as it is written.
    case word(String)
  }

  public struct Member: Sendable, Equatable {
    public let name: String
    /// Of the name, from 1.
    public let line: Int
    public let value: JSON5Node
  }

  public let value: Value
  /// From 1.
  public let line: Int
  /// Of the text.
  public let bytes: Range<Int>

  /// Values in each other; a file of brackets alone must not use up the stack.
  private static let deepest = 16

  /// The whole text, comments and all.
  public init(parsing bytes: some Sequence<UInt8>) throws(JSON5Fault) {
    var reader = JSON5Reader(bytes: Array(bytes))
    do throws(JSON5Reader.Fault) {
      try reader.skipBlanks()
      self = try Self.node(&reader, depth: 0)
      try reader.skipBlanks()
      if reader.next != nil { throw .here }
    } catch {
      throw JSON5Fault(line: reader.place.line, column: reader.place.column)
    }
  }

  private init(_ value: Value, line: Int, bytes: Range<Int>) {
    (self.value, self.line, self.bytes) = (value, line, bytes)
  }

  public var members: [Member]? { if case .object(let members) = value { members } else { nil } }
  public var string: String? { if case .string(let string) = value { string } else { nil } }
  public var items: [JSON5Node]? { if case .array(let items) = value { items } else { nil } }
  public var isNull: Bool { value == .word("null") }
  public var flag: Bool? { value == .word("true") ? true : value == .word("false") ? false : nil }
  /// A whole number.
  public var number: Int? { if case .word(let word) = value { Int(word) } else { nil } }

  private static func node(_ reader: inout JSON5Reader, depth: Int) throws(JSON5Reader.Fault) -> JSON5Node {
    guard depth <= deepest else { throw .here }
    let start = reader.index
    let line = reader.place.line
    let value: Value =
      switch reader.next {
      case 0x7B: .object(try members(&reader, depth))
      case 0x5B: .array(try items(&reader, depth))
      case 0x22, 0x27: .string(try reader.string())
      default: .word(try reader.word())
      }
    return JSON5Node(value, line: line, bytes: start..<reader.index)
  }

  private static func items(_ reader: inout JSON5Reader, _ depth: Int) throws(JSON5Reader.Fault)
    -> [JSON5Node]
  {
    var items: [JSON5Node] = []
    try reader.take(0x5B)
    try reader.skipBlanks()
    while reader.next != 0x5D {
      items.append(try node(&reader, depth: depth + 1))
      try reader.skipComma(before: 0x5D)
    }
    try reader.take(0x5D)
    return items
  }

  private static func members(_ reader: inout JSON5Reader, _ depth: Int) throws(JSON5Reader.Fault) -> [Member]
  {
    var members: [Member] = []
    try reader.take(0x7B)
    try reader.skipBlanks()
    while reader.next != 0x7D {
      let line = reader.place.line
      let isQuoted = reader.next == 0x22 || reader.next == 0x27
      let name = isQuoted ? try reader.string() : try reader.word()
      try reader.skipBlanks()
      try reader.take(0x3A)
      try reader.skipBlanks()
      members.append(Member(name: name, line: line, value: try node(&reader, depth: depth + 1)))
      try reader.skipComma(before: 0x7D)
    }
    try reader.take(0x7D)
    return members
  }
}

/// Where a text stops being JSON5, from 1; columns are bytes.
public struct JSON5Fault: Error, Sendable, Equatable {
  public let line: Int
  public let column: Int
}
