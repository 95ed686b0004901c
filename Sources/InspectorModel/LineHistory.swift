import Secrets

/// What was entered in a one-line prompt before.
public struct LineHistory: Sendable, Equatable {
  public private(set) var lines: [String] = []
  static let limit = 100

  public init() {}

  mutating func add(_ line: String) {
    guard !line.isEmpty else { return }
    lines.removeAll { $0 == line }
    lines.append(line)
    if lines.count > Self.limit { lines.removeFirst() }
  }
}

/// A line that was entered, as it is kept from run to run.
public struct HistoryEntry: Sendable, Equatable {
  public enum Field: String, Sendable, CaseIterable { case address, command, search, filter }

  public let field: Field
  public let line: String

  public init(_ field: Field, _ line: String) {
    self.field = field
    self.line = line
  }
}

extension InspectorModel {
  func history(of field: HistoryEntry.Field) -> LineHistory {
    switch field {
    case .address: addressHistory
    case .command: commandHistory
    case .search: searchHistory
    case .filter: filterHistory
    }
  }

  /// Adds a line, and keeps it for later runs unless a secret shows in it.
  mutating func remember(_ field: HistoryEntry.Field, _ line: String, _ effects: inout [Effect]) {
    guard !line.isEmpty else { return }
    take(HistoryEntry(field, line))
    let hidden = SecretMask.maskedByPlace(line)
    if hidden == line, masked(line) == line { effects.append(.remember(HistoryEntry(field, line))) }
  }

  mutating func take(_ entry: HistoryEntry) {
    switch entry.field {
    case .address: addressHistory.add(entry.line)
    case .command: commandHistory.add(entry.line)
    case .search: searchHistory.add(entry.line)
    case .filter: filterHistory.add(entry.line)
    }
  }
}
