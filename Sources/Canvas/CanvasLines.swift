/// Lines and boxes, in ASCII as the mock-ups draw them: box characters have no agreed width.
extension Canvas {
  /// `-- title -----------`: a line across, with a title two columns in.
  public mutating func horizontalLine(
    at point: Point, width: Int, title: DisplayText? = nil, role: Role = .border, titleRole: Role = .title
  ) {
    guard width > 0 else { return }
    put(DisplayText(dashes(width)), at: point, role: role)
    guard let title, width > 6 else { return }
    let shown = (" " + title.truncated(to: width - 6, repertoire: repertoire) + " ")
    put(shown, at: Point(x: point.x + 2, y: point.y), role: titleRole)
  }

  /// A line down.
  public mutating func verticalLine(at point: Point, height: Int, role: Role = .border) {
    for y in 0..<max(0, height) { put("|", at: Point(x: point.x, y: point.y + y), role: role) }
  }

  /// `+- title ---+` with `|` at the sides. What is inside stays.
  public mutating func box(
    _ rect: Rect, title: DisplayText? = nil, role: Role = .border, titleRole: Role = .title
  ) {
    guard rect.width >= 2, rect.height >= 2 else { return }
    let edge = DisplayText("+" + dashes(rect.width - 2) + "+")
    put(edge, at: Point(x: rect.x, y: rect.y), role: role)
    put(edge, at: Point(x: rect.x, y: rect.y + rect.height - 1), role: role)
    verticalLine(at: Point(x: rect.x, y: rect.y + 1), height: rect.height - 2, role: role)
    verticalLine(at: Point(x: rect.x + rect.width - 1, y: rect.y + 1), height: rect.height - 2, role: role)
    guard let title, rect.width > 6 else { return }
    let shown = (" " + title.truncated(to: rect.width - 6, repertoire: repertoire) + " ")
    put(shown, at: Point(x: rect.x + 2, y: rect.y), role: titleRole)
  }

  private func dashes(_ count: Int) -> String { String(repeating: "-", count: min(count, Canvas.mostSide)) }
}
