/// How much a text is held to.
public enum JSON5Reading: Sendable {
  /// JSON5 as its standard has it, no name twice.
  case exact
  /// For a reader that complains of each value itself: names may come twice and need no quotes where they are one word
  /// (`ctrl-x`), a value may be any word, and bytes that are no text become U+FFFD.
  case lenient

  /// Objects and arrays in each other: a file of brackets alone must not use up the stack.
  var deepest: Int {
    switch self {
    case .exact: JSON5Document.deepest
    case .lenient: 17
    }
  }
}

/// JSON5 (json5.org) taken apart, each part with its place, so that a file can be complained of by line and column and
/// changed without losing a comment. JSON is JSON5, too.
public struct JSON5Document: Sendable {
  /// 64 levels.
  public static let deepest = 64

  public let bytes: [UInt8]
  public let root: JSON5Value
  /// Where each line begins, of all but the first.
  private let lineStarts: [Int]

  public init(_ bytes: some Sequence<UInt8>, _ reading: JSON5Reading = .exact) throws(JSON5Fault) {
    let bytes = Array(bytes)
    var reader = JSON5Text(bytes, reading)
    try reader.skipBlanks()
    let root = try reader.value(depth: 0)
    try reader.skipBlanks()
    if let byte = reader.next { throw JSON5Fault(.unexpected(byte), at: reader.index) }
    self.bytes = bytes
    self.root = root
    lineStarts = bytes.indices.filter { bytes[$0] == 0x0A }.map { $0 + 1 }
  }

  /// Of the byte at `offset`, in the time of a search: a file may have many values to place.
  public func place(_ offset: Int) -> TextPlace {
    var (low, high) = (0, lineStarts.count)
    while low < high {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle + 1 } else { high = middle }
    }
    return TextPlace(line: low + 1, column: offset - (low == 0 ? 0 : lineStarts[low - 1]) + 1)
  }

  /// Where a value begins.
  public func place(of value: JSON5Value) -> TextPlace { place(value.range.lowerBound) }
  /// Where a name begins.
  public func place(of member: JSON5Value.Member) -> TextPlace { place(member.nameRange.lowerBound) }
}
