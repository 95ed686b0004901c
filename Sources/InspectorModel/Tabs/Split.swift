import Canvas

/// Two tabs side by side; one of them is the active one.
public struct SplitTabs: Sendable, Equatable {
  public var left: TabID
  public var right: TabID

  func other(than id: TabID) -> TabID? {
    switch id {
    case left: right
    case right: left
    default: nil
    }
  }
}

extension InspectorModel {
  /// Columns below which two logs show nothing worth reading.
  static let splitFrom = 50

  /// The tab beside the active one, where both are on screen.
  public var besideActive: Tab? {
    guard let split, let tab = activeTab, !isZoomed, size.width >= Self.splitFrom,
      let other = split.other(than: tab.id).flatMap({ index(of: $0) })
    else { return nil }
    return tabs[other]
  }

  /// The active tab stands at the right of the two.
  public var isActiveRight: Bool { split.map { $0.right == activeTab?.id } ?? false }

  /// The keys for it, in a pane or in the list of tabs.
  mutating func split(_ command: Command, _ effects: inout [Effect]) {
    if command == .splitSwap { return swapSides(&effects) }
    guard case .tabList(let selected)? = overlay else { return runSplit("", &effects) }
    guard selected != active else { return say(.info, "this tab is the one on screen", &effects) }
    overlay = nil
    runSplit("\(selected + 1)", &effects)
  }

  private mutating func swapSides(_ effects: inout [Effect]) {
    guard let pair = split else { return say(.info, "there are no two tabs side by side", &effects) }
    split = SplitTabs(left: pair.right, right: pair.left)
  }

  /// `:split`, `:split 3`, `:split swap`.
  mutating func runSplit(_ words: String, _ effects: inout [Effect]) {
    if words == "swap" { return swapSides(&effects) }
    guard split == nil || !words.isEmpty else {
      split = nil
      layout.isSplit = false
      keepCursorVisible()
      return
    }
    guard tabs.count > 1 else { return say(.info, "there is no other tab to show", &effects) }
    let other: Int
    if words.isEmpty {
      other =
        lastTab.flatMap { index(of: $0) }.flatMap { $0 == active ? nil : $0 } ?? (active + 1) % tabs.count
    } else if let number = Int(words), tabs.indices.contains(number - 1), number - 1 != active {
      other = number - 1
    } else {
      return say(.error, ":split N: the number of another tab, 1 to \(tabs.count)", &effects)
    }
    let isLeft = active < other
    split = SplitTabs(left: tabs[isLeft ? active : other].id, right: tabs[isLeft ? other : active].id)
    isZoomed = false
    layout.isSplit = true
    keepCursorVisible()
    if size.width < Self.splitFrom {
      say(
        .info, "\(size.width) columns are too few for two tabs; from \(Self.splitFrom) on both are shown",
        &effects)
    } else {
      let key = keymap.binding(of: .split, in: .log)?.hintKey ?? ":split"
      say(.info, "Tab goes from one to the other; \(key) shows one again", &effects)
    }
  }

  /// Where Tab leads from the log: to the right from the left one, back from the right one.
  func splitNeighbour(_ step: Int) -> Int? {
    guard let other = besideActive, isActiveRight == (step < 0) else { return nil }
    return index(of: other.id)
  }

  /// Another tab takes the active one's place beside the one that stays.
  mutating func followSplit(to id: TabID) {
    guard let pair = split, let old = activeTab?.id, id != pair.left, id != pair.right else { return }
    if pair.left == old { split?.left = id } else { split?.right = id }
  }

  mutating func leaveSplit(of id: TabID) {
    if split?.left == id || split?.right == id { split = nil }
  }
}
