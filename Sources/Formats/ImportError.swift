/// Why a file can't be imported.
public enum ImportError: Error, Hashable, Sendable {
  /// `errno` of the read.
  case unreadable(Int32)
  /// HAR is read in two passes, and this can be read only once: save it as a file.
  case notSeekable
  case empty
  /// Neither our JSON Lines nor HAR.
  case unknownFormat
  case malformed(LineFault, at: ImportPlace)
}

/// What is wrong at one place.
public enum LineFault: Hashable, Sendable {
  case unexpectedByte(UInt8)
  case unexpectedEnd
  case badEscape
  case badNumber
  /// Bytes.
  case tooLong(limit: Int)
  case tooDeep
  /// A field that has to be there.
  case missing(String)
  /// A field with a value that it can't have.
  case wrong(String)
  /// A record's number is not above the one before.
  case sequence(Int, after: Int)
}

/// Where in a file: line and column count from 1, in bytes; the offset from 0.
public struct ImportPlace: Hashable, Sendable {
  public var line: Int
  public var column: Int
  public var offset: Int

  public init(line: Int, column: Int, offset: Int) {
    self.line = line
    self.column = column
    self.offset = offset
  }
}

/// What is odd about a file that could be read all the same.
public enum ImportWarning: Hashable, Sendable {
  /// The file ends in the middle of something: what came before is there.
  case truncated(at: ImportPlace)
  /// A later version of the format, of which not all may be understood.
  case laterVersion(UInt64)
  /// An event of an unknown name is shown as information.
  case unknownEvent(String, line: Int)
  case unknownFlag(String, line: Int)
  /// The time of a record can't be read; it has that of the one before.
  case badTime(line: Int)
  case badBase64(line: Int)
  /// What is told of a connection can't be understood.
  case badFacts(line: Int)
  /// Entries of a HAR that are no WebSocket.
  case otherEntries(Int)
  case noWebSocket
  /// The messages of an entry are not in the file (Playwright puts them into another).
  case messagesElsewhere(line: Int)
  /// More of these.
  case more(Int)
}
