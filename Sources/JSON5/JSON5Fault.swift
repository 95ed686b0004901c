/// Why a text can't be read, and where.
public struct JSON5Fault: Error, Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case unexpectedEnd
    /// A byte that can't stand there.
    case unexpected(UInt8)
    case badEscape
    case badNumber
    case unclosedString
    case unclosedComment
    /// More levels than `JSON5Document.deepest`.
    case tooDeep
    case repeatedName(String)
    /// No UTF-8.
    case notText
    /// YAML that only a whole YAML reader would take: anchors, tags, several documents.
    case yamlFeature(String)
    case badIndentation
  }

  public var kind: Kind
  /// Where what is at fault begins.
  public var offset: Int
  /// How far it was read: a string without its end begins before it goes wrong.
  public var end: Int

  /// `end` is where it begins, too, if nothing is said of it.
  public init(_ kind: Kind, at offset: Int, upTo end: Int? = nil) {
    self.kind = kind
    self.offset = offset
    self.end = end ?? offset
  }
}
