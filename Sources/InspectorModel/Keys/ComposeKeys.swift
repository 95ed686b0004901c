private import Canvas

/// What keys do in the compose pane, beside typing.
enum ComposeKeys {
  static let table: [KeyBinding] = [
    KeyBinding(.compose, ["i", "a"], in: .panes, .compose, hint: "Compose", help: "enter compose"),
    KeyBinding(.send, [.enter], in: .compose, .compose, hint: "Send", help: "send"),
    KeyBinding(
      .newline, [Key(.enter, .alt), .control("j"), Key(.enter, .shift)], in: .compose, .compose,
      hint: "Newline", help: "new line", label: "Alt-Enter ^J"),
    KeyBinding(
      .composeType, [.control("t")], in: .compose, .compose, hint: "Type", help: "TEXT BIN PING CLOSE"),
    KeyBinding(.insertFile, [.control("o")], in: .compose, .compose, hint: "File", help: "insert a file"),
    KeyBinding(
      .historySearch, [.control("r")], in: .compose, .compose, hint: "Search", help: "search what was sent"),
    KeyBinding(.composePretty, [.alt("p")], in: .compose, .compose, hint: "Pretty", help: "JSON in lines"),
    KeyBinding(.composeMinify, [.alt("m")], in: .compose, .compose, help: "JSON without blanks"),
    KeyBinding(
      .externalEditor, [.function(4)], in: .compose, .compose, hint: "Editor", help: "your editor; ^X ^E",
      label: "F4 ^X^E"),
    KeyBinding(.prefix, [.control("x")], in: .compose, .compose, help: "then ^E: your editor"),
    KeyBinding(.literal, [.control("v")], in: .compose, .compose, help: "next key as it is"),
    KeyBinding(.fragmentSize, [.alt("s")], in: .compose, .compose, help: "send in fragments"),
    KeyBinding(.broadcast, [.alt("a")], in: .compose, .compose, help: "send to several tabs"),
    KeyBinding(
      .composeClear, [.control("g")], in: .compose, .compose, hint: "Clear", help: "clear, ^_ undoes"),
    KeyBinding(.composeLeave, [.escape], in: .compose, .compose, hint: "Log", help: "to log, keeps draft"),
    KeyBinding(.composeUp, [.up], in: .compose, .compose, help: "line up, history"),
    KeyBinding(.composeDown, [.down], in: .compose, .compose, help: "line down, history"),
    KeyBinding(.earlier, [.control("p")], in: .compose, .compose, hint: "History", help: "earlier message"),
    KeyBinding(.later, [.control("n")], in: .compose, .compose, help: "later message"),
    KeyBinding(.pageUp, [.pageUp], in: .compose, .compose, help: "log page up"),
    KeyBinding(.pageDown, [.pageDown], in: .compose, .compose, help: "log page down"),
  ]
}
