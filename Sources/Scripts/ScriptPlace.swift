/// Where a step stands: counted from 1, the column in bytes.
public struct ScriptPlace: Hashable, Sendable {
  /// As it was named to the reader; an included file by its path from there.
  public var file: String
  public var line: Int
  public var column: Int

  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `login.jsonl:12:7`
  public var words: String { "\(file):\(line):\(column)" }
}
