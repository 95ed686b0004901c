/// A place in a text as people name it: line and column from 1.
struct DraftPlace: Equatable {
  var line: Int
  var column: Int

  init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  init(of index: Int, in text: [Unicode.Scalar]) {
    let before = text[..<min(max(0, index), text.count)]
    line = before.reduce(1) { $0 + ($1 == "\n" ? 1 : 0) }
    column = before.count - (before.lastIndex(of: "\n").map { $0 + 1 } ?? 0) + 1
  }

  /// "column 5", or "line 2, column 5".
  var words: String { line > 1 ? "line \(line), column \(column)" : "column \(column)" }

  /// In scalars; within the text.
  func index(in text: [Unicode.Scalar]) -> Int {
    var start = 0
    for _ in 1..<max(1, line) {
      guard let end = text[start...].firstIndex(of: "\n") else { break }
      start = end + 1
    }
    return min(start + max(0, column - 1), max(0, text.count - 1))
  }

  /// The scalar at so many UTF-8 bytes, or the end.
  static func index(ofByte offset: Int, in text: [Unicode.Scalar]) -> Int {
    var bytes = 0
    for (index, scalar) in text.enumerated() {
      if bytes >= offset { return index }
      bytes += UTF8.width(scalar)
    }
    return text.count
  }
}
