public import Canvas

/// A page about a connection, over the panes.
public struct Report: Sendable, Equatable {
  public enum Page: Sendable, Equatable, CaseIterable {
    case frame, handshake, ending, figures, messages
    /// Of two messages; not among those that Tab goes through.
    case difference

    public static let turned: [Page] = [.frame, .handshake, .ending, .figures, .messages]

    public var title: String {
      switch self {
      case .frame: "Frame"
      case .handshake: "Handshake"
      case .ending: "Why it ended"
      case .figures: "Figures"
      case .messages: "Messages"
      case .difference: "Difference"
      }
    }
  }

  public var page: Page
  /// Whose it is; nil where no tab is open.
  public let tab: TabID?
  /// The row that was chosen when it was opened: its connection is meant.
  let place: Int
  /// The two messages of a difference.
  var sides: [DifferenceSide] = []
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

  /// Where it stands: the same for all pages, so that turning them moves nothing.
  public static func box(in area: Rect) -> OverlayBox {
    OverlayBox(Size(width: min(mostWidth, area.width), height: area.height), in: area)
  }
}
