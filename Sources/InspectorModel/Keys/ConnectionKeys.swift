private import Canvas

/// What keys do to connections: open and close them, go from tab to tab, play scripts.
enum ConnectionKeys {
  static let table: [KeyBinding] = [
    KeyBinding(
      .connect, ["o"], in: [.log, .detail, .firstRun], .connection, hint: "Connect", help: "connect..."),
    KeyBinding(
      .reconnect, ["r", .function(5)], in: .panes, .connection, hint: "Reconnect", help: "reconnect"),
    KeyBinding(
      .profiles, ["p"], in: [.log, .detail, .firstRun], .connection, hint: "Profiles",
      help: "saved connections"),
    KeyBinding(
      .profileEditFirst, [Key(.enter, .alt)], in: .profiles, .connection, hint: "Edit first",
      help: "options, then connect"),
    KeyBinding(.profileMark, [.tab], in: .profiles, .connection, hint: "Mark", help: "mark; Enter opens all"),
    KeyBinding(
      .profileEnvironment, [.alt("e")], in: .profiles, .connection, hint: "Environment",
      help: "next environment"),
    KeyBinding(
      .profileEdit, [.control("e")], in: .profiles, .connection, hint: "Edit", help: "edit in your editor"),
    KeyBinding(.profileNew, [.alt("n")], in: .profiles, .connection, hint: "New", help: "new profile"),
    KeyBinding(
      .profileDuplicate, [.alt("c")], in: .profiles, .connection, hint: "Duplicate", help: "duplicate"),
    KeyBinding(.profileDelete, [.delete], in: .profiles, .connection, hint: "Delete", help: "delete, asks"),
    KeyBinding(.editOptions, [.control("o")], in: .panes, .connection, help: "options, reconnects"),
    KeyBinding(
      .disconnect, ["D"], in: .panes, .connection, hint: "Disconnect", help: "disconnect, code 1000"),
    KeyBinding(
      .connectionReport, ["I"], in: .panes, .connection, hint: "Info", help: "handshake, end, rates"),
    KeyBinding(.closeTab, ["X"], in: .panes, .connection, help: "close tab, may ask"),
    KeyBinding(.clearLog, ["C"], in: .panes, .connection, help: "clear log, asks"),
    KeyBinding(.demo, ["d"], in: .firstRun, .connection, hint: "Demo", help: "start the demo"),
    KeyBinding(
      .replay, ["R"], in: [.log, .detail, .replay], .connection, hint: "Replay", help: "replay a script"),
    KeyBinding(.replayPause, [" "], in: .replay, .connection, hint: "Pause", help: "replay: pause, go on"),
    KeyBinding(.replayStep, ["."], in: .replay, .connection, hint: "Step", help: "replay: one step"),
    KeyBinding(
      .replayFaster, ["+", "="], in: .replay, .connection, hint: "Speed", help: "replay: faster",
      hintKey: "+/-"),
    KeyBinding(.replaySlower, ["-"], in: .replay, .connection, help: "replay: slower"),
    KeyBinding(
      .replayCurrent, [.enter], in: .replay, .connection, hint: "Go there", help: "to the row sent last"),
    KeyBinding(.replayStop, [.control("c")], in: .replay, .connection, hint: "Stop", help: "replay: stop"),
    KeyBinding(
      .replayHide, [.escape, "q"], in: .replay, .connection, hint: "Hide panel", help: "hide the panel"),
    KeyBinding(
      .captures, ["l", .enter], in: .firstRun, .connection, hint: "Captures", help: "captures on disk"),
    KeyBinding(
      .tabNext, ["]", Key(.pageDown, .control)], in: [.panes, .replay], .connection, help: "next tab"),
    KeyBinding(.tabNext, [Key(.pageDown, .control)], in: .compose, .connection, help: "next tab"),
    KeyBinding(
      .tabPrevious, ["[", Key(.pageUp, .control)], in: [.panes, .replay], .connection, help: "previous tab"),
    KeyBinding(.tabPrevious, [Key(.pageUp, .control)], in: .compose, .connection, help: "previous tab"),
    KeyBinding(
      .tabNumber, digits.map { Key($0) } + digits.map { .alt($0) }, in: [.panes, .replay], .connection,
      help: "tab by number", label: "1-9 Alt-1..9"),
    KeyBinding(
      .tabNumber, digits.map { .alt($0) }, in: .compose, .connection, help: "tab by number", label: "Alt-1..9"
    ),
    KeyBinding(
      .tabLast, [.alt("0")], in: [.log, .detail, .replay, .compose], .connection, help: "tab used before"),
    KeyBinding(.tabList, ["0"], in: [.panes, .replay], .connection, help: "list of tabs"),
  ]

  private static let digits: [Unicode.Scalar] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"]
}
