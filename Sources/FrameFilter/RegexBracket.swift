import ByteText

/// Square brackets.
extension RegexParser {
  private static let classes: [(name: String, set: ByteSet)] = [
    ("alpha", ByteSet(where: ASCII.isLetter)), ("digit", .digits),
    ("alnum", ByteSet(where: ASCII.isAlphanumeric)), ("space", .blanks),
    ("upper", ByteSet(0x41...0x5A)), ("lower", ByteSet(0x61...0x7A)),
    ("cntrl", ByteSet { $0 < 0x20 || $0 == 0x7F }),
    ("print", ByteSet(0x20...0x7E)), ("graph", ByteSet(0x21...0x7E)),
    ("blank", ByteSet { $0 == 0x20 || $0 == 0x09 }),
    ("xdigit", ByteSet { Hex.value($0) != nil }),
    ("punct", ByteSet { (0x21...0x7E).contains($0) && !ASCII.isAlphanumeric($0) }),
  ]

  /// `[a-z]`, `[^"]`, `[[:alpha:]_]`; longer characters one by one, and only in what is not negated.
  mutating func bracket(_ start: Int) throws(FilterError) -> RegexSyntax {
    let isNegated = take("^")
    var set = ByteSet()
    var longer: [RegexSyntax] = []
    var isFirst = true
    while isFirst || next != UInt8(ascii: "]") {
      guard let byte = next else {
        throw fault(start..<start + 1, "\"[\" without \"]\"; \\[ is the sign itself")
      }
      isFirst = false
      if byte >= 0xC0 {
        let character = place
        place += 1
        longer.append(literal(byte))
        let end = place
        if isNegated
          || next == UInt8(ascii: "-") && place + 1 < bytes.count && bytes[place + 1] != UInt8(ascii: "]")
        {
          throw fault(character..<end, "square brackets take other than ASCII one by one, and not after ^")
        }
        continue
      }
      set.formUnion(try bracketPart())
    }
    place += 1
    if foldsCase { set = set.withBothCases }
    if isNegated { return Self.character(of: set.inverted) }
    return longer.isEmpty ? .bytes(set) : .either([.bytes(set)] + longer)
  }

  private mutating func bracketPart() throws(FilterError) -> ByteSet {
    let start = place
    if let named = try namedClass() { return named }
    let low = try bracketSet()
    guard next == UInt8(ascii: "-"), place + 1 < bytes.count, bytes[place + 1] != UInt8(ascii: "]") else {
      return low
    }
    place += 1
    let high = try bracketSet()
    guard let from = low.single(foldsCase: false), let to = high.single(foldsCase: false), from <= to else {
      throw fault(start..<place, "a range goes from a smaller byte to a larger one, as in a-z")
    }
    return ByteSet(from...to)
  }

  private mutating func bracketSet() throws(FilterError) -> ByteSet {
    let start = place
    guard let byte = next, byte < 0x80 else {
      throw fault(
        start..<min(place + 1, bytes.count), "a range goes from a smaller byte to a larger one, as in a-z")
    }
    place += 1
    guard byte == UInt8(ascii: "\\") else { return ByteSet(byte...byte) }
    if next == UInt8(ascii: "b") { throw fault(start..<place + 1, "\\b stands outside of square brackets") }
    // Both cases come in later, for the whole bracket; here a range must see single bytes.
    var plain = RegexParser(bytes, foldsCase: false)
    plain.place = place
    let set = try plain.escapedSet(start)
    place = plain.place
    return set
  }

  private mutating func namedClass() throws(FilterError) -> ByteSet? {
    guard next == UInt8(ascii: "["), place + 1 < bytes.count, bytes[place + 1] == UInt8(ascii: ":") else {
      return nil
    }
    let rest = bytes[(place + 2)...]
    for (name, set) in Self.classes where rest.starts(with: (name + ":]").utf8) {
      place += 2 + name.utf8.count + 2
      return set
    }
    throw fault(
      place..<place + 2,
      "[: takes " + Self.classes.map(\.name).joined(separator: ", ") + ", as in [[:alpha:]]")
  }
}
