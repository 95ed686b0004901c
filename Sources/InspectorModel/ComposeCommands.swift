/// Writing and sending.
extension InspectorModel {
  mutating func compose(_ command: Command, _ effects: inout [Effect]) {
    if case .prompt(let prompt)? = overlay {
      walkHistory(of: prompt, earlier: command == .earlier, &effects)
      return
    }
    guard tabs.indices.contains(active) else { return }
    switch command {
    case .send: send(&effects)
    case .newline: edit(&effects) { $0.insert("\n") }
    case .composeType:
      tabs[active].composer.type = tabs[active].composer.type.next
      tabs[active].composer.fault = nil
    case .composeClear: edit(&effects) { $0.replace(with: "") }
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
    default: break
    }
    keepCursorVisible()
  }

  private mutating func send(_ effects: inout [Effect]) {
    let tab = tabs[active]
    let type = tab.composer.type
    let mayBeEmpty = type == .ping || type == .pong || type == .close
    guard mayBeEmpty || !tab.composer.editor.isEmpty else {
      say(.info, "nothing to send: the draft is empty", &effects)
      return
    }
    guard tab.status.phase.isOpen else {
      say(.warning, "not connected: the draft is kept. Esc, then r reconnects", &effects)
      return
    }
    do {
      let payload = try ComposeCheck.payload(tab.composer.editor, as: type)
      tabs[active].composer.accepted()
      effects.append(.send(tab.id, payload))
    } catch {
      tabs[active].composer.fault = error.words
      say(.error, error.words, &effects)
    }
  }
}
