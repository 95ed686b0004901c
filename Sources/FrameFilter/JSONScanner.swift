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
    // At the very end of what is cut, more digits may be missing.
    if place + length == bytes.count { hasEndedEarly = true }
    guard length > 0 else { return false }
    place += length
    if isTarget, !isFound, query.accepts(number: UnsafeRawBufferPointer(rebasing: rest.prefix(length))) {
      isFound = true
    }
    return true
  }
}

/// What stands between two quotes of a document, escapes and all.
struct JSONString {
  private let raw: UnsafeRawBufferPointer
  private let hasEscapes: Bool

  init(_ raw: UnsafeRawBufferPointer, hasEscapes: Bool) {
    self.raw = raw
    self.hasEscapes = hasEscapes
  }

  /// Its number, where it is one in quotes: prices often are.
  var number: Double? { hasEscapes ? nil : JSONNumber.value(of: raw) }

  /// Below 0 where it comes before `text`, byte by byte of what it means.
  func order(to text: [UInt8]) -> Int {
    if !hasEscapes {
      let shared = min(raw.count, text.count)
      for index in 0..<shared where raw[index] != text[index] { return raw[index] < text[index] ? -1 : 1 }
      return raw.count - text.count
    }
    var place = 0
    var compared = 0
    while place < raw.count {
      var scalar = UInt32(raw[place])
      var isByte = true
      if raw[place] == UInt8(ascii: "\\") { (scalar, isByte) = escape(&place) } else { place += 1 }
      let count = isByte || scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x1_0000 ? 3 : 4
      for index in 0..<count {
        guard compared < text.count else { return 1 }
        let byte = count == 1 ? UInt8(truncatingIfNeeded: scalar) : Self.byte(index, of: count, scalar)
        if byte != text[compared] { return byte < text[compared] ? -1 : 1 }
        compared += 1
      }
    }
    return compared - text.count
  }

  /// `index` of the `count` bytes of a scalar in UTF-8.
  private static func byte(_ index: Int, of count: Int, _ scalar: UInt32) -> UInt8 {
    let bits = UInt8(truncatingIfNeeded: scalar >> UInt32(6 * (count - 1 - index)))
    let lead: UInt8 = count == 2 ? 0xC0 : count == 3 ? 0xE0 : 0xF0
    return index == 0 ? lead | bits : 0x80 | bits & 0x3F
  }

  /// The scanner has seen that it is whole. A lone surrogate means U+FFFD.
  private func escape(_ place: inout Int) -> (UInt32, isByte: Bool) {
    guard place + 1 < raw.count else {
      place += 1
      return (0xFFFD, false)
    }
    let sign = raw[place + 1]
    guard sign == UInt8(ascii: "u") else {
      place += 2
      switch sign {
      case UInt8(ascii: "b"): return (0x08, true)
      case UInt8(ascii: "f"): return (0x0C, true)
      case UInt8(ascii: "n"): return (0x0A, true)
      case UInt8(ascii: "r"): return (0x0D, true)
      case UInt8(ascii: "t"): return (0x09, true)
      default: return (UInt32(sign), true)
      }
    }
    let unit = unit(at: place)
    place += 6
    guard 0xD800...0xDFFF ~= unit else { return (unit, false) }
    let low = self.unit(at: place)
    guard unit < 0xDC00, 0xDC00...0xDFFF ~= low else { return (0xFFFD, false) }
    place += 6
    return (0x1_0000 + (unit - 0xD800) << 10 + (low - 0xDC00), false)
  }

  /// The four hex digits of `\uXXXX`; 0 where there is no such thing.
  private func unit(at place: Int) -> UInt32 {
    guard place + 6 <= raw.count, raw[place] == UInt8(ascii: "\\"), raw[place + 1] == UInt8(ascii: "u") else {
      return 0
    }
    return raw[place + 2..<place + 6].reduce(0) { $0 << 4 | UInt32(ASCII.hexValue($1) ?? 0) }
  }
}

/// Numbers by JSON's grammar (RFC 8259 section 6).
enum JSONNumber {
  /// More digits than a Double of any size and all its places need.
  private static let lengthLimit = 400
  /// Powers of ten that a Double holds exactly.
  private static let powers: [Double] = (0...22).reduce(into: [1]) { powers, _ in
    powers.append((powers.last ?? 1) * 10)
  }

  /// How many bytes at the front are one; 0 where none is there.
  static func length(in bytes: UnsafeRawBufferPointer) -> Int {
    var place = 0
    func digits() -> Int {
      let start = place
      while place < bytes.count, ASCII.isDigit(bytes[place]) { place += 1 }
      return place - start
    }
    func take(_ one: UInt8, _ other: UInt8) -> Bool {
      guard place < bytes.count, bytes[place] == one || bytes[place] == other else { return false }
      place += 1
      return true
    }
    _ = take(0x2D, 0x2D)
    let start = place
    let count = digits()
    if count == 0 || count > 1 && bytes[start] == 0x30 { return 0 }
    if take(0x2E, 0x2E), digits() == 0 { return 0 }
    if take(0x65, 0x45) {
      _ = take(0x2B, 0x2D)
      if digits() == 0 { return 0 }
    }
    return place
  }

  /// Nil where it isn't a number from end to end.
  static func value(of bytes: UnsafeRawBufferPointer) -> Double? {
    guard !bytes.isEmpty, bytes.count <= lengthLimit, length(in: bytes) == bytes.count else { return nil }
    var mantissa: UInt64 = 0
    var places = 0
    var isFraction = false
    for byte in bytes {
      switch byte {
      case 0x2D: continue
      case 0x2E: isFraction = true
      case 0x30...0x39 where mantissa < 900_719_925_474_099:
        mantissa = mantissa * 10 + UInt64(byte - 0x30)
        if isFraction { places += 1 }
      default: return Double(String(decoding: bytes, as: UTF8.self))
      }
    }
    // Both are exact, so that the quotient is the nearest Double. More than 22 places are too many for that.
    guard places <= 22 else { return Double(String(decoding: bytes, as: UTF8.self)) }
    let size = Double(mantissa) / powers[places]
    return bytes[0] == 0x2D ? -size : size
  }

  /// More digits than a Double tells apart, and nothing else.
  static func isLongInteger(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count > 15 && bytes.dropFirst(bytes.first == 0x2D ? 1 : 0).allSatisfy(ASCII.isDigit)
  }
}
