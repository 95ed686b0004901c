import JSONBytes

/// Goes through a JSON document once, follows a query's path and builds nothing.
struct JSONScanner {
  private var tokens: JSONTokens
  private let query: JSONQuery
  private var isFound = false

  init(_ bytes: UnsafeRawBufferPointer, _ query: JSONQuery) {
    tokens = JSONTokens(bytes)
    self.query = query
  }

  /// Of a key that stands twice, any value counts.
  mutating func run(isCut: Bool) -> Bool {
    guard value(depth: 0, onPath: 0) else { return isFound && isCut && tokens.hasEndedEarly }
    tokens.skipBlanks()
    return isFound && tokens.place == tokens.bytes.count
  }

  /// Steps of the path that led here; `offPath` where another way was taken.
  private static let offPath = -1

  // MARK: Structure. Each returns false where the document is at its end or wrong.

  private mutating func value(depth: Int, onPath: Int) -> Bool {
    guard let first = tokens.nextSign() else { return false }
    let isTarget = onPath == query.path.count
    switch first {
    case UInt8(ascii: "{"):
      if isTarget, query.acceptsContainer { isFound = true }
      return depth < JSONTokens.depthLimit
        && object(depth: depth + 1, onPath: isTarget ? Self.offPath : onPath)
    case UInt8(ascii: "["):
      if isTarget, query.acceptsContainer { isFound = true }
      return depth < JSONTokens.depthLimit
        && array(depth: depth + 1, onPath: isTarget ? Self.offPath : onPath)
    case UInt8(ascii: "\""):
      guard let text = tokens.string() else { return false }
      if isTarget, !isFound, query.accepts(text) { isFound = true }
      return true
    case UInt8(ascii: "t"): return word("true", isTarget)
    case UInt8(ascii: "f"): return word("false", isTarget)
    case UInt8(ascii: "n"): return word("null", isTarget)
    default:
      guard let number = tokens.number() else { return false }
      if isTarget, !isFound, query.accepts(number: number) { isFound = true }
      return true
    }
  }

  private mutating func object(depth: Int, onPath: Int) -> Bool {
    tokens.place += 1
    guard var sign = tokens.nextSign() else { return false }
    if sign == UInt8(ascii: "}") {
      tokens.place += 1
      return true
    }
    while true {
      guard sign == UInt8(ascii: "\""), let name = tokens.string() else { return false }
      var next = Self.offPath
      if onPath >= 0, case .key(let key) = query.path[onPath], name.order(to: key) == 0 { next = onPath + 1 }
      guard tokens.nextSign() == UInt8(ascii: ":") else { return false }
      tokens.place += 1
      guard value(depth: depth, onPath: next), let after = tokens.nextSign() else { return false }
      tokens.place += 1
      if after == UInt8(ascii: "}") { return true }
      guard after == UInt8(ascii: ","), let following = tokens.nextSign() else { return false }
      sign = following
    }
  }

  private mutating func array(depth: Int, onPath: Int) -> Bool {
    tokens.place += 1
    guard let sign = tokens.nextSign() else { return false }
    if sign == UInt8(ascii: "]") {
      tokens.place += 1
      return true
    }
    var index = 0
    while true {
      var next = Self.offPath
      if onPath >= 0 {
        switch query.path[onPath] {
        case .index(index), .anyIndex: next = onPath + 1
        // A filter has no wildcard but `[*]`.
        case .index, .key, .anyKey, .anyDepth: break
        }
      }
      guard value(depth: depth, onPath: next), let after = tokens.nextSign() else { return false }
      tokens.place += 1
      if after == UInt8(ascii: "]") { return true }
      guard after == UInt8(ascii: ",") else { return false }
      index += 1
    }
  }

  private mutating func word(_ word: StaticString, _ isTarget: Bool) -> Bool {
    guard tokens.take(word: word) else { return false }
    if isTarget, !isFound {
      let text = UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
      if query.accepts(word: Array(text)) { isFound = true }
    }
    return true
  }
}
