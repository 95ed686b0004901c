/// Cuts a JSON text into lines without touching a byte of it: order, numbers and escapes stay as they were sent.
///
/// It forgives what people send (NaN, trailing commas, single words); what is plainly not JSON gives `nil`.
struct JSONLayout {
  private(set) var lines: [DetailDocument.Line] = []
  /// All brackets are closed and nothing follows.
  private(set) var isComplete = false

  private enum Last { case nothing, open, value, comma, colon }

  /// `isCut`: the end is missing because it was not read, so that an unclosed string is no fault.
  init?(_ bytes: [UInt8], isCut: Bool) {
    var open: [UInt8] = []
    var last = Last.nothing
    var lineStart: Int?
    var contentEnd = 0
    var index = 0

    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0D:
        index += 1
        continue
      case 0x7B, 0x5B:
        guard last != .value else { return nil }
        if lineStart == nil { lineStart = index }
        index += 1
        contentEnd = index
        if let closing = Self.emptyEnd(bytes, after: index, opening: byte) {
          index = closing
          contentEnd = index
          last = .value
          continue
        }
        endLine(&lineStart, contentEnd, depth: open.count)
        open.append(byte)
        last = .open
        continue
      case 0x7D, 0x5D:
        guard let opening = open.last, opening == byte - 2, last != .colon else { return nil }
        endLine(&lineStart, contentEnd, depth: open.count)
        open.removeLast()
        lineStart = index
        last = .value
        index += 1
      case 0x2C:
        guard last == .value, !open.isEmpty else { return nil }
        index += 1
        if lineStart == nil { lineStart = index - 1 }
        endLine(&lineStart, index, depth: open.count)
        last = .comma
        contentEnd = index
        continue
      case 0x3A:
        guard last == .value, open.last == 0x7B else { return nil }
        last = .colon
        index += 1
      case 0x22:
        guard last != .value else { return nil }
        if lineStart == nil { lineStart = index }
        guard let end = Self.stringEnd(bytes, from: index) ?? (isCut ? bytes.count : nil) else { return nil }
        index = end
        last = .value
      default:
        guard last != .value, Self.isScalar(byte) else { return nil }
        if lineStart == nil { lineStart = index }
        while index < bytes.count, Self.isScalar(bytes[index]) { index += 1 }
        last = .value
      }
      contentEnd = index
    }
    endLine(&lineStart, contentEnd, depth: open.count)
    // A lone word or number is no document that would gain by layout.
    guard let first = lines.first, bytes[first.start] == 0x7B || bytes[first.start] == 0x5B else {
      return nil
    }
    isComplete = open.isEmpty
  }

  private mutating func endLine(_ start: inout Int?, _ end: Int, depth: Int) {
    guard let from = start else { return }
    lines.append(DetailDocument.Line(start: from, end: end, indent: min(depth, DetailDocument.indentLimit)))
    start = nil
  }

  /// The index after the closing bracket where nothing but blanks is inside.
  private static func emptyEnd(_ bytes: [UInt8], after index: Int, opening: UInt8) -> Int? {
    var index = index
    while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
    return index < bytes.count && bytes[index] == opening + 2 ? index + 1 : nil
  }

  private static func stringEnd(_ bytes: [UInt8], from quote: Int) -> Int? {
    var index = quote + 1
    while index < bytes.count {
      switch bytes[index] {
      case 0x5C: index += 2
      case 0x22: return index + 1
      default: index += 1
      }
    }
    return nil
  }

  private static func isScalar(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2E: true
    default: false
    }
  }
}
