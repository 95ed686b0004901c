/// Goes through a JSON document once, follows a query's path and builds nothing.
struct JSONScanner {
  /// Containers in containers; a document with more is taken for none.
  static let depthLimit = 256

  private let bytes: UnsafeRawBufferPointer
  private let query: JSONQuery
  private var place = 0
  private var isFound = false
  /// The document ended too soon; otherwise what stopped the scan is a fault.
  private var hasEndedEarly = false

  init(_ bytes: UnsafeRawBufferPointer, _ query: JSONQuery) {
    self.bytes = bytes
    self.query = query
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

  /// Of a key that stands twice, any value counts.
  mutating func run(isCut: Bool) -> Bool {
    guard value(depth: 0, onPath: 0) else { return isFound && isCut && hasEndedEarly }
    skipBlanks()
    return isFound && place == bytes.count
  }

  /// Steps of the path that led here; `offPath` where another way was taken.
  private static let offPath = -1

  // MARK: Structure. Each returns false where the document is at its end or wrong.

  private mutating func value(depth: Int, onPath: Int) -> Bool {
    guard let first = nextSign() else { return false }
    let isTarget = onPath == query.path.count
    switch first {
    case UInt8(ascii: "{"):
      if isTarget, query.acceptsContainer { isFound = true }
      return depth < Self.depthLimit && object(depth: depth + 1, onPath: isTarget ? Self.offPath : onPath)
    case UInt8(ascii: "["):
      if isTarget, query.acceptsContainer { isFound = true }
      return depth < Self.depthLimit && array(depth: depth + 1, onPath: isTarget ? Self.offPath : onPath)
    case UInt8(ascii: "\""):
      guard let text = string() else { return false }
      if isTarget, !isFound, query.accepts(text) { isFound = true }
      return true
    case UInt8(ascii: "t"): return word("true", isTarget)
    case UInt8(ascii: "f"): return word("false", isTarget)
    case UInt8(ascii: "n"): return word("null", isTarget)
    default: return number(isTarget)
    }
  }

  private mutating func object(depth: Int, onPath: Int) -> Bool {
    place += 1
    guard var sign = nextSign() else { return false }
    if sign == UInt8(ascii: "}") {
      place += 1
      return true
    }
    while true {
      guard sign == UInt8(ascii: "\""), let name = string() else { return false }
      var next = Self.offPath
      if onPath >= 0, case .key(let key) = query.path[onPath], name.order(to: key) == 0 { next = onPath + 1 }
      guard nextSign() == UInt8(ascii: ":") else { return false }
      place += 1
      guard value(depth: depth, onPath: next), let after = nextSign() else { return false }
      place += 1
      if after == UInt8(ascii: "}") { return true }
      guard after == UInt8(ascii: ","), let following = nextSign() else { return false }
      sign = following
    }
  }

  private mutating func array(depth: Int, onPath: Int) -> Bool {
    place += 1
    guard let sign = nextSign() else { return false }
    if sign == UInt8(ascii: "]") {
      place += 1
      return true
    }
    var index = 0
    while true {
      var next = Self.offPath
      if onPath >= 0 {
        switch query.path[onPath] {
        case .index(index), .anyIndex: next = onPath + 1
        case .index, .key: break
        }
      }
      guard value(depth: depth, onPath: next), let after = nextSign() else { return false }
      place += 1
      if after == UInt8(ascii: "]") { return true }
      guard after == UInt8(ascii: ",") else { return false }
      index += 1
    }
  }

  /// Passes over blanks; nil at the end.
  @inline(__always)
  private mutating func nextSign() -> UInt8? {
    skipBlanks()
    if place < bytes.count { return bytes[place] }
    hasEndedEarly = true
    return nil
  }

  @inline(__always)
  private mutating func skipBlanks() {
    while place < bytes.count, Self.isBlank(bytes[place]) { place += 1 }
  }

  // MARK: Single values

  private mutating func string() -> JSONString? {
    let start = place + 1
    var hasEscapes = false
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        place = index + 1
        return JSONString(UnsafeRawBufferPointer(rebasing: bytes[start..<index]), hasEscapes: hasEscapes)
      }
      if byte < 0x20 { return nil }
      if byte == UInt8(ascii: "\\") {
        hasEscapes = true
        guard let length = escapeLength(at: index) else { return nil }
        index += length
      } else {
        index += 1
      }
    }
    hasEndedEarly = true
    return nil
  }

  private mutating func escapeLength(at index: Int) -> Int? {
    guard index + 1 < bytes.count else {
      hasEndedEarly = true
      return nil
    }
    switch bytes[index + 1] {
    case UInt8(ascii: "u"):
      for digit in index + 2..<index + 6 {
        guard digit < bytes.count else {
          hasEndedEarly = true
          return nil
        }
        guard ASCII.hexValue(bytes[digit]) != nil else { return nil }
      }
      return 6
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return 2
    default: return nil
    }
  }

  private mutating func word(_ word: StaticString, _ isTarget: Bool) -> Bool {
    let expected = UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    let rest = bytes[place...].prefix(expected.count)
    guard rest.elementsEqual(expected.prefix(rest.count)) else { return false }
    guard rest.count == expected.count else {
      hasEndedEarly = true
      return false
    }
    place += expected.count
    if isTarget, !isFound, query.accepts(word: Array(expected)) { isFound = true }
    return true
  }

  private mutating func number(_ isTarget: Bool) -> Bool {
    let rest = UnsafeRawBufferPointer(rebasing: bytes[place...])
    let length = JSONNumber.length(in: rest)
    guard length > 0 else {
      // `-`, `1.` and `1e` at the end of what is cut may go on as numbers.
      hasEndedEarly = rest.prefix(JSONNumber.lengthLimit + 1).allSatisfy {
        "+-.eE0123456789".utf8.contains($0)
      }
      return false
    }
    place += length
    if isTarget, !isFound, query.accepts(number: UnsafeRawBufferPointer(rebasing: rest.prefix(length))) {
      isFound = true
    }
    return true
  }
}
