import Secrets

/// A line that was entered, as it is kept from one start to the next.
public struct HistoryEntry: Sendable, Equatable {
  public enum Kind: String, Sendable, CaseIterable { case message, address, command, search, filter }

  public var kind: Kind
  public var text: String
  /// Of a message.
  public var type: ComposeType

  public init(_ kind: Kind, _ text: String, type: ComposeType = .text) {
    self.kind = kind
    self.text = text
    self.type = type
  }

  /// 16 KiB: longer ones are remembered until the end of the program only.
  static let limit = 16 << 10
}

extension InspectorModel {
  /// Messages of all tabs that Ctrl-R finds.
  static let sentLimit = 1000

  mutating func remember(_ entry: Composer.Entry, _ effects: inout [Effect]) {
    sent.append(entry)
    if sent.count > Self.sentLimit { sent.removeFirst() }
    keep(HistoryEntry(.message, entry.text, type: entry.type), &effects)
  }

  mutating func remember(_ kind: HistoryEntry.Kind, _ line: String, _ effects: inout [Effect]) {
    add(kind, line)
    if !line.isEmpty { keep(HistoryEntry(kind, line), &effects) }
  }

  private mutating func add(_ kind: HistoryEntry.Kind, _ line: String) {
    switch kind {
    case .address: addressHistory.add(line)
    case .command: commandHistory.add(line)
    case .search: searchHistory.add(line)
    case .filter: filterHistory.add(line)
    case .message: break
    }
  }

  /// What holds a secret, known or by its place, is not written down.
  private func keep(_ entry: HistoryEntry, _ effects: inout [Effect]) {
    guard entry.text.utf8.count <= HistoryEntry.limit, !hasSecret(entry.text) else { return }
    effects.append(.keepHistory(entry))
  }

  private func hasSecret(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return !SecretMask.placesByStructure(in: bytes).isEmpty
      || knownMasks.contains { !$0.places(in: bytes).isEmpty || !$0.places(inHex: bytes).isEmpty }
  }

  /// From the file, the oldest first; before anything was typed.
  mutating func readHistory(_ entries: [HistoryEntry]) {
    for entry in entries {
      if entry.kind == .message {
        sent.append(Composer.Entry(text: entry.text, type: entry.type))
      } else {
        add(entry.kind, entry.text)
      }
    }
    sent = sent.suffix(Self.sentLimit)
    for index in tabs.indices where tabs[index].composer.history.isEmpty {
      tabs[index].composer.takeHistory(sent)
    }
  }
}
