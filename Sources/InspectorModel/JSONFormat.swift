/// Moves the blanks of a JSON text and nothing else: order, doubled names, escapes and digits stay as they are.
enum JSONFormat {
  /// A line a value, two blanks a level, as the detail shows it.
  static func pretty(_ bytes: [UInt8]) throws(JSONScan.Fault) -> [UInt8] {
    let tokens = try JSONScan.tokens(bytes)
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
  static func minified(_ bytes: [UInt8]) throws(JSONScan.Fault) -> [UInt8] {
    try JSONScan.tokens(bytes).reduce(into: []) { $0 += bytes[$1.range] }
  }
}
