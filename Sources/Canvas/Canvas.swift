/// A screenful of cells to paint on. Whatever falls outside is clipped, never an error.
public struct Canvas: Sendable {
  public let size: Size
  public let repertoire: Repertoire
  /// Where the terminal's cursor stands; nil hides it.
  public var cursor: Point?
  private var cells: [Cell]

  /// Most columns or rows: more than any terminal has, little enough to allocate.
  public static let mostSide = 4096

  public init(size: Size, repertoire: Repertoire = .unicode) {
    let width = min(max(0, size.width), Self.mostSide)
    let height = min(max(0, size.height), Self.mostSide)
    self.size = Size(width: width, height: height)
    self.repertoire = repertoire
    cells = Array(repeating: .blank(.text), count: width * height)
  }

  public var bounds: Rect { Rect(x: 0, y: 0, width: size.width, height: size.height) }

  /// Draws text from a place to the right, at most `width` columns. Never splits a wide character.
  /// Returns the columns that the text took, also those outside the canvas.
  @discardableResult
  public mutating func put(_ text: DisplayText, at point: Point, role: Role = .text, width: Int = .max) -> Int
  {
    let text = text.adapted(to: repertoire)
    var taken = 0
    for cell in text.cells {
      let columns = Int(cell.width)
      guard columns <= width - taken else { break }
      place(cell, x: point.x + taken, y: point.y, role: role)
      taken += columns
    }
    return taken
  }

  /// Blanks.
  public mutating func fill(_ rect: Rect, role: Role = .text) {
    forEachRow(of: rect) { canvas, y, columns in
      for x in columns { canvas.set(.blank(role), x: x, y: y) }
    }
  }

  /// Draws what is there in another role: a selected row. Escapes stay visible as such.
  public mutating func restyle(_ rect: Rect, role: Role) {
    forEachRow(of: rect) { canvas, y, columns in
      for x in columns { canvas.cells[y * canvas.size.width + x].role = role }
    }
  }

  /// Nil outside.
  public subscript(_ point: Point) -> Cell? {
    guard bounds.contains(point) else { return nil }
    return cells[point.y * size.width + point.x]
  }

  public func role(at point: Point) -> Role { self[point]?.role ?? .text }

  /// The cells of a row, for the terminal; empty outside.
  public func cells(inRow y: Int) -> ArraySlice<Cell> {
    guard y >= 0, y < size.height else { return [] }
    return cells[y * size.width..<(y + 1) * size.width]
  }

  /// A row as text, without the blanks at its end.
  public func row(_ y: Int) -> String {
    var text = String.UnicodeScalarView()
    for cell in cells(inRow: y) where !cell.isContinuation {
      if let scalar = Unicode.Scalar(cell.scalar) { text.append(scalar) }
      for lane in 0..<DisplayCell.mostMarks where cell.marks[lane] != 0 {
        if let mark = Unicode.Scalar(cell.marks[lane]) { text.append(mark) }
      }
    }
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  /// The whole picture, rows joined by LF.
  public var text: String { (0..<size.height).map(row).joined(separator: "\n") }

  private mutating func place(_ cell: DisplayCell, x: Int, y: Int, role: Role) {
    let ownRole: Role =
      switch cell.kind {
      case .escape: .escape
      case .invalid: .escapeInvalid
      case .plain, .filler: role
      }
    guard y >= 0, y < size.height, x >= 0, x + Int(cell.width) <= size.width else {
      // Half of a wide character is inside: a blank stands for it.
      if cell.width == 2 {
        set(.blank(role), x: x, y: y)
        set(.blank(role), x: x + 1, y: y)
      }
      return
    }
    let drawn = Cell(
      scalar: cell.scalar, marks: cell.marks, role: ownRole, width: cell.width, kind: cell.kind)
    set(drawn, x: x, y: y)
    if cell.width == 2 { set(.continuation(of: drawn), x: x + 1, y: y, keepsLeft: true) }
  }

  /// Writes one cell; the other half of a wide character that it covers becomes a blank.
  private mutating func set(_ cell: Cell, x: Int, y: Int, keepsLeft: Bool = false) {
    guard x >= 0, x < size.width, y >= 0, y < size.height else { return }
    let index = y * size.width + x
    let old = cells[index]
    if old.width == 0, x > 0, !keepsLeft { cells[index - 1] = .blank(cells[index - 1].role) }
    if old.width == 2, x + 1 < size.width { cells[index + 1] = .blank(cells[index + 1].role) }
    cells[index] = cell
  }

  private mutating func forEachRow(of rect: Rect, _ body: (inout Canvas, Int, Range<Int>) -> Void) {
    let left = max(0, rect.x)
    let right = min(size.width, rect.x + rect.width)
    let top = max(0, rect.y)
    let bottom = min(size.height, rect.y + rect.height)
    guard left < right, top < bottom else { return }
    for y in top..<bottom { body(&self, y, left..<right) }
  }
}
