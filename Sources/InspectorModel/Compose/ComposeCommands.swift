import WebSocketCore

/// Writing and sending.
extension InspectorModel {
  mutating func compose(_ command: Command, _ effects: inout [Effect]) {
    if case .prompt(let prompt)? = overlay {
      walkHistory(of: prompt, earlier: command == .earlier, &effects)
      return
    }
    if case .connect(let dialog)? = overlay {
      walkAddresses(dialog, earlier: command == .earlier)
      return
    }
    guard tabs.indices.contains(active) else { return }
    switch command {
    case .send: send(&effects)
    case .newline: edit(&effects) { $0.insert("\n") }
    case .composeType: tabs[active].composer.setType(tabs[active].composer.type.next)
    case .composeClear: clearDraft(&effects)
    case .composeLeave: setFocus(.log)
    case .earlier: tabs[active].composer.showEarlier()
    case .later: tabs[active].composer.showLater()
    case .composeUp:
      if tabs[active].composer.editor.isOnFirstLine {
        tabs[active].composer.showEarlier()
      } else {
        edit(&effects) { $0.moveUp() }
      }
    case .composeDown:
      if tabs[active].composer.editor.isOnLastLine {
        tabs[active].composer.showLater()
      } else {
        edit(&effects) { $0.moveDown() }
      }
    case .composePretty, .composeMinify: layOutDraft(isPretty: command == .composePretty, &effects)
    case .insertFile: openPrompt(Prompt(.insertFile))
    case .externalEditor: editDraft(&effects)
    case .historySearch: openHistory(&effects)
    case .literal: awaited = .literal
    case .prefix: awaited = .editorKey
    case .fragmentSize:
      let size = tabs[active].composer.fragmentSize.map { String($0) } ?? ""
      openPrompt(Prompt(.fragmentSize, text: size, isOffered: true))
    case .broadcast: openBroadcast(&effects)
    default: break
    }
    keepCursorVisible()
  }

  /// Bytes of the draft in another layout, as one undo step.
  private mutating func layOutDraft(isPretty: Bool, _ effects: inout [Effect]) {
    let composer = tabs[active].composer
    guard composer.type == .text else {
      say(.info, "\(composer.type.label) has no JSON to lay out; Ctrl-T changes the type", &effects)
      return
    }
    guard composer.file == nil, !composer.editor.isEmpty else {
      say(.info, "there is no JSON in the draft", &effects)
      return
    }
    let bytes = ComposeCheck.utf8(composer.editor.text)
    do throws(JSONScan.Fault) {
      let shape = ComposeCheck.utf8(composer.variables.filled(composer.editor.text))
      let result =
        try isPretty ? JSONFormat.pretty(bytes, shape: shape) : JSONFormat.minified(bytes, shape: shape)
      edit(&effects) { $0.replace(with: String(decoding: result, as: UTF8.self)) }
    } catch {
      let index = DraftPlace.index(ofByte: error.offset, in: composer.editor.text)
      let place = DraftPlace(of: index, in: composer.editor.text)
      say(.error, "not JSON at \(place.words): \(error.words)", &effects)
    }
  }

  private mutating func clearDraft(_ effects: inout [Effect]) {
    guard tabs[active].composer.file == nil else {
      tabs[active].composer.file = nil
      return
    }
    edit(&effects) { $0.replace(with: "") }
  }

  private mutating func editDraft(_ effects: inout [Effect]) {
    let tab = tabs[active]
    guard tab.composer.file == nil else {
      say(.info, "the file is sent as it is on disk; ^G takes it away", &effects)
      return
    }
    effects.append(.editDraft(tab.id, text: tab.composer.editor.string))
  }

  /// The editor is done; what it did not change stays as it is, so that undo has no empty step.
  mutating func draftEdited(_ id: TabID, _ text: String) {
    guard let index = index(of: id) else { return }
    tabs[index].composer.editor.replace(with: text)
    tabs[index].composer.textChanged()
    keepCursorVisible()
  }

  // MARK: Sending

  mutating func send(_ effects: inout [Effect]) {
    let tab = tabs[active]
    let composer = tab.composer
    let mayBeEmpty = !composer.type.isMessage
    guard mayBeEmpty || composer.file != nil || !composer.editor.isEmpty else {
      say(.info, "nothing to send: the draft is empty", &effects)
      return
    }
    let wanted = targets(of: tab)
    let open = wanted.filter { tabs[$0].status.phase.isOpen }
    guard !open.isEmpty else {
      let words =
        wanted == [active]
        ? "not connected: the draft is kept. Esc, then r reconnects"
        : "none of the \(wanted.count) tabs is connected: the draft is kept"
      say(.warning, words, &effects)
      return
    }
    do throws(DraftFault) {
      let payloads = try open.map { index throws(DraftFault) in try payload(composer, for: index) }
      if let entry = tabs[active].composer.accepted() { remember(entry, &effects) }
      for (index, payload) in zip(open, payloads) { effects.append(.send(tabs[index].id, payload)) }
      if open.count < wanted.count {
        let missing = wanted.filter { !open.contains($0) }.map { name($0) }.joined(separator: ", ")
        say(.warning, "sent to \(open.count) of \(wanted.count): not connected: \(missing)", &effects)
      }
    } catch {
      tabs[active].composer.fault = "\(error.words); not sent"
      say(.error, "\(error.words); not sent", &effects)
    }
  }

  /// Each tab has its own count and its profile's values.
  private mutating func payload(_ composer: Composer, for index: Int) throws(DraftFault) -> ComposePayload {
    if let file = composer.file {
      return .file(
        file.isText && composer.type == .text ? .text : .binary, path: file.path,
        fragmentSize: composer.fragmentSize)
    }
    var text = composer.editor.text
    if !composer.type.isBinary {
      text = tabs[index].composer.variables.expanded(text, wallTime: wallTime, random: &random)
    }
    return try ComposeCheck.payload(text, as: composer.type, fragmentSize: composer.fragmentSize)
  }

  /// Indices into `tabs`; tabs that are closed by now are none.
  func targets(of tab: Tab) -> [Int] {
    let chosen = tab.composer.targets.compactMap { index(of: $0) }
    return chosen.isEmpty ? index(of: tab.id).map { [$0] } ?? [] : chosen.sorted()
  }

  /// A message that could not be sent comes back into an empty field; a newer draft is not overwritten.
  mutating func sendFailed(
    _ id: TabID, _ payload: ComposePayload, words: String, _ effects: inout [Effect]
  ) {
    guard let index = index(of: id) else { return }
    if tabs[index].composer.editor.isEmpty, let entry = tabs[index].composer.history.last {
      tabs[index].composer.load(entry.text, as: entry.type)
    }
    tabs[index].composer.fault = words
    say(.error, "not sent: \(words)", &effects)
  }

  // MARK: Fragments

  mutating func setFragmentSize(_ text: String, _ effects: inout [Effect]) -> Bool {
    let word = text.trimmedLine
    guard !word.isEmpty, word != "0" else {
      tabs[active].composer.fragmentSize = nil
      return true
    }
    guard let size = Int(word), (1...ComposeCheck.frameLimit).contains(size) else { return false }
    tabs[active].composer.fragmentSize = size
    return true
  }

  /// `:send-fragments N`: this once.
  mutating func sendFragments(_ text: String, _ effects: inout [Effect]) {
    let before = tabs[active].composer.fragmentSize
    guard !text.isEmpty, setFragmentSize(text, &effects), tabs[active].composer.fragmentSize != nil else {
      tabs[active].composer.fragmentSize = before
      say(.error, ":send-fragments N: bytes of each frame, 1 to \(ComposeCheck.frameLimit)", &effects)
      return
    }
    send(&effects)
    tabs[active].composer.fragmentSize = before
  }
}
