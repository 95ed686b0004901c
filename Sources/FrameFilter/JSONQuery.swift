import JSONBytes

/// A place in a JSON document, and what is asked of the value there.
///
/// A class so that handing it to a scanner, once a message, copies none of what it holds.
final class JSONQuery: Hashable, Sendable {
  enum Comparison: Hashable, Sendable {
    case isPresent
    case isEqual
    /// It is there, and is something else.
    case isOther
    case isLess
    case isAtMost
    case isGreater
    case isAtLeast
  }

  struct Operand: Hashable, Sendable {
    var text: [UInt8] = []
    /// In quotes it is text, whatever it looks like.
    var isQuoted = false
    var number: Double?

    init() {}
    init(_ text: [UInt8], isQuoted: Bool) {
      self.text = text
      self.isQuoted = isQuoted
      number = isQuoted ? nil : text.withUnsafeBytes { JSONNumber.value(of: $0) }
    }
  }

  let path: [JSONPath.Step]
  let comparison: Comparison
  let operand: Operand
  /// Stands in every document that matches, unless that has escapes.
  private let needle: LiteralSearch?
  private static let escape = LiteralSearch([UInt8(ascii: "\\")], foldsCase: false)

  init(path: [JSONPath.Step], comparison: Comparison, operand: Operand = Operand()) {
    self.path = path
    self.comparison = comparison
    self.operand = operand
    let quote = [UInt8(ascii: "\"")]
    var text: [UInt8]?
    if case .key(let key)? = path.last(where: { if case .key = $0 { true } else { false } }) {
      text = quote + key + quote
    }
    // Numbers can be written in many ways, and true, false and null without quotes.
    let words = ["true", "false", "null"].map { Array($0.utf8) }
    if comparison == .isEqual, operand.number == nil, operand.isQuoted || !words.contains(operand.text) {
      text = quote + operand.text + quote
    }
    needle = text.map { LiteralSearch($0, foldsCase: false) }
  }

  /// A payload that isn't JSON doesn't match; of one that `isCut` only what is there has to be JSON.
  func holds(for payload: UnsafeRawBufferPointer, isCut: Bool) -> Bool {
    guard let first = payload.first(where: { !JSONTokens.isBlank($0) }),
      first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    else { return false }
    if let needle, needle.find(in: payload) == nil, Self.escape.find(in: payload) == nil { return false }
    var scanner = JSONScanner(payload, self)
    return scanner.run(isCut: isCut)
  }

  // MARK: Values

  func accepts(_ text: JSONString) -> Bool {
    switch comparison {
    case .isPresent: return true
    case .isEqual, .isOther:
      var isEqual = text.order(to: operand.text) == 0
      if !isEqual, let wanted = operand.number, let number = text.number { isEqual = number == wanted }
      return isEqual == (comparison == .isEqual)
    default:
      guard let wanted = operand.number else { return accepts(order: text.order(to: operand.text)) }
      return text.number.map { accepts($0, wanted) } ?? false
    }
  }

  /// `text` is a number by JSON's grammar.
  func accepts(number text: UnsafeRawBufferPointer) -> Bool {
    if comparison == .isPresent { return true }
    guard let wanted = operand.number, let number = JSONNumber.value(of: text) else {
      return comparison == .isOther
    }
    // Beyond 2^53 a Double can't tell neighbours apart, and identifiers are such numbers.
    if comparison == .isEqual || comparison == .isOther, JSONNumber.isLongInteger(text),
      operand.text.withUnsafeBytes({ JSONNumber.isLongInteger($0) })
    {
      return text.elementsEqual(operand.text) == (comparison == .isEqual)
    }
    return accepts(number, wanted)
  }

  /// `true`, `false` or `null`.
  func accepts(word: [UInt8]) -> Bool {
    switch comparison {
    case .isPresent: true
    case .isEqual: !operand.isQuoted && operand.text == word
    case .isOther: operand.isQuoted || operand.text != word
    default: false
    }
  }

  /// An object or an array.
  var acceptsContainer: Bool { comparison == .isPresent || comparison == .isOther }

  private func accepts(_ number: Double, _ wanted: Double) -> Bool {
    accepts(order: number < wanted ? -1 : number > wanted ? 1 : 0)
  }

  private func accepts(order: Int) -> Bool {
    switch comparison {
    case .isPresent: true
    case .isEqual: order == 0
    case .isOther: order != 0
    case .isLess: order < 0
    case .isAtMost: order <= 0
    case .isGreater: order > 0
    case .isAtLeast: order >= 0
    }
  }

  static func == (one: JSONQuery, other: JSONQuery) -> Bool {
    one.path == other.path && one.comparison == other.comparison && one.operand == other.operand
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(path)
    hasher.combine(comparison)
    hasher.combine(operand)
  }
}
