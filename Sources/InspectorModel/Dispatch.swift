import Canvas

/// From what the user did to the command that it means.
extension InspectorModel {
  /// Which line of the key table applies.
  public var keyContext: KeyContext {
    switch overlay {
    case .help?: return .help
    case .palette?: return .palette
    case .prompt(let prompt)?:
      switch prompt.purpose {
      case .filter: return .filterPrompt
      case .search: return .searchPrompt
      case .insertFile: return .filePrompt
      case .command, .note, .script, .fragmentSize, .profileName, .secret: return .prompt
      }
    case .filterTerms?: return .filterTerms
    case .marks?: return .marks
    case .export?: return .export
    case .captures?: return .captures
    case .themes?: return .themes
    case .connect?: return .connectDialog
    case .drafts?: return .drafts
    case .broadcast?: return .broadcast
    case .report?: return .report
    case .copyMenu?: return .copyMenu
    case .columns?: return .columns
    case .profiles?: return .profiles
    case .confirm?: return .confirm
    case .tabList?: return .tabList
    case nil: break
    }
    guard !tabs.isEmpty else { return .firstRun }
    switch focus {
    case .log: return .log
    case .detail: return .detail
    case .replay: return .replay
    case .compose: return .compose
    }
  }

  mutating func take(_ event: InputEvent, now: UInt64, _ effects: inout [Effect]) {
    switch event {
    case .key(let key):
      notice = nil
      press(key, now: now, &effects)
    case .paste(let text, let leftOut):
      notice = nil
      paste(text, leftOut: leftOut, &effects)
    case .mouse(let mouse): take(mouse, now: now, &effects)
    case .resized(let size):
      self.size = size
      layOutDetail()
      keepCursorVisible()
    case .focus(let isFront): frontedAt = isFront ? now : nil
    case .resumed: effects.append(.redraw)
    }
  }

  mutating func press(_ key: Key, now: UInt64, _ effects: inout [Effect]) {
    if takeAwaited(key, now: now, &effects) { return }
    let context = keyContext
    if let binding = keymap.binding(for: key, in: context) {
      perform(binding.command, key: key, now: now, &effects)
      return
    }
    if !context.isDisjoint(with: [.typing, .profiles]), case .character(let scalar) = key.code,
      key.modifiers.isEmpty
    {
      if case .export(let dialog)? = overlay { return type(scalar, into: dialog) }
      if case .connect(let dialog)? = overlay { return type(scalar, into: dialog) }
      edit(&effects) { $0.type(scalar) }
      return
    }
    if case .copyMenu(let menu)? = overlay, case .character(let letter) = key.code, key.modifiers.isEmpty,
      pick(letter, from: menu, &effects)
    {
      return
    }
    switch context {
    case .confirm: hint("y or n", &effects)
    default:
      let help = keymap.binding(of: .help, in: context) ?? keymap.binding(of: .help, in: .log)
      hint("\"\(key.label)\" is not bound. \(help?.hintKey ?? ":help") for help", &effects)
    }
  }

  /// Changes the field that has the keys; whatever was wrong with its text is no longer said.
  mutating func edit(_ effects: inout [Effect], _ change: (inout TextEditor) -> Void) {
    switch overlay {
    case .prompt(var prompt)?:
      let before = prompt.editor.text
      change(&prompt.editor)
      prompt.completions = []
      if prompt.editor.text != before { textChanged(&prompt, &effects) }
      overlay = .prompt(prompt)
    case .help(var help)?:
      change(&help.find)
      help.selected = 0
      overlay = .help(help)
    case .profiles(var picker)?:
      change(&picker.find)
      picker.selected = 0
      overlay = .profiles(picker)
    case .drafts(var picker)?:
      change(&picker.find)
      picker.selected = 0
      overlay = .drafts(picker)
    case .palette(var palette)?:
      change(&palette.find)
      palette.selected = 0
      overlay = .palette(palette)
    case nil where focus == .compose && tabs.indices.contains(active):
      let before = tabs[active].composer.editor.text
      change(&tabs[active].composer.editor)
      // Where the cursor stands decides whether what is missing is still to come.
      if before.count <= ComposeCheck.liveLimit || tabs[active].composer.fault != nil {
        tabs[active].composer.textChanged()
      }
    default: break
    }
  }
}

extension String {
  /// The first line without the blanks around it.
  var trimmedLine: String {
    let scalars = unicodeScalars.drop { $0 == " " || $0 == "\n" || $0 == "\t" }.prefix {
      $0 != "\n" && $0 != "\r"
    }
    var kept = Array(scalars)
    while let last = kept.last, last == " " || last == "\t" { kept.removeLast() }
    var result = String.UnicodeScalarView()
    result.append(contentsOf: kept)
    return String(result)
  }
}
