/// What `/` looks for: literal text by default, a regular expression after `re:`.
public struct SearchPattern: Hashable, Sendable {
  public enum Case: Hashable, Sendable {
    /// A pattern without capitals matches both.
    case smart
    case exact
    case ignored
  }

  public let text: String
  public let isRegex: Bool

  /// `isRegex` takes the whole text for one; else `re:` in front does.
  public init(parsing text: String, isRegex: Bool = false, case: Case = .smart) throws(FilterError) {
    self.text = text
    self.isRegex = isRegex
  }

  /// Where it stands first in `bytes`, at `start` or later; nothing for empty text.
  public func firstMatch(in bytes: UnsafeRawBufferPointer, from start: Int = 0) -> Range<Int>? { nil }
}
