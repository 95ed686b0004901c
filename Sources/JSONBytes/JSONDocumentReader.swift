/// Finds the values of a text.
struct JSONDocumentReader {
  var nodes: [JSONDocument.Node] = []

  /// Returns what is wrong.
  mutating func run(_ bytes: UnsafeRawBufferPointer) -> JSONFault? {
    var tokens = JSONTokens(bytes)
    if let fault = value(&tokens, depth: 0) { return fault }
    tokens.skipBlanks()
    return tokens.place == bytes.count ? nil : JSONFault(kind: .trailing, offset: tokens.place)
  }

  private mutating func value(_ tokens: inout JSONTokens, depth: Int) -> JSONFault? {
    guard let first = tokens.nextSign() else { return fault(.unexpectedEnd, tokens) }
    switch first {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard depth < JSONTokens.depthLimit else { return fault(.tooDeep, tokens) }
      let node = nodes.count
      let isObject = first == UInt8(ascii: "{")
      add(isObject ? .object : .array, tokens.place)
      tokens.place += 1
      let found = isObject ? object(&tokens, depth: depth + 1) : array(&tokens, depth: depth + 1)
      if let found { return found }
      nodes[node].end = UInt32(truncatingIfNeeded: tokens.place)
      nodes[node].next = UInt32(truncatingIfNeeded: nodes.count)
      return nil
    case UInt8(ascii: "\""): return text(&tokens)
    case UInt8(ascii: "t"): return word(&tokens, "true", .yes)
    case UInt8(ascii: "f"): return word(&tokens, "false", .no)
    case UInt8(ascii: "n"): return word(&tokens, "null", .null)
    default:
      let start = tokens.place
      guard tokens.number() != nil else {
        if tokens.hasEndedEarly { return JSONFault(kind: .unexpectedEnd, offset: tokens.bytes.count) }
        let isNumber = first == UInt8(ascii: "-") || (0x30...0x39).contains(first)
        return fault(isNumber ? .badNumber : .unexpectedByte, tokens)
      }
      add(.number, start, to: tokens.place)
      return nil
    }
  }

  private mutating func object(_ tokens: inout JSONTokens, depth: Int) -> JSONFault? {
    guard var sign = tokens.nextSign() else { return fault(.unexpectedEnd, tokens) }
    if sign == UInt8(ascii: "}") {
      tokens.place += 1
      return nil
    }
    while true {
      guard sign == UInt8(ascii: "\"") else { return fault(.unexpectedByte, tokens) }
      if let fault = text(&tokens) { return fault }
      guard let colon = tokens.nextSign() else { return fault(.unexpectedEnd, tokens) }
      guard colon == UInt8(ascii: ":") else { return fault(.unexpectedByte, tokens) }
      tokens.place += 1
      if let fault = value(&tokens, depth: depth) { return fault }
      guard let after = tokens.nextSign() else { return fault(.unexpectedEnd, tokens) }
      guard after == UInt8(ascii: "}") || after == UInt8(ascii: ",") else {
        return fault(.unexpectedByte, tokens)
      }
      tokens.place += 1
      if after == UInt8(ascii: "}") { return nil }
      guard let following = tokens.nextSign() else { return fault(.unexpectedEnd, tokens) }
      sign = following
    }
  }

  private mutating func array(_ tokens: inout JSONTokens, depth: Int) -> JSONFault? {
    guard let sign = tokens.nextSign() else { return fault(.unexpectedEnd, tokens) }
    if sign == UInt8(ascii: "]") {
      tokens.place += 1
      return nil
    }
    while true {
      if let fault = value(&tokens, depth: depth) { return fault }
      guard let after = tokens.nextSign() else { return fault(.unexpectedEnd, tokens) }
      guard after == UInt8(ascii: "]") || after == UInt8(ascii: ",") else {
        return fault(.unexpectedByte, tokens)
      }
      tokens.place += 1
      if after == UInt8(ascii: "]") { return nil }
    }
  }

  private mutating func text(_ tokens: inout JSONTokens) -> JSONFault? {
    let start = tokens.place
    var hasEscapes = false
    guard tokens.stringContent(&hasEscapes) != nil else {
      return fault(tokens.hasEndedEarly ? .unexpectedEnd : .badText, tokens)
    }
    add(.text, start, to: tokens.place)
    nodes[nodes.count - 1].hasEscapes = hasEscapes
    return nil
  }

  private mutating func word(_ tokens: inout JSONTokens, _ word: StaticString, _ kind: JSONDocument.Kind)
    -> JSONFault?
  {
    let start = tokens.place
    guard tokens.take(word: word) else {
      return tokens.hasEndedEarly
        ? JSONFault(kind: .unexpectedEnd, offset: tokens.bytes.count) : fault(.unexpectedByte, tokens)
    }
    add(kind, start, to: tokens.place)
    return nil
  }

  private mutating func add(_ kind: JSONDocument.Kind, _ start: Int, to end: Int = 0) {
    nodes.append(
      JSONDocument.Node(
        start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end),
        next: UInt32(truncatingIfNeeded: nodes.count + 1), kind: kind, hasEscapes: false))
  }

  private func fault(_ kind: JSONFault.Kind, _ tokens: JSONTokens) -> JSONFault {
    JSONFault(kind: kind, offset: min(tokens.place, tokens.bytes.count))
  }
}
