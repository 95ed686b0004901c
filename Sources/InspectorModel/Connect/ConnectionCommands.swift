import Canvas
import FrameLog
import Secrets

/// Tabs and their connections.
extension InspectorModel {
  mutating func openTab(
    _ address: String, title: String?, activates: Bool = true, options: ConnectOptions? = nil,
    _ effects: inout [Effect]
  ) {
    let id = TabID(rawValue: nextTab)
    nextTab += 1
    let name = title ?? SecretMask.maskedByPlace(AddressCheck.title(of: address))
    var tab = Tab(
      id: id, title: name, address: address, status: TabStatus(phase: .connecting(step: "starting")))
    tab.options = options
    dress(&tab)
    tab.composer.takeHistory(sent)
    tabs.append(tab)
    splitSecondTab()
    effects.append(options.map { .connectWith(id, $0) } ?? .connect(id, url: address))
    if activates { activate(tabs.count - 1) }
  }

  mutating func activate(_ index: Int) {
    guard tabs.indices.contains(index), index != active || tabs.count == 1 else { return }
    followSplit(to: tabs[index].id)
    if tabs.indices.contains(active) {
      tabs[active].seen = tabs[active].range.upperBound
      if index != active { lastTab = tabs[active].id }
    }
    active = index
    if focus == .detail, tabs[index].detail == nil { focus = .log }
    if focus == .replay, !tabs[index].isReplayShown { focus = .log }
    layOutDetail()
    keepCursorVisible()
  }

  mutating func connection(_ command: Command, _ effects: inout [Effect]) {
    switch command {
    case .connect: openConnect()
    case .demo: effects.append(.openDemo)
    case .reconnect: reconnect(&effects)
    case .disconnect: disconnect(code: 1000, reason: "", &effects)
    case .closeTab: askToCloseTab(&effects)
    case .clearLog:
      guard let tab = activeTab else { return }
      guard !tab.isReadOnly else { return sayReadOnly(&effects) }
      guard !unasked.contains(.clear) else { return clearLog(tab.id, &effects) }
      overlay = .confirm(Confirmation(.clearLog(tab.id), question: "Clear the log of \(name(active))?"))
    default: break
    }
  }

  mutating func sayReadOnly(_ effects: inout [Effect]) {
    say(.info, "a capture is only read; o connects to an address", &effects)
  }

  mutating func reconnect(_ effects: inout [Effect]) {
    guard let tab = activeTab else { return }
    guard !tab.isReadOnly else { return sayReadOnly(&effects) }
    guard !tab.status.phase.isLive else {
      say(.info, "\(tab.status.phase.word.lowercased()) already; D disconnects first", &effects)
      return
    }
    tabs[active].status.phase = .connecting(step: "starting")
    tabs[active].status.outcome = nil
    tabs[active].status.retry = nil
    effects.append(.reconnect(tab.id))
  }

  mutating func disconnect(code: UInt16, reason: String, _ effects: inout [Effect]) {
    guard let tab = activeTab else { return }
    guard !tab.isReadOnly else { return sayReadOnly(&effects) }
    guard tab.status.phase.isLive || tab.status.retry != nil else {
      say(.info, "not connected", &effects)
      return
    }
    effects.append(.disconnect(tab.id, code: code, reason: reason))
  }

  mutating func askToCloseTab(_ effects: inout [Effect]) {
    guard let tab = activeTab else { return }
    guard tab.status.phase.isLive, !unasked.contains(.close) else {
      closeTab(tab.id, &effects)
      return
    }
    overlay = .confirm(
      Confirmation(.closeTab(tab.id), question: "Close \(name(active))? Its connection is open."))
  }

  mutating func closeTab(_ id: TabID, _ effects: inout [Effect]) {
    guard let index = index(of: id) else { return }
    let activeID = activeTab?.id
    tabs.remove(at: index)
    effects.append(.closeTab(id))
    if search?.tab == id { search = nil }
    endJobs(ofTab: id)
    if activeID == id {
      active = lastTab.flatMap { self.index(of: $0) } ?? min(index, max(0, tabs.count - 1))
      focus = .log
      isZoomed = false
      keepCursorVisible()
      layOutDetail()
    } else if let activeID {
      active = self.index(of: activeID) ?? 0
    }
    if lastTab == id { lastTab = nil }
    leaveSplit(of: id)
  }

  func name(_ index: Int) -> String { "tab \(index + 1) \(tabs[index].title)" }

  mutating func clearLog(_ id: TabID, _ effects: inout [Effect]) {
    guard let index = index(of: id) else { return }
    tabs[index].view.floor = tabs[index].range.upperBound
    tabs[index].view.unfolded = []
    tabs[index].view.selection = nil
    if let marks = tabs[index].reader?.marks {
      for mark in marks.all where mark.sequence < tabs[index].view.floor { marks.remove(mark.sequence) }
    }
    tabs[index].view.position = .follow
    tabs[index].view.cursor = nil
    tabs[index].detail = nil
    if focus == .detail { focus = .log }
    effects.append(.clearLog(id))
    say(.info, "log cleared; numbers go on", &effects)
  }

  // MARK: Choosing a tab

  mutating func chooseTab(_ command: Command, key: Key, _ effects: inout [Effect]) {
    guard !tabs.isEmpty else { return }
    switch command {
    case .tabNext: activate((active + 1) % tabs.count)
    case .tabPrevious: activate((active + tabs.count - 1) % tabs.count)
    case .tabLast:
      guard let last = lastTab.flatMap({ index(of: $0) }) else { return }
      activate(last)
    case .tabList: overlay = .tabList(selected: active)
    case .tabMoveLeft: moveTab(by: -1)
    case .tabMoveRight: moveTab(by: 1)
    case .tabNumber:
      guard case .character(let digit) = key.code, (0x31...0x39).contains(digit.value) else { return }
      let number = Int(digit.value) - 0x30
      guard number <= tabs.count else {
        say(.info, "there is no tab \(number)", &effects)
        return
      }
      activate(number - 1)
    default: break
    }
  }
}

extension InspectorModel {
  /// The active tab changes places with its neighbour; at the end of the row it stays.
  private mutating func moveTab(by step: Int) {
    guard tabs.indices.contains(active + step) else { return }
    tabs.swapAt(active, active + step)
    active += step
  }

  /// "tab 1 prod-feed".
  public func name(ofTab index: Int) -> String { tabs.indices.contains(index) ? name(index) : "" }
}
