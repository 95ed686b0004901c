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
    /// Where: `items[2].price`; empty for the whole text. Of arrays that were aligned, the place in the expected one.
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
    /// Objects in arrays are aligned by the first of these keys that all of them have; others by place.
    public var keys: [String] = []
    /// The other text may have more keys.
    public var allowsMore = false
    /// `${any}` and `${any:time}` in the expected text stand for values of their kind.
    public var hasOpenValues = false
    /// More are counted, not kept.
    public var limit = 100

    public init() {}
  }

  public private(set) var entries: [Entry] = []
  /// Differences beyond the limit.
  public private(set) var omitted = 0

  public var isEmpty: Bool { entries.isEmpty && omitted == 0 }

  private let expected: JSONDocument
  private let seen: JSONDocument
  private let rules: Rules
  private let keys: [[UInt8]]

  /// `value` is where in `seen` to look; paths begin there.
  public init(expected: JSONDocument, seen: JSONDocument, at value: Int = 0, rules: Rules = Rules()) {
    self.expected = expected
    self.seen = seen
    self.rules = rules
    keys = rules.keys.map { Array($0.utf8) }
    var path: [JSONPath.Step] = []
    compare(0, value, &path)
  }

  /// Where `bytes` are no JSON, that is the one difference.
  public init(expected: JSONDocument, bytes: [UInt8], rules: Rules = Rules()) {
    if let seen = try? JSONDocument(parsing: bytes) {
      self.init(expected: expected, seen: seen, rules: rules)
    } else {
      self.init(expected: expected, seen: expected, rules: rules)
      entries = [
        Entry(
          kind: .notJSON, path: JSONPath(), expected: Array(expected.raw(0)), seen: Array(bytes.prefix(4096)))
      ]
      omitted = 0
    }
  }

  // MARK: Comparing

  private mutating func compare(_ one: Int, _ other: Int, _ path: inout [JSONPath.Step]) {
    if isIgnored(path) { return }
    let (left, right) = (expected.kind(of: one), seen.kind(of: other))
    if rules.hasOpenValues, left == .text, let text = expected.text(one),
      let open = JSONOpenValue(text: text)
    {
      if !open.accepts(seen, other) { add(.changed, path, one, other) }
      return
    }
    guard left == right else { return add(.changed, path, one, other) }
    switch left {
    case .object: compareObjects(one, other, &path)
    case .array: compareArrays(one, other, &path)
    case .text:
      let text = seen.text(other) ?? []
      if !expected.isText(one, text) { add(.changed, path, one, other) }
    case .number:
      let isEqual = expected.raw(one).withUnsafeBytes { left in
        seen.raw(other).withUnsafeBytes { JSONNumber.areEqual(left, $0) }
      }
      if !isEqual { add(.changed, path, one, other) }
    case .yes, .no, .null: break
    }
  }

  private mutating func compareObjects(_ one: Int, _ other: Int, _ path: inout [JSONPath.Step]) {
    var known: Set<[UInt8]> = []
    // Of a key that stands twice the last counts, on either side.
    let values = Self.values(expected, one)
    let others = Self.values(seen, other)
    for name in values.names {
      known.insert(name)
      path.append(.key(name))
      if let value = values.places[name] {
        if let match = others.places[name] {
          compare(value, match, &path)
        } else if !isIgnored(path) {
          add(.missing, path, value, nil)
        }
      }
      path.removeLast()
    }
    if rules.allowsMore { return }
    for name in others.names where !known.contains(name) {
      path.append(.key(name))
      if !isIgnored(path) { add(.extra, path, nil, others.places[name]) }
      path.removeLast()
    }
  }

  private static func values(
    _ document: JSONDocument, _ object: Int
  ) -> (names: [[UInt8]], places: [[UInt8]: Int]) {
    var names: [[UInt8]] = []
    var places: [[UInt8]: Int] = [:]
    for key in document.members(of: object) {
      let name = document.text(key) ?? []
      if places.updateValue(key + 1, forKey: name) == nil { names.append(name) }
    }
    return (names, places)
  }

  private mutating func compareArrays(_ one: Int, _ other: Int, _ path: inout [JSONPath.Step]) {
    let left = expected.children(of: one)
    let right = seen.children(of: other)
    if let key = keys.first(where: { canAlign(left, right, by: $0) }) {
      return compareAligned(left, right, key, &path)
    }
    for index in 0..<max(left.count, right.count) {
      path.append(.index(index))
      if index < left.count, index < right.count {
        compare(left[index], right[index], &path)
      } else if !isIgnored(path) {
        if index < left.count {
          add(.missing, path, left[index], nil)
        } else {
          add(.extra, path, nil, right[index])
        }
      }
      path.removeLast()
    }
  }

  private func canAlign(_ left: [Int], _ right: [Int], by key: [UInt8]) -> Bool {
    !(left.isEmpty && right.isEmpty) && left.allSatisfy { expected.member(key, of: $0) != nil }
      && right.allSatisfy { seen.member(key, of: $0) != nil }
  }

  private mutating func compareAligned(
    _ left: [Int], _ right: [Int], _ key: [UInt8], _ path: inout [JSONPath.Step]
  ) {
    // Several may have the same value: then they are taken in their order.
    var waiting: [[UInt8]: [Int]] = [:]
    for index in right.indices.reversed() {
      waiting[Self.identity(seen, right[index], key), default: []].append(index)
    }
    var taken = Set<Int>()
    for (index, value) in left.enumerated() {
      path.append(.index(index))
      if let match = waiting[Self.identity(expected, value, key)]?.popLast() {
        taken.insert(match)
        compare(value, right[match], &path)
      } else if !isIgnored(path) {
        add(.missing, path, value, nil)
      }
      path.removeLast()
    }
    for index in right.indices where !taken.contains(index) {
      path.append(.index(index))
      if !isIgnored(path) { add(.extra, path, nil, right[index]) }
      path.removeLast()
    }
  }

  /// The key's value: a text as what it means, others as written.
  private static func identity(_ document: JSONDocument, _ object: Int, _ key: [UInt8]) -> [UInt8] {
    guard let value = document.member(key, of: object) else { return [] }
    return document.text(value).map { [UInt8(ascii: "\"")] + $0 } ?? Array(document.raw(value))
  }

  private func isIgnored(_ path: [JSONPath.Step]) -> Bool {
    rules.ignored.contains { $0.matches(path) }
  }

  private mutating func add(_ kind: Kind, _ path: [JSONPath.Step], _ one: Int?, _ other: Int?) {
    guard entries.count < rules.limit else {
      omitted += 1
      return
    }
    entries.append(
      Entry(
        kind: kind, path: JSONPath(path), expected: one.map { Array(expected.raw($0)) },
        seen: other.map { Array(seen.raw($0)) }))
  }
}
