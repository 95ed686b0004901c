/// The lines of the help: the key table, cut to a context and to what is looked for.
extension HelpState {
  public func entries(of keymap: Keymap) -> [KeyBinding] {
    let wanted = find.string.lowercased()
    return keymap.bindings.filter { binding in
      guard showsAll || !wanted.isEmpty || belongs(binding) else { return false }
      guard !wanted.isEmpty else { return true }
      return binding.help.lowercased().contains(wanted) || binding.label.lowercased().contains(wanted)
        || binding.command.rawValue.contains(wanted)
    }
  }

  /// Of the pane; to the log's, from which one comes to compose, the keys of that too.
  private func belongs(_ binding: KeyBinding) -> Bool {
    !binding.contexts.isDisjoint(with: context) || context == .log && binding.group == .compose
  }
}
