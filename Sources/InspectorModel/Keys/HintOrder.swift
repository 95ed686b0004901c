/// What the hint bar offers in each context, most useful first. A context that is not here has no hints.
enum HintOrder {
  static let table: [KeyContext: [Command]] = [
    .log: [
      .reconnect, .disconnect, .editOptions, .focusNext, .split, .compose, .detail, .searchOpen, .filterOpen,
      .splitSwap, .follow, .copy, .export, .mark, .editAndResend, .replay, .commandLine, .help,
    ],
    .replay: [.replayPause, .replayStep, .replayFaster, .replayHide, .replayStop, .replayCurrent, .help],
    .detail: [
      .detail, .hex, .pretty, .wrap, .otherDown, .copy, .detailClose, .foldAll, .searchOpen, .copyAs, .pager,
      .zoom, .help,
    ],
    .compose: [
      .send, .newline, .composeType, .insertFile, .historySearch, .externalEditor, .composePretty,
      .composeClear, .composeLeave, .help,
    ],
    .firstRun: [.connect, .profiles, .demo, .replay, .captures, .commandLine, .help, .quit],
    .prompt: [.accept, .cancel, .earlier, .complete],
    .filterPrompt: [.accept, .cancel, .earlier, .complete, .patternInvert, .help],
    .searchPrompt: [.accept, .cancel, .earlier, .patternRegex, .patternCase, .help],
    .filterTerms: [.accept, .chooseNext, .cancel],
    .marks: [.accept, .removeMark, .editNote, .cancel],
    .captures: [.accept, .chooseNext, .cancel],
    .themes: [.accept, .saveTheme, .chooseNext, .cancel],
    .filePrompt: [.accept, .complete, .cancel, .help],
    .drafts: [.accept, .chooseNext, .cancel],
    .profiles: [.accept, .profileEditFirst, .cancel, .profileMark, .profileEnvironment, .help],
    .broadcast: [.accept, .toggle, .chooseAll, .cancel],
    .connectDialog: [.chooseNext, .accept, .connectNow, .cancel, .help],
    .copyMenu: [.accept, .chooseNext, .cancel],
    .columns: [.toggle, .chooseNext, .cancel],
    .report: [.chooseNext, .pageNext, .copyReport, .editOptions, .cancel, .help],
    .export: [.exportNow, .chooseNext, .cancel],
    .help: [.chooseNext, .accept, .helpAll, .cancel],
    .palette: [.accept, .chooseNext, .cancel],
    .confirm: [.confirmYes, .confirmNo],
    .tabList: [.chooseNext, .accept, .split, .cancel],
  ]
}
