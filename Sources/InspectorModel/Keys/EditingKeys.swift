private import Canvas

/// What keys do to text wherever it is typed, after readline.
enum EditingKeys {
  static let table: [KeyBinding] = [
    KeyBinding(
      .editLeft, [.left, .control("b")], in: [.typing, .profiles], .editing, help: "character left"),
    KeyBinding(
      .editRight, [.right, .control("f")], in: [.typing, .profiles], .editing, help: "character right"),
    KeyBinding(
      .editWordLeft, [.alt("b"), Key(.left, .control)], in: [.typing, .profiles], .editing, help: "word left"),
    KeyBinding(
      .editWordRight, [.alt("f"), Key(.right, .control)], in: [.typing, .profiles], .editing,
      help: "word right"),
    KeyBinding(
      .editLineStart, [.control("a"), .home], in: [.typing, .profiles], .editing, help: "start of line"),
    KeyBinding(.editLineEnd, [.control("e"), .end], in: .typing, .editing, help: "end of line"),
    KeyBinding(.editLineEnd, [.end], in: .profiles, .editing, help: "end of line"),
    KeyBinding(
      .editBackspace, [.backspace, .control("h")], in: [.typing, .profiles], .editing, help: "delete back"),
    KeyBinding(.editDelete, [.delete, .control("d")], in: .typing, .editing, help: "delete"),
    KeyBinding(.editDelete, [.control("d")], in: .profiles, .editing, help: "delete"),
    KeyBinding(
      .editKillEnd, [.control("k")], in: [.typing, .profiles], .editing, help: "cut to end of line"),
    KeyBinding(
      .editKillStart, [.control("u")], in: [.typing, .profiles], .editing, help: "cut to start of line"),
    KeyBinding(
      .editKillWord, [.control("w"), Key(.backspace, .alt)], in: [.typing, .profiles], .editing,
      help: "cut word back", label: "^W Alt-Bksp"),
    KeyBinding(
      .editKillWordForward, [.alt("d")], in: [.typing, .profiles], .editing, help: "cut word forward"),
    KeyBinding(.editYank, [.control("y")], in: [.typing, .profiles], .editing, help: "put back the cut"),
    KeyBinding(.editUndo, [.control("_")], in: [.typing, .profiles], .editing, help: "undo"),
    KeyBinding(.editRedo, [.alt("_")], in: [.typing, .profiles], .editing, help: "redo"),
  ]
}
