/// What a person wants to see of a log, as they would say it: `dir:in op:text json.type=ticker !ping`.
public struct FrameFilter: Hashable, Sendable {
  /// 4 KiB of UTF-8: what a person can type and see.
  public static let textLimit = 4096
  /// Brackets and nots in each other.
  public static let depthLimit = 64
  /// Regular expressions in one filter: each may come to hold 1 MiB.
  public static let patternLimit = 16

  /// As it was typed.
  public let text: String
  /// How plain words are taken; what stands after `re:` and in quotes is what it is.
  public let wordsAreRegex: Bool
  let letters: SearchPattern.Case
  let program: FilterProgram

  /// Blank text is the filter that lets everything through. `case` is about what is looked for in payloads, other than
  /// by `json.`.
  public init(
    parsing text: String, case: SearchPattern.Case = .smart, wordsAreRegex: Bool = false
  ) throws(FilterError) {
    self.text = text
    self.wordsAreRegex = wordsAreRegex
    letters = `case`
    program = FilterProgram(try FilterParser.parse(text, .init(letters: `case`, isRegex: wordsAreRegex)))
  }

  /// It has to be looked at anew when marks change.
  public var asksForMarks: Bool { program.tests.contains(.marked) }
  /// It has `since:mark` in it, which without a mark lets nothing through.
  public var asksForMark: Bool { program.tests.contains(.since(.mark)) }

  /// What can stand at `offset` (UTF-8 bytes from the start) to go on with what is typed there, best first.
  public static func completions(of text: String, at offset: Int) -> [Completion] {
    FilterCompletion(text, at: offset).all
  }

  public static func == (one: FrameFilter, other: FrameFilter) -> Bool {
    one.text == other.text && one.letters == other.letters && one.wordsAreRegex == other.wordsAreRegex
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(text)
    hasher.combine(letters)
    hasher.combine(wordsAreRegex)
  }
}

/// Why a filter or a pattern makes no sense, and where.
public struct FilterError: Error, Hashable, Sendable {
  /// UTF-8 bytes from the start of the text; empty at a place where something is missing.
  public let range: Range<Int>
  /// "op: takes text, bin, ping, pong, close, cont"
  public let words: String

  public init(range: Range<Int>, words: String) {
    self.range = range
    self.words = words
  }
}

/// A way to go on with a filter that is being typed.
public struct Completion: Hashable, Sendable {
  /// What it replaces, in UTF-8 bytes from the start.
  public let range: Range<Int>
  public let text: String
  /// "frames that came in"
  public let help: String

  public init(range: Range<Int>, text: String, help: String) {
    self.range = range
    self.text = text
    self.help = help
  }
}
