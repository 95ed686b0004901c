import Canvas

/// One line of laid-out JSON in colours. Bytes stay as they were sent; only blanks between tokens are ours.
struct JSONLine {
  private struct Token {
    var bytes: ArraySlice<UInt8>
    var role: Role
    var blankAfter = false
  }
  private var tokens: [Token] = []
  private let indent: Int

  /// Tokens of a line that are looked at: more do not fit a screen.
  private static let tokenLimit = 2048

  init(_ bytes: ArraySlice<UInt8>, indent: Int, startsInString: Bool) {
    self.indent = indent
    var index = bytes.startIndex
    if startsInString {
      let end = Self.stringEnd(bytes, from: index)
      tokens.append(Token(bytes: bytes[index..<end], role: .jsonString))
      index = end
    }
    while index < bytes.endIndex, tokens.count < Self.tokenLimit {
      let start = index
      switch bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D:
        index += 1
        continue
      case 0x22:
        index = Self.stringEnd(bytes, from: index + 1)
        tokens.append(Token(bytes: bytes[start..<index], role: .jsonString))
      case 0x3A:
        index += 1
        if let last = tokens.indices.last, tokens[last].role == .jsonString { tokens[last].role = .jsonKey }
        tokens.append(Token(bytes: bytes[start..<index], role: .jsonPunct, blankAfter: true))
      case 0x2C, 0x5B, 0x5D, 0x7B, 0x7D:
        index += 1
        tokens.append(Token(bytes: bytes[start..<index], role: .jsonPunct))
      default:
        while index < bytes.endIndex, !Self.endsWord(bytes[index]) { index += 1 }
        tokens.append(Token(bytes: bytes[start..<index], role: Self.role(ofWord: bytes[start..<index])))
      }
    }
  }

  /// The column after the last token, in the field.
  @discardableResult
  func draw(offset: Int, hits: [Range<Int>], in area: Rect, on canvas: inout Canvas) -> Int {
    var x = indent - offset
    for token in tokens where x < area.width {
      let reach = area.width - x
      var text = DisplayText(bytes: token.bytes, limit: reach + 1, repertoire: canvas.repertoire)
      let width = text.width
      if x < 0 { text = text.dropFirst(columns: -x) }
      let left = max(0, x)
      canvas.put(
        text.truncated(to: area.width - left, repertoire: canvas.repertoire),
        at: Point(x: area.x + left, y: area.y),
        role: token.role)
      for hit in hits { markHit(hit, in: token.bytes, at: x, area, on: &canvas) }
      x += width + (token.blankAfter ? 1 : 0)
    }
    return x
  }

  /// Shows where a fault is, as far as it is on this line.
  func mark(_ fault: Range<Int>, offset: Int, in area: Rect, on canvas: inout Canvas) {
    var x = indent - offset
    for token in tokens where x < area.width {
      markHit(fault, in: token.bytes, at: x, area, role: .promptError, on: &canvas)
      x += DisplayText(bytes: token.bytes, repertoire: canvas.repertoire).width + (token.blankAfter ? 1 : 0)
    }
  }

  /// The index after the closing quote, or the end.
  private static func stringEnd(_ bytes: ArraySlice<UInt8>, from start: Int) -> Int {
    var index = start
    while index < bytes.endIndex {
      switch bytes[index] {
      case 0x5C: index += 2
      case 0x22: return index + 1
      default: index += 1
      }
    }
    return bytes.endIndex
  }

  private static func endsWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x09, 0x0A, 0x0D, 0x22, 0x2C, 0x3A, 0x5B, 0x5D, 0x7B, 0x7D: true
    default: false
    }
  }

  private static func role(ofWord bytes: ArraySlice<UInt8>) -> Role {
    if bytes.elementsEqual("true".utf8) || bytes.elementsEqual("false".utf8) { return .jsonBool }
    if bytes.elementsEqual("null".utf8) { return .jsonNull }
    return .jsonNumber
  }
}
