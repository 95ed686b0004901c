public import FrameLog

/// What a person wants to see of a log, as they would say it: `dir:in op:text json.type=ticker !ping`.
public struct FrameFilter: Hashable, Sendable {
  /// As it was typed.
  public let text: String

  /// Blank text is the filter that lets everything through.
  public init(parsing text: String) throws(FilterError) { self.text = text }

  /// What can stand at `offset` (UTF-8 bytes from the start) to go on with what is typed there, best first.
  public static func completions(of text: String, at offset: Int) -> [Completion] { [] }
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
