private import Canvas

/// What keys do in prompts, lists, dialogs and questions.
enum PromptKeys {
  static let table: [KeyBinding] = [
    KeyBinding(.accept, [.enter], in: .filterPrompt, .prompt, hint: "Keep", help: "keep the filter"),
    KeyBinding(
      .cancel, [.escape, .control("g")], in: .filterPrompt, .prompt, hint: "Undo", help: "as it was before"),
    KeyBinding(.accept, [.enter], in: .searchPrompt, .prompt, hint: "Search", help: "search"),
    KeyBinding(.accept, [.enter], in: .filterTerms, .prompt, hint: "Insert", help: "into the filter"),
    KeyBinding(.accept, [.enter], in: .marks, .prompt, hint: "Go there", help: "go to the row"),
    KeyBinding(.accept, [.enter], in: .captures, .prompt, hint: "Open", help: "open, read only"),
    KeyBinding(.accept, [.enter], in: .themes, .prompt, hint: "Keep", help: "keep this theme"),
    KeyBinding(.saveTheme, ["s"], in: .themes, .prompt, hint: "Keep for good", help: "into config.json"),
    KeyBinding(.accept, [.enter], in: .copyMenu, .prompt, hint: "Copy", help: "copy this way"),
    KeyBinding(.accept, [.enter], in: .columns, .prompt, help: "show or hide"),
    KeyBinding(.toggle, [" "], in: .columns, .prompt, hint: "Show, hide", help: "show or hide"),
    KeyBinding(.accept, [.enter], in: .export, .prompt, help: "next field, press"),
    KeyBinding(.exportNow, [Key(.enter, .alt)], in: .export, .prompt, hint: "Export", help: "export"),
    KeyBinding(.accept, [.enter], in: .filePrompt, .prompt, hint: "Insert", help: "insert the file"),
    KeyBinding(.accept, [.enter], in: .drafts, .prompt, hint: "Take it", help: "into compose"),
    KeyBinding(.accept, [.enter], in: .profiles, .prompt, hint: "Connect", help: "connect"),
    KeyBinding(.accept, [.enter], in: .broadcast, .prompt, hint: "Keep", help: "send to these"),
    KeyBinding(.toggle, [" "], in: .broadcast, .prompt, hint: "Choose", help: "this tab or not"),
    KeyBinding(.chooseAll, ["a"], in: .broadcast, .prompt, hint: "All", help: "all or none"),
    KeyBinding(.accept, [.enter], in: .connectDialog, .prompt, hint: "Connect", help: "connect, next, press"),
    KeyBinding(
      .connectNow, [Key(.enter, .alt)], in: .connectDialog, .prompt, hint: "Connect", help: "connect"),
    KeyBinding(
      .earlier, [.control("p")], in: .connectDialog, .prompt, hint: "History", help: "earlier address"),
    KeyBinding(.later, [.control("n")], in: .connectDialog, .prompt, help: "later address"),
    KeyBinding(
      .chooseNext, [.tab, .down], in: .connectDialog, .prompt, hint: "Next field", help: "next field"),
    KeyBinding(
      .choosePrevious, [.backTab, .up], in: .connectDialog, .prompt, help: "previous field", label: "S-Tab Up"
    ),
    KeyBinding(
      .chooseNext, [.down, .control("n"), .control("r")], in: .drafts, .prompt, hint: "Older",
      help: "older message"),
    KeyBinding(.choosePrevious, [.up, .control("p")], in: .drafts, .prompt, help: "newer message"),
    KeyBinding(.chooseNext, [.down, .control("n")], in: .profiles, .prompt, help: "next line"),
    KeyBinding(.choosePrevious, [.up, .control("p")], in: .profiles, .prompt, help: "previous line"),
    KeyBinding(
      .accept, [.enter], in: [.prompt, .help, .tabList], .prompt, hint: "OK", help: "accept, run, press"),
    KeyBinding(
      .cancel, [.escape, .control("g")],
      in: [.prompt, .searchPrompt, .export, .filePrompt, .drafts, .connectDialog], .prompt, hint: "Cancel",
      help: "cancel"),
    KeyBinding(
      .cancel, [.escape, "q", .control("g")], in: .help, .prompt, hint: "Close", help: "close the help"),
    KeyBinding(.accept, [.enter], in: .palette, .prompt, hint: "Run", help: "run it"),
    KeyBinding(
      .cancel, [.escape, .control("g")], in: .palette, .prompt, hint: "Close", help: "close the palette"),
    KeyBinding(.cancel, [.escape, "q"], in: .lists, .prompt, hint: "Close", help: "close the list"),
    KeyBinding(
      .cancel, [.escape, "q", "I", .enter], in: .report, .prompt, hint: "Close", help: "close the report"),
    KeyBinding(.pageNext, [.tab, .right, "l"], in: .report, .prompt, hint: "Next page", help: "next page"),
    KeyBinding(
      .pagePrevious, [.backTab, .left, "h"], in: .report, .prompt, help: "page before", label: "S-Tab Left h"),
    KeyBinding(.chooseNext, [.down, "j"], in: .report, .prompt, hint: "Scroll", help: "down a line"),
    KeyBinding(.choosePrevious, [.up, "k"], in: .report, .prompt, help: "up a line"),
    KeyBinding(.choosePageDown, [.pageDown, " "], in: .report, .prompt, help: "page down"),
    KeyBinding(.choosePageUp, [.pageUp, "b"], in: .report, .prompt, help: "page up"),
    KeyBinding(.copyReport, ["y", "c"], in: .report, .prompt, hint: "Copy", help: "copy this page"),
    KeyBinding(.chooseFirst, ["g", .home], in: [.lists, .report], .prompt, help: "first line"),
    KeyBinding(.chooseLast, ["G", .end], in: [.lists, .report], .prompt, help: "last line"),
    KeyBinding(
      .cancel, [.escape, .control("g")], in: .profiles, .prompt, hint: "Close", help: "close the list"),
    KeyBinding(
      .earlier, [.up, .control("p")], in: .prompts, .prompt, hint: "History", help: "earlier line",
      hintKey: "Up/Down"),
    KeyBinding(.later, [.down, .control("n")], in: .prompts, .prompt, help: "later line"),
    KeyBinding(
      .complete, [.tab], in: [.prompt, .filterPrompt, .filePrompt], .prompt, hint: "Complete",
      help: "complete"),
    KeyBinding(
      .completeBack, [.backTab], in: [.prompt, .filterPrompt, .filePrompt], .prompt, help: "completion before"
    ),
    KeyBinding(
      .patternRegex, [.alt("r")], in: [.filterPrompt, .searchPrompt], .prompt, hint: "Regex",
      help: "regular expression"),
    KeyBinding(
      .patternCase, [.alt("c")], in: [.filterPrompt, .searchPrompt], .prompt, hint: "Case",
      help: "case smart, exact, no"),
    KeyBinding(
      .patternInvert, [.alt("v")], in: .filterPrompt, .prompt, hint: "Invert", help: "all but these"),
    KeyBinding(
      .chooseNext, [.down, .control("n")], in: [.help, .palette], .prompt, hint: "Next", help: "next line"),
    KeyBinding(
      .choosePrevious, [.up, .control("p")], in: [.help, .palette], .prompt, help: "previous line"),
    KeyBinding(
      .chooseNext, [.tab, .down, .control("n")], in: .export, .prompt, hint: "Next field", help: "next field"),
    KeyBinding(
      .choosePrevious, [.backTab, .up, .control("p")], in: .export, .prompt, help: "previous field",
      label: "S-Tab Up ^P"),
    KeyBinding(.chooseNext, [.down, "j", .tab], in: .lists, .prompt, hint: "Next", help: "next line"),
    KeyBinding(.choosePrevious, [.up, "k", .backTab], in: .lists, .prompt, help: "previous line"),
    KeyBinding(
      .choosePageDown, [.pageDown], in: [.help, .lists, .drafts, .palette, .profiles], .prompt,
      help: "page down"),
    KeyBinding(
      .choosePageUp, [.pageUp], in: [.help, .lists, .drafts, .palette, .profiles], .prompt, help: "page up"),
    KeyBinding(.helpAll, [.tab], in: .help, .prompt, hint: "All panes", help: "keys of all panes"),
    KeyBinding(.confirmYes, ["y"], in: .confirm, .prompt, hint: "Yes", help: "yes"),
    KeyBinding(.confirmNo, ["n", .escape, "q"], in: .confirm, .prompt, hint: "No", help: "no"),
    KeyBinding(
      .chooseNext, [.tab, .backTab, .left, .right, .up, .down], in: .confirm, .prompt, help: "other button",
      label: "Tab arrows"),
    KeyBinding(.accept, [.enter], in: .confirm, .prompt, help: "press the button"),
  ]
}
