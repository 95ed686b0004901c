/// A JSON text (RFC 8259) and where its values lie in it. Nothing is converted: numbers, escapes and blanks stay as they
/// were written.
///
/// Values are named by their place in `nodes`: 0 is the whole. A value is followed by what is in it; in an object each key,
/// a text, by its value.
public struct JSONDocument: Sendable {
  public enum Kind: UInt8, Hashable, Sendable {
    case object, array, text, number, yes, no, null
  }

  /// 16 bytes, so that a large text's are not larger than it.
  struct Node: Sendable {
    var start: UInt32
    var end: UInt32
    /// Of what comes after the value.
    var next: UInt32
    var kind: Kind
    var hasEscapes: Bool
  }

  /// 1 GiB: places are 32 bits.
  public static let byteLimit = 1 << 30

  public let bytes: [UInt8]
  private(set) var nodes: [Node] = []

  /// Fails at the first byte that can't be JSON. Whether its texts are UTF-8 is not looked at.
  public init(parsing bytes: [UInt8]) throws(JSONFault) {
    self.bytes = bytes
    guard bytes.count <= Self.byteLimit else { throw JSONFault(kind: .tooLong, offset: Self.byteLimit) }
    var reader = JSONDocumentReader()
    let fault = bytes.withUnsafeBytes { reader.run($0) }
    if let fault { throw fault }
    nodes = reader.nodes
  }

  // MARK: Values

  public func kind(of value: Int) -> Kind { nodes[value].kind }

  /// Where it stands, brackets and quotes with it.
  public func range(of value: Int) -> Range<Int> { Int(nodes[value].start)..<Int(nodes[value].end) }

  /// As it was written.
  public func raw(_ value: Int) -> ArraySlice<UInt8> { bytes[range(of: value)] }

  /// What comes after it and all that is in it.
  public func next(after value: Int) -> Int { Int(nodes[value].next) }

  /// What a text means, in UTF-8; nil for another value.
  public func text(_ value: Int) -> [UInt8]? {
    guard kind(of: value) == .text else { return nil }
    return string(value) { $0.decoded() }
  }

  /// A number's value; nil for another value, and for one that no Double can hold.
  public func number(_ value: Int) -> Double? {
    guard kind(of: value) == .number else { return nil }
    return raw(value).withUnsafeBytes { JSONNumber.value(of: $0) }
  }

  /// Of an array in order; of an object its values. Empty for others.
  public func children(of value: Int) -> [Int] {
    switch kind(of: value) {
    case .object: return members(of: value).map { $0 + 1 }
    case .array:
      var all: [Int] = []
      var child = value + 1
      while child < next(after: value) {
        all.append(child)
        child = next(after: child)
      }
      return all
    default: return []
    }
  }

  /// An object's keys; the value of each is the next after it.
  public func members(of value: Int) -> [Int] {
    guard kind(of: value) == .object else { return [] }
    var all: [Int] = []
    var key = value + 1
    while key < next(after: value) {
      all.append(key)
      key = next(after: key + 1)
    }
    return all
  }

  /// The value of a key; of one that stands twice the last, as in a browser.
  public func member(_ name: [UInt8], of value: Int) -> Int? {
    guard kind(of: value) == .object else { return nil }
    var found: Int?
    var key = value + 1
    let end = next(after: value)
    while key < end {
      if isText(key, name) { found = key + 1 }
      key = next(after: key + 1)
    }
    return found
  }

  /// Whether it is a text that means `text`.
  public func isText(_ value: Int, _ text: [UInt8]) -> Bool {
    let node = nodes[value]
    guard node.kind == .text else { return false }
    if !node.hasEscapes, Int(node.end - node.start) - 2 != text.count { return false }
    return string(value) { $0.order(to: text) == 0 }
  }

  private func string<Result>(_ value: Int, _ body: (JSONString) -> Result) -> Result {
    let node = nodes[value]
    return bytes.withUnsafeBytes { bytes in
      let content = UnsafeRawBufferPointer(rebasing: bytes[Int(node.start) + 1..<Int(node.end) - 1])
      return body(JSONString(content, hasEscapes: node.hasEscapes))
    }
  }

  // MARK: Paths

  /// The first value at a place, in the order of the text.
  public func first(at path: JSONPath) -> Int? {
    var found: Int?
    search(0, path.steps[...]) {
      found = $0
      return false
    }
    return found
  }

  /// Calls `body` with each value at the place, until it returns false. A value that several ways lead to comes once for
  /// each.
  public func each(at path: JSONPath, _ body: (Int) -> Bool) { search(0, path.steps[...], body) }

  /// Returns false where it was stopped.
  @discardableResult
  private func search(_ value: Int, _ steps: ArraySlice<JSONPath.Step>, _ body: (Int) -> Bool) -> Bool {
    guard let step = steps.first else { return body(value) }
    let rest = steps.dropFirst()
    switch step {
    case .key(let name): return member(name, of: value).map { search($0, rest, body) } ?? true
    case .index(let index):
      guard kind(of: value) == .array else { return true }
      var child = value + 1
      for _ in 0..<index where child < next(after: value) { child = next(after: child) }
      return child < next(after: value) ? search(child, rest, body) : true
    case .anyKey:
      return kind(of: value) != .object || children(of: value).allSatisfy { search($0, rest, body) }
    case .anyIndex:
      return kind(of: value) != .array || children(of: value).allSatisfy { search($0, rest, body) }
    case .anyDepth:
      return search(value, rest, body) && children(of: value).allSatisfy { search($0, steps, body) }
    }
  }
}

/// Where and why a text is no JSON.
public struct JSONFault: Error, Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// Something else should stand there.
    case unexpectedByte
    /// The text ends before its value does.
    case unexpectedEnd
    /// A control byte in a text, or a `\` before what it doesn't take.
    case badText
    case badNumber
    /// More than `JSONTokens.depthLimit` containers in containers.
    case tooDeep
    /// Something follows the value.
    case trailing
    case tooLong
  }
  public var kind: Kind
  /// In bytes, from 0.
  public var offset: Int

  public init(kind: Kind, offset: Int) {
    self.kind = kind
    self.offset = offset
  }
}
