import ByteText

/// Finds out what is being typed in a filter, and how it can go on.
struct FilterCompletion {
  private let bytes: [UInt8]
  private let offset: Int

  init(_ text: String, at offset: Int) {
    // No longer text makes a filter.
    bytes = Array(text.utf8.prefix(FrameFilter.textLimit))
    self.offset = min(max(0, offset), bytes.count)
  }

  var all: [Completion] {
    guard let start = tokenStart else { return [] }
    let typed = String(decoding: bytes[start..<offset], as: UTF8.self).lowercased()
    let key = typed.prefix { $0.isLetter }
    let rest = typed[key.endIndex...]
    guard let sign = rest.first else { return names(from: start, typed) }
    guard sign == ":" || sign == "=", let term = FrameFilter.terms.first(where: { $0.key == key }) else {
      return []
    }
    // What stands after the last comma.
    let value = rest.dropFirst().split(separator: ",", omittingEmptySubsequences: false).last ?? ""
    let range = offset - value.utf8.count..<offset
    return term.values.filter { $0.text.hasPrefix(value) && $0.text != value }.map {
      Completion(range: range, text: $0.text, help: $0.help)
    }
  }

  private func names(from start: Int, _ typed: String) -> [Completion] {
    let isFirst = bytes[..<start].allSatisfy {
      ASCII.isBlank($0) || $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: "!")
    }
    var found: [(text: String, help: String)] = []
    for term in FrameFilter.terms {
      switch term.kind {
      case .opcode where !typed.isEmpty: found += Term.opcodeValues.map { ($0.text, $0.help) }
      case .sign where ASCII.isLetter(term.name.utf8.first ?? 0):
        if !isFirst || term.name == "not" { found.append((term.name, term.help)) }
      case .choice, .size, .wire, .close, .json, .regex, .since, .marked: found.append((term.name, term.help))
      case .opcode, .numbers, .text, .sign: break
      }
    }
    return found.filter { $0.text.hasPrefix(typed) && $0.text != typed }.map {
      Completion(range: start..<offset, text: $0.text, help: $0.help)
    }
  }

  /// Where the term at `offset` begins; nil inside of quotes.
  private var tokenStart: Int? {
    var start = 0
    var isInQuotes = false
    var index = 0
    while index < offset {
      let byte = bytes[index]
      if isInQuotes, byte == UInt8(ascii: "\\") {
        index += 1
      } else if byte == UInt8(ascii: "\"") {
        isInQuotes.toggle()
      } else if !isInQuotes, FilterReader.isBreak(byte) || byte == UInt8(ascii: "!") && index == start {
        start = index + 1
      }
      index += 1
    }
    return isInQuotes ? nil : start
  }
}
