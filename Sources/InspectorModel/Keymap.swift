public import Canvas

/// The key table: dispatch, hint bar, help, palette and man page read it, and nothing else knows a key.
public struct Keymap: Sendable {
  public let bindings: [KeyBinding]

  public static let standard = Keymap(
    bindings: moving + seeing + marking + payload + connection + composing + program + prompts + editing)

  /// The line that a key means in one context.
  public func binding(for key: Key, in context: KeyContext) -> KeyBinding? {
    bindings.first { $0.contexts.contains(context) && $0.keys.contains(key) }
  }

  /// How a command is reached in a context; the first line that has it.
  public func binding(of command: Command, in context: KeyContext) -> KeyBinding? {
    bindings.first { $0.command == command && !$0.contexts.isDisjoint(with: context) }
  }

  /// What the hint bar offers, most useful first.
  public func hints(in context: KeyContext) -> [KeyBinding] {
    let order: [Command] =
      switch context {
      case .log:
        [
          .reconnect, .disconnect, .compose, .detail, .searchOpen, .filterOpen, .follow, .copy, .export,
          .mark,
          .editAndResend, .replay, .commandLine, .help,
        ]
      case .replay:
        [.replayPause, .replayStep, .replayFaster, .replayHide, .replayStop, .replayCurrent, .help]
      case .detail:
        [
          .detail, .hex, .pretty, .wrap, .otherDown, .copy, .detailClose, .foldAll, .searchOpen, .copyAs,
          .pager,
          .zoom, .help,
        ]
      case .compose:
        [
          .send, .newline, .composeType, .insertFile, .historySearch, .externalEditor, .composePretty,
          .composeClear, .composeLeave, .help,
        ]
      case .firstRun: [.connect, .profiles, .demo, .captures, .commandLine, .help, .quit]
      case .prompt: [.accept, .cancel, .earlier, .complete]
      case .filterPrompt: [.accept, .cancel, .earlier, .complete, .patternInvert, .help]
      case .searchPrompt: [.accept, .cancel, .earlier, .patternRegex, .patternCase, .help]
      case .filterTerms: [.accept, .chooseNext, .cancel]
      case .marks: [.accept, .removeMark, .editNote, .cancel]
      case .captures: [.accept, .chooseNext, .cancel]
      case .themes: [.accept, .saveTheme, .chooseNext, .cancel]
      case .filePrompt: [.accept, .complete, .cancel, .help]
      case .drafts: [.accept, .chooseNext, .cancel]
      case .profiles:
        [.accept, .profileEditFirst, .profileMark, .profileEnvironment, .cancel, .help]
      case .broadcast: [.accept, .toggle, .chooseAll, .cancel]
      case .connectDialog: [.chooseNext, .accept, .cancel, .help]
      case .copyMenu: [.accept, .chooseNext, .cancel]
      case .columns: [.toggle, .chooseNext, .cancel]
      case .report: [.chooseNext, .pageNext, .copyReport, .cancel, .help]
      case .export: [.exportNow, .chooseNext, .cancel]
      case .help: [.chooseNext, .accept, .helpAll, .cancel]
      case .palette: [.accept, .chooseNext, .cancel]
      case .confirm: [.confirmYes, .confirmNo]
      case .tabList: [.chooseNext, .accept, .cancel]
      default: []
      }
    return order.compactMap { binding(of: $0, in: context) }.filter { !$0.hint.isEmpty }
  }

  // MARK: The table

  private static func control(_ scalar: Unicode.Scalar) -> Key { Key(scalar, .control) }
  private static func alt(_ scalar: Unicode.Scalar) -> Key { Key(scalar, .alt) }
  private static func key(_ code: Key.Code, _ modifiers: Key.Modifiers = []) -> Key { Key(code, modifiers) }
  private static let digits: [Unicode.Scalar] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"]

  private static let moving: [KeyBinding] = [
    KeyBinding(.cursorDown, [Key("j"), key(.down)], in: .panes, .move, help: "next row"),
    KeyBinding(.cursorUp, [Key("k"), key(.up)], in: .panes, .move, help: "previous row"),
    KeyBinding(
      .pageDown, [key(.pageDown), Key(" "), control("f")], in: .panes, .move, help: "page down"),
    KeyBinding(.pageUp, [key(.pageUp), Key("b"), control("b")], in: .panes, .move, help: "page up"),
    KeyBinding(.halfPageDown, [control("d")], in: .panes, .move, help: "half a page down"),
    KeyBinding(.halfPageUp, [control("u")], in: .panes, .move, help: "half a page up"),
    KeyBinding(.lineDown, [control("e")], in: .panes, .move, help: "scroll, cursor stays"),
    KeyBinding(.lineUp, [control("y")], in: .panes, .move, help: "scroll back a line"),
    KeyBinding(.top, [Key("g"), key(.home)], in: .panes, .move, help: "top"),
    KeyBinding(.bottom, [Key("G"), key(.end)], in: .panes, .move, help: "bottom; log: follow"),
    KeyBinding(.left, [Key("h"), key(.left)], in: .panes, .move, help: "scroll left; fold"),
    KeyBinding(.right, [Key("l"), key(.right)], in: .panes, .move, help: "unfold; scroll right"),
  ]

  private static let seeing: [KeyBinding] = [
    KeyBinding(.follow, [Key("F")], in: .panes, .see, hint: "Follow", help: "follow on/off"),
    KeyBinding(.searchOpen, [Key("/"), key(.function(3))], in: .panes, .see, hint: "Search", help: "search"),
    KeyBinding(.searchNext, [Key("n")], in: .panes, .see, help: "next hit"),
    KeyBinding(.searchPrevious, [Key("N")], in: .panes, .see, help: "previous hit"),
    KeyBinding(.searchValue, [Key("*")], in: .panes, .see, help: "search this value"),
    KeyBinding(.filterOpen, [Key("f"), Key("&")], in: .panes, .see, hint: "Filter", help: "filter the rows"),
    KeyBinding(.eventNext, [Key("}")], in: .panes, .see, help: "next event row"),
    KeyBinding(.eventPrevious, [Key("{")], in: .panes, .see, help: "previous event row"),
    KeyBinding(.timeMode, [Key("t")], in: .panes, .see, help: "time: UTC, open, DT"),
    KeyBinding(.timeZero, [Key("T")], in: .panes, .see, help: "count time from here"),
    KeyBinding(.hidePings, [Key("H")], in: .panes, .see, help: "hide ping and pong"),
    KeyBinding(.columns, [Key("W")], in: .panes, .see, help: "choose columns"),
    KeyBinding(.escape, [key(.escape)], in: .panes, .see, help: "clear, close; no quit"),
  ]

  private static let marking: [KeyBinding] = [
    KeyBinding(.mark, [Key("m")], in: .panes, .mark, hint: "Mark", help: "mark the row"),
    KeyBinding(.markNext, [Key("u")], in: .panes, .mark, help: "next marked row"),
    KeyBinding(.markPrevious, [Key("U")], in: .panes, .mark, help: "previous marked row"),
    KeyBinding(.markList, [Key("'")], in: .panes, .mark, help: "list of marks, notes"),
    KeyBinding(.markedOnly, [Key("M")], in: .panes, .mark, help: "only marked rows"),
    KeyBinding(.selectRange, [Key("V")], in: .panes, .mark, help: "select from here"),
    KeyBinding(
      .selectDown, [key(.down, .shift)], in: .panes, .mark, help: "select down"),
    KeyBinding(.selectUp, [key(.up, .shift)], in: .panes, .mark, help: "select up"),
    KeyBinding(.removeMark, [key(.delete)], in: .marks, .mark, hint: "Remove", help: "remove the mark"),
    KeyBinding(.editNote, [Key("e")], in: .marks, .mark, hint: "Note", help: "change the note"),
  ]

  private static let payload: [KeyBinding] = [
    KeyBinding(
      .detail, [key(.enter)], in: .panes, .payload, hint: "Detail", help: "open, close detail"),
    KeyBinding(
      .otherDown, [Key("J")], in: .panes, .payload, hint: "Frame",
      help: "next frame in detail", hintKey: "J/K"),
    KeyBinding(.otherUp, [Key("K")], in: .panes, .payload, help: "previous in detail"),
    KeyBinding(.hex, [Key("x")], in: .panes, .payload, hint: "Hex", help: "hex in the detail"),
    KeyBinding(.pretty, [Key("P")], in: .panes, .payload, hint: "Pretty", help: "pretty or as sent"),
    KeyBinding(.wrap, [Key("w")], in: .panes, .payload, hint: "Wrap", help: "wrap in the detail"),
    KeyBinding(.copy, [Key("y"), Key("c")], in: .panes, .payload, hint: "Copy", help: "copy the payload"),
    KeyBinding(.copyAs, [Key("Y")], in: .panes, .payload, hint: "Copy as", help: "copy as..."),
    KeyBinding(
      .editAndResend, [Key("e")], in: .panes, .payload, hint: "Resend", help: "edit and send again"),
    KeyBinding(.export, [Key("s")], in: .panes, .payload, hint: "Export", help: "export to a file"),
    KeyBinding(.foldAll, [Key("A")], in: .detail, .payload, hint: "All", help: "fold, unfold all"),
    KeyBinding(.pager, [Key("v")], in: .panes, .payload, hint: "Pager", help: "payload in the pager"),
    KeyBinding(.editor, [key(.function(4))], in: .panes, .payload, help: "payload in the editor"),
    KeyBinding(.detailClose, [Key("q")], in: .detail, .payload, hint: "Close", help: "close the detail"),
  ]

  private static let connection: [KeyBinding] = [
    KeyBinding(
      .connect, [Key("o")], in: [.log, .detail, .firstRun], .connection, hint: "Connect",
      help: "connect..."),
    KeyBinding(
      .reconnect, [Key("r"), key(.function(5))], in: .panes, .connection, hint: "Reconnect", help: "reconnect"
    ),
    KeyBinding(
      .profiles, [Key("p")], in: [.log, .detail, .firstRun], .connection, hint: "Profiles",
      help: "saved connections"),
    KeyBinding(
      .profileEditFirst, [key(.enter, .alt)], in: .profiles, .connection, hint: "Edit first",
      help: "options, then connect"),
    KeyBinding(
      .profileMark, [key(.tab)], in: .profiles, .connection, hint: "Mark", help: "mark; Enter opens all"),
    KeyBinding(
      .profileEnvironment, [alt("e")], in: .profiles, .connection, hint: "Environment",
      help: "next environment"),
    KeyBinding(
      .profileEdit, [control("e")], in: .profiles, .connection, hint: "Edit", help: "edit in your editor"),
    KeyBinding(.profileNew, [alt("n")], in: .profiles, .connection, hint: "New", help: "new profile"),
    KeyBinding(
      .profileDuplicate, [alt("c")], in: .profiles, .connection, hint: "Duplicate", help: "duplicate"),
    KeyBinding(
      .profileDelete, [key(.delete)], in: .profiles, .connection, hint: "Delete", help: "delete, asks"),
    KeyBinding(.editOptions, [control("o")], in: .panes, .connection, help: "options, reconnects"),
    KeyBinding(
      .disconnect, [Key("D")], in: .panes, .connection, hint: "Disconnect", help: "disconnect, code 1000"),
    KeyBinding(
      .connectionReport, [Key("I")], in: .panes, .connection, hint: "Info", help: "handshake, end, rates"),
    KeyBinding(.closeTab, [Key("X")], in: .panes, .connection, help: "close tab, may ask"),
    KeyBinding(.clearLog, [Key("C")], in: .panes, .connection, help: "clear log, asks"),
    KeyBinding(.demo, [Key("d")], in: .firstRun, .connection, hint: "Demo", help: "start the demo"),
    KeyBinding(
      .replay, [Key("R")], in: [.log, .detail, .replay], .connection, hint: "Replay", help: "replay a script"),
    KeyBinding(
      .replayPause, [Key(" ")], in: .replay, .connection, hint: "Pause", help: "replay: pause, go on"),
    KeyBinding(.replayStep, [Key(".")], in: .replay, .connection, hint: "Step", help: "replay: one step"),
    KeyBinding(
      .replayFaster, [Key("+"), Key("=")], in: .replay, .connection, hint: "Speed", help: "replay: faster",
      hintKey: "+/-"),
    KeyBinding(.replaySlower, [Key("-")], in: .replay, .connection, help: "replay: slower"),
    KeyBinding(
      .replayCurrent, [key(.enter)], in: .replay, .connection, hint: "Go there",
      help: "to the row sent last"),
    KeyBinding(.replayStop, [control("c")], in: .replay, .connection, hint: "Stop", help: "replay: stop"),
    KeyBinding(
      .replayHide, [key(.escape), Key("q")], in: .replay, .connection, hint: "Hide panel",
      help: "hide the panel"),
    KeyBinding(
      .captures, [Key("l"), key(.enter)], in: .firstRun, .connection, hint: "Captures",
      help: "captures on disk"),
    KeyBinding(
      .tabNext, [Key("]"), key(.pageDown, .control)], in: [.panes, .replay], .connection, help: "next tab"),
    KeyBinding(.tabNext, [key(.pageDown, .control)], in: .compose, .connection, help: "next tab"),
    KeyBinding(
      .tabPrevious, [Key("["), key(.pageUp, .control)], in: [.panes, .replay], .connection,
      help: "previous tab"),
    KeyBinding(.tabPrevious, [key(.pageUp, .control)], in: .compose, .connection, help: "previous tab"),
    KeyBinding(
      .tabNumber, digits.map { Key($0) } + digits.map { alt($0) }, in: [.panes, .replay], .connection,
      help: "tab by number",
      label: "1-9 Alt-1..9"),
    KeyBinding(
      .tabNumber, digits.map { alt($0) }, in: .compose, .connection, help: "tab by number", label: "Alt-1..9"),
    KeyBinding(
      .tabLast, [alt("0")], in: [.log, .detail, .replay, .compose], .connection, help: "tab used before"),
    KeyBinding(.tabList, [Key("0")], in: [.panes, .replay], .connection, help: "list of tabs"),
  ]

  private static let composing: [KeyBinding] = [
    KeyBinding(.compose, [Key("i"), Key("a")], in: .panes, .compose, hint: "Compose", help: "enter compose"),
    KeyBinding(.send, [key(.enter)], in: .compose, .compose, hint: "Send", help: "send"),
    KeyBinding(
      .newline, [key(.enter, .alt), control("j"), key(.enter, .shift)], in: .compose, .compose,
      hint: "Newline",
      help: "new line", label: "Alt-Enter ^J"),
    KeyBinding(
      .composeType, [control("t")], in: .compose, .compose, hint: "Type",
      help: "TEXT BIN PING CLOSE"),
    KeyBinding(
      .insertFile, [control("o")], in: .compose, .compose, hint: "File", help: "insert a file"),
    KeyBinding(
      .historySearch, [control("r")], in: .compose, .compose, hint: "Search", help: "search what was sent"),
    KeyBinding(
      .composePretty, [alt("p")], in: .compose, .compose, hint: "Pretty", help: "JSON in lines"),
    KeyBinding(.composeMinify, [alt("m")], in: .compose, .compose, help: "JSON without blanks"),
    KeyBinding(
      .externalEditor, [key(.function(4))], in: .compose, .compose, hint: "Editor",
      help: "your editor; ^X ^E",
      label: "F4 ^X^E"),
    KeyBinding(.prefix, [control("x")], in: .compose, .compose, help: "then ^E: your editor"),
    KeyBinding(.literal, [control("v")], in: .compose, .compose, help: "next key as it is"),
    KeyBinding(.fragmentSize, [alt("s")], in: .compose, .compose, help: "send in fragments"),
    KeyBinding(.broadcast, [alt("a")], in: .compose, .compose, help: "send to several tabs"),
    KeyBinding(
      .composeClear, [control("g")], in: .compose, .compose, hint: "Clear", help: "clear, ^_ undoes"
    ),
    KeyBinding(
      .composeLeave, [key(.escape)], in: .compose, .compose, hint: "Log", help: "to log, keeps draft"),
    KeyBinding(.composeUp, [key(.up)], in: .compose, .compose, help: "line up, history"),
    KeyBinding(.composeDown, [key(.down)], in: .compose, .compose, help: "line down, history"),
    KeyBinding(.earlier, [control("p")], in: .compose, .compose, hint: "History", help: "earlier message"),
    KeyBinding(.later, [control("n")], in: .compose, .compose, help: "later message"),
    KeyBinding(.pageUp, [key(.pageUp)], in: .compose, .compose, help: "log page up"),
    KeyBinding(.pageDown, [key(.pageDown)], in: .compose, .compose, help: "log page down"),
  ]

  private static let program: [KeyBinding] = [
    KeyBinding(.focusNext, [key(.tab)], in: [.log, .detail, .replay, .compose], .program, help: "next pane"),
    KeyBinding(
      .focusPrevious, [key(.backTab)], in: [.log, .detail, .replay, .compose], .program, help: "previous pane"
    ),
    KeyBinding(.zoom, [Key("z")], in: .panes, .program, hint: "Zoom", help: "zoom the pane"),
    KeyBinding(.detailSide, [Key("|")], in: .panes, .program, help: "detail below, right"),
    KeyBinding(.grow, [Key("+")], in: .panes, .program, help: "larger detail"),
    KeyBinding(.shrink, [Key("-")], in: .panes, .program, help: "smaller detail"),
    KeyBinding(.bareText, [Key("B")], in: .panes, .program, help: "bare text to select"),
    KeyBinding(
      .commandLine, [Key(":")], in: [.log, .detail, .replay, .firstRun], .program, hint: "Command",
      help: "command line"),
    KeyBinding(
      .palette, [control("p")], in: [.log, .detail, .firstRun], .program, hint: "Palette",
      help: "find any command"),
    KeyBinding(
      .help, [Key("?"), key(.function(1))],
      in: [.log, .detail, .firstRun, .tabList, .marks, .captures, .themes, .report, .copyMenu, .columns],
      .program, hint: "Help",
      help: "keys and help"),
    KeyBinding(
      .help, [key(.function(1))], in: .filterPrompt, .program, hint: "Filter help", help: "the filter's words"
    ),
    KeyBinding(
      .help, [key(.function(1))],
      in: [
        .replay, .compose, .prompt, .searchPrompt, .export, .filePrompt, .drafts, .broadcast, .connectDialog,
        .profiles,
      ],
      .program, hint: "Help",
      help: "keys and help"),
    KeyBinding(.mouse, [key(.function(2))], in: .everywhere, .program, help: "mouse on/off"),
    KeyBinding(.redraw, [control("l")], in: .everywhere, .program, help: "redraw the screen"),
    KeyBinding(.suspend, [control("z")], in: .everywhere, .program, help: "suspend"),
    KeyBinding(
      .interrupt, [control("c")], in: .everywhere.subtracting(.replay), .program, help: "cancel; twice quits"),
    KeyBinding(
      .quit, [Key("q"), key(.function(10))], in: [.log, .firstRun], .program, hint: "Quit",
      help: "quit, asks if open"),
    KeyBinding(
      .quit, [key(.function(10))],
      in: [
        .detail, .replay, .compose, .prompts, .help, .lists, .export, .palette, .drafts, .connectDialog,
        .report, .profiles,
      ],
      .program,
      help: "quit, asks if open"),
    KeyBinding(.quitNow, [Key("Q")], in: [.log, .detail, .replay, .firstRun], .program, help: "quit now"),
  ]

  private static let prompts: [KeyBinding] = [
    KeyBinding(.accept, [key(.enter)], in: .filterPrompt, .prompt, hint: "Keep", help: "keep the filter"),
    KeyBinding(
      .cancel, [key(.escape), control("g")], in: .filterPrompt, .prompt, hint: "Undo",
      help: "as it was before"),
    KeyBinding(.accept, [key(.enter)], in: .searchPrompt, .prompt, hint: "Search", help: "search"),
    KeyBinding(.accept, [key(.enter)], in: .filterTerms, .prompt, hint: "Insert", help: "into the filter"),
    KeyBinding(.accept, [key(.enter)], in: .marks, .prompt, hint: "Go there", help: "go to the row"),
    KeyBinding(.accept, [key(.enter)], in: .captures, .prompt, hint: "Open", help: "open, read only"),
    KeyBinding(.accept, [key(.enter)], in: .themes, .prompt, hint: "Keep", help: "keep this theme"),
    KeyBinding(
      .saveTheme, [Key("s")], in: .themes, .prompt, hint: "Keep for good", help: "into config.json"),
    KeyBinding(.accept, [key(.enter)], in: .copyMenu, .prompt, hint: "Copy", help: "copy this way"),
    KeyBinding(.accept, [key(.enter)], in: .columns, .prompt, help: "show or hide"),
    KeyBinding(.toggle, [Key(" ")], in: .columns, .prompt, hint: "Show, hide", help: "show or hide"),
    KeyBinding(.accept, [key(.enter)], in: .export, .prompt, help: "next field, press"),
    KeyBinding(.exportNow, [key(.enter, .alt)], in: .export, .prompt, hint: "Export", help: "export"),
    KeyBinding(
      .accept, [key(.enter)], in: .filePrompt, .prompt, hint: "Insert", help: "insert the file"),
    KeyBinding(.accept, [key(.enter)], in: .drafts, .prompt, hint: "Take it", help: "into compose"),
    KeyBinding(.accept, [key(.enter)], in: .profiles, .prompt, hint: "Connect", help: "connect"),
    KeyBinding(.accept, [key(.enter)], in: .broadcast, .prompt, hint: "Keep", help: "send to these"),
    KeyBinding(.toggle, [Key(" ")], in: .broadcast, .prompt, hint: "Choose", help: "this tab or not"),
    KeyBinding(.chooseAll, [Key("a")], in: .broadcast, .prompt, hint: "All", help: "all or none"),
    KeyBinding(
      .accept, [key(.enter)], in: .connectDialog, .prompt, hint: "Connect", help: "connect, next, press"),
    KeyBinding(
      .connectNow, [key(.enter, .alt)], in: .connectDialog, .prompt, hint: "Connect", help: "connect"),
    KeyBinding(
      .earlier, [control("p")], in: .connectDialog, .prompt, hint: "History", help: "earlier address"),
    KeyBinding(.later, [control("n")], in: .connectDialog, .prompt, help: "later address"),
    KeyBinding(
      .chooseNext, [key(.tab), key(.down)], in: .connectDialog, .prompt, hint: "Next field",
      help: "next field"),
    KeyBinding(
      .choosePrevious, [key(.backTab), key(.up)], in: .connectDialog, .prompt, help: "previous field",
      label: "S-Tab Up"),
    KeyBinding(
      .chooseNext, [key(.down), control("n"), control("r")], in: .drafts, .prompt, hint: "Older",
      help: "older message"),
    KeyBinding(.choosePrevious, [key(.up), control("p")], in: .drafts, .prompt, help: "newer message"),
    KeyBinding(.chooseNext, [key(.down), control("n")], in: .profiles, .prompt, help: "next line"),
    KeyBinding(.choosePrevious, [key(.up), control("p")], in: .profiles, .prompt, help: "previous line"),
    KeyBinding(
      .accept, [key(.enter)], in: [.prompt, .help, .tabList], .prompt, hint: "OK", help: "accept, run, press"),
    KeyBinding(
      .cancel, [key(.escape), control("g")],
      in: [.prompt, .searchPrompt, .export, .filePrompt, .drafts, .connectDialog], .prompt,
      hint: "Cancel",
      help: "cancel"),
    KeyBinding(
      .cancel, [key(.escape), Key("q"), control("g")], in: .help, .prompt, hint: "Close",
      help: "close the help"),
    KeyBinding(.accept, [key(.enter)], in: .palette, .prompt, hint: "Run", help: "run it"),
    KeyBinding(
      .cancel, [key(.escape), control("g")], in: .palette, .prompt, hint: "Close", help: "close the palette"),
    KeyBinding(
      .cancel, [key(.escape), Key("q")], in: .lists, .prompt, hint: "Close", help: "close the list"),
    KeyBinding(
      .cancel, [key(.escape), Key("q"), Key("I"), key(.enter)], in: .report, .prompt, hint: "Close",
      help: "close the report"),
    KeyBinding(
      .pageNext, [key(.tab), key(.right), Key("l")], in: .report, .prompt, hint: "Next page",
      help: "next page"),
    KeyBinding(
      .pagePrevious, [key(.backTab), key(.left), Key("h")], in: .report, .prompt, help: "page before",
      label: "S-Tab Left h"),
    KeyBinding(
      .chooseNext, [key(.down), Key("j")], in: .report, .prompt, hint: "Scroll", help: "down a line"),
    KeyBinding(.choosePrevious, [key(.up), Key("k")], in: .report, .prompt, help: "up a line"),
    KeyBinding(
      .choosePageDown, [key(.pageDown), Key(" ")], in: .report, .prompt, help: "page down"),
    KeyBinding(.choosePageUp, [key(.pageUp), Key("b")], in: .report, .prompt, help: "page up"),
    KeyBinding(
      .copyReport, [Key("y"), Key("c")], in: .report, .prompt, hint: "Copy", help: "copy this page"),
    KeyBinding(.chooseFirst, [Key("g"), key(.home)], in: [.lists, .report], .prompt, help: "first line"),
    KeyBinding(.chooseLast, [Key("G"), key(.end)], in: [.lists, .report], .prompt, help: "last line"),
    KeyBinding(
      .cancel, [key(.escape), control("g")], in: .profiles, .prompt, hint: "Close", help: "close the list"),
    KeyBinding(
      .earlier, [key(.up), control("p")], in: .prompts, .prompt, hint: "History", help: "earlier line",
      hintKey: "Up/Down"),
    KeyBinding(.later, [key(.down), control("n")], in: .prompts, .prompt, help: "later line"),
    KeyBinding(
      .complete, [key(.tab)], in: [.prompt, .filterPrompt, .filePrompt], .prompt, hint: "Complete",
      help: "complete"),
    KeyBinding(
      .completeBack, [key(.backTab)], in: [.prompt, .filterPrompt, .filePrompt], .prompt,
      help: "completion before"),
    KeyBinding(
      .patternRegex, [alt("r")], in: [.filterPrompt, .searchPrompt], .prompt, hint: "Regex",
      help: "regular expression"),
    KeyBinding(
      .patternCase, [alt("c")], in: [.filterPrompt, .searchPrompt], .prompt, hint: "Case",
      help: "case smart, exact, no"),
    KeyBinding(.patternInvert, [alt("v")], in: .filterPrompt, .prompt, hint: "Invert", help: "all but these"),
    KeyBinding(
      .chooseNext, [key(.down), control("n")], in: [.help, .palette], .prompt, hint: "Next",
      help: "next line"),
    KeyBinding(
      .choosePrevious, [key(.up), control("p")], in: [.help, .palette], .prompt, help: "previous line"),
    KeyBinding(
      .chooseNext, [key(.tab), key(.down), control("n")], in: .export, .prompt, hint: "Next field",
      help: "next field"),
    KeyBinding(
      .choosePrevious, [key(.backTab), key(.up), control("p")], in: .export, .prompt, help: "previous field",
      label: "S-Tab Up ^P"),
    KeyBinding(
      .chooseNext, [key(.down), Key("j"), key(.tab)], in: .lists, .prompt, hint: "Next", help: "next line"),
    KeyBinding(
      .choosePrevious, [key(.up), Key("k"), key(.backTab)], in: .lists, .prompt, help: "previous line"),
    KeyBinding(
      .choosePageDown, [key(.pageDown)], in: [.help, .lists, .drafts, .palette, .profiles], .prompt,
      help: "page down"),
    KeyBinding(
      .choosePageUp, [key(.pageUp)], in: [.help, .lists, .drafts, .palette, .profiles], .prompt,
      help: "page up"),
    KeyBinding(.helpAll, [key(.tab)], in: .help, .prompt, hint: "All panes", help: "keys of all panes"),
    KeyBinding(.confirmYes, [Key("y")], in: .confirm, .prompt, hint: "Yes", help: "yes"),
    KeyBinding(
      .confirmNo, [Key("n"), key(.escape), Key("q")], in: .confirm, .prompt, hint: "No", help: "no"),
    KeyBinding(
      .chooseNext, [key(.tab), key(.backTab), key(.left), key(.right), key(.up), key(.down)], in: .confirm,
      .prompt,
      help: "other button", label: "Tab arrows"),
    KeyBinding(.accept, [key(.enter)], in: .confirm, .prompt, help: "press the button"),
  ]

  private static let editing: [KeyBinding] = [
    KeyBinding(
      .editLeft, [key(.left), control("b")], in: [.typing, .profiles], .editing, help: "character left"),
    KeyBinding(
      .editRight, [key(.right), control("f")], in: [.typing, .profiles], .editing, help: "character right"),
    KeyBinding(
      .editWordLeft, [alt("b"), key(.left, .control)], in: [.typing, .profiles], .editing, help: "word left"),
    KeyBinding(
      .editWordRight, [alt("f"), key(.right, .control)], in: [.typing, .profiles], .editing,
      help: "word right"),
    KeyBinding(
      .editLineStart, [control("a"), key(.home)], in: [.typing, .profiles], .editing, help: "start of line"),
    KeyBinding(.editLineEnd, [control("e"), key(.end)], in: .typing, .editing, help: "end of line"),
    KeyBinding(.editLineEnd, [key(.end)], in: .profiles, .editing, help: "end of line"),
    KeyBinding(
      .editBackspace, [key(.backspace), control("h")], in: [.typing, .profiles], .editing, help: "delete back"
    ),
    KeyBinding(.editDelete, [key(.delete), control("d")], in: .typing, .editing, help: "delete"),
    KeyBinding(.editDelete, [control("d")], in: .profiles, .editing, help: "delete"),
    KeyBinding(.editKillEnd, [control("k")], in: [.typing, .profiles], .editing, help: "cut to end of line"),
    KeyBinding(
      .editKillStart, [control("u")], in: [.typing, .profiles], .editing, help: "cut to start of line"),
    KeyBinding(
      .editKillWord, [control("w"), key(.backspace, .alt)], in: [.typing, .profiles], .editing,
      help: "cut word back",
      label: "^W Alt-Bksp"),
    KeyBinding(
      .editKillWordForward, [alt("d")], in: [.typing, .profiles], .editing, help: "cut word forward"),
    KeyBinding(.editYank, [control("y")], in: [.typing, .profiles], .editing, help: "put back the cut"),
    KeyBinding(.editUndo, [control("_")], in: [.typing, .profiles], .editing, help: "undo"),
    KeyBinding(.editRedo, [alt("_")], in: [.typing, .profiles], .editing, help: "redo"),
  ]
}
