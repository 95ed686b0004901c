private import Canvas

/// What keys do to the panes and the program as a whole.
enum ProgramKeys {
  static let table: [KeyBinding] = [
    KeyBinding(
      .focusNext, [.tab], in: [.log, .detail, .replay, .compose], .program, hint: "Other side",
      help: "next pane"),
    KeyBinding(
      .focusPrevious, [.backTab], in: [.log, .detail, .replay, .compose], .program, help: "previous pane"),
    KeyBinding(.zoom, ["z"], in: .panes, .program, hint: "Zoom", help: "zoom the pane"),
    KeyBinding(
      .commandLine, [":"], in: [.log, .detail, .replay, .firstRun], .program, hint: "Command",
      help: "command line"),
    KeyBinding(
      .palette, [.control("p")], in: [.log, .detail, .firstRun], .program, hint: "Palette",
      help: "find any command"),
    KeyBinding(.detailSide, ["|"], in: .panes, .program, help: "detail below, right"),
    KeyBinding(.grow, ["+"], in: .panes, .program, help: "larger detail"),
    KeyBinding(.shrink, ["-"], in: .panes, .program, help: "smaller detail"),
    KeyBinding(.split, ["\\"], in: .panes, .program, hint: "One tab", help: "two tabs, or one"),
    KeyBinding(.split, ["\\"], in: .tabList, .program, hint: "Beside", help: "show it beside"),
    KeyBinding(.splitSwap, [.control("w")], in: .panes, .program, hint: "Swap", help: "two tabs: swap sides"),
    KeyBinding(.bareText, ["B"], in: .panes, .program, help: "bare text to select"),
    KeyBinding(
      .help, ["?", .function(1)],
      in: [.log, .detail, .firstRun, .tabList, .marks, .captures, .themes, .report, .copyMenu, .columns],
      .program, hint: "Help", help: "keys and help"),
    KeyBinding(
      .help, [.function(1)], in: .filterPrompt, .program, hint: "Filter help", help: "the filter's words"),
    KeyBinding(
      .help, [.function(1)],
      in: [
        .replay, .compose, .prompt, .searchPrompt, .export, .filePrompt, .drafts, .broadcast, .connectDialog,
        .profiles,
      ], .program, hint: "Help", help: "keys and help"),
    KeyBinding(.mouse, [.function(2)], in: .everywhere, .program, help: "mouse on/off"),
    KeyBinding(.redraw, [.control("l")], in: .everywhere, .program, help: "redraw the screen"),
    KeyBinding(.suspend, [.control("z")], in: .everywhere, .program, help: "suspend"),
    KeyBinding(
      .interrupt, [.control("c")], in: .everywhere.subtracting(.replay), .program, help: "cancel; twice quits"
    ),
    KeyBinding(
      .quit, ["q", .function(10)], in: [.log, .firstRun], .program, hint: "Quit", help: "quit, asks if open"),
    KeyBinding(
      .quit, [.function(10)],
      in: [
        .detail, .replay, .compose, .prompts, .help, .lists, .export, .palette, .drafts, .connectDialog,
        .report, .profiles,
      ], .program, help: "quit, asks if open"),
    KeyBinding(.quitNow, ["Q"], in: [.log, .detail, .replay, .firstRun], .program, help: "quit now"),
  ]
}
