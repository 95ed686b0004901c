/// One column of text, or two, that is safe to put on a terminal.
public struct DisplayCell: Hashable, Sendable {
  /// Where a cell comes from; what is not `plain` is drawn so that it cannot be taken for text.
  public enum Kind: UInt8, Hashable, Sendable {
    case plain
    /// Part of the visible form of something that is not shown as itself.
    case escape
    /// The same for a byte that is not UTF-8.
    case invalid
    /// Stands for no byte: blanks after a tab, padding, the mark of a cut.
    case filler
  }
  /// Most combining marks that one cell keeps; more are shown as escapes.
  static let mostMarks = 4

  public internal(set) var scalar: UInt32
  /// Combining marks in order, 0 where there is none. Inside an emoji sequence also U+200D and U+FE0F.
  public internal(set) var marks: SIMD4<UInt32> = .zero
  /// 1 or 2 columns.
  public internal(set) var width: UInt8
  public internal(set) var kind: Kind

  init(_ scalar: UInt32, width: UInt8 = 1, kind: Kind = .plain) {
    self.scalar = scalar
    self.width = width
    self.kind = kind
  }

  /// False when the cell has its full number of marks.
  mutating func attach(_ mark: UInt32) -> Bool {
    for lane in 0..<Self.mostMarks where marks[lane] == 0 {
      marks[lane] = mark
      return true
    }
    return false
  }

  /// The scalars in the order of the text.
  public var text: String {
    var text = String.UnicodeScalarView()
    append(to: &text)
    return String(text)
  }

  func append(to text: inout String.UnicodeScalarView) {
    if let scalar = Unicode.Scalar(scalar) { text.append(scalar) }
    guard marks != .zero else { return }
    for lane in 0..<Self.mostMarks where marks[lane] != 0 {
      if let mark = Unicode.Scalar(marks[lane]) { text.append(mark) }
    }
  }
}
