import Canvas

/// Every command, sorted to the part that does it. A command without a home here does not compile.
extension InspectorModel {
  mutating func perform(_ command: Command, key: Key, now: UInt64, _ effects: inout [Effect]) {
    trail = (command, trail.count + 1)
    switch command {
    case .cursorDown, .cursorUp, .pageDown, .pageUp, .halfPageDown, .halfPageUp, .lineDown, .lineUp, .top,
      .bottom,
      .left, .right:
      move(command, &effects)
    case .follow, .eventNext, .eventPrevious, .timeMode, .timeZero, .hidePings, .escape:
      see(command, &effects)
    case .mark, .markNext, .markPrevious, .markList: mark(command, &effects)
    case .searchOpen, .searchNext, .searchPrevious, .searchValue: search(command, &effects)
    case .filterOpen, .markedOnly: filter(command, &effects)
    case .selectRange, .selectDown, .selectUp: select(command, &effects)
    case .export: openExport(format: nil, file: "", &effects)
    case .connectionReport: openConnectionReport(&effects)
    case .captures: effects.append(.listCaptures)
    case .profiles: effects.append(.listProfiles)
    case .complete, .completeBack, .patternRegex, .patternCase, .patternInvert: prompt(command, &effects)
    case .columns: overlay = .columns(ColumnPicker())
    case .detailSide, .grow, .shrink: place(command, &effects)
    case .split, .splitSwap: split(command, &effects)
    case .bareText: showBareText(&effects)
    case .detail, .detailClose, .otherDown, .otherUp, .hex, .pretty, .wrap, .copy, .editAndResend, .copyAs,
      .foldAll, .pager, .editor:
      payload(command, &effects)
    case .connect, .reconnect, .disconnect, .closeTab, .clearLog, .demo: connection(command, &effects)
    case .replay, .replayPause, .replayStep, .replayFaster, .replaySlower, .replayCurrent, .replayHide:
      replay(command, &effects)
    case .replayStop: if !stopReplay(&effects) { program(.interrupt, now: now, &effects) }
    case .tabNext, .tabPrevious, .tabNumber, .tabLast, .tabList, .tabMoveLeft, .tabMoveRight:
      chooseTab(command, key: key, &effects)
    case .focusNext, .focusPrevious, .zoom, .compose, .commandLine, .palette, .help, .mouse, .redraw,
      .suspend,
      .interrupt,
      .quit, .quitNow:
      program(command, now: now, &effects)
    case .send, .newline, .composeType, .composeClear, .composeLeave, .earlier, .later, .composeUp,
      .composeDown, .composePretty, .composeMinify, .insertFile, .externalEditor, .historySearch, .literal,
      .prefix, .fragmentSize, .broadcast:
      compose(command, &effects)
    case .editOptions: editOptions(&effects)
    case .editLeft, .editRight, .editWordLeft, .editWordRight, .editLineStart, .editLineEnd, .editBackspace,
      .editDelete, .editKillEnd, .editKillStart, .editKillWord, .editKillWordForward, .editYank, .editUndo,
      .editRedo:
      if case .export(let dialog)? = overlay {
        edit(dialog, command)
      } else if case .connect(let dialog)? = overlay {
        edit(dialog, command)
      } else if command == .editYank {
        let copied = copied
        edit(&effects) { $0.yank(orCopied: copied) }
      } else {
        edit(&effects) { $0.perform(command) }
      }
    case .accept, .cancel, .chooseNext, .choosePrevious, .choosePageDown, .choosePageUp, .confirmYes,
      .confirmNo, .helpAll, .exportNow, .removeMark, .editNote, .chooseAll, .connectNow,
      .saveTheme, .chooseFirst, .chooseLast, .toggle, .pageNext, .pagePrevious, .copyReport, .profileEdit,
      .profileEditFirst, .profileNew, .profileDuplicate, .profileDelete, .profileMark, .profileEnvironment:
      answer(command, key: key, now: now, &effects)
    }
  }

  private mutating func program(_ command: Command, now: UInt64, _ effects: inout [Effect]) {
    switch command {
    case .focusNext: cycleFocus(by: 1)
    case .focusPrevious: cycleFocus(by: -1)
    case .zoom:
      isZoomed.toggle()
      layOutDetail()
      keepCursorVisible()
    case .compose:
      if activeTab?.isReadOnly == true { sayReadOnly(&effects) } else { setFocus(.compose) }
    case .commandLine: openPrompt(Prompt(.command))
    case .palette: overlay = .palette(Palette(context: keyContext))
    case .help:
      if case .prompt(let prompt)? = overlay, prompt.purpose == .filter {
        overlay = .filterTerms(FilterTerms(behind: prompt))
        return
      }
      var help = HelpState(context: keyContext)
      if case .prompt(let prompt)? = overlay { help.behind = prompt }
      overlay = .help(help)
    case .mouse:
      isMouseOn.toggle()
      effects.append(.setMouse(isMouseOn))
      say(
        .info,
        isMouseOn
          ? "mouse on: Shift-drag selects text" : "mouse off: the terminal selects text; F2 turns it on",
        &effects)
    case .redraw: effects.append(.redraw)
    case .suspend: effects.append(.suspend)
    case .interrupt: interrupt(now: now, &effects)
    case .quit: quit(&effects)
    case .quitNow: effects.append(.quit)
    default: break
    }
  }

  /// The running job first, then the prompt, and only at rest, twice, the program.
  private mutating func interrupt(now: UInt64, _ effects: inout [Effect]) {
    if stopNewestJob(&effects) { return }
    if stopReplay(&effects) { return }
    if case .prompt(let prompt)? = overlay, prompt.purpose == .filter { return cancelFilter(&effects) }
    if case .filterTerms(let terms)? = overlay {
      overlay = .prompt(terms.behind)
      return
    }
    if case .help(let help)? = overlay, let behind = help.behind {
      overlay = .prompt(behind)
      return
    }
    if overlay != nil {
      overlay = if case .confirm(let question)? = overlay { question.behind } else { nil }
      keepCursorVisible()
      return
    }
    let limit: UInt64 = 2_000_000_000
    if let interruptedAt, now >= interruptedAt, now - interruptedAt <= limit {
      effects.append(.quit)
      return
    }
    interruptedAt = now
    hint("Ctrl-C again within 2 s quits", &effects)
  }

  mutating func quit(_ effects: inout [Effect]) {
    let live = tabs.filter { $0.status.phase.isLive }.count
    guard live > 0, !unasked.contains(.quit) else {
      effects.append(.quit)
      return
    }
    let what = live == 1 ? "1 connection is open." : "\(live) connections are open."
    overlay = .confirm(Confirmation(.quit(openTabs: live), question: "Quit? \(what)"))
  }

  mutating func setFocus(_ pane: Pane) {
    guard pane != focus else { return }
    if isZoomed { isZoomed = false }
    focus = pane
    keepCursorVisible()
  }

  private mutating func cycleFocus(by step: Int) {
    guard let tab = activeTab else { return }
    if focus == .log, let next = splitNeighbour(step) { return activate(next) }
    var panes: [Pane] = tab.detail == nil ? [.log] : [.log, .detail]
    if tab.isReplayShown { panes.append(.replay) }
    if !tab.isReadOnly { panes.append(.compose) }
    let index = panes.firstIndex(of: focus) ?? 0
    let pane = panes[(index + step + panes.count) % panes.count]
    // Into the logs from the left, and backwards from the right.
    if pane == .log, focus != .log, let split, besideActive != nil {
      self.index(of: step > 0 ? split.left : split.right).map { activate($0) }
    }
    setFocus(pane)
  }
}

extension TextEditor {
  mutating func perform(_ command: Command) {
    switch command {
    case .editLeft: moveLeft()
    case .editRight: moveRight()
    case .editWordLeft: moveWordLeft()
    case .editWordRight: moveWordRight()
    case .editLineStart: moveToLineStart()
    case .editLineEnd: moveToLineEnd()
    case .editBackspace: deleteBackward()
    case .editDelete: deleteForward()
    case .editKillEnd: killToLineEnd()
    case .editKillStart: killToLineStart()
    case .editKillWord: killWordBackward()
    case .editKillWordForward: killWordForward()
    case .editYank: yank()
    case .editUndo: undo()
    case .editRedo: redo()
    default: break
    }
  }
}
