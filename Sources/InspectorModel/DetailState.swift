/// How a payload is written in the detail pane.
public enum DetailMode: Sendable, Equatable, CaseIterable {
  case pretty, raw, hex
}

/// The open detail pane: which frame, and how far it is scrolled.
public struct DetailState: Sendable, Equatable {
  public var row: RowID
  public var mode: DetailMode
  public var wraps: Bool
  /// The first line on screen, from 0.
  public var top = 0
  public var columnOffset = 0
  public var document: DetailDocument

  public init(row: RowID, mode: DetailMode, wraps: Bool, document: DetailDocument) {
    self.row = row
    self.mode = mode
    self.wraps = wraps
    self.document = document
  }
}
