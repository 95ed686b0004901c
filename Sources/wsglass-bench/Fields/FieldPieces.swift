import Canvas

/// Every Unicode scalar in order, cut to texts that take at most so many columns, so that a field shows all of each.
struct FieldPieces {
  /// Columns that a scalar takes, 0 for surrogates, which no text holds; a mark's are those of its letter.
  private let widths: [UInt8]
  /// What has to stand on a letter. Of many on one letter most are left out on purpose.
  private let marks: Set<UInt32>
  private var cut: [Key: [[UInt8]]] = [:]

  private struct Key: Hashable {
    let columns: Int
    let bytes: Int
    let hasSurrogates: Bool
    let isSpaced: Bool
  }

  init(_ repertoire: Repertoire) {
    var widths = [UInt8](repeating: 0, count: 0x110000)
    var marks: Set<UInt32> = []
    for value in UInt32(0)..<0x110000 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let shown = DisplayText(String(scalar), repertoire: repertoire)
      if shown.cells.first.map({ $0.marks != .zero }) ?? false {
        marks.insert(value)
        widths[Int(value)] = 1
      } else {
        widths[Int(value)] = UInt8(clamping: shown.width)
      }
    }
    self.widths = widths
    self.marks = marks
  }

  /// As UTF-8; `bytes` is the most that the field takes. The surrogates come last, as the three bytes that would stand for each.
  mutating func cut(columns: Int, bytes: Int = .max, withSurrogates: Bool = false, isSpaced: Bool = false)
    -> [[UInt8]]
  {
    let key = Key(columns: columns, bytes: bytes, hasSurrogates: withSurrogates, isSpaced: isSpaced)
    if let pieces = cut[key] { return pieces }
    var pieces: [[UInt8]] = []
    var piece: [UInt8] = []
    var left = columns
    func add(_ text: [UInt8], _ width: Int) {
      let text = isSpaced ? text + [0x20] : text
      let width = isSpaced ? width + 1 : width
      if width > left || piece.count + text.count > bytes {
        pieces.append(piece)
        (piece, left) = ([], columns)
      }
      piece += text
      left -= width
    }
    for value in UInt32(0)..<0x110000 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      add((marks.contains(value) ? [0x78] : []) + Array(String(scalar).utf8), Int(widths[Int(value)]))
    }
    if withSurrogates {
      for value in UInt32(0xD800)..<0xE000 {
        add([0xED, 0x80 | UInt8(value >> 6 & 0x3F), 0x80 | UInt8(value & 0x3F)], 15)
      }
    }
    pieces.append(piece)
    cut[key] = pieces
    return pieces
  }
}
