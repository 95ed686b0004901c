import Canvas

/// Where the detail stands, and how large it is.
extension InspectorModel {
  static let shareStep = 10

  /// Beside the log: asked for, and there is room.
  var detailIsRight: Bool { layout.isDetailRight && size.width >= Layout.sideFrom && !isZoomed }

  /// Columns of the detail.
  var detailWidth: Int {
    detailIsRight ? min(size.width - 61, max(60, size.width * layout.detailShare / 100)) : size.width
  }

  mutating func place(_ command: Command, _ effects: inout [Effect]) {
    switch command {
    case .detailSide:
      guard size.width >= Layout.sideFrom else {
        say(
          .info, "the detail goes to the right from \(Layout.sideFrom) columns on; here are \(size.width)",
          &effects)
        return
      }
      layout.isDetailRight.toggle()
      say(.info, layout.isDetailRight ? "detail at the right" : "detail below", &effects)
    case .grow: resizeDetail(by: Self.shareStep, &effects)
    case .shrink: resizeDetail(by: -Self.shareStep, &effects)
    default: break
    }
    layOutDetail()
    keepCursorVisible()
  }

  private mutating func resizeDetail(by step: Int, _ effects: inout [Effect]) {
    guard activeTab?.detail != nil else { return say(.info, "Enter opens the detail", &effects) }
    layout.detailShare = (layout.detailShare + step).clamped(to: ScreenLayout.shares)
    say(.info, "detail \(layout.detailShare) %", &effects)
  }
}

extension Int {
  func clamped(to range: ClosedRange<Int>) -> Int {
    Swift.min(range.upperBound, Swift.max(range.lowerBound, self))
  }
}
