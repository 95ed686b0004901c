/// What `/` looks for: literal text by default, a regular expression after `re:`.
public struct SearchPattern: Hashable, Sendable {
  public enum Case: Hashable, Sendable {
    /// A pattern without capitals matches both.
    case smart
    case exact
    case ignored
  }

  /// 1 KiB of UTF-8: what a person types, and what a table of states can be made of.
  public static let textLimit = 1024
  /// Bytes of one payload that a regular expression looks at, 1 MiB; literal text is looked for in all of it. One that is
  /// made to be slow looks at less: after half a second it gives up (`RegexMachine.workLimit`).
  public static let regexReach = RegexSearch.reach

  private enum Engine: Sendable {
    case nothing
    case literal(LiteralSearch)
    case regex(RegexSearch)
  }

  public let text: String
  public let isRegex: Bool
  /// Only of ASCII letters; others match as they are.
  public let foldsCase: Bool
  private var engine: Engine

  /// `isRegex` takes the whole text for one; else `re:` in front does.
  public init(parsing text: String, isRegex: Bool = false, case: Case = .smart) throws(FilterError) {
    let hasPrefix = !isRegex && text.utf8.starts(with: "re:".utf8)
    let body = hasPrefix ? String(text.dropFirst(3)) : text
    do throws(FilterError) {
      try self.init(text, body: body, isRegex: isRegex || hasPrefix, case: `case`)
    } catch {
      let offset = hasPrefix ? 3 : 0
      throw FilterError(
        range: error.range.lowerBound + offset..<error.range.upperBound + offset, words: error.words)
    }
  }

  /// `text` whatever it begins with.
  init(literal text: String, case: Case) throws(FilterError) {
    try self.init(text, body: text, isRegex: false, case: `case`)
  }

  private init(_ text: String, body: String, isRegex: Bool, case: Case) throws(FilterError) {
    self.text = text
    self.isRegex = isRegex
    let count = body.utf8.count
    if count > Self.textLimit {
      throw FilterError(
        range: Self.textLimit..<count,
        words: "a pattern has at most \(Self.textLimit) bytes, this one \(count)")
    }
    foldsCase =
      switch `case` {
      case .ignored: true
      case .exact: false
      case .smart where isRegex: !RegexParser.hasCapitals(body)
      case .smart: !body.unicodeScalars.contains { $0.properties.isUppercase }
      }
    guard count > 0 else {
      engine = .nothing
      return
    }
    guard isRegex else {
      engine = .literal(LiteralSearch(Array(body.utf8), foldsCase: foldsCase))
      return
    }
    let syntax = try RegexParser.parse(Array(body.utf8), foldsCase: foldsCase)
    if let whole = syntax.wholeText(foldsCase: foldsCase), !whole.isEmpty {
      engine = .literal(LiteralSearch(whole, foldsCase: foldsCase))
    } else {
      engine = .regex(RegexSearch(syntax, foldsCase: foldsCase))
    }
  }

  /// Stands in all that matches; nil where nothing is known to.
  var required: LiteralSearch? {
    switch engine {
    case .nothing: nil
    case .literal(let search): search
    case .regex(let search): search.required
    }
  }

  /// Where it stands first in `bytes`, at `start` or later; nothing for empty text. A regular expression's match can be
  /// empty; of several it is the one that ends first, as long as it can be.
  public func firstMatch(in bytes: UnsafeRawBufferPointer, from start: Int = 0) -> Range<Int>? {
    switch engine {
    case .nothing: nil
    case .literal(let search): search.find(in: bytes, from: start).map { $0..<$0 + search.needle.count }
    case .regex(let search): search.find(in: bytes, from: start)
    }
  }

  /// Whether it stands in `bytes`; quicker than to ask where.
  public func isFound(in bytes: UnsafeRawBufferPointer) -> Bool {
    switch engine {
    case .nothing: false
    case .literal(let search): search.find(in: bytes) != nil
    case .regex(let search): search.isFound(in: bytes)
    }
  }

  /// The same for another thread, so that a long look through one payload holds up nobody on the screen.
  var unshared: SearchPattern {
    var other = self
    if case .regex(let search) = engine { other.engine = .regex(search.unshared) }
    return other
  }

  public static func == (one: SearchPattern, other: SearchPattern) -> Bool {
    one.text == other.text && one.isRegex == other.isRegex && one.foldsCase == other.foldsCase
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(text)
    hasher.combine(isRegex)
    hasher.combine(foldsCase)
  }
}
