/// A value of a text, with the bytes that it stands in. JSON5 and the plain YAML of other programs both give these.
public struct JSON5Value: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case null
    case bool(Bool)
    /// As written, and as a number; not a number where it is beyond what a Double holds.
    case number(Double, text: String)
    case string(String)
    /// Anything else without quotes; only where the reading is lenient.
    case word(String)
    case array([JSON5Value])
    /// In the order of the text; no name twice but where the reading is lenient.
    case object([Member])
  }

  public struct Member: Sendable, Hashable {
    public var name: String
    public var nameRange: Range<Int>
    public var value: JSON5Value

    public init(name: String, nameRange: Range<Int>, value: JSON5Value) {
      self.name = name
      self.nameRange = nameRange
      self.value = value
    }
  }

  public var kind: Kind
  /// Bytes of the text, without blanks around.
  public var range: Range<Int>

  public init(_ kind: Kind, _ range: Range<Int>) {
    self.kind = kind
    self.range = range
  }

  public var string: String? { if case .string(let text) = kind { text } else { nil } }
  /// Not inlined: the optimizer of Swift 6.3.1 stops with an ownership error where it is, twice in one function.
  @inline(never)
  public var bool: Bool? { if case .bool(let value) = kind { value } else { nil } }
  public var number: Double? { if case .number(let value, _) = kind { value } else { nil } }
  /// A number that is written as a whole one.
  public var whole: Int? { if case .number(_, let text) = kind { Int(text) } else { nil } }
  public var elements: [JSON5Value]? { if case .array(let values) = kind { values } else { nil } }
  public var members: [Member]? { if case .object(let members) = kind { members } else { nil } }
  public var isNull: Bool { kind == .null }

  /// Of an object; nil where there is none of that name, or this is no object.
  public subscript(name: String) -> JSON5Value? { members?.first { $0.name == name }?.value }

  /// A string, or what a number or a Boolean is written as.
  public var text: String? {
    switch kind {
    case .string(let text): text
    case .number(_, let text): text
    case .bool(let value): value ? "true" : "false"
    case .null, .word, .array, .object: nil
    }
  }
}
