public import Canvas

/// A piece of a bar that a click can hit.
public struct BarItem: Sendable {
  public enum Target: Sendable, Equatable {
    case tab(Int)
    case command(Command)
    /// "<3 more>": opens the list.
    case more
    /// What can be done without a key of its own: "type to find".
    case words
  }
  public var target: Target
  public var x: Int
  public var text: DisplayText
  /// Columns at the front that are the key of a hint.
  public var keyColumns = 0
  /// Columns that wear the colour of a tab's profile: its tag, or its name where it has none.
  public var badge = 0..<0

  public func contains(x column: Int) -> Bool { column >= x && column < x + text.width }
}

/// The tab bar and the hint bar as rows of items; drawing and clicking read the same ones.
public enum Bars {
  /// Columns of a title before its middle is cut: the first with which all tabs fit, else the last.
  static let titleLimits = [24, 18, 14, 12, 10]

  public static func tabs(_ model: InspectorModel, width: Int) -> [BarItem] {
    var commands = keyed(model, [(.connect, "Open"), (.profiles, "Profiles"), (.help, "Help")])
    var taken = commands.reduce(0) { $0 + $1.text.width + 2 }
    // Whole names of tabs go before a hint that the first screen and the help have too.
    if !model.tabs.isEmpty, !haveRoom(model, room: width - taken) {
      commands.removeAll { $0.target == .command(.profiles) }
      taken = commands.reduce(0) { $0 + $1.text.width + 2 }
    }
    var room = width
    var items: [BarItem] = []
    if width >= 60 {
      var x = width - taken + 2
      room = x - 2
      for var item in commands {
        item.x = x
        x += item.text.width + 2
        items.append(item)
      }
    }
    guard !model.tabs.isEmpty else {
      return items + [
        BarItem(target: .more, x: 1, text: DisplayText("(no connections)").prefix(columns: room - 1))
      ]
    }
    return items + tabItems(model, room: room)
  }

  private static func keyed(_ model: InspectorModel, _ words: [(Command, String)]) -> [BarItem] {
    let context: KeyContext = model.tabs.isEmpty ? .firstRun : .log
    return words.compactMap { command, word in
      model.keymap.binding(of: command, in: context).map { hint($0, word: word, command: command) }
    }
  }

  /// All tabs fit without a cut of their titles.
  private static func haveRoom(_ model: InspectorModel, room: Int) -> Bool {
    let widths = model.tabs.indices.lazy.map { label(model, $0, titleLimit: titleLimits[0]).width + 1 }
    var left = room
    return widths.allSatisfy { width in
      left -= width
      return left >= 0
    }
  }

  /// As many tabs as fit, the active one always among them.
  private static func tabItems(_ model: InspectorModel, room: Int) -> [BarItem] {
    let labels = fittingLabels(model, room: room)
    var first = model.active
    var last = model.active
    var used = labels[model.active].width + 1
    let all = labels.reduce(0) { $0 + $1.width + 1 }
    // "<3 more>" and a blank.
    let limit = all <= room ? room : max(0, room - 10)
    while true {
      if last + 1 < labels.count, used + labels[last + 1].width + 1 <= limit {
        last += 1
        used += labels[last].width + 1
      } else if first > 0, used + labels[first - 1].width + 1 <= limit {
        first -= 1
        used += labels[first].width + 1
      } else {
        break
      }
    }
    var items: [BarItem] = []
    var x = 1
    for index in first...last {
      var item = BarItem(target: .tab(index), x: x, text: labels[index].prefix(columns: max(0, room - x)))
      item.badge = badge(model, index, of: item.text)
      items.append(item)
      x += labels[index].width + 1
    }
    let hidden = labels.count - (last - first + 1)
    if hidden > 0, x + 8 <= room {
      items.append(BarItem(target: .more, x: x, text: DisplayText("<\(hidden) more>")))
    }
    return items
  }

  private static func fittingLabels(_ model: InspectorModel, room: Int) -> [DisplayText] {
    var labels: [DisplayText] = []
    for limit in titleLimits {
      labels = model.tabs.indices.map { label(model, $0, titleLimit: limit) }
      if labels.reduce(0, { $0 + $1.width + 1 }) <= room { break }
    }
    return labels
  }

  /// "[1+prod-feed]" for the active tab, " 2~staging (12) " for another.
  private static func label(_ model: InspectorModel, _ index: Int, titleLimit: Int) -> DisplayText {
    let tab = model.tabs[index]
    var title = DisplayText(tab.title, limit: 256, repertoire: model.terminal.repertoire)
    if title.width > titleLimit {
      let half = titleLimit / 2
      title = title.prefix(columns: half - 1) + "~" + title.dropFirst(columns: title.width - half)
    }
    let isActive = index == model.active
    var text: DisplayText = isActive ? "[" : " "
    text += sign(model, index) + tag(of: tab, model) + title
    if !isActive, tab.unread > 0 { text += DisplayText(tab.unread > 999 ? " (999+)" : " (\(tab.unread))") }
    text += isActive ? "]" : " "
    return text
  }

  private static func sign(_ model: InspectorModel, _ index: Int) -> DisplayText {
    DisplayText("\(index + 1)\(model.tabs[index].status.phase.sign)")
  }

  private static func tag(of tab: Tab, _ model: InspectorModel) -> DisplayText {
    guard let tag = tab.profile?.tag, !tag.isEmpty else { return .empty }
    return DisplayText(tag, limit: 12, repertoire: model.terminal.repertoire) + " "
  }

  private static func badge(_ model: InspectorModel, _ index: Int, of label: DisplayText) -> Range<Int> {
    let tab = model.tabs[index]
    guard tab.profile?.color != nil else { return 0..<0 }
    let start = 1 + sign(model, index).width
    let tag = tag(of: tab, model).width
    let end = tag > 0 ? start + tag - 1 : label.width - 1
    return start..<min(max(start, end), max(start, label.width))
  }

  // MARK: Hints

  public static func hints(_ model: InspectorModel, width: Int) -> [BarItem] {
    let context = model.keyContext
    let bindings = model.keymap.hints(in: context)
    // Help is how everything else is found: its place is kept.
    let last = bindings.last { $0.command == .help }.map { hint($0, word: $0.hint, command: .help) }
    let room = width - (last.map { $0.text.width + 2 } ?? 0)
    var x = 1
    var items: [BarItem] = []
    if let words = typing(in: context), width >= 60 {
      items.append(BarItem(target: .words, x: x, text: words))
      x += words.width + 2
    }
    for binding in bindings where binding.command != .help && fits(binding, model) {
      let word = model.hintWord(of: binding) ?? word(binding, model, width: width)
      var item = hint(binding, word: word, command: binding.command)
      guard !word.isEmpty, x + item.text.width <= room else { continue }
      item.x = x
      x += item.text.width + 2
      items.append(item)
    }
    if var last, x + last.text.width <= width {
      last.x = x
      items.append(last)
    }
    return items
  }

  /// Of lists that are cut to what is typed, without a field of their own to say so.
  private static func typing(in context: KeyContext) -> DisplayText? {
    switch context {
    case .help: "type to find"
    case .profiles: "type to filter"
    default: nil
    }
  }

  /// While an attempt is due, the keys mean it.
  private static func word(_ binding: KeyBinding, _ model: InspectorModel, width: Int) -> String {
    if binding.command == .replayPause, model.activeTab?.replay?.phase == .paused { return "Go on" }
    if binding.command == .complete, model.keyContext == .filterPrompt, width >= 120 {
      return "\(binding.hint) (dir: op: size: json. re: since: marked)"
    }
    if binding.command == .commandLine, model.keyContext == .log { return "Cmd" }
    if binding.command == .editOptions, model.keyContext == .log { return "Edit & connect" }
    if binding.command == .follow, width >= 100, let view = model.activeTab?.view {
      return "\(binding.hint):\(view.isFollowing ? "on" : "off")"
    }
    if binding.command == .copy, model.keyContext == .detail, width >= 100,
      model.activeTab?.detail?.folds == true
    {
      return "Copy value"
    }
    if binding.command == .detail, model.keyContext == .detail {
      return model.activeTab?.detail?.folds == true ? "Fold" : "Close"
    }
    guard model.activeTab?.status.retry != nil else { return binding.hint }
    switch binding.command {
    case .reconnect: return "Retry now"
    case .disconnect: return "Stop"
    default: return binding.hint
    }
  }

  /// A hint that would only say "not now" gives its place to another.
  private static func fits(_ binding: KeyBinding, _ model: InspectorModel) -> Bool {
    if binding.command == .connectNow { return !model.acceptConnects }
    guard let tab = model.activeTab else { return true }
    switch binding.command {
    case .editAndResend: return !tab.isReadOnly
    case .compose: return tab.status.phase.isLive && !tab.isReadOnly
    case .send: return tab.status.phase.isOpen
    case .focusNext, .splitSwap: return model.besideActive != nil
    case .split: return model.besideActive != nil || model.keyContext == .tabList && model.tabs.count > 1
    case .foldAll: return tab.detail?.folds == true
    case .reconnect: return !tab.status.phase.isLive && !tab.isReadOnly
    case .disconnect: return tab.status.retry != nil
    case .editOptions:
      return !tab.isReadOnly && (model.tellsAnEnd || model.overlay == nil && tab.status.phase == .failed)
    case .replayPause, .replayStep, .replayFaster, .replayStop: return tab.replay?.phase.isLive == true
    default: return true
    }
  }

  private static func hint(_ binding: KeyBinding, word: String, command: Command) -> BarItem {
    let key = DisplayText(binding.hintKey)
    return BarItem(
      target: .command(command), x: 0, text: key + " " + DisplayText(word), keyColumns: key.width)
  }
}
