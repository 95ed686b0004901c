import InspectorModel

/// What is said of a keymap file: `keymap.json:3:5 "ctrl-x": there is no command "hex.togle" (did you mean "detail.hex"?)`
enum KeymapWords {
  static func describe(_ fault: KeymapFault, in file: String) -> String {
    "\(file):\(fault.place) \(words(fault.kind))"
  }

  private static func words(_ kind: KeymapFault.Kind) -> String {
    switch kind {
    case .noObject(""): "is no object: {\"log\": {\"ctrl-x\": \"detail.hex\"}}"
    case .noObject(let place): "\(place): is no object of keys and commands"
    case .unknownContext(let name, let suggestion):
      "there is no place \"\(name)\"\(ThemeWords.guess(suggestion)): wsglass-keymap(5) names them"
    case .unknownKey(let name, let suggestion):
      "\"\(name)\" names no key\(ThemeWords.guess(suggestion))"
    case .arrivesAs(let name, let other): "\"\(name)\" comes from terminals as \(other): not bound"
    case .isText(let name, let context): "\"\(name)\" is text in \(context): take a key with ctrl or alt"
    case .stays(let name): "\"\(name)\" stays as it is: the way out of everything"
    case .noCommand(let key): "\"\(key)\": not a command's name in quotes, nor null"
    case .unknownCommand(let key, let name, let suggestion):
      "\"\(key)\": there is no command \"\(name)\"\(ThemeWords.guess(suggestion))"
    case .elsewhere(let key, let command, let context, let fits):
      "\"\(key)\": \(command) means nothing in \(context), but in \(fits.joined(separator: ", "))"
    case .twice(let key, let context, let line):
      "\"\(key)\" has another meaning in \(context) on line \(line), which holds"
    }
  }
}
