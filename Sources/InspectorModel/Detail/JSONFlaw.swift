/// The first place where a text that means to be JSON is none (RFC 8259).
public struct JSONFlaw: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    case word, number, escape, control, commaTooMany, commaMissing, valueMissing, colonMissing, keyUnquoted
    case stringOpen, bracket, moreAfterEnd, byte
  }

  public let kind: Kind
  /// Bytes of the text; at least one, but at its very end.
  public let range: Range<Int>

  public var words: String {
    switch kind {
    case .word: "no word of JSON"
    case .number: "no number of JSON"
    case .escape: "no escape of JSON"
    case .control: "a control byte in a string"
    case .commaTooMany: "a comma too many"
    case .commaMissing: "a comma is missing"
    case .valueMissing: "a value is missing"
    case .colonMissing: "a colon is missing"
    case .keyUnquoted: "a key without quotes"
    case .stringOpen: "a string without an end"
    case .bracket: "a bracket that closes nothing"
    case .moreAfterEnd: "more after the end"
    case .byte: "nothing of JSON"
    }
  }
}
