/// Every file that the program reads or writes without being told its name.
struct FilePlace {
  let path: String
  /// What `wsglass locate` calls it; nil where it is no one place of the user's.
  var name: String?
  let help: String

  static let table: [FilePlace] = [
    FilePlace(
      path: "$XDG_CONFIG_HOME/wsglass/config.json", name: "config",
      help:
        "settings: theme, mouse, columns, how much is kept; wsglass-config(5). A fault in it is told and never stops the"
        + " start; what is not in it, or is faulty, is as it would be without the file"),
    FilePlace(
      path: "$XDG_CONFIG_HOME/wsglass/keymap.json", name: "keymap",
      help: "other keys than the standard ones; wsglass-keymap(5)"),
    FilePlace(
      path: "$XDG_CONFIG_HOME/wsglass/snippets.json", name: "snippets",
      help:
        "messages saved by :save-snippet, {\"NAME\": {\"type\": \"text\", \"text\": \"...\"}}; a type is text, hex,"
        + " base64, ping, pong or close"),
    FilePlace(
      path: "$XDG_CONFIG_HOME/wsglass/profiles/NAME.json", name: "profiles",
      help: "a saved connection, for its owner alone; wsglass-profile(5) tells what can stand in it"),
    FilePlace(
      path: "$XDG_CONFIG_HOME/wsglass/secrets", name: "secrets",
      help: "a file for each secret that stood in what was imported or saved; profiles refer to them"),
    FilePlace(
      path: "$XDG_STATE_HOME/wsglass/profiles.json",
      help: "when each profile was used last, and what became of it"),
    FilePlace(
      path: "$XDG_CONFIG_HOME/wsglass/themes/NAME.json", name: "themes",
      help: "a theme, for --theme NAME; goes before one of the same name elsewhere; wsglass-theme(5)"),
    FilePlace(path: "$XDG_DATA_DIRS/wsglass/themes/NAME.json", help: "themes for everybody on the machine"),
    FilePlace(
      path: "share/wsglass/themes/NAME.json",
      help: "beside the folder that the program is in: the themes that it came with"),
    FilePlace(
      path: "$XDG_STATE_HOME/wsglass/captures", name: "captures",
      help:
        "a folder for each connection, readable by its owner alone; wsglass-formats(5) tells what is in it"),
    FilePlace(
      path: "$XDG_STATE_HOME/wsglass/open", name: "open",
      help: "the tabs of each run while it lasts, without secrets: a start after a crash offers them again"),
    FilePlace(
      path: "$XDG_STATE_HOME/wsglass/crash", name: "crash",
      help:
        "a report of each crash, 20 at most: version, terminal, names of the last actions, backtrace; no payloads"
    ),
    FilePlace(
      path: "$XDG_STATE_HOME/wsglass/state.json", name: "state",
      help:
        "how the screen was left: columns, time, detail, split, theme; the next start takes it over, and :reset-layout"
        + " forgets it"),
    FilePlace(
      path: "$XDG_STATE_HOME/wsglass/history.jsonl", name: "history",
      help: "what was entered and sent, without what has a secret in it; readable by its owner alone"),
  ]

  /// The file, or the folder of files with names of their own, as the environment says it now.
  var place: String {
    let folder = path.hasSuffix("/NAME.json") ? String(path.dropLast("/NAME.json".count)) : path
    for (variable, own) in [
      ("$XDG_CONFIG_HOME/wsglass", UserPath.configuration), ("$XDG_STATE_HOME/wsglass", UserPath.state),
    ]
    where folder.hasPrefix(variable) {
      return own + folder.dropFirst(variable.utf8.count)
    }
    return folder
  }
}
