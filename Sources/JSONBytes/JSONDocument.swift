/// A JSON text and where its values lie in it. Nothing is converted: numbers, escapes and blanks stay as they were written.
public struct JSONDocument: Sendable {
  public let bytes: [UInt8]

  /// Fails at the first byte that can't be JSON.
  public init(parsing bytes: [UInt8]) throws(JSONFault) { self.bytes = bytes }
}

/// Where and why a text is no JSON.
public struct JSONFault: Error, Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case unexpectedByte, unexpectedEnd, badEscape, badNumber, tooDeep, trailing, tooLong, notUTF8
  }
  public var kind: Kind
  /// In bytes, from 0.
  public var offset: Int
}
