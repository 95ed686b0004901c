import Canvas

/// Answers to prompts, questions and lists.
extension InspectorModel {
  mutating func openPrompt(_ prompt: Prompt) {
    overlay = .prompt(prompt)
    keepCursorVisible()
  }

  mutating func answer(_ command: Command, key: Key, now: UInt64, _ effects: inout [Effect]) {
    switch overlay {
    case .prompt(let prompt)?:
      if command == .accept { accept(prompt, now: now, &effects) } else { cancel(prompt, &effects) }
    case .help(let help)?: answer(help, command, key: key, now: now, &effects)
    case .palette(let palette)?: answer(palette, command, now: now, &effects)
    case .confirm(let question)?: answer(question, command, &effects)
    case .tabList(let selected)?:
      switch command {
      case .chooseNext: overlay = .tabList(selected: (selected + 1) % max(1, tabs.count))
      case .choosePrevious: overlay = .tabList(selected: (selected + tabs.count - 1) % max(1, tabs.count))
      case .choosePageDown, .choosePageUp, .chooseFirst, .chooseLast:
        overlay = .tabList(selected: moved(selected, in: tabs.count, by: command) ?? 0)
      case .accept:
        overlay = nil
        activate(selected)
      default: overlay = nil
      }
    case .filterTerms(let terms)?: answer(terms, command, &effects)
    case .marks(let list)?: answer(list, command, &effects)
    case .export(let dialog)?: answer(dialog, command, &effects)
    case .captures(let picker)?: answer(picker, command, &effects)
    case .themes(let picker)?: answer(picker, command, &effects)
    case .connect(let dialog)?: answer(dialog, command, key: key, &effects)
    case .drafts(let picker)?: answer(picker, command, &effects)
    case .broadcast(let picker)?: answer(picker, command, &effects)
    case .report(let report)?: answer(report, command, &effects)
    case .copyMenu(let menu)?: answer(menu, command, &effects)
    case .columns(let picker)?: answer(picker, command)
    case .profiles(let picker)?: answer(picker, command, &effects)
    case nil: break
    }
    keepCursorVisible()
  }

  private mutating func cancel(_ prompt: Prompt, _ effects: inout [Effect]) {
    switch prompt.purpose {
    case .filter: cancelFilter(&effects)
    case .note(let sequence): reopenMarks(prompt, at: sequence)
    case .command, .search, .script, .insertFile, .fragmentSize, .profileName: overlay = nil
    case .secret:
      overlay = nil
      effects.append(.answerProfile(nil))
    }
  }

  private mutating func answer(_ question: Confirmation, _ command: Command, _ effects: inout [Effect]) {
    var question = question
    switch command {
    case .chooseNext:
      question.isYesChosen.toggle()
      overlay = .confirm(question)
      return
    case .confirmYes: question.isYesChosen = true
    case .accept: break
    default: question.isYesChosen = false
    }
    overlay = nil
    if case .overwriteFrom(let dialog) = question.subject {
      return overwrite(from: dialog, isYes: question.isYesChosen, &effects)
    }
    if case .paste(let pending) = question.subject {
      return answer(pending, isYes: question.isYesChosen, &effects)
    }
    guard question.isYesChosen else {
      // Back to the list that it was asked from.
      if case .deleteProfile = question.subject { effects.append(.listProfiles) }
      return
    }
    switch question.subject {
    case .quit: effects.append(.quit)
    case .closeTab(let id): closeTab(id, &effects)
    case .clearLog(let id): clearLog(id, &effects)
    case .restore(let left): restore(left, &effects)
    case .deleteProfile(let name): effects.append(.deleteProfile(name))
    case .overwriteFrom, .paste: break
    case .overwriteProfile(let tab, let name):
      effects.append(.saveProfile(tab, name: name, overwrites: true))
    case .overwrite(let id, var order):
      order.overwrites = true
      startExport(order, tab: id, &effects)
    }
  }

  private mutating func answer(
    _ help: HelpState, _ command: Command, key: Key, now: UInt64, _ effects: inout [Effect]
  ) {
    var help = help
    let found = help.entries(of: keymap)
    switch command {
    case .cancel:
      // The letter closes only where it is not part of what is looked for.
      if case .character(let letter) = key.code, key.modifiers.isEmpty, !help.find.isEmpty {
        edit(&effects) { $0.type(letter) }
        return
      }
      overlay = help.behind.map { .prompt($0) }
      return
    case .helpAll:
      help.showsAll.toggle()
      help.selected = 0
    case .accept:
      overlay = help.behind.map { .prompt($0) }
      guard found.indices.contains(help.selected) else { return }
      run(found[help.selected], now: now, &effects)
      return
    default: help.selected = moved(help.selected, in: found.count, by: command) ?? help.selected
    }
    help.selected = min(max(0, help.selected), max(0, help.entries(of: keymap).count - 1))
    overlay = .help(help)
  }

  /// Runs a line of the help where its command has a meaning now.
  private mutating func run(_ binding: KeyBinding, now: UInt64, _ effects: inout [Effect]) {
    let context = keyContext
    guard !binding.contexts.isDisjoint(with: context), let key = binding.keys.first else {
      say(.info, "\"\(binding.help)\" belongs to another pane: \(binding.label)", &effects)
      return
    }
    perform(binding.command, key: key, now: now, &effects)
  }

  // MARK: Lines

  private mutating func accept(_ prompt: Prompt, now: UInt64, _ effects: inout [Effect]) {
    let line = prompt.editor.string.trimmedLine
    switch prompt.purpose {
    case .command:
      overlay = nil
      remember(.command, line, &effects)
      run(CommandLine(line), &effects)
    case .search:
      do {
        let pattern = try prompt.pattern()
        overlay = nil
        keepCursorVisible()
        guard !prompt.editor.isEmpty else { return search(.searchNext, &effects) }
        let text = prompt.editor.string
        remember(.search, prompt.isRegex && !text.hasPrefix("re:") ? "re:" + text : text, &effects)
        startSearch(pattern, &effects)
      } catch {
        var faulty = prompt
        faulty.error = error
        overlay = .prompt(faulty)
      }
    case .script:
      overlay = nil
      guard !line.isEmpty else { return }
      startReplay(line, &effects)
    case .filter: acceptFilter(prompt, &effects)
    case .profileName(let use): acceptName(line, use, prompt, &effects)
    case .secret:
      overlay = nil
      let typed = prompt.editor.string
      effects.append(.answerProfile(typed.isEmpty ? nil : typed))
    case .note(let sequence): acceptNote(line, on: sequence, prompt, &effects)
    case .insertFile: acceptFile(prompt, line, &effects)
    case .fragmentSize:
      guard setFragmentSize(line, &effects) else {
        var faulty = prompt
        faulty.fault = "bytes of each frame, 1 to \(ComposeCheck.frameLimit); 0 sends whole messages"
        overlay = .prompt(faulty)
        return
      }
      overlay = nil
    }
  }

  mutating func walkHistory(of prompt: Prompt, earlier: Bool, _ effects: inout [Effect]) {
    let lines: [String] =
      switch prompt.purpose {
      case .command: commandHistory.lines
      case .search: searchHistory.lines
      case .filter: filterHistory.lines
      case .script: scriptHistory.lines
      case .insertFile: fileHistory.lines
      case .note, .fragmentSize, .profileName, .secret: []
      }
    var prompt = prompt
    // The last line is there already, offered: the one before it is wanted.
    if prompt.editor.isOffered, prompt.editor.string == lines.last { prompt.historyIndex = lines.count - 1 }
    prompt.editor.takeOffer()
    let index = prompt.historyIndex ?? lines.count
    if earlier {
      guard index > 0 else {
        overlay = .prompt(prompt)
        return
      }
      if prompt.historyIndex == nil { prompt.draft = prompt.editor.string }
      prompt.historyIndex = index - 1
      prompt.editor.replace(with: lines[index - 1])
    } else {
      guard prompt.historyIndex != nil else { return }
      let isLast = index + 1 >= lines.count
      prompt.historyIndex = isLast ? nil : index + 1
      prompt.editor.replace(with: isLast ? prompt.draft : lines[index + 1])
    }
    prompt.completions = []
    textChanged(&prompt, &effects)
    overlay = .prompt(prompt)
  }
}
