/// Where something stands in a text: line and column from 1, columns in bytes.
public struct TextPlace: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// From 1.
  public var line: Int
  /// From 1, in bytes.
  public var column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Of the byte at `offset`; one beyond the end stands behind the last.
  public init(offset: Int, in bytes: some Collection<UInt8>) {
    var line = 1
    var column = 1
    for byte in bytes.prefix(max(0, offset)) {
      column += 1
      if byte == 0x0A {
        line += 1
        column = 1
      }
    }
    self.init(line: line, column: column)
  }

  /// As compilers write it behind a file's name: "3:5".
  public var description: String { "\(line):\(column)" }

  public static func < (left: TextPlace, right: TextPlace) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}
