public import Canvas

/// Where the words and the buttons of a question stand; drawing and clicking read the same places.
public struct ConfirmationForm: Sendable {
  public static let yes: DisplayText = "[ y Yes ]"
  public static let no: DisplayText = "[ n No ]"

  /// Of the box that it is drawn in.
  public let size: Size
  public let lines: [DisplayText]
  public let top: Point
  /// Empty where one row is all there is.
  public let yesArea: Rect
  public let noArea: Rect

  public init(_ question: Confirmation, in area: Rect) {
    let text = DisplayText(question.question, limit: 400)
    let width = min(72, max(34, text.width + 6))
    let columns = OverlayBox(Size(width: width, height: area.height), in: area).inner.width
    let all = text.wrapped(to: columns, limit: 8)
    size = Size(width: width, height: all.count + 5)
    let inner = OverlayBox(size, in: area).inner
    let bottom = inner.y + max(1, inner.height) - 1
    top = Point(x: inner.x, y: inner.y + (inner.height >= all.count + 3 ? 1 : 0))
    let y = min(top.y + all.count + 1, bottom)
    lines = Array(all.prefix(max(1, y - top.y)))
    let height = y > top.y ? 1 : 0
    yesArea = Rect(x: inner.x, y: y, width: Self.yes.width, height: height)
    noArea = Rect(x: inner.x + Self.yes.width + 2, y: y, width: Self.no.width, height: height)
  }
}
