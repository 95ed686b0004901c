import Canvas

/// A paste that does not go whole into its field, while the user is asked.
public struct PendingPaste: Sendable, Equatable {
  /// As much as the field takes.
  var text: String
  /// Bytes of the paste that are not in `text`.
  var leftOut: Int
  /// Where it goes: a tab's draft, or the field of what the question lies over.
  var tab: TabID?
  var behind: Overlay?
}

/// A paste never sends and never runs: it fills a field, or the connect dialog if it is an address.
extension InspectorModel {
  /// 64 KiB of scalars for a field of one line; a draft takes what the editor does.
  static let lineCapacity = 1 << 16

  mutating func paste(_ text: String, leftOut: Int = 0, _ effects: inout [Effect]) {
    awaited = nil
    switch keyContext {
    case .compose, .prompt, .filterPrompt, .searchPrompt, .help, .filePrompt, .drafts, .palette, .profiles,
      .export, .connectDialog:
      if case .connect(let dialog)? = overlay, leftOut == 0, takeCurl(text, dialog, &effects) { return }
      let room = max(0, fieldCapacity - fieldCount)
      // Most pastes are shorter in bytes than the field has room for characters.
      let isWhole = leftOut == 0 && (text.utf8.count <= room || text.unicodeScalars.count <= room)
      if isWhole { insertPaste(text, &effects) } else { ask(text, leftOut: leftOut, room: room, &effects) }
    case .confirm, .tabList, .marks, .captures, .filterTerms, .themes, .broadcast, .report, .copyMenu,
      .columns:
      break
    default: pasteOutside(text, leftOut: leftOut, &effects)
    }
  }

  /// No field has the keys.
  private mutating func pasteOutside(_ text: String, leftOut: Int, _ effects: inout [Effect]) {
    let isShort = leftOut == 0 && text.utf8.count <= Self.lineCapacity
    let line = isShort ? text.trimmedLine : ""
    if AddressCheck.looksLikeAddress(line) {
      openConnect(to: line)
    } else if leftOut == 0, AddressCheck.isCurl(text) {
      openConnect(to: "")
      effects.append(.readCurl(text))
    } else {
      let hint = keyContext == .firstRun ? "o connects to an address" : "i enters compose"
      self.hint("pasted text went nowhere: \(hint)", &effects)
    }
  }

  private mutating func insertPaste(_ text: String, _ effects: inout [Effect]) {
    switch overlay {
    case nil: edit(&effects) { $0.insert(text) }
    case .export(var dialog)?:
      dialog.edit { $0.insert(text.trimmedLine) }
      overlay = .export(dialog)
    case .connect(let dialog)?: paste(text, into: dialog)
    default: edit(&effects) { $0.insert(text.joinedLine) }
    }
  }

  private var fieldCapacity: Int { keyContext == .compose ? TextEditor.capacity : Self.lineCapacity }
  private var fieldCount: Int {
    switch overlay {
    case nil: activeTab?.composer.editor.text.count ?? 0
    case .prompt(let prompt)?: prompt.editor.text.count
    default: 0
    }
  }

  // MARK: The question

  private mutating func ask(_ text: String, leftOut: Int, room: Int, _ effects: inout [Effect]) {
    guard room > 0 else { return say(.error, "the field is full: nothing was pasted", &effects) }
    let fitting = String(text.unicodeScalars.prefix(room))
    let more = text.utf8.count - fitting.utf8.count + leftOut
    let whole = Figures.bytes(fitting.utf8.count + more)
    let field = keyContext == .compose ? "the draft" : "this field"
    let pending = PendingPaste(
      text: fitting, leftOut: more, tab: overlay == nil ? activeTab?.id : nil, behind: overlay)
    overlay = .confirm(
      Confirmation(
        .paste(pending),
        question:
          "Paste \(Figures.bytes(fitting.utf8.count)) of \(whole)? The rest does not fit into \(field)."))
  }

  /// The field is as it was where the answer is No.
  mutating func answer(_ pending: PendingPaste, isYes: Bool, _ effects: inout [Effect]) {
    overlay = pending.behind
    guard isYes else { return say(.info, "nothing was pasted", &effects) }
    if let tab = pending.tab {
      guard let index = index(of: tab) else {
        return say(.info, "the tab is closed: nothing was pasted", &effects)
      }
      activate(index)
      setFocus(.compose)
    }
    insertPaste(pending.text, &effects)
    keepCursorVisible()
    let undo = keymap.binding(of: .editUndo, in: .compose).map { "; \($0.hintKey) takes it back" } ?? ""
    say(
      .warning,
      "pasted \(Figures.bytes(pending.text.utf8.count)), left out \(Figures.bytes(pending.leftOut))\(undo)",
      &effects)
  }
}

extension Confirmation {
  /// What comes back when the question goes.
  var behind: Overlay? {
    switch subject {
    case .overwriteFrom(let dialog): .connect(dialog)
    case .paste(let pending): pending.behind
    default: nil
    }
  }
}

extension String {
  /// All its lines as one, without empty ones.
  fileprivate var joinedLine: String {
    guard utf8.contains(0x0A) else { return self }
    return utf8.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
  }
}
