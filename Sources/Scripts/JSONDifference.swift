public import JSONBytes

/// What differs between two JSON texts, value by value; order of keys, blanks and ways to write a string or a number don't.
public struct JSONDifference: Sendable {
  public enum Kind: Hashable, Sendable {
    /// Both have a value there, another one.
    case changed
    /// Only the expected text has it.
    case missing
    /// Only the other has it.
    case extra
    /// What came is no JSON at all; the path is empty.
    case notJSON
  }

  public struct Entry: Hashable, Sendable {
    public var kind: Kind
    /// Where: `items[2].price`; empty for the whole text.
    public var path: JSONPath
    /// As written in its text; nil where there is none.
    public var expected: [UInt8]?
    public var seen: [UInt8]?

    public init(kind: Kind, path: JSONPath, expected: [UInt8]?, seen: [UInt8]?) {
      self.kind = kind
      self.path = path
      self.expected = expected
      self.seen = seen
    }
  }

  public struct Rules: Sendable {
    /// Values at these places are not compared, and may be missing. `*` is any key, `[*]` any place, `**` any way down.
    public var ignored: [JSONPath] = []
    /// Objects in arrays are aligned by the first of these keys that both have, wherever the array is; others by place.
    public var keys: [String] = []
    /// The other text may have more keys; `${any}` and `${any:time}` in the expected one stand for values of their kind.
    public var isPattern = false
    /// More are counted, not kept.
    public var limit = 100

    public init() {}
  }

  public private(set) var entries: [Entry] = []
  /// Differences beyond the limit.
  public private(set) var omitted = 0

  public var isEmpty: Bool { entries.isEmpty }

  /// `expected` has to be JSON; where `seen` is none, that is the one difference.
  public init(expected: JSONDocument, seen: [UInt8], rules: Rules = Rules()) {
  }
}
