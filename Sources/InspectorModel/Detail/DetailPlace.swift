import Canvas

/// Where the detail stands, and how large it is.
extension InspectorModel {
  static let standardShare = 40
  static let shareStep = 10

  /// Beside the log: asked for, and there is room.
  var detailIsRight: Bool { prefersDetailRight && size.width >= Layout.sideFrom && !isZoomed }

  /// Columns of the detail.
  var detailWidth: Int {
    detailIsRight ? min(size.width - 61, max(60, size.width * detailShare / 100)) : size.width
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
      prefersDetailRight.toggle()
      say(.info, prefersDetailRight ? "detail at the right" : "detail below", &effects)
    case .grow: resizeDetail(by: Self.shareStep, &effects)
    case .shrink: resizeDetail(by: -Self.shareStep, &effects)
    default: break
    }
    layOutDetail()
    keepCursorVisible()
  }

  private mutating func resizeDetail(by step: Int, _ effects: inout [Effect]) {
    guard activeTab?.detail != nil else { return say(.info, "Enter opens the detail", &effects) }
    detailShare = min(80, max(20, detailShare + step))
    say(.info, "detail \(detailShare) %", &effects)
  }
}
