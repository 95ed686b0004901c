/// What is wrong with a draft, and where: marked while it is written.
public struct DraftFault: Error, Sendable, Equatable {
  public enum Weight: Sendable, Equatable {
    /// It can't be sent so.
    case refusal
    /// It is sent as it stands; most likely it is a slip.
    case warning
    /// There is just not all of it yet: nothing is marked.
    case unfinished
  }
  public var weight: Weight
  public var words: String
  /// The place in scalars of the draft; nil where it is no place but the whole.
  public var range: Range<Int>?

  init(_ words: String, at range: Range<Int>? = nil) { self.init(.refusal, words, at: range) }

  init(_ weight: Weight, _ words: String, at range: Range<Int>? = nil) {
    self.weight = weight
    self.words = words
    self.range = range
  }
}
