import Canvas

/// The connect dialog's keys, and what comes of it.
extension InspectorModel {
  /// On a tab that failed, its own address is there to be corrected.
  mutating func openConnect() {
    if let tab = activeTab, tab.status.phase == .failed {
      openConnect(for: tab)
    } else {
      overlay = .connect(ConnectDialog(connectDefaults))
    }
  }

  mutating func openConnect(to address: String) {
    var options = connectDefaults
    options.url = address
    overlay = .connect(ConnectDialog(options))
  }

  /// How this tab connects, to be changed; it then connects again.
  mutating func editOptions(_ effects: inout [Effect]) {
    guard let tab = activeTab else { return openConnect() }
    guard !tab.isReadOnly else { return sayReadOnly(&effects) }
    let interval = advisedInterval
    openConnect(for: tab)
    guard let interval, case .connect(var dialog)? = overlay, !dialog.options.pings else { return }
    // The switch stays the user's.
    dialog.options.pingInterval = String(interval)
    dialog.go(to: .pings)
    overlay = .connect(dialog)
  }

  /// Seconds between pings, where the page on screen says that they would help.
  private var advisedInterval: Int? {
    guard case .report(let report)? = overlay, report.page == .ending, report.tab == activeTab?.id,
      let tab = activeTab, let reader = tab.reader
    else { return nil }
    let notes = ConnectionNotes(reader, tab.range, at: report.place)
    return EndingHistory(reader, notes.history).idleLimit.map { EndingHistory.interval($0) }
  }

  private mutating func openConnect(for tab: Tab) {
    var options = tab.options ?? connectDefaults
    options.url = tab.address
    var dialog = ConnectDialog(options, tab: tab.id)
    dialog.name = tab.profile?.name ?? ""
    overlay = .connect(dialog)
  }

  // MARK: Keys

  mutating func edit(_ dialog: ConnectDialog, _ command: Command) {
    var dialog = dialog
    dialog.perform(command)
    overlay = .connect(dialog)
  }

  mutating func type(_ scalar: Unicode.Scalar, into dialog: ConnectDialog) {
    var dialog = dialog
    if dialog.isTyping {
      dialog.edit { $0.type(scalar) }
    } else if scalar == " ", dialog.field == .headers {
      dialog.openHeaders()
    } else if scalar == " " {
      dialog.change(by: 1)
    }
    overlay = .connect(dialog)
  }

  /// True where a pasted command fills the whole dialog.
  mutating func takeCurl(_ text: String, _ dialog: ConnectDialog, _ effects: inout [Effect]) -> Bool {
    guard dialog.field == .url, AddressCheck.isCurl(text) else { return false }
    effects.append(.readCurl(text))
    return true
  }

  /// Of several lines the first; headers may be pasted as a block.
  mutating func paste(_ text: String, into dialog: ConnectDialog) {
    var dialog = dialog
    let lines = text.split { $0 == "\n" || $0 == "\r\n" }.map { String($0).trimmedLine }
    if let header = dialog.header, lines.count > 1 {
      dialog.options.headers.removeAll { $0.isEmpty }
      let count = dialog.options.headers.count
      let place = min(header, count)
      dialog.options.headers.insert(contentsOf: lines, at: place)
      dialog.goToHeader(count + lines.count)
    } else if dialog.isTyping {
      dialog.edit { $0.insert(text.trimmedLine) }
    }
    overlay = .connect(dialog)
  }

  mutating func answer(
    _ dialog: ConnectDialog, _ command: Command, key: Key = Key(.enter), _ effects: inout [Effect]
  ) {
    if dialog.header != nil, command != .connectNow { return answerHeaders(dialog, command) }
    var dialog = dialog
    switch command {
    case .chooseNext where key == Key(.tab) && dialog.isCompleting:
      return completeScript(dialog, &effects)
    case .chooseNext: dialog.moveField(by: 1)
    case .choosePrevious: dialog.moveField(by: -1)
    case .accept where dialog.field == .cancel:
      overlay = nil
      return
    case .accept where dialog.field == .save: return save(dialog, &effects)
    case .accept where dialog.field == .headers: dialog.openHeaders()
    case .accept where dialog.field != .url && dialog.field != .connect: dialog.moveField(by: 1)
    case .accept, .connectNow: return connect(dialog, &effects)
    default:
      overlay = nil
      return
    }
    overlay = .connect(dialog)
  }

  private mutating func answerHeaders(_ dialog: ConnectDialog, _ command: Command) {
    var dialog = dialog
    let index = dialog.header ?? 0
    switch command {
    case .chooseNext where index < dialog.options.headers.count, .accept where !dialog.editor.isEmpty:
      dialog.goToHeader(index + 1)
    case .choosePrevious where index > 0: dialog.goToHeader(index - 1)
    case .chooseNext, .choosePrevious: break
    default: dialog.leaveHeaders()
    }
    overlay = .connect(dialog)
  }

  mutating func walkAddresses(_ dialog: ConnectDialog, earlier: Bool) {
    guard dialog.field == .url else { return }
    var dialog = dialog
    let lines = addressHistory.lines
    // The last address may be there already, offered.
    let isThere = dialog.editor.isOffered && dialog.options.url == lines.last
    let index = dialog.historyIndex ?? lines.count - (isThere ? 1 : 0)
    if dialog.historyIndex == nil { dialog.draft = dialog.options.url }
    let next = earlier ? max(0, index - 1) : min(lines.count, index + 1)
    let line = lines.indices.contains(next) ? lines[next] : dialog.draft
    dialog.edit { $0.replace(with: line) }
    dialog.historyIndex = next < lines.count ? next : nil
    overlay = .connect(dialog)
  }

  // MARK: Connecting

  /// Nil where something is wrong with it, which then stands at its field.
  mutating func checked(_ dialog: ConnectDialog, _ effects: inout [Effect]) -> ConnectDialog? {
    var dialog = dialog
    if dialog.header != nil { dialog.leaveHeaders() }
    if AddressCheck.isCurl(dialog.options.url) {
      effects.append(.readCurl(dialog.options.url))
      return nil
    }
    dialog.options.url = dialog.options.url.trimmedLine
    dialog.options.script = dialog.options.script.trimmedLine
    let fault = dialog.options.fault()
    if let (field, words) = fault { dialog.refuse(field, words) }
    overlay = .connect(dialog)
    return fault == nil ? dialog : nil
  }

  private mutating func connect(_ dialog: ConnectDialog, _ effects: inout [Effect]) {
    guard let dialog = checked(dialog, &effects) else { return }
    let tab = dialog.tab.flatMap { index(of: $0) }.map { tabs[$0] }
    var usual = tab?.options ?? connectDefaults
    usual.url = dialog.options.url
    // With nothing but an address there is nothing to be looked up outside.
    guard dialog.options == usual, tab?.status.phase.isLive != true else {
      return effects.append(.checkOptions(dialog.options, tab: dialog.tab))
    }
    optionsAccepted(dialog.options, tab: dialog.tab, isUsual: true, &effects)
  }

  mutating func optionsAccepted(
    _ options: ConnectOptions, tab id: TabID?, isUsual: Bool = false, _ effects: inout [Effect]
  ) {
    guard case .connect(let dialog)? = overlay else { return }
    overlay = nil
    // What a profile gave may hold its secrets.
    if dialog.profile == nil { remember(.address, options.url, &effects) }
    guard let id, let index = index(of: id) else {
      // A profile's tab has the profile's settings behind what the dialog shows.
      let isPlain = isUsual && dialog.profile == nil
      openTab(options.url, title: dialog.profile?.title, options: isPlain ? nil : options, &effects)
      if let last = tabs.indices.last { tabs[last].profile = dialog.profile }
      return
    }
    if tabs[index].address != options.url {
      tabs[index].address = options.url
      tabs[index].title = AddressCheck.title(of: options.url)
    }
    tabs[index].status = TabStatus(phase: .connecting(step: "starting"))
    let isPlain = isUsual && tabs[index].options == nil
    tabs[index].options = options
    effects.append(isPlain ? .connect(id, url: options.url) : .connectWith(id, options))
  }

  /// Nothing connects before the user has seen what the command has become.
  mutating func curlRead(_ options: ConnectOptions, leftOut: [String], _ effects: inout [Effect]) {
    guard case .connect(let before)? = overlay else { return }
    var dialog = ConnectDialog(options, tab: before.tab)
    dialog.options.script = before.options.script
    dialog.name = before.name
    overlay = .connect(dialog)
    guard !leftOut.isEmpty else { return say(.info, "taken from the curl command; Enter connects", &effects) }
    say(.warning, "taken from curl, but without \(leftOut.joined(separator: ", "))", &effects)
  }

  mutating func optionsRefused(_ field: ConnectDialog.Field, _ words: String) {
    guard case .connect(var dialog)? = overlay else { return }
    dialog.refuse(field, words)
    overlay = .connect(dialog)
  }
}
