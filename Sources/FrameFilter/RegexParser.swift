import ByteText

/// Reads a regular expression: POSIX extended, with `\d \w \s \b` and their opposites, `\n \t \r \f \v \xHH`, `(?:…)`.
///
/// Bytes are bytes, but `.` and what is "not" something take a whole character of UTF-8. `^` and `$` are the ends of the
/// payload. Back-references and look-around are refused: they can take for ever.
struct RegexParser {
  /// Brackets in brackets.
  static let depthLimit = 64
  /// `{1,1000}`: no count is larger.
  static let countLimit = 1000
  /// Steps of the program, with repetitions written out.
  static let sizeLimit = 2000

  let bytes: [UInt8]
  let foldsCase: Bool
  /// Round brackets are told apart from `(?:…)`.
  let keepsGroups: Bool
  var place = 0
  private(set) var groups = 0

  init(_ bytes: [UInt8], foldsCase: Bool, keepsGroups: Bool = false) {
    self.bytes = bytes
    self.foldsCase = foldsCase
    self.keepsGroups = keepsGroups
  }

  /// Ranges of errors are in bytes of the expression.
  static func parse(
    _ bytes: [UInt8], foldsCase: Bool, keepsGroups: Bool = false
  ) throws(FilterError) -> RegexSyntax {
    var parser = RegexParser(bytes, foldsCase: foldsCase, keepsGroups: keepsGroups)
    let syntax = try parser.alternatives(depth: 0)
    if parser.place < bytes.count {
      throw FilterError(
        range: parser.place..<parser.place + 1, words: "\")\" without \"(\"; \\) is the sign itself")
    }
    if syntax.size(limit: sizeLimit) > sizeLimit {
      throw FilterError(range: 0..<bytes.count, words: "too large with its repetitions written out")
    }
    return syntax
  }

  /// Whether capitals stand in it other than in `\D` and the like.
  static func hasCapitals(_ text: String) -> Bool {
    var skip = 0
    for scalar in text.unicodeScalars {
      if skip > 0 {
        skip = skip == 1 && scalar == "x" ? 2 : skip - 1
        continue
      }
      if scalar == "\\" { skip = 1 } else if scalar.properties.isUppercase { return true }
    }
    return false
  }

  // MARK: Structure

  var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  mutating func take(_ sign: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: sign) else { return false }
    place += 1
    return true
  }

  private mutating func alternatives(depth: Int) throws(FilterError) -> RegexSyntax {
    if depth > Self.depthLimit {
      throw fault(place - 1..<place, "more than \(Self.depthLimit) brackets in brackets")
    }
    var all = [try sequence(depth: depth)]
    while take("|") { all.append(try sequence(depth: depth)) }
    return all.count == 1 ? all[0] : .either(all)
  }

  private mutating func sequence(depth: Int) throws(FilterError) -> RegexSyntax {
    var parts: [RegexSyntax] = []
    while let byte = next, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
      var atom = try atom(depth: depth)
      while let (least, most) = try repetition() { atom = .repeated(atom, least: least, most: most) }
      parts.append(atom)
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func repetition() throws(FilterError) -> (least: Int, most: Int?)? {
    let counts: (Int, Int?)
    switch next {
    case UInt8(ascii: "*"): counts = (0, nil)
    case UInt8(ascii: "+"): counts = (1, nil)
    case UInt8(ascii: "?"): counts = (0, 1)
    case UInt8(ascii: "{"):
      guard let counted = try counted() else { return nil }
      counts = counted
      place -= 1
    default: return nil
    }
    place += 1
    // A lazy repetition matches the same payloads.
    _ = take("?")
    return counts
  }

  /// `{3}`, `{3,}`, `{3,5}`; any other brace is itself, as JSON is full of them.
  private mutating func counted() throws(FilterError) -> (Int, Int?)? {
    let start = place
    place += 1
    guard let least = number() else {
      place = start
      return nil
    }
    var most: Int? = least
    if take(",") { most = number() }
    guard take("}") else {
      place = start
      return nil
    }
    if least > Self.countLimit || most ?? 0 > Self.countLimit {
      throw fault(start..<place, "a repetition takes counts up to \(Self.countLimit)")
    }
    if let most, most < least {
      throw fault(start..<place, "the smaller count comes first: {\(most),\(least)}")
    }
    return (least, most)
  }

  private mutating func number() -> Int? {
    var value: Int?
    while let byte = next, ASCII.isDigit(byte) {
      value = min((value ?? 0) * 10 + Int(byte - 0x30), Self.countLimit + 1)
      place += 1
    }
    return value
  }

  // MARK: Atoms

  private mutating func atom(depth: Int) throws(FilterError) -> RegexSyntax {
    let start = place
    guard let byte = next else { return .empty }
    place += 1
    switch byte {
    case UInt8(ascii: "("):
      let number = try groupNumber(start)
      let inner = try alternatives(depth: depth + 1)
      guard take(")") else { throw fault(start..<start + 1, "\"(\" without \")\"; \\( is the sign itself") }
      return number.map { .group($0, inner) } ?? inner
    case UInt8(ascii: "["): return try bracket(start)
    case UInt8(ascii: "."): return Self.character(of: .all)
    case UInt8(ascii: "^"): return .assertion(.start)
    case UInt8(ascii: "$"): return .assertion(.end)
    case UInt8(ascii: "\\"): return try escape(start)
    case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"):
      let sign = String(UnicodeScalar(byte))
      throw fault(start..<place, "nothing to repeat before \"\(sign)\"; \\\(sign) is the sign itself")
    default: return literal(byte)
    }
  }

  /// A byte; of a longer character, all of its bytes, so that a repetition takes the whole.
  mutating func literal(_ byte: UInt8) -> RegexSyntax {
    guard byte >= 0xC0 else { return .bytes(set(of: byte)) }
    var parts: [RegexSyntax] = [.bytes(set(of: byte))]
    while let later = next, later & 0xC0 == 0x80 {
      parts.append(.bytes(set(of: later)))
      place += 1
    }
    return .sequence(parts)
  }

  private func set(of byte: UInt8) -> ByteSet {
    let set = ByteSet(byte...byte)
    return foldsCase ? set.withBothCases : set
  }

  /// One of `set` and what goes on with the same character.
  static func character(of set: ByteSet) -> RegexSyntax {
    .sequence([.bytes(set), .repeated(.bytes(.continuation), least: 0, most: nil)])
  }

  /// Nil for `(?:`, and where nobody asks.
  private mutating func groupNumber(_ start: Int) throws(FilterError) -> Int? {
    guard take("?") else {
      groups += 1
      return keepsGroups ? groups : nil
    }
    if take(":") { return nil }
    let end = min(place + 1, bytes.count)
    switch next {
    case UInt8(ascii: "="), UInt8(ascii: "!"), UInt8(ascii: "<"):
      throw fault(start..<end, "look-around and named groups are not taken")
    default: throw fault(start..<end, "\"(?\" is taken only as \"(?:\"")
    }
  }

  private mutating func escape(_ start: Int) throws(FilterError) -> RegexSyntax {
    switch next {
    case UInt8(ascii: "b"):
      place += 1
      return .assertion(.wordBoundary)
    case UInt8(ascii: "B"):
      place += 1
      return .assertion(.insideWord)
    case .some(let byte) where byte >= 0x80:
      place += 1
      return literal(byte)
    case .some(let byte):
      let set = try escapedSet(start)
      // \D, \W, \S
      return [0x44, 0x57, 0x53].contains(byte) ? Self.character(of: set) : .bytes(set)
    case .none: throw fault(start..<place, "a lone \\ at the end; \\\\ is the sign itself")
    }
  }

  /// What stands after a backslash, also in square brackets.
  mutating func escapedSet(_ start: Int) throws(FilterError) -> ByteSet {
    guard let byte = next else { throw fault(start..<place, "a lone \\ at the end; \\\\ is the sign itself") }
    place += 1
    switch byte {
    case UInt8(ascii: "d"): return .digits
    case UInt8(ascii: "D"): return ByteSet.digits.inverted
    case UInt8(ascii: "w"): return .word
    case UInt8(ascii: "W"): return ByteSet.word.inverted
    case UInt8(ascii: "s"): return .blanks
    case UInt8(ascii: "S"): return ByteSet.blanks.inverted
    case UInt8(ascii: "n"): return ByteSet(0x0A...0x0A)
    case UInt8(ascii: "t"): return ByteSet(0x09...0x09)
    case UInt8(ascii: "r"): return ByteSet(0x0D...0x0D)
    case UInt8(ascii: "f"): return ByteSet(0x0C...0x0C)
    case UInt8(ascii: "v"): return ByteSet(0x0B...0x0B)
    case UInt8(ascii: "x"):
      guard place + 1 < bytes.count, let meant = Hex.byte(bytes[place], bytes[place + 1])
      else { throw fault(start..<place, "\\x takes two hex digits, as in \\x1f") }
      place += 2
      return set(of: meant)
    case 0x31...0x39: throw fault(start..<place, "back-references are not taken: they can take for ever")
    default:
      if ASCII.isAlphanumeric(byte) {
        let letter = String(UnicodeScalar(byte))
        throw fault(start..<place, "\\\(letter) means nothing; \(letter) alone is the letter")
      }
      return set(of: byte)
    }
  }

  func fault(_ range: Range<Int>, _ words: String) -> FilterError {
    FilterError(range: range, words: words)
  }
}
