public import Canvas

/// Where a question and its two buttons stand: the whole question and both keys at every size; drawing and clicking read
/// the same one.
public struct ConfirmationBox: Sendable {
  public static let yesWord: DisplayText = "[ y Yes ]"
  public static let noWord: DisplayText = "[ n No ]"
  /// As many as 400 cells can need.
  private static let mostLines = 400

  public let outer: Rect
  public let hasFrame: Bool
  /// The question, wrapped at blanks; cut where there is no room for all of it.
  public let lines: [DisplayText]
  /// Where the first line begins.
  public let start: Point
  public let yes: Rect
  public let no: Rect

  public init(_ question: Confirmation, in area: Rect, repertoire: Repertoire) {
    let text = DisplayText(question.question, limit: 400).adapted(to: repertoire)
    let width = min(72, max(34, text.width + 6))
    let whole = text.wrapped(
      to: OverlayBox(Size(width: width, height: 6), in: area).inner.width, limit: Self.mostLines)
    let box = OverlayBox(Size(width: width, height: whole.count + 5), in: area)
    outer = box.outer
    // Without a frame there is room for two lines and four columns more.
    hasFrame = box.hasFrame && box.inner.height > whole.count
    let inner = hasFrame ? box.inner : outer
    let isRoomy = inner.height >= whole.count + 3
    let all = text.wrapped(to: inner.width, limit: Self.mostLines)
    let most = max(1, inner.height - 1)
    lines =
      all.count <= most
      ? all
      : all.prefix(most - 1)
        + [
          all[(most - 1)...].reduce(DisplayText.empty) { $0.width == 0 ? $1 : $0 + " " + $1 }
            .truncated(to: inner.width, repertoire: repertoire)
        ]
    start = Point(x: inner.x, y: inner.y + (isRoomy ? 1 : 0))
    let y = min(start.y + lines.count + (isRoomy ? 1 : 0), inner.y + max(0, inner.height - 1))
    let gap = inner.width >= Self.yesWord.width + Self.noWord.width + 2 ? 2 : 1
    let noX = inner.x + Self.yesWord.width + gap
    yes = Rect(x: inner.x, y: y, width: min(Self.yesWord.width, inner.width), height: 1)
    no = Rect(
      x: noX, y: y, width: max(0, min(Self.noWord.width, inner.x + inner.width - noX)), height: 1)
  }
}
