/// The tabs that composed messages go to, being chosen.
public struct BroadcastPicker: Sendable, Equatable {
  /// All that can send.
  public let tabs: [TabID]
  public var chosen: Set<TabID>
  /// Index into `tabs`.
  public var selected = 0
}

/// One composed message to several tabs.
extension InspectorModel {
  mutating func openBroadcast(_ effects: inout [Effect]) {
    let all = tabs.filter { !$0.isReadOnly }.map(\.id)
    guard all.count > 1, let tab = activeTab else {
      return say(.info, "there is no other tab to send to", &effects)
    }
    let known = Set(tab.composer.targets).intersection(all)
    overlay = .broadcast(
      BroadcastPicker(
        tabs: all, chosen: known.isEmpty ? [tab.id] : known, selected: all.firstIndex(of: tab.id) ?? 0))
  }

  /// `:broadcast`, `:broadcast all`, `:broadcast off`, `:broadcast 1 3`.
  mutating func runBroadcast(_ words: String, _ effects: inout [Effect]) {
    guard !words.isEmpty else { return openBroadcast(&effects) }
    let all = tabs.filter { !$0.isReadOnly }.map(\.id)
    switch words {
    case "off": setTargets([], &effects)
    case "all": setTargets(all, &effects)
    default:
      let numbers = words.split { $0 == " " || $0 == "," }.map { Int($0) }
      let chosen = numbers.compactMap { number in
        number.flatMap { tabs.indices.contains($0 - 1) ? tabs[$0 - 1].id : nil }
      }
      guard chosen.count == numbers.count, chosen.allSatisfy(all.contains) else {
        return say(.error, ":broadcast [all | off | 1 3]: numbers of tabs that can send", &effects)
      }
      setTargets(chosen, &effects)
    }
  }

  private mutating func setTargets(_ chosen: [TabID], _ effects: inout [Effect]) {
    let own = tabs[active].id
    tabs[active].composer.targets = chosen.isEmpty || chosen == [own] ? [] : chosen
    let count = tabs[active].composer.targets.count
    say(
      .info, count == 0 ? "messages go to this tab" : "messages go to \(Figures.plural(count, "tab"))",
      &effects)
  }

  mutating func answer(_ picker: BroadcastPicker, _ command: Command, _ effects: inout [Effect]) {
    var picker = picker
    let last = max(0, picker.tabs.count - 1)
    switch command {
    case .chooseNext: picker.selected = picker.selected == last ? 0 : picker.selected + 1
    case .choosePrevious: picker.selected = picker.selected == 0 ? last : picker.selected - 1
    case .choosePageDown, .choosePageUp, .chooseFirst, .chooseLast:
      picker.selected = moved(picker.selected, in: picker.tabs.count, by: command) ?? 0
    case .toggle:
      guard picker.tabs.indices.contains(picker.selected) else { return }
      picker.chosen.formSymmetricDifference([picker.tabs[picker.selected]])
    case .chooseAll: picker.chosen = picker.chosen.count == picker.tabs.count ? [] : Set(picker.tabs)
    case .accept:
      overlay = nil
      setTargets(picker.tabs.filter(picker.chosen.contains), &effects)
      if !tabs[active].isReadOnly { setFocus(.compose) }
      return
    default:
      overlay = nil
      return
    }
    overlay = .broadcast(picker)
  }
}
