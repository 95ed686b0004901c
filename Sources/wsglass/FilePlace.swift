/// Every file that the program reads or writes without being told its name.
struct FilePlace {
  let path: String
  let help: String

  static let table: [FilePlace] = [
    FilePlace(
      path: "$XDG_CONFIG_HOME/wsglass/config.json",
      help:
        "settings: theme, mouse, columns, how much is kept; wsglass-config(5). A fault in it is told and never stops the"
        + " start; what is not in it, or is faulty, is as it would be without the file"),
    FilePlace(
      path: "$XDG_CONFIG_HOME/wsglass/keymap.json",
      help: "other keys than the standard ones; wsglass-keymap(5)"),
    FilePlace(
      path: "$XDG_CONFIG_HOME/wsglass/snippets.json",
      help:
        "messages saved by :save-snippet, {\"NAME\": {\"type\": \"text\", \"text\": \"...\"}}; a type is text, hex,"
        + " base64, ping, pong or close"),
    FilePlace(
      path: "$XDG_CONFIG_HOME/wsglass/profiles/NAME.json",
      help: "a saved connection, for its owner alone; wsglass-profile(5) tells what can stand in it"),
    FilePlace(
      path: "$XDG_CONFIG_HOME/wsglass/secrets",
      help: "a file for each secret that stood in what was imported or saved; profiles refer to them"),
    FilePlace(
      path: "$XDG_STATE_HOME/wsglass/profiles.json",
      help: "when each profile was used last, and what became of it"),
    FilePlace(
      path: "$XDG_CONFIG_HOME/wsglass/themes/NAME.json",
      help: "a theme, for --theme NAME; goes before one of the same name elsewhere; wsglass-theme(5)"),
    FilePlace(path: "$XDG_DATA_DIRS/wsglass/themes/NAME.json", help: "themes for everybody on the machine"),
    FilePlace(
      path: "share/wsglass/themes/NAME.json",
      help: "beside the folder that the program is in: the themes that it came with"),
    FilePlace(
      path: "$XDG_STATE_HOME/wsglass/captures",
      help:
        "a folder for each connection, readable by its owner alone; wsglass-formats(5) tells what is in it"),
    FilePlace(
      path: "$XDG_STATE_HOME/wsglass/state.json",
      help:
        "how the screen was left: columns, time, detail, split, theme; the next start takes it over, and :reset-layout"
        + " forgets it"),
    FilePlace(
      path: "$XDG_STATE_HOME/wsglass/history.jsonl",
      help: "what was entered and sent, without what has a secret in it; readable by its owner alone"),
  ]
}
