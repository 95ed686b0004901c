public import Canvas

/// The key table: dispatch, hint bar, help, palette and man page read it, and nothing else knows a key.
public struct Keymap: Sendable {
  public let bindings: [KeyBinding]

  public static let standard = Keymap(
    bindings: PaneKeys.table + ConnectionKeys.table + ComposeKeys.table + ProgramKeys.table + PromptKeys.table
      + EditingKeys.table)

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
    let offered = HintOrder.table[context] ?? []
    return offered.compactMap { binding(of: $0, in: context) }.filter { !$0.hint.isEmpty }
  }
}
