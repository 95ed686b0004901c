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
  public enum Field: String, Sendable, CaseIterable { case address, command, search, filter, message, tip }

  public let field: Field
  public let line: String
  /// Of a message.
  public let type: ComposeType

  public init(_ field: Field, _ line: String, type: ComposeType = .text) {
    self.field = field
    self.line = line
    self.type = type
  }

  /// 16 KiB: what is longer is remembered until the end of the program only.
  static let limit = 16 << 10
}

extension InspectorModel {
  func history(of field: HistoryEntry.Field) -> LineHistory {
    switch field {
    case .address: addressHistory
    case .command: commandHistory
    case .search: searchHistory
    case .filter: filterHistory
    case .message, .tip: LineHistory()
    }
  }

  /// Adds a line, and keeps it for later runs unless a secret shows in it.
  mutating func remember(_ field: HistoryEntry.Field, _ line: String, _ effects: inout [Effect]) {
    guard !line.isEmpty else { return }
    let entry = HistoryEntry(field, line)
    take(entry)
    keep(entry, &effects)
  }

  mutating func remember(_ message: Composer.Entry, _ effects: inout [Effect]) {
    let entry = HistoryEntry(.message, message.text, type: message.type)
    take(entry)
    keep(entry, &effects)
  }

  private func keep(_ entry: HistoryEntry, _ effects: inout [Effect]) {
    if mayBeKept(entry.line) { effects.append(.remember(entry)) }
  }

  /// No secret shows in it, by its structure or as one that is known.
  func mayBeKept(_ line: String) -> Bool {
    let bytes = Array(line.utf8)
    return bytes.count <= HistoryEntry.limit && SecretMask.placesByStructure(in: bytes).isEmpty
      && knownMasks.allSatisfy { $0.places(in: bytes).isEmpty && $0.places(inHex: bytes).isEmpty }
  }

  /// Messages of all tabs that Ctrl-R finds.
  private static let sentLimit = 1000

  mutating func take(_ entry: HistoryEntry) {
    switch entry.field {
    case .address: addressHistory.add(entry.line)
    case .command: commandHistory.add(entry.line)
    case .search: searchHistory.add(entry.line)
    case .filter: filterHistory.add(entry.line)
    case .tip: tips?.take(entry.line)
    case .message:
      sent.append(Composer.Entry(text: entry.line, type: entry.type))
      if sent.count > Self.sentLimit { sent.removeFirst() }
    }
  }

  /// From the file, the oldest first; before anything was sent.
  mutating func readHistory(_ entries: [HistoryEntry]) {
    for entry in entries { take(entry) }
    for index in tabs.indices where tabs[index].composer.history.isEmpty {
      tabs[index].composer.takeHistory(sent)
    }
  }
}
