/// Folding: what is inside of objects and arrays goes out of sight.
extension DetailDocument {
  /// What a line with a fold mark says of its inside.
  public struct FoldWords: Sendable, Equatable {
    /// "812 items", "5 keys".
    public let count: String
    /// The bytes after what is folded: `]` or `],`. Empty where it is open.
    public let tail: Range<Int>
    public let isObject: Bool
  }

  /// Nil on a line that opens nothing.
  public func foldWords(of line: Line) -> FoldWords? {
    guard let container = line.container, containers.indices.contains(container) else { return nil }
    let inside = containers[container]
    let noun = inside.isObject ? "key" : "item"
    let closing = base.indices.contains(inside.closeLine) ? base[inside.closeLine] : nil
    let isClosed = closing.map { $0.start == inside.end - 1 } ?? false
    let tail = isClosed ? closing.map { $0.start..<$0.end } : nil
    return FoldWords(
      count: Figures.plural(inside.items, noun), tail: line.isFolded ? tail ?? 0..<0 : 0..<0,
      isObject: inside.isObject)
  }

  /// The opening bracket of what a line opens, or else is in; nil outside of everything.
  func container(ofLine index: Int) -> JSONLayout.Container? {
    guard lines.indices.contains(index) else { return nil }
    if let own = lines[index].container { return containers[own] }
    let base = lines[index].base
    return containers.last { $0.openLine < base && base <= $0.closeLine }
  }

  /// The line that shows a byte; where it is folded, the line that stands for it.
  func line(ofByte byte: Int) -> Int { max(0, (lines.lastIndex { $0.start <= byte }) ?? 0) }

  /// It is behind a fold.
  func hides(byte: Int) -> Bool {
    let index = line(ofByte: byte)
    return lines.indices.contains(index) && lines[index].isFolded && byte >= lines[index].end
  }
}

extension InspectorModel {
  /// Enter: folds or unfolds what the line opens, or what it is in; false where there is nothing to fold.
  mutating func toggleFold() -> Bool {
    guard let (line, container) = foldedLine() else { return false }
    fold(container, line.rest > 0 ? .whole : line.isFolded ? .short : .folded)
    return true
  }

  /// True where the line opened something that was open.
  mutating func foldLine() -> Bool {
    guard let (line, container) = foldedLine() else { return false }
    guard line.isFolded, line.rest == 0, let document = tabs[active].detail?.document else {
      fold(container, .folded)
      return true
    }
    // Folded already: out to what it is in.
    let outer = document.containers.last { $0.offset < container.offset && container.end <= $0.end }
    if let outer { moveDetailLine(to: document.line(ofByte: outer.offset)) }
    return true
  }

  mutating func unfoldLine() -> Bool {
    guard let (line, container) = foldedLine(), line.isFolded else { return false }
    fold(container, line.rest > 0 ? .whole : .short)
    return true
  }

  /// All inner objects and arrays, or none of them.
  mutating func toggleAllFolds(_ effects: inout [Effect]) {
    guard let detail = tabs[active].detail, detail.document.isJSON, !detail.showsHexOnly else {
      say(.info, "only JSON folds", &effects)
      return
    }
    let byte =
      detail.document.lines.indices.contains(detail.line) ? detail.document.lines[detail.line].start : 0
    tabs[active].detail?.folding.toggleAll()
    showFolds(atByte: byte)
  }

  /// The chosen line, and what its fold is of.
  private func foldedLine() -> (DetailDocument.Line, JSONLayout.Container)? {
    guard let detail = tabs[active].detail, !detail.showsHexOnly,
      let container = detail.document.container(ofLine: detail.line)
    else { return nil }
    return (detail.document.lines[detail.line], container)
  }

  private mutating func fold(_ container: JSONLayout.Container, _ fold: DetailFolding.Fold) {
    guard let detail = tabs[active].detail else { return }
    // The items that a line stood for begin where it was.
    let line = detail.document.lines[detail.line]
    tabs[active].detail?.folding.set(container, fold)
    showFolds(atByte: line.rest > 0 && fold == .whole ? line.start : container.offset)
  }

  /// Lays out anew; the line of this byte stays where it was on screen, as far as there are lines.
  private mutating func showFolds(atByte byte: Int) {
    guard let below = tabs[active].detail?.below else { return }
    layOutDetail()
    guard let line = tabs[active].detail?.document.line(ofByte: byte) else { return }
    tabs[active].detail?.top = max(0, line - below)
    tabs[active].detail?.below = min(line, below)
    moveDetailLine(to: line)
  }
}
