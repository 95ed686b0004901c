/// Reads a filter as it is typed; what it takes is in `FrameFilter.terms`.
///
/// A blank between two terms means and, which binds closer than or.
struct FilterParser {
  var reader: FilterReader
  private let words: FilterWords
  /// Regular expressions so far.
  private var patterns = 0

  /// How plain words are taken.
  struct FilterWords {
    var letters: SearchPattern.Case
    var isRegex: Bool
  }

  static func parse(_ text: String, _ words: FilterWords) throws(FilterError) -> FilterExpression {
    let reader = FilterReader(text)
    let count = reader.bytes.count
    if count > FrameFilter.textLimit {
      throw FilterError(
        range: FrameFilter.textLimit..<count,
        words: "a filter has at most \(FrameFilter.textLimit) bytes, this one \(count)")
    }
    var parser = FilterParser(reader: reader, words: words)
    parser.reader.skipBlanks()
    if parser.reader.isAtEnd { return .everything }
    let expression = try parser.any(depth: 0)
    if !parser.reader.isAtEnd {
      throw parser.reader.fault(
        parser.reader.place..<parser.reader.place + 1, "\")\" without \"(\"; in quotes it is text")
    }
    return expression
  }

  private init(reader: FilterReader, words: FilterWords) {
    self.reader = reader
    self.words = words
  }

  // MARK: and, or, not

  private mutating func any(depth: Int) throws(FilterError) -> FilterExpression {
    var parts = [try all(depth: depth, after: nil)]
    while let word = reader.take(word: "or") { parts.append(try all(depth: depth, after: word)) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  /// `after` is the word in front, which needs something to follow.
  private mutating func all(depth: Int, after: Range<Int>?) throws(FilterError) -> FilterExpression {
    var parts: [FilterExpression] = []
    var joint = after
    while true {
      reader.skipBlanks()
      if reader.isAtEnd || reader.next == UInt8(ascii: ")") || reader.peek(word: "or") { break }
      if let word = reader.take(word: "and") {
        if parts.isEmpty || joint != nil { throw reader.fault(word, "and needs something on both sides") }
        joint = word
        continue
      }
      parts.append(try one(depth: depth))
      joint = nil
    }
    if let joint { throw reader.fault(joint, "\(reader.text(joint)) needs something on both sides") }
    if parts.isEmpty {
      let place = reader.place
      if reader.peek(word: "or") { throw reader.fault(place..<place + 2, "or needs something on both sides") }
      throw reader.fault(place..<place, "something to look for is missing here")
    }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func one(depth: Int) throws(FilterError) -> FilterExpression {
    let start = reader.place
    if depth == FrameFilter.depthLimit {
      throw reader.fault(
        start..<start + 1, "more than \(FrameFilter.depthLimit) brackets and nots in each other")
    }
    let isNot = reader.take(word: "not") != nil || reader.take("!")
    if isNot {
      let range = start..<reader.place
      reader.skipBlanks()
      if reader.isAtEnd || reader.next == UInt8(ascii: ")") {
        throw reader.fault(range, "\(reader.text(range)) needs something to negate")
      }
      return .not(try one(depth: depth + 1))
    }
    if reader.take("(") {
      let inner = try any(depth: depth + 1)
      guard reader.take(")") else {
        throw reader.fault(start..<start + 1, "\"(\" without \")\"; in quotes it is text")
      }
      return inner
    }
    let term = try term()
    guard reader.isAtEnd || reader.isAtBreak else {
      throw reader.fault(reader.place..<reader.place + 1, "a blank is missing before this")
    }
    return term
  }

  // MARK: Terms

  private mutating func term() throws(FilterError) -> FilterExpression {
    let start = reader.place
    if reader.next == UInt8(ascii: "\"") {
      let text = try reader.quoted()
      if text.isEmpty { throw reader.fault(start..<reader.place, "nothing between the quotes") }
      return .test(.text(try pattern(text, at: start + 1..<reader.place - 1, isRegex: false)))
    }
    if let numbers = try FilterValues.numbers(&reader) { return .test(numbers) }
    guard let (key, sign) = reader.takeKey() else { return try word() }
    let name = key.lowercased()
    guard let term = FrameFilter.terms.first(where: { $0.key == name }) else {
      throw reader.fault(start..<reader.place, FilterNames.unknown(key, sign))
    }
    switch term.kind {
    case .choice: return try FilterValues.choice(&reader, term, sign)
    case .size: return .test(.size(try FilterValues.size(&reader, term, sign)))
    case .wire: return .test(.wire(try FilterValues.size(&reader, term, sign)))
    case .close: return try FilterValues.close(&reader, term, sign)
    case .since: return .test(.since(try FilterValues.since(&reader, term, sign)))
    case .json: return .test(.json(try FilterValues.json(&reader)))
    case .regex:
      let (text, range) = try reader.pattern()
      if text.isEmpty { throw reader.fault(range, "re: needs a regular expression, as in \(term.example)") }
      return .test(.text(try pattern(text, at: range, isRegex: true)))
    case .marked: throw reader.fault(start..<reader.place, "marked stands alone")
    case .numbers, .opcode, .text, .sign:
      throw reader.fault(start..<reader.place, FilterNames.unknown(key, sign))
    }
  }

  private mutating func word() throws(FilterError) -> FilterExpression {
    if words.isRegex {
      let (text, range) = try reader.pattern()
      if let plain = plainWord(text) { return .test(plain) }
      return .test(.text(try pattern(text, at: range, isRegex: true)))
    }
    let start = reader.place
    let text = reader.takeWord()
    if let plain = plainWord(text) { return .test(plain) }
    return .test(.text(try pattern(text, at: start..<reader.place, isRegex: false)))
  }

  /// Words that are no text: a kind of frame, and what is marked.
  private func plainWord(_ text: String) -> FilterTest? {
    text == "marked" ? .marked : Term.opcodeValues.first { $0.text == text }?.test
  }

  private mutating func pattern(
    _ text: String, at range: Range<Int>, isRegex: Bool
  ) throws(FilterError) -> SearchPattern {
    if isRegex {
      patterns += 1
      if patterns > FrameFilter.patternLimit {
        throw reader.fault(range, "more than \(FrameFilter.patternLimit) regular expressions")
      }
    }
    do throws(FilterError) {
      if isRegex { return try SearchPattern(parsing: text, isRegex: true, case: words.letters) }
      return try SearchPattern(literal: text, case: words.letters)
    } catch {
      // In quotes, a quote takes two bytes here and one there; the range stays inside all the same.
      let (low, high) = (range.lowerBound, range.upperBound)
      throw FilterError(
        range: min(low + error.range.lowerBound, high)..<min(low + error.range.upperBound, high),
        words: error.words)
    }
  }
}
