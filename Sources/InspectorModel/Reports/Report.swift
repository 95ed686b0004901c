public import Canvas

/// A page about a connection, over the panes.
public struct Report: Sendable, Equatable {
  public enum Page: Sendable, Equatable, CaseIterable {
    case handshake, ending, figures, messages

    public var title: String {
      switch self {
      case .handshake: "Handshake"
      case .ending: "Why it ended"
      case .figures: "Figures"
      case .messages: "Messages"
      }
    }
  }

  public var page: Page
  /// Whose it is; nil where no tab is open.
  public let tab: TabID?
  /// The row that was chosen when it was opened: its connection is meant.
  let place: Int
  public internal(set) var lines: [ReportLine] = []
  /// The first line on screen, of those that are folded.
  public internal(set) var top = 0

  init(_ page: Page, tab: TabID?, place: Int) {
    self.page = page
    self.tab = tab
    self.place = place
  }

  public func folded(to width: Int, repertoire: Repertoire) -> [ReportLine] {
    lines.flatMap { $0.folded(to: width, repertoire: repertoire) }
  }

  /// Takes most of the body; lines up to here are easy to read.
  public static let mostWidth = 130

  /// Where it stands.
  public func box(in area: Rect, repertoire: Repertoire) -> OverlayBox {
    let width = min(Self.mostWidth, area.width)
    let probe = OverlayBox(Size(width: width, height: area.height), in: area)
    let count = folded(to: probe.inner.width, repertoire: repertoire).count
    return OverlayBox(Size(width: width, height: max(count, 3) + 2), in: area)
  }
}
