import JSONBytes

/// Cuts a JSON text into lines without touching a byte of it: order, numbers and escapes stay as they were sent.
///
/// It goes on after what people send (NaN, trailing commas, single words), with the fault noted; what comes after a fault that
/// leaves no sense stays as it is. What was never meant as JSON gives `nil`.
struct JSONLayout {
  /// An object or an array over more than one line.
  struct Container: Sendable, Equatable {
    /// Of its opening bracket.
    var offset: Int
    var openLine: Int
    /// The last line where it is not closed.
    var closeLine: Int
    /// After the closing bracket.
    var end: Int
    var depth: Int
    var items = 0
    var isObject: Bool
  }

  private(set) var lines: [DetailDocument.Line] = []
  /// In the order of their opening brackets.
  private(set) var containers: [Container] = []
  private(set) var fault: JSONFlaw?
  /// All brackets are closed and nothing follows.
  private(set) var isComplete = false

  private enum Last { case nothing, open, value, comma, colon }
  private var open: [Int] = []
  private var last = Last.nothing
  private var lineStart: Int?
  private var contentEnd = 0
  /// Something was there that only JSON has.
  private var isMeant = false
  /// Values and keys without a fault.
  private var valid = 0
  private let bytes: [UInt8]
  private let isCut: Bool

  /// `isCut`: the end is missing because it was not read, so that an unclosed string is no fault.
  init?(_ bytes: [UInt8], isCut: Bool) {
    self.bytes = bytes
    self.isCut = isCut
    var index = 0
    while index < bytes.count {
      guard let next = take(index) else {
        guard isMeant, fault != nil else { return nil }
        addRest(from: index)
        break
      }
      index = next
    }
    endLine(contentEnd)
    // A lone word or number is no document that would gain by layout.
    guard let first = lines.first, bytes[first.start] == 0x7B || bytes[first.start] == 0x5B else {
      return nil
    }
    guard isMeant || fault == nil else { return nil }
    isComplete = open.isEmpty && fault == nil
    for container in open {
      containers[container].closeLine = lines.count - 1
      containers[container].end = bytes.count
    }
  }

  // MARK: Tokens

  /// The index after a token; nil where nothing makes sense any more.
  private mutating func take(_ index: Int) -> Int? {
    let byte = bytes[index]
    switch byte {
    case 0x20, 0x09, 0x0A, 0x0D: return index + 1
    case 0x7B, 0x5B: return takeOpening(index)
    case 0x7D, 0x5D: return takeClosing(index)
    case 0x2C:
      guard last == .value, !open.isEmpty else {
        return fail(open.isEmpty && last == .value ? .moreAfterEnd : .valueMissing, at: index)
      }
      if lineStart == nil { lineStart = index }
      endLine(index + 1)
      last = .comma
      isMeant = isMeant || valid > 0
    case 0x3A:
      guard last == .value, isInObject else { return fail(.byte, at: index) }
      last = .colon
      isMeant = isMeant || valid > 0
    case 0x22: return takeString(index)
    default: return takeWord(index)
    }
    contentEnd = index + 1
    return index + 1
  }

  private mutating func takeOpening(_ index: Int) -> Int? {
    guard last != .value else { return fail(open.isEmpty ? .moreAfterEnd : .commaMissing, at: index) }
    isMeant = isMeant || !open.isEmpty && valid > 0
    if lineStart == nil { lineStart = index }
    count()
    if let closing = emptyEnd(after: index) {
      contentEnd = closing
      last = .value
      valid += 1
      return closing
    }
    containers.append(
      Container(
        offset: index, openLine: lines.count, closeLine: lines.count, end: index + 1, depth: open.count,
        isObject: bytes[index] == 0x7B))
    endLine(index + 1, container: containers.count - 1)
    open.append(containers.count - 1)
    last = .open
    contentEnd = index + 1
    return index + 1
  }

  private mutating func takeClosing(_ index: Int) -> Int? {
    guard let container = open.last, bytes[containers[container].offset] == bytes[index] - 2 else {
      return fail(.bracket, at: index)
    }
    guard last != .colon else { return fail(.valueMissing, at: index) }
    if last == .comma { note(.commaTooMany, lastComma(before: index)) }
    endLine(contentEnd)
    open.removeLast()
    isMeant = isMeant || valid > 0
    containers[container].closeLine = lines.count
    containers[container].end = index + 1
    lineStart = index
    last = .value
    contentEnd = index + 1
    return index + 1
  }

  private mutating func takeString(_ index: Int) -> Int? {
    guard last != .value else {
      return fail(open.isEmpty ? .moreAfterEnd : .commaMissing, at: index)
    }
    guard let end = stringEnd(from: index) ?? (isCut ? bytes.count : nil) else {
      return fail(.stringOpen, at: index)
    }
    if lineStart == nil { lineStart = index }
    count()
    valid += 1
    last = .value
    contentEnd = end
    return end
  }

  private mutating func takeWord(_ index: Int) -> Int? {
    guard JSONNumber.isWordByte(bytes[index]) else { return fail(.byte, at: index) }
    guard last != .value else { return fail(open.isEmpty ? .moreAfterEnd : .commaMissing, at: index) }
    if lineStart == nil { lineStart = index }
    count()
    var end = index
    while end < bytes.count, JSONNumber.isWordByte(bytes[end]) { end += 1 }
    if !(isCut && end == bytes.count) { check(word: index..<end) }
    last = .value
    contentEnd = end
    return end
  }

  // MARK: Faults

  /// A fault after which layout goes on.
  private mutating func note(_ kind: JSONFlaw.Kind, _ range: Range<Int>) {
    if fault == nil { fault = JSONFlaw(kind: kind, range: range) }
  }

  private mutating func fail(_ kind: JSONFlaw.Kind, at index: Int) -> Int? {
    note(kind, index..<min(index + 1, bytes.count))
    return nil
  }

  private func lastComma(before index: Int) -> Range<Int> {
    let comma = bytes[..<index].lastIndex(of: 0x2C) ?? index
    return comma..<comma + 1
  }

  private mutating func check(word range: Range<Int>) {
    let word = bytes[range]
    let isKey = isInObject && (last == .open || last == .comma)
    if isKey { return note(.keyUnquoted, range) }
    if word.elementsEqual("true".utf8) || word.elementsEqual("false".utf8) || word.elementsEqual("null".utf8)
    {
      valid += 1
      return
    }
    let isNumber =
      word.first.map { (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2B || $0 == 0x2E } ?? false
    if !isNumber { return note(.word, range) }
    guard JSONNumber.isOne(word) else { return note(.number, range) }
    valid += 1
  }

  // MARK: Lines

  private var isInObject: Bool { open.last.map { containers[$0].isObject } ?? false }

  /// A value begins, or a key, which counts for its value.
  private mutating func count() {
    guard let container = open.last, last == .open || last == .comma else { return }
    containers[container].items += 1
  }

  private mutating func endLine(_ end: Int, container: Int? = nil) {
    guard let from = lineStart else { return }
    let depth = min(open.count, DetailDocument.indentLimit)
    lines.append(
      DetailDocument.Line(start: from, end: end, indent: depth, base: lines.count, container: container))
    lineStart = nil
  }

  /// What follows a fault, as it is.
  private mutating func addRest(from index: Int) {
    var start = lineStart ?? index
    lineStart = nil
    for place in start..<bytes.count where bytes[place] == 0x0A && place >= index {
      addPlain(start..<place)
      start = place + 1
    }
    if start < bytes.count { addPlain(start..<bytes.count) }
    contentEnd = bytes.count
  }

  private mutating func addPlain(_ range: Range<Int>) {
    let depth = min(open.count, DetailDocument.indentLimit)
    lines.append(
      DetailDocument.Line(
        start: range.lowerBound, end: range.upperBound, indent: depth, base: lines.count, container: nil))
  }

  /// The index after the closing bracket where nothing but blanks is inside.
  private func emptyEnd(after index: Int) -> Int? {
    var place = index + 1
    while place < bytes.count, JSONTokens.isBlank(bytes[place]) { place += 1 }
    return place < bytes.count && bytes[place] == bytes[index] + 2 ? place + 1 : nil
  }

  private mutating func stringEnd(from quote: Int) -> Int? {
    var index = quote + 1
    while index < bytes.count {
      switch bytes[index] {
      case 0x5C:
        if index + 1 < bytes.count, !"\"\\/bfnrtu".utf8.contains(bytes[index + 1]) {
          note(.escape, index..<index + 2)
        }
        index += 2
      case 0x22: return index + 1
      case ..<0x20:
        note(.control, index..<index + 1)
        index += 1
      default: index += 1
      }
    }
    return nil
  }

  // MARK: Text

  /// The lines with blanks in front, and after colons, as people write JSON.
  func text(of bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    for line in lines {
      text += [UInt8](repeating: 0x20, count: 2 * line.indent)
      var isString = false
      var index = line.start
      while index < line.end {
        let byte = bytes[index]
        if isString, byte == 0x5C, index + 1 < line.end {
          text += bytes[index...index + 1]
          index += 2
          continue
        }
        if byte == 0x22 { isString.toggle() }
        let isBlank = JSONTokens.isBlank(byte)
        if isString || !isBlank { text.append(byte) }
        if !isString, byte == 0x3A { text.append(0x20) }
        index += 1
      }
      text.append(0x0A)
    }
    return text
  }
}
