/// What a script wants of another file. All of them are read while the script is, so that a run needs no disk.
public struct ScriptFileRequest: Hashable, Sendable {
  public enum Use: Hashable, Sendable {
    /// More steps.
    case include
    /// A message's payload.
    case payload
    /// CSV or JSON Lines that a `repeat` goes over.
    case rows
  }

  /// As the script writes it, with its variables not filled in: they can't stand in names of files.
  public var name: String
  /// The file that names it, as it was named to the reader, or its path from there: a name that doesn't begin with `/` is
  /// looked for beside it.
  public var from: String
  public var use: Use
  /// Where it is named.
  public var place: ScriptPlace
  /// A longer file is refused, so no more of it need be read than one byte over.
  public var byteLimit: Int
}

/// Why a file can't be had, in words that end a sentence: "no such file".
public struct ScriptFileError: Error, Hashable, Sendable {
  public var words: String
  public init(_ words: String) { self.words = words }
}

/// Gives the content of a file; the owner of the disk decides what may be read.
public typealias ScriptFiles = (ScriptFileRequest) throws(ScriptFileError) -> [UInt8]
