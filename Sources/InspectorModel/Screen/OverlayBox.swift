public import Canvas

/// Where a box over the panes stands; drawing and clicking read the same one.
public struct OverlayBox: Sendable, Equatable {
  public let outer: Rect
  /// Within the frame; the whole box where the screen has no rows to lose to one.
  public let inner: Rect
  public var hasFrame: Bool { inner != outer }

  /// Rows of the area from which a box has a frame.
  static let frameFrom = 5

  /// Centred where there is room, the whole area below 60x16.
  public init(_ wanted: Size, in area: Rect) {
    let isSmall = area.width < 60 || area.height < 13
    let width = isSmall ? area.width : min(wanted.width, area.width - 4)
    let height = isSmall ? min(area.height, max(wanted.height, 3)) : min(wanted.height, area.height - 1)
    outer = Rect(
      x: area.x + (area.width - width) / 2, y: area.y + (isSmall ? 0 : max(0, (area.height - height) / 2)),
      width: width, height: height)
    inner =
      outer.height >= 3 && outer.width >= 10 && area.height >= Self.frameFrom
      ? Rect(x: outer.x + 2, y: outer.y + 1, width: outer.width - 4, height: outer.height - 2) : outer
  }
}
