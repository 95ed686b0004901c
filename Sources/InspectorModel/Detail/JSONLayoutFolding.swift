extension JSONLayout {
  /// The lines that stay in sight. A fault is not hidden: with one, nothing is folded that was not asked for.
  func folded(by folding: DetailFolding) -> [DetailDocument.Line] {
    let folding = folding == DetailFolding() && fault != nil ? DetailFolding(.whole) : folding
    if folding == DetailFolding(), !containers.contains(where: \.isLong) { return lines }
    var result: [DetailDocument.Line] = []
    /// What the line is in, with the line where the rest of its items begins.
    var open: [(container: Container, rest: Int?)] = []
    var index = 0
    while index < lines.count {
      while let last = open.last, last.container.closeLine < index { open.removeLast() }
      var line = lines[index]
      if let (array, rest) = open.last, rest == index {
        result.append(Self.line(standingFor: line, of: array))
        index = isClosed(array) ? array.closeLine : array.closeLine + 1
        continue
      }
      index += 1
      if let container = line.container.map({ containers[$0] }) {
        let outer = open.last?.container
        let isLater = outer.map { $0.isLong && container.openLine > $0.openLine + 1 } ?? false
        let fold = folding.fold(of: container, isLater: isLater)
        if fold == .folded {
          line.isFolded = true
          index = max(index, container.closeLine + 1)
        } else {
          open.append((container, fold == .short ? restLine(of: container) : nil))
        }
      }
      result.append(line)
    }
    return result
  }

  private static func line(
    standingFor first: DetailDocument.Line, of array: Container
  ) -> DetailDocument.Line {
    var line = DetailDocument.Line(
      start: first.start, end: first.start, indent: first.indent, base: first.base)
    line.isFolded = true
    line.rest = array.items - DetailFolding.firstItems
    return line
  }

  private func isClosed(_ container: Container) -> Bool {
    lines.indices.contains(container.closeLine) && lines[container.closeLine].start == container.end - 1
  }

  /// Where the items of a long array begin that are not shown at first.
  private func restLine(of array: Container) -> Int? {
    guard array.isLong else { return nil }
    var line = array.openLine + 1
    for _ in 0..<DetailFolding.firstItems {
      guard line < array.closeLine else { return nil }
      line = (lines[line].container.map { containers[$0].closeLine } ?? line) + 1
    }
    return line < array.closeLine ? line : nil
  }
}

extension JSONLayout.Container {
  var isLong: Bool { !isObject && items >= DetailFolding.longFrom }
}
