/// Moves the blanks of a JSON text and nothing else: order, doubled names, escapes and digits stay as they are.
enum JSONFormat {
  /// A line a value, two blanks a level, as the detail shows it. `shape` is read in place of the text where that has
  /// something in it that is no JSON yet: of the same length.
  static func pretty(_ bytes: [UInt8], shape: [UInt8]? = nil) throws(JSONScan.Fault) -> [UInt8] {
    let tokens = try tokens(of: bytes, shape)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count * 2)
    var depth = 0
    func newLine() {
      result.append(0x0A)
      result.append(contentsOf: repeatElement(0x20, count: 2 * min(depth, DetailDocument.indentLimit)))
    }
    for (index, token) in tokens.enumerated() {
      let isEmpty = token.kind == .close && index > 0 && tokens[index - 1].kind == .open
      if token.kind == .close {
        depth -= 1
        if !isEmpty { newLine() }
      }
      result += bytes[token.range]
      switch token.kind {
      case .open:
        depth += 1
        if index + 1 < tokens.count, tokens[index + 1].kind != .close { newLine() }
      case .comma: newLine()
      case .colon: result.append(0x20)
      case .close, .value: break
      }
    }
    return result
  }

  /// Without any blank between tokens.
  static func minified(_ bytes: [UInt8], shape: [UInt8]? = nil) throws(JSONScan.Fault) -> [UInt8] {
    try tokens(of: bytes, shape).reduce(into: []) { $0 += bytes[$1.range] }
  }

  private static func tokens(of bytes: [UInt8], _ shape: [UInt8]?) throws(JSONScan.Fault) -> [JSONScan.Token]
  {
    guard let shape, shape.count == bytes.count else { return try JSONScan.tokens(bytes) }
    return try JSONScan.tokens(shape)
  }
}
